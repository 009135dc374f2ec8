import type { Affected, Plan } from '../../core/plan/plan.ts';
import { ifReadable } from '../../core/reading/partial.ts';
import { called, quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { advice } from '../../platform/advice.ts';
import { Failure } from '../../platform/errors.ts';
import { withoutUndefined } from '../../platform/json.ts';
import { type PlatformText, word } from '../../platform/text.ts';
import { type ApplicationDetail, applicationsNamingApi, namesApi, unreadableText } from '../applications/index.ts';
import type { ApiContract, ApiDeployment, ApiInstance, ApiTier } from './client.ts';
import { type DeploymentFacts, deploymentFacts } from './create-steps.ts';
import { apiSettings, endpointOf, upstreamsOf } from './definition.ts';
import { undoOfDelete } from './delete-undo.ts';
import { type ApiFacts, apiFacts, apiName, apiThing, readInstance, resolveApi } from './instances.ts';
import {
  allPolicySettings,
  type PolicyFacts,
  type PolicyListing,
  policyFacts,
  readPolicies,
} from './policies/policies.ts';

/** Facts that only the single read returns. */
export interface ApiDetails extends ApiFacts {
  /** How an application may name the instance instead of by its id: `v1:4650143`. */
  autodiscoveryName?: PlatformText | undefined;
  /** Where a gateway or proxy listens. */
  proxyUri?: string | undefined;
  upstreams?: string[] | undefined;
  createdAt?: string | undefined;
}

/** A contract of a consumer, without its credentials. */
export interface ContractFacts {
  id: string;
  application: string;
  status: string;
  tier?: string | undefined;
}

/** An SLA tier with its limits as `100 per 60 s`. */
export interface TierFacts {
  id: string;
  name: PlatformText;
  status?: string | undefined;
  limits: string[];
}

/** Everything about an instance; a part that the principal may not read is named in `unreadable` with the reason. */
export interface WholeApi {
  api: ApiDetails;
  deployment?: DeploymentFacts;
  policies: PolicyFacts[];
  contracts: ContractFacts[];
  tiers: TierFacts[];
  unreadable: { part: string; reason: string }[];
}

const maxContracts = 500;

/** Reads all parts at once. @throws Failure when the instance itself cannot be read */
export async function readApi(reference: string, ctx: EnvironmentContext): Promise<WholeApi> {
  return (await readParts(reference, ctx)).whole;
}

/** What is shown of an instance, and the same as the platform has it, with the secrets of its policies. */
interface ApiParts {
  whole: WholeApi;
  instance: ApiInstance;
  listing: PolicyListing;
  deployment: ApiDeployment | undefined;
}

async function readParts(reference: string, ctx: EnvironmentContext): Promise<ApiParts> {
  const { platform, place, signal } = ctx;
  const found = await resolveApi(reference, ctx);
  const unreadable: WholeApi['unreadable'] = [];
  const part = async <T>(name: string, read: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await read;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      ctx.missing(error);
      unreadable.push({ part: name, reason: ctx.say(advice`${error.message} ${error.next}`) });
      return otherwise;
    }
  };
  const [instance, listing, contracts, tiers, deployments] = await Promise.all([
    readInstance(found, ctx),
    part<PolicyListing>('policies', readPolicies(found, ctx), { api: found, policies: [], templates: [] }),
    part(
      'contracts',
      platform.apiManager
        .contracts(place, found.id, maxContracts, signal)
        .then(({ items }) => items.map(contractFacts)),
      [],
    ),
    part(
      'tiers',
      platform.apiManager.tiers(place, found.id, maxContracts, signal).then(({ items }) => items.map(tierFacts)),
      [],
    ),
    found.technology === 'flexGateway'
      ? ifReadable(platform.apiDeployments.deployments(place, found.id, signal), ctx)
      : undefined,
  ]);
  const deployment = deployments?.[0] ?? instance.deployment;
  const whole: WholeApi = {
    api: apiDetails(instance),
    ...(deployment === undefined ? {} : { deployment: deploymentFacts(deployment) }),
    policies: listing.policies.map((policy) => policyFacts(policy, listing.templates)),
    contracts,
    tiers,
    unreadable,
  };
  return { whole, instance, listing, deployment };
}

/** The facts of a single read. */
export function apiDetails(instance: ApiInstance): ApiDetails {
  const proxy = instance.endpoint?.['proxyUri'];
  const upstreams = upstreamsOf(instance);
  return withoutUndefined<ApiDetails>({
    ...apiFacts(instance),
    autodiscoveryName: instance.autodiscoveryInstanceName,
    proxyUri: typeof proxy === 'string' ? proxy : undefined,
    upstreams: upstreams.length > 0 ? upstreams : undefined,
    createdAt: instance.audit?.created?.date,
  });
}

