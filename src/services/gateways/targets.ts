import { placeName } from '../../core/place/place.ts';
import { ifReadable } from '../../core/reading/partial.ts';
import { onlyCandidate, resolveReference } from '../../core/resolve.ts';
import { quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { inputFailure } from '../../platform/errors.ts';
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
 * @throws Failure (input) that lists the targets
 */
export function chooseTarget(
  reference: string | undefined,
  targets: readonly { id: string; name: string }[],
  { place, naming }: EnvironmentContext,
): { id: string; name: string } {
  const search = {
    kind: 'private space',
    naming,
    where: `environment ${placeName(place)}`,
    listed: 'gatewayTarget.list' as const,
    argument: 'target',
  };
  if (reference !== undefined) return resolveReference(reference, targets, search);
  if (targets.length === 0) {
    throw inputFailure({
      what: `No private space is open to environment ${placeName(place)}, so no managed gateway can run there.`,
      next: 'Open a CloudHub 2.0 private space to this environment (Runtime Manager > Private Spaces > Environments), or name another environment.',
    });
  }
  return onlyCandidate(targets, search, 'target');
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

/** The platform's own domains; anything else is a custom domain, which the target's list need not have. */
const platformDomain = '.cloudhub.io';

/**
 * Checks addresses that somebody gave, comma separated as the platform takes them.
 * @param found the target's domains, when they are known
 * @returns warnings about addresses that this target cannot serve
 * @throws Failure (input) when one is no http or https URL
 */
export function checkPublicUrl(publicUrl: string, found: TargetDomains | undefined): string[] {
  const urls = publicUrl.split(',').map((text) => text.trim());
  for (const url of urls) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw inputFailure({
        what: `${quote(url)} is not a valid public URL of a gateway.`,
        next: 'Write publicUrl as https://HOST/; several are separated by commas.',
      });
    }
  }
  if (found === undefined || found.domains.length === 0) return [];
  const domains = found.domains.map(plainDomain);
  return foreignHosts(urls, domains).map(
    (host) =>
      `${quote(host)} is in none of the target's domains (${domains.join(', ')}): the platform will probably fail to apply the gateway.`,
  );
}

/** The hosts of the platform's own domains that are in none of `domains`; what is no address has no host. */
export function foreignHosts(urls: readonly string[], domains: readonly string[]): string[] {
  return urls
    .filter((url) => URL.canParse(url))
    .map((url) => new URL(url).hostname)
    .filter(
      (host) => host.endsWith(platformDomain) && !domains.some((domain) => host.endsWith(`.${plainDomain(domain)}`)),
    );
}
