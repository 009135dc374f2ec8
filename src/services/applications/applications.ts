import { matching, type NamedBy } from '../../core/matching.ts';
import { exactReference } from '../../core/place/console-things.ts';
import { placeName } from '../../core/place/place.ts';
import { ifReadable } from '../../core/reading/partial.ts';
import { choiceOf, forNamesakes, type Search, titlesOf, unknownReference } from '../../core/resolve.ts';
import { capitalize, quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { type Advice, advise } from '../../platform/advice.ts';
import { Failure, inputFailure } from '../../platform/errors.ts';
import type { DeploymentTarget } from './cloudhub2-client.ts';
import {
  type ApplicationDetail,
  type ApplicationFacts,
  type ApplicationKind,
  type ApplicationState,
  applicationKinds,
  cloudHubDetail,
  cloudHubFacts,
  deploymentDetail,
  deploymentFacts,
  hybridDetail,
  hybridFacts,
} from './facts.ts';

/** The applications of an environment, and the services that could not be listed. */
export interface ApplicationListing {
  applications: ApplicationFacts[];
  unreadable: { kind: ApplicationKind; reason: Failure }[];
}

/** What an application is called by, apart from its state. */
export type ApplicationName = Pick<ApplicationFacts, 'id' | 'name' | 'kind'>;

const serviceNames: Record<ApplicationKind, string> = {
  cloudhub: 'CloudHub 1.0',
  cloudhub2: 'CloudHub 2.0 and Runtime Fabric',
  hybrid: 'servers, groups and clusters',
};

/**
 * The applications of all three services, or of those requested, read in parallel. A service that answers 403 or 404 is left out and named: many organizations are entitled to only some of them.
 * @throws Failure when none of them could be read
 */
export async function listApplications(
  kinds: readonly ApplicationKind[],
  ctx: EnvironmentContext,
): Promise<ApplicationListing> {
  const unreadable: ApplicationListing['unreadable'] = [];
  const lists = await Promise.all(
    kinds.map(async (kind) => {
      try {
        return await listOf(kind, ctx);
      } catch (reason) {
        if (!(reason instanceof Failure) || (reason.http?.status !== 403 && reason.http?.status !== 404)) throw reason;
        ctx.missing(reason);
        unreadable.push({ kind, reason });
        return [];
      }
    }),
  );
  const [first] = unreadable;
  if (first !== undefined && unreadable.length === kinds.length) throw first.reason;
  return { applications: lists.flat().sort((a, b) => a.name.localeCompare(b.name)), unreadable };
}

async function listOf(kind: ApplicationKind, ctx: EnvironmentContext): Promise<ApplicationFacts[]> {
  const { platform, place, signal } = ctx;
  if (kind === 'cloudhub') return (await platform.cloudHub.applications(place, signal)).map(cloudHubFacts);
  if (kind === 'hybrid') return (await platform.hybridApplications.applications(place, signal)).map(hybridFacts);
  const deployments = await platform.applicationManager.deployments(place, signal);
  const targets = deployments.length === 0 ? [] : await targetNames(ctx);
  return deployments.map((deployment) => deploymentFacts(deployment, targets));
}

/** Without the permission to read names, ids are shown. */
async function targetNames(ctx: EnvironmentContext): Promise<DeploymentTarget[]> {
  const { platform, place, signal } = ctx;
  return (await ifReadable(platform.applicationManager.targets(place.organizationId, signal), ctx)) ?? [];
}

/** The matching applications, in order. */
export function filterApplications(
  applications: readonly ApplicationFacts[],
  filter: { nameContains?: string | undefined; state?: ApplicationState | undefined },
): ApplicationFacts[] {
  const part = filter.nameContains?.toLowerCase();
  return applications.filter(
    ({ name, state }) =>
      (filter.state === undefined || state === filter.state) &&
      (part === undefined || name.toLowerCase().includes(part)),
  );
}

/** `Applications on CloudHub 1.0 could not be listed: …`, for results of other services. */
export function unreadableText(one: ApplicationListing['unreadable'][number]): Advice {
  const { part, reason } = unreadablePart(one);
  return advise(`${capitalize(part)} could not be listed:`, reason);
}

/** A service whose applications could not be listed, and why. */
export function unreadablePart({ kind, reason }: ApplicationListing['unreadable'][number]): {
  part: string;
  reason: Advice;
} {
  return { part: `applications on ${serviceNames[kind]}`, reason: advise(reason.message, reason.why ?? '') };
}

/** `"orders" (4), on cluster "a"`: an application in a sentence. */
export function applicationTitle({ id, name }: { id: string; name: string }): string {
  return id === name ? quote(name) : `${quote(name)} (${id})`;
}

/**
 * Resolves an application by id, domain or name, over all services. `cloudhub:orders` names the one of that service: on CloudHub 1.0 the domain is the id, and another service may use it as a name.
 * @throws Failure (input) when it is ambiguous or unknown
 */
export async function findApplication(text: string, ctx: EnvironmentContext): Promise<ApplicationFacts> {
  const { kind, reference, exactness } = splitReference(text);
  const { applications, unreadable } = await listApplications(kind === undefined ? applicationKinds : [kind], ctx);
  const isCertain = exactness !== undefined || kind !== undefined;
  const namedBy = (application: ApplicationFacts): NamedBy => {
    const { id, name } = application;
    if (exactness === 'id') return { ids: [id], names: [], titles: [] };
    // On CloudHub 1.0 the id is a name that people choose: elsewhere another application may have it as its name.
    return { ids: isCertain ? [id] : [], names: [[id, name]], titles: titlesOf(application) };
  };
  const found = matching(reference, applications, namedBy, exactness === undefined ? ctx.naming : 'exact');
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw found.length > 1 ? ambiguous(reference, found, ctx) : unknown(reference, { applications, unreadable }, ctx);
}

/** Applications that a text names as a whole, with an id that names exactly this one, whatever the names and ids of others are. */
export async function applicationsNamed(text: string, ctx: EnvironmentContext): Promise<readonly ApplicationFacts[]> {
  const { applications } = await listApplications(applicationKinds, ctx);
  const namedBy = (one: ApplicationFacts): NamedBy => ({ ids: [one.id], names: [[one.name]], titles: titlesOf(one) });
  return matching(text, applications, namedBy, 'exact').map(withCertainId);
}

/** A link names the application with its id, or its whole name, and never one with a similar name. */
function splitReference(text: string): {
  kind: ApplicationKind | undefined;
  reference: string;
  exactness: 'id' | 'id or name' | undefined;
} {
  const exact = exactReference(text);
  if (exact !== undefined) {
    return { kind: undefined, reference: exact.reference, exactness: exact.isNameToo ? 'id or name' : 'id' };
  }
  const reference = text.trim();
  const at = reference.indexOf(':');
  const kind = applicationKinds.find((one) => one === reference.slice(0, at));
  return { kind, reference: kind === undefined ? reference : reference.slice(at + 1).trim(), exactness: undefined };
}

/** With an id that names exactly this application, whatever the names and ids of others are. */
function withCertainId(application: ApplicationFacts): ApplicationFacts {
  return { ...application, id: `${application.kind}:${application.id}` };
}

/** Several services may use the same name: then the place where they run distinguishes them. */
function search(
  applications: readonly ApplicationFacts[],
  { place, naming }: EnvironmentContext,
): Search<ApplicationFacts> {
  return {
    kind: 'application',
    naming,
    where: placeName(place),
    listed: 'application.list',
    detail: forNamesakes(applications, ({ runsOn }) => `on ${runsOn}`),
  };
}

function ambiguous(reference: string, found: readonly ApplicationFacts[], ctx: EnvironmentContext): Failure {
  const options = found.map(withCertainId);
  const listed = options.slice(0, 8).map(({ id, name, runsOn }) => `${quote(name)} on ${runsOn}: ${id}`);
  return inputFailure({
    what: `${quote(reference)} matches ${found.length} applications in ${placeName(ctx.place)}: ${listed.join('; ')}.`,
    next: 'Give the id of the right one, with the part before the colon.',
    choice: choiceOf(`Which application do you mean by ${quote(reference)}?`, options, search(options, ctx)),
  });
}

function unknown(
  reference: string,
  { applications, unreadable }: ApplicationListing,
  ctx: EnvironmentContext,
): Failure {
  const candidates = applications.map(withCertainId);
  const failure = unknownReference(reference, candidates, search(candidates, ctx));
  const notAsked = unreadable.map(({ kind }) => serviceNames[kind]).join('; ');
  return inputFailure({
    what: failure.message,
    why:
      notAsked === ''
        ? failure.why
        : advise(failure.why ?? '', `Not searched, because the platform refused: ${notAsked}.`),
    next: failure.next,
    choice: failure.choice,
    unknown: failure.unknown,
  });
}

/** An application in full, freshly read; the servers that it is on have their names, where those can be read. */
export async function readApplication(
  application: Pick<ApplicationFacts, 'kind' | 'id'>,
  ctx: EnvironmentContext,
): Promise<ApplicationDetail> {
  const { platform, place, signal } = ctx;
  // ARM names the servers of an application by id only.
  const servers =
    application.kind === 'hybrid' ? ifReadable(platform.runtimeManager.servers(place, signal), ctx) : undefined;
  const [read] = await Promise.all([detailOf(application, ctx, servers), servers]);
  return read;
}

async function detailOf(
  { kind, id }: Pick<ApplicationFacts, 'kind' | 'id'>,
  ctx: EnvironmentContext,
  servers?: Promise<readonly { id: string; name: string }[] | undefined>,
): Promise<ApplicationDetail> {
  const { platform, place, signal } = ctx;
  if (kind === 'cloudhub') return cloudHubDetail(await platform.cloudHub.application(place, id, signal));
  if (kind === 'hybrid') {
    const application = await platform.hybridApplications.application(place, id, signal);
    return hybridDetail(application, (await servers) ?? []);
  }
  const [deployment, targets] = await Promise.all([
    platform.applicationManager.deployment(place, id, signal),
    targetNames(ctx),
  ]);
  return deploymentDetail(deployment, targets);
}

/**
 * The applications of an environment that name an API in some property, under whatever name ([docs/platform/autodiscovery.md#properties]; `namesApi` decides), read in full. Not every listing has properties, so each application is read.
 */
export async function applicationsNamingApi(
  namesIt: (application: ApplicationDetail) => boolean,
  ctx: EnvironmentContext,
): Promise<{ found: ApplicationDetail[]; unreadable: ApplicationListing['unreadable'] }> {
  const { applications, unreadable } = await listApplications(applicationKinds, ctx);
  const found: ApplicationDetail[] = [];
  // Few at a time: an environment may have hundreds, and the platform limits the rate of calls.
  for (let at = 0; at < applications.length; at += 8) {
    const some = applications.slice(at, at + 8);
    const details = await Promise.all(some.map((one) => ifReadable(detailOf(one, ctx), ctx)));
    found.push(...details.filter((detail) => detail !== undefined).filter(namesIt));
  }
  return { found, unreadable };
}