function contractFacts({ id, application, status, tier }: ApiContract): ContractFacts {
  return withoutUndefined<ContractFacts>({
    id,
    application: application?.name ?? application?.id ?? 'unknown',
    status: status ?? 'unknown',
    tier: tier?.name,
  });
}

function tierFacts({ id, name, status, limits }: ApiTier): TierFacts {
  return withoutUndefined<TierFacts>({
    id,
    name,
    status,
    limits: limits.map(
      ({ maximumRequests, timePeriodInMilliseconds }) =>
        `${maximumRequests ?? '?'} per ${timePeriodInMilliseconds === undefined ? '?' : timePeriodInMilliseconds / 1000} s`,
    ),
  });
}

/** What deleting needs. */
export interface DeleteApiIntent {
  id: string;
  name: PlatformText;
}

/** Plans to delete an instance, with everything that is deleted with it. @throws Failure */
export async function planApiDelete(reference: string, ctx: EnvironmentContext): Promise<Plan<DeleteApiIntent>> {
  const [parts, applications] = await Promise.all([
    readParts(reference, ctx),
    applicationsNamingApi(({ properties }) => properties !== undefined, ctx),
  ]);
  const { api, deployment, policies, contracts, tiers, unreadable } = parts.whole;
  const lost = (setting: string, names: string[]) => (names.length === 0 ? [] : [{ setting, before: names }]);
  const paired = applications.found.filter(
    ({ properties }) => properties !== undefined && namesApi(properties, api.id),
  );
  const serving = deployment !== undefined || api.status === 'active';
  return {
    summary: `delete API instance ${apiName(api)}; its asset ${api.assetId ?? ''} ${api.version ?? ''} stays in Exchange.`,
    steps: [
      {
        kind: 'remove',
        thing: apiThing(api),
        action: 'Delete the API instance.',
        changes: [
          { setting: 'name', before: api.name },
          { setting: 'status', before: api.status },
          ...lost(
            'policies',
            policies.map(({ id, assetId }) => `${assetId} (${id})`),
          ),
          ...lost(
            'contracts',
            contracts.map(({ application, status }) => `${application} (${status})`),
          ),
          ...lost(
            'tiers',
            tiers.map(({ name }) => name),
          ),
          ...(deployment === undefined
            ? []
            : [{ setting: 'deployment', before: deployment.target ?? deployment.status }]),
        ],
      },
    ],
    affected: [...contracts.map(cutOff), ...paired.map(losingPolicies)],
    warnings: [
      'Its policies, contracts and tiers are deleted with it.',
      ...(serving
        ? [
            deployment === undefined
              ? 'It is active: the application that is paired with it loses its policies, and with a gatekeeper it may answer 503 after its next start.'
              : `Gateway ${deployment.target ?? deployment.targetId ?? ''} stops serving it.`,
          ]
        : []),
      ...unreadable.map(({ part }) => `Its ${part} could not be read; they are deleted as well.`),
      ...applications.unreadable.map((one) => `An application may be paired with it: ${ctx.say(unreadableText(one))}`),
    ],
    undo: undoOfDelete({
      ...parts,
      api,
      contracts: contracts.map(({ application }) => application),
      tiers: tiers.map(({ name }) => name),
      unreadable: unreadable.map(({ part }) => part),
      paired,
    }),
    settings: apiSettings({
      ...api,
      endpoint: endpointOf(parts.instance),
      gateway: parts.deployment?.expectedStatus === 'undeployed' ? undefined : parts.deployment?.targetId,
      policies: allPolicySettings(policies),
      contracts: contracts.map(({ application }) => application),
      tiers: tiers.map(({ name }) => name),
    }),
    intent: { id: api.id, name: api.name },
  };
}

/** A client application that loses access with the instance. */
function cutOff({ id, application, status }: ContractFacts): Affected {
  return {
    kind: 'client application',
    id,
    name: application,
    title: `client application ${quote(application)} (contract ${word(status)})`,
    consequence: 'loses its contract, and with it its access',
  };
}

/** An application whose properties name the instance. */
function losingPolicies(application: ApplicationDetail): Affected {
  return {
    kind: 'application',
    id: application.id,
    name: application.name,
    title: `application ${called(application)}`,
    consequence: 'is paired with it and loses its policies',
  };
}
