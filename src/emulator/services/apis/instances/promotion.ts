import type { Call } from '../../../core/call.ts';
import { environments } from '../../../core/identity/organizations.ts';
import type { Scope } from '../../../core/identity/permissions.ts';
import { type Place, requireScopes } from '../../../core/identity/places.ts';
import type { Platform } from '../../../core/platform.ts';
import type { Violation } from '../../../core/violations.ts';
import { apiScopes } from '../api.ts';
import { apiManagerError as fail } from '../errors.ts';
import { takeApiId } from '../ids.ts';
import type { ApiInstance, AppliedPolicy, Upstream } from '../model.ts';
import { propagatePolicy } from '../policies/propagation.ts';
import { type CreateBody, checkEndpoint, setRouting, withoutOwnMembers } from './body.ts';
import { apis } from './instance.ts';

/** What a promotion carries when it is asked to, with the permissions for it in the source and the destination. */
const kinds = {
  policies: { view: apiScopes.readPolicies, manage: apiScopes.writePolicies },
  tiers: { view: apiScopes.readContracts, manage: apiScopes.writeContracts },
} as const satisfies Record<string, { view: readonly Scope[]; manage: readonly Scope[] }>;

/**
 * A copy of an instance from another environment of the organization, not stored yet. It has the definition, the
 * endpoint and the upstreams, and the kinds that were asked for; no deployment, contracts, consumer address or state
 * [docs/platform/apis.md#promotion]. @throws PlatformError
 */
export function promotedApi(c: Call, place: Place, body: CreateBody): ApiInstance {
  const { platform } = c.var;
  const { promote } = body;
  requirePromotionAlone(body);
  const origin = originOf(c, place, promote?.originApiId ?? 0);
  for (const [kind, { view, manage }] of Object.entries(kinds)) {
    // Only names of `kinds`, which are members of `promote`.
    if (promote?.[kind as keyof typeof kinds]?.allEntities !== true) continue;
    requireScopes(c, placeOf(platform, place, origin), view, fail);
    requireScopes(c, place, manage, fail);
  }
  if (promote?.contracts?.allEntities === true) {
    // Sources disagree whether it works [docs/platform/disagreements.md#promoting-contracts].
    throw fail(400, 'promote.contracts: contracts are not promoted');
  }
  const api = copyOf(platform, place, origin);
  changeCopy(api, body, platform.clock.now());
  if (promote?.tiers?.allEntities === true) {
    const created = { createdAt: api.createdAt, updatedAt: null };
    api.tiers = origin.tiers.map((tier) => ({ ...structuredClone(tier), ...created, id: takeApiId(platform.store) }));
  }
  if (promote?.policies?.allEntities === true) {
    const ids = new Map(origin.upstreams.map(({ id }, index) => [id, api.upstreams[index]?.id]));
    api.policies = origin.policies.map((policy) => policyCopy(platform, policy, ids));
    for (const policy of api.policies) propagatePolicy(platform.clock, api, policy);
  }
  return api;
}

/** A body has either `spec` or `promote`, and a promotion keeps the technology. @throws PlatformError 400 */
function requirePromotionAlone({ spec }: CreateBody): void {
  if (spec === undefined) return;
  const message = 'must match exactly one schema in oneOf';
  const violation: Violation = { part: 'body', path: [], keyword: 'oneOf', message };
  throw fail.invalid([violation]);
}

/**
 * The instance to promote. Which status the platform answers for the same environment is not published
 * [docs/platform/unknown.md#refused-promotions]. @throws PlatformError 404 when it is in another organization, 403 when the caller
 * may not see it, 400 when it is in the destination already
 */
function originOf(c: Call, place: Place, id: number): ApiInstance {
  const { store } = c.var.platform;
  const origin = store.of(apis).get(id);
  if (origin === undefined || origin.organizationId !== place.organization.id) {
    throw fail(404, `API with id ${id} was not found`);
  }
  requireScopes(c, placeOf(c.var.platform, place, origin), apiScopes.readApis, fail);
  if (origin.environmentId === place.environment.id) {
    throw fail(400, `API with id ${id} cannot be promoted to its own environment`);
  }
  return origin;
}

function placeOf({ store }: Platform, { organization }: Place, { environmentId }: ApiInstance): Place {
  const environment = store.of(environments).get(environmentId);
  // Instances are deleted with their environment.
  if (environment === undefined) throw fail(404, 'Environment not found');
  return { organization, environment };
}

/** The definition, with upstreams of its own. */
function copyOf({ store, clock }: Platform, place: Place, origin: ApiInstance): ApiInstance {
  const now = clock.now();
  const times = { createdAt: now, updatedAt: now };
  const upstreams = origin.upstreams.map(
    (upstream): Upstream => ({ ...structuredClone(upstream), ...times, id: crypto.randomUUID() }),
  );
  const idOf = (id: string): string => upstreams[origin.upstreams.findIndex((one) => one.id === id)]?.id ?? id;
  return {
    ...structuredClone(origin),
    ...times,
    id: takeApiId(store),
    environmentId: place.environment.id,
    upstreams,
    routing: origin.routing.map((route) => ({
      ...structuredClone(route),
      upstreams: route.upstreams.map(({ id, weight }) => ({ id: idOf(id), weight })),
    })),
    // As in the published answer to a promotion: the address for consumers is one of the source.
    endpointUri: null,
    pinned: false,
    deprecated: false,
    lastActiveAt: null,
    deployment: null,
    policies: [],
    propagation: [],
    tiers: [],
    contracts: [],
  };
}

/** What a promotion sends beside `promote` is for the copy. @throws PlatformError 400 */
function changeCopy(api: ApiInstance, body: CreateBody, now: number): void {
  if (body.technology != null && body.technology !== api.technology) {
    throw fail(400, `technology: the promoted instance is ${api.technology}`);
  }
  for (const key of ['instanceLabel', 'providerId', 'endpointUri', 'approvalMethod', 'description'] as const) {
    const value = body[key];
    if (value != null) api[key] = value;
  }
  if (body.metadata != null) api.metadata = body.metadata;
  if (body.endpoint !== undefined) {
    api.endpoint = { ...api.endpoint, ...withoutOwnMembers(body.endpoint) };
    checkEndpoint(api.endpoint, api.technology, true);
  }
  if (body.upstreams !== undefined) throw fail(400, 'upstreams: send them in routing when an instance is promoted');
  if (body.routing != null) setRouting(api, body.routing, now);
}

/** A policy with its configuration, as it is in force or disabled. Outbound policies stay with the copied upstreams. */
function policyCopy(
  { store, clock }: Platform,
  policy: AppliedPolicy,
  upstreams: ReadonlyMap<string, string | undefined>,
): AppliedPolicy {
  return {
    ...structuredClone(policy),
    id: takeApiId(store),
    upstreamIds: policy.upstreamIds?.map((id) => upstreams.get(id) ?? id) ?? null,
    createdAt: clock.now(),
    updatedAt: null,
  };
}
