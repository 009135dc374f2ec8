import type { Environment } from '../../../core/place/place.ts';
import { ifReadable, type PartReader, partReader } from '../../../core/reading/partial.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import { Failure } from '../../../platform/errors.ts';
import { oneLine } from '../../../platform/text.ts';
import type { ApplicationDetail } from '../../applications/index.ts';
import {
  type Autodiscovery,
  applicationKinds,
  applicationsNamingApi,
  autodiscoveryOf,
  listApplications,
  namesApi,
  readLog,
  secureMark,
  unreadableText,
} from '../../applications/index.ts';
import { hasReached, readLiveStatus, resolveGateway, selfManagedDetail } from '../../gateways/index.ts';
import { findEndpoint, probe } from '../access.ts';
import type { AccessProof } from '../access-proof.ts';
import { deploymentFacts } from '../create-steps.ts';
import { endpointOf } from '../definition.ts';
import { type ApiFacts, readInstance, resolveApi } from '../instances.ts';
import { templateOf } from '../policies/catalog.ts';
import { appliedProblems } from '../policies/configuration.ts';
import { covers, guardsOf } from '../policies/coverage.ts';
import { type PolicyListing, policyFacts, readPolicies } from '../policies/policies.ts';
import { type BehindGateway, type CredentialsOf, type Evidence, type PairedApplication, probed } from './evidence.ts';

/** Log lines that are read, and those that are shown. */
const logLinesRead = 100;
const logLinesShown = 3;
const tellingWords =
  /api[- ]?(gateway|manager|id\b)|autodiscovery|polic|credential|unauthori[sz]ed|client[_ ]?id|\b40[134]\b/i;

/**
 * Reads along the chain from the caller to the application: the address, the instance, its policies, the gateway or the
 * applications that carry its id, and their logs. A part that may not be read leaves the others.
 * @throws Failure when the API itself cannot be found or read
 */
export async function gatherEvidence(reference: string, ctx: EnvironmentContext): Promise<Evidence> {
  const api = await resolveApi(reference, ctx);
  ctx.progress(`reading policies, deployment and applications of API ${api.id}`);
  const { part, unreadable } = partReader(ctx);
  const policies = part('policies', readPolicies(api, ctx), 'essential');
  const [listing, gateway, proof] = await Promise.all([
    policies,
    readGateway(api, ctx, part),
    probeOnce(api, policies, ctx),
  ]);
  const listening =
    gateway === undefined && api.technology === 'flexGateway'
      ? await part('its address', readInstance(api, ctx).then(endpointOf))
      : undefined;
  const pairing = gateway === undefined ? await part('applications', readPairing(api, ctx), 'essential') : undefined;
  return {
    api,
    environmentName: ctx.place.environmentName,
    listening,
    policies: listing && policyEvidence(listing, ctx.clock.now()),
    guards: listing && guardsOf(listing.policies),
    gateway,
    proof,
    ...(pairing ?? { applications: [] }),
    unreadable,
  };
}

function policyEvidence({ policies, templates }: PolicyListing, now: number): NonNullable<Evidence['policies']> {
  return policies.map((policy) => {
    const changed = policy.audit?.updated?.date ?? policy.audit?.created?.date;
    return {
      ...policyFacts(policy, templates),
      coversProbe: covers(policy, probed),
      problems: appliedProblems(policy.configurationData, templateOf(policy, templates)),
      ageSeconds: changed === undefined ? undefined : Math.max(0, (now - Date.parse(changed)) / 1000),
    };
  });
}

/** Calls the API once from outside; undefined without a known address. */
async function probeOnce(
  api: ApiFacts,
  listing: Promise<PolicyListing | undefined>,
  ctx: EnvironmentContext,
): Promise<AccessProof | undefined> {
  try {
    const { url } = await findEndpoint(api, undefined, ctx);
    const guards = guardsOf((await listing)?.policies ?? []).filter(({ policy }) => covers(policy, probed));
    return await probe({ ...probed, url, guards, caller: { headers: {}, sends: [], always: {} } }, ctx);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Undefined: it is not deployed to one. If that cannot be read, applications are searched as well. */
async function readGateway(
  api: ApiFacts,
  ctx: EnvironmentContext,
  part: PartReader,
): Promise<BehindGateway | undefined> {
  const { platform, place, signal } = ctx;
  const deployments = await part('deployment', platform.apiDeployments.deployments(place, api.id, signal));
  const [deployment] = deployments ?? [];
  if (deployment === undefined) return undefined;
  const facts = deploymentFacts(deployment);
  if (facts.targetId === undefined) return { deployment: facts };
  const gateway = await part('its gateway', gatewayState(facts.targetId, ctx), 'essential');
  return { deployment: facts, gateway };
}

async function gatewayState(id: string, ctx: EnvironmentContext): Promise<BehindGateway['gateway']> {
  const found = await resolveGateway(id, ctx);
  if (found.kind === 'self-managed') {
    const { status = 'unknown' } = await selfManagedDetail(found, ctx);
    return { id: found.id, name: found.name, status, up: status === 'CONNECTED' };
  }
  const live = await readLiveStatus(found.id, ctx);
  return { id: found.id, name: found.name, status: live.status, up: live.running && hasReached(live, 'STARTED') };
}

async function readPairing(
  api: ApiFacts,
  ctx: EnvironmentContext,
): Promise<Required<Pick<Evidence, 'applications' | 'searched'>>> {
  const [{ found, unreadable }, all] = await Promise.all([
    applicationsNamingApi(({ properties }) => properties !== undefined && namesApi(properties, api.id), ctx),
    ifReadable(listApplications(applicationKinds, ctx), ctx),
  ]);
  const { directory, organization } = ctx;
  const environments = await directory.environments(organization);
  return {
    applications: await Promise.all(found.map((application) => pair(application, environments, ctx))),
    searched: {
      applications: all?.applications.length ?? 0,
      unreadable: unreadable.map((one) => ctx.say(unreadableText(one))),
    },
  };
}

/** Looked for over the business group: a wrong client id is usually a neighbour's. Some may not be seen by this server. */
function credentialsOf(
  clientId: string | undefined,
  environments: readonly Environment[],
  { place }: EnvironmentContext,
): CredentialsOf {
  const own = environments.find(({ id }) => id === place.environmentId)?.clientId;
  if (clientId === undefined || clientId === secureMark) return 'unknown';
  if (clientId === own) return 'this';
  const owner = environments.find((environment) => environment.clientId === clientId);
  if (owner !== undefined) return { environmentName: owner.name };
  return own === undefined ? 'unknown' : 'elsewhere';
}

async function pair(
  application: ApplicationDetail,
  environments: readonly Environment[],
  ctx: EnvironmentContext,
): Promise<PairedApplication> {
  const autodiscovery: Autodiscovery =
    application.properties === undefined
      ? { apiIds: [], clientSecret: 'missing', missing: [] }
      : autodiscoveryOf(application.properties, application.kind === 'hybrid');
  return {
    application,
    autodiscovery,
    credentials: credentialsOf(autodiscovery.clientId, environments, ctx),
    logLines: await pairingLogLines(application, ctx),
  };
}

/** The newest lines of an application's log about its pairing with API Manager. */
async function pairingLogLines({ id }: ApplicationDetail, ctx: EnvironmentContext): Promise<string[]> {
  const excerpt = await ifReadable(readLog(id, { lines: logLinesRead, level: 'WARN' }, ctx.clock.now(), ctx), ctx);
  const messages = (excerpt?.lines ?? []).map(({ message }) => oneLine(message));
  return messages.filter((message) => tellingWords.test(message)).slice(-logLinesShown);
}
