import { placeName } from '../../core/place/place.ts';
import { ifReadable } from '../../core/reading/partial.ts';
import { type Named, named, onlyCandidate, resolveReference } from '../../core/resolve.ts';
import { called, quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { type Failure, inputFailure } from '../../platform/errors.ts';
import { withoutUndefined } from '../../platform/json.ts';
import type { PlatformText } from '../../platform/text.ts';
import type { TargetDomains } from '../runtime-fabric/index.ts';

/** A private space in which gateways of an environment can run. */
export interface GatewayTarget {
  id: string;
  name: PlatformText;
  status?: string | undefined;
  region?: string | undefined;
  /** Without the leading `*.`; missing when they could not be read. */
  domains?: string[] | undefined;
}

/** Every target of the environment, with what the list of private spaces adds where it can be read. @throws Failure */
export async function readTargets(ctx: EnvironmentContext): Promise<GatewayTarget[]> {
  const { platform, place, signal } = ctx;
  const [targets, spaces] = await Promise.all([
    platform.gatewayManager.targets(place, signal),
    ifReadable(platform.runtimeFabric.privateSpaces(place.organizationId, signal), ctx),
  ]);
  return Promise.all(
    targets.map(async ({ id, name }) => {
      const space = spaces?.find((candidate) => candidate.id === id);
      const found = await ifReadable(platform.runtimeFabric.domains(place, id, signal), ctx);
      return withoutUndefined<GatewayTarget>({
        id,
        name,
        status: space?.status,
        region: space?.region,
        domains: found?.domains.map(plainDomain),
      });
    }),
  );
}

/**
 * Resolves the target, or takes the only one.
 * @throws Failure (input) that lists the targets, or says that the private space is not open to the environment
 */
export async function chooseTarget(
  reference: string | undefined,
  targets: readonly Named[],
  ctx: EnvironmentContext,
): Promise<Named> {
  const { platform, place, naming, signal } = ctx;
  const meant = reference === undefined ? targets : named(reference, targets, naming);
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  const spaces = (await ifReadable(platform.runtimeFabric.privateSpaces(place.organizationId, signal), ctx)) ?? [];
  const closed = spaces.filter(({ id }) => targets.every((target) => target.id !== id));
  const shut = reference === undefined ? [] : named(reference, closed, 'exact');
  if (shut.length > 0 || targets.length === 0) throw notOpen(shut, { closed, targets }, place);
  const search = {
    kind: 'private space',
    naming,
    where: `environment ${placeName(place)}`,
    listed: 'gatewayTarget.list' as const,
    argument: 'target',
    detail: ({ id }: Named) => spaces.find((space) => space.id === id)?.region,
  };
  return reference === undefined
    ? onlyCandidate(targets, search, 'target')
    : resolveReference(reference, targets, search);
}

/** Managed gateways run only in private spaces that are open to their environment. */
function notOpen(
  shut: readonly Named[],
  { closed, targets }: { closed: readonly Named[]; targets: readonly Named[] },
  place: EnvironmentContext['place'],
): Failure {
  const [space] = shut;
  const open = targets.map(called).join(', ');
  return inputFailure({
    what:
      space === undefined
        ? `No private space is open to environment ${placeName(place)}, so no managed gateway can run there.`
        : `Private space ${called(space)} is not open to environment ${placeName(place)}, so no managed gateway can run there.`,
    why:
      space !== undefined || closed.length === 0
        ? undefined
        : `The business group has ${closed.map(called).join(', ')}, open to other environments or to none.`,
    next: `Open ${space === undefined ? 'a CloudHub 2.0 private space' : 'it'} to this environment (Runtime Manager > Private Spaces > Environments), or name ${
      open === '' ? 'another environment' : `one that is open to it in the argument target: ${open}`
    }.`,
  });
}

/** `*.hey4z8.usa-e2.cloudhub.io` is the domain `hey4z8.usa-e2.cloudhub.io`. */
export function plainDomain(domain: string): string {
  return domain.replace(/^\*\./, '');
}

/**
 * The address under which a gateway is published, as the Anypoint CLI makes it [docs/platform/gateways.md#target-and-public-url]:
 * `https://{name}-{appUniqueId}.{domain}/` on the target's first domain.
 * @throws Failure (input) when the target has no domain
 */
export function publicUrlFor(name: string, target: { name: string }, found: TargetDomains | undefined): string {
  const domain = found?.domains[0];
  if (domain === undefined) {
    throw inputFailure({
      what: `The public URL cannot be determined: ${found === undefined ? 'the domains of target' : 'no domain is set on target'} ${quote(target.name)}${found === undefined ? ' cannot be read' : ''}.`,
      next: 'Give the argument publicUrl, for example https://orders.example.com/.',
    });
  }
  const host = found?.appUniqueId === undefined ? name : `${name}-${found.appUniqueId}`;
  return `https://${host}.${plainDomain(domain)}/`;
}

/**
 * Checks addresses that somebody gave, comma separated as the platform takes them. The TLS contexts of a private space define
 * which hosts it serves, so its domains include custom ones [docs/platform/gateways.md#target-and-public-url].
 * @param found the target's domains, when they are known
 * @returns a warning when the hosts could not be checked
 * @throws Failure (input) when one is no https URL, or its host is in none of the target's domains
 */
export function checkPublicUrl(
  publicUrl: string,
  target: { name?: string | undefined },
  found: TargetDomains | undefined,
): string[] {
  const urls = publicUrl.split(',').map((text) => text.trim());
  for (const url of urls) {
    if (!isPublicUrl(url)) {
      throw inputFailure({
        what: `${quote(url.replace(/\/\/[^/]*@/, '//…@'))} in the argument publicUrl is not a public URL of a gateway.`,
        why: 'A gateway is published as https://HOST/.',
        next: 'Write publicUrl as https://HOST/; several are separated by commas.',
      });
    }
  }
  const space = target.name === undefined ? 'the target' : `target ${quote(target.name)}`;
  if (found === undefined || found.domains.length === 0) {
    return [`The domains of ${space} could not be read, so it is unknown whether it serves the public URL.`];
  }
  const [foreign] = hostsOutside(urls, found.domains);
  if (foreign === undefined) return [];
  const [first = ''] = found.domains;
  throw inputFailure({
    what: `The host ${quote(foreign)} in the argument publicUrl is in none of the domains of ${space}.`,
    why: `Its domains are ${found.domains.join(', ')}.`,
    next: `Give a host within one of them, for example https://${first.startsWith('*.') ? 'orders.' : ''}${plainDomain(first)}/. For another domain, add a TLS context to the private space first (Runtime Manager > Private Spaces > Domains & TLS).`,
  });
}

function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}

/** The hosts that are in none of `domains`; what is no address has no host. Only a wildcard domain has hosts below it. */
function hostsOutside(urls: readonly string[], domains: readonly string[]): string[] {
  return urls
    .filter((url) => URL.canParse(url))
    .map((url) => new URL(url).hostname)
    .filter(
      (host) => !domains.some((domain) => (domain.startsWith('*.') ? host.endsWith(domain.slice(1)) : host === domain)),
    );
}

/** The platform's own domains. A custom one may be served although the list does not have it, so a diagnosis leaves it out. */
const platformDomain = '.cloudhub.io';

/** The hosts of the platform's own domains that are in none of `domains`. */
export function foreignHosts(urls: readonly string[], domains: readonly string[]): string[] {
  return hostsOutside(urls, domains).filter((host) => host.endsWith(platformDomain));
}
