import type * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import { flag, text } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import type { PolicyTemplate } from '../../exchange/index.ts';
import { apiManager, apiPath, apiScopes, experience } from '../api.ts';
import { apiManagerError as fail, namedError } from '../errors.ts';
import { takeApiId } from '../ids.ts';
import { requireApi, requirePolicy } from '../instances/instance.ts';
import type { ApiInstance, AppliedPolicy } from '../model.ts';
import { applyBody, changeBody, outboundBody, reorderBody } from './body.ts';
import { propagatePolicy, propagateRemoval } from './propagation.ts';
import { requireApplicable, requireTemplate, requireValid } from './templates.ts';
import { fullInfoView, policyView, readPolicyView } from './views.ts';

const { readPolicies, writePolicies } = apiScopes;
const all = `${apiPath}/policies` as const;
const one = `${all}/{policyId}` as const;
const outbound = `${all}/outbound-policies` as const;

/** All policies are standalone and of version 1 here, so both change nothing [docs/platform/policies.md#operations]. */
const listing = { scopes: readPolicies, query: { fullInfo: flag, standalone: flag, version: text } };
const choosing = { scopes: writePolicies, query: { dryRun: flag } };
const applying = { scopes: writePolicies, query: { allowDuplicated: flag } };

/** Policies of an instance [docs/platform/policies.md]. */
export const policyRoutes: readonly Route[] = [
  apiManager.environment('GET', all, listing, (c, place, { fullInfo }) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const sorted = inOrder(api.policies);
    if (fullInfo === false) return c.json(sorted.map((policy) => readPolicyView(c.var.platform, policy, api)));
    // The default form leaves disabled policies out [docs/platform/policies.md#two-shapes-of-the-list].
    return c.json({ policies: sorted.filter(({ disabled }) => !disabled).map((policy) => fullInfoView(policy, api)) });
  }),

  apiManager.environment('GET', one, readPolicies, (c, place) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    return c.json(readPolicyView(c.var.platform, requirePolicy(api, c.req.param('policyId')), api));
  }),

  apiManager.environment('POST', all, applying, async (c, place, { allowDuplicated }) => {
    const { clock } = c.var.platform;
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const body = await readBody(c, applyBody, fail);
    const policy = newPolicy(c, api, body, { direction: 'inbound', allowDuplicated });
    const last = Math.max(0, ...api.policies.map(({ order }) => order ?? 0));
    policy.order = body.order ?? last + 1;
    for (const other of api.policies) {
      if (other.order === null || other.order < policy.order) continue;
      other.order += 1;
      propagatePolicy(clock, api, other);
    }
    api.policies.push(policy);
    propagatePolicy(clock, api, policy);
    return c.json(policyView(c.var.platform, policy, api), 201);
  }),

  // Reorders; other members of the body are ignored [docs/platform/policies.md#operations].
  apiManager.environment('PATCH', all, writePolicies, async (c, place) => {
    const { clock } = c.var.platform;
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const sent = await readBody(c, reorderBody, fail);
    const pairs = sent.map(({ id, order }) => ({ policy: requirePolicy(api, String(id)), order }));
    if (new Set(pairs.map(({ order }) => order)).size < pairs.length) throw fail(400, 'order: must not repeat');
    for (const { policy, order } of pairs) {
      policy.order = order;
      policy.updatedAt = clock.now();
      propagatePolicy(clock, api, policy);
    }
    return c.json(inOrder(api.policies).map((policy) => policyView(c.var.platform, policy, api)));
  }),

  apiManager.environment('PATCH', one, writePolicies, async (c, place) => {
    const { clock } = c.var.platform;
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const policy = requirePolicy(api, c.req.param('policyId'));
    changePolicy(api, policy, await readBody(c, changeBody, fail), clock.now());
    propagatePolicy(clock, api, policy);
    return c.json(policyView(c.var.platform, policy, api));
  }),

  apiManager.environment('DELETE', one, writePolicies, (c, place) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const policy = requirePolicy(api, c.req.param('policyId'));
    api.policies = api.policies.filter(({ id }) => id !== policy.id);
    propagateRemoval(c.var.platform.clock, api, policy.id);
    return c.body(null, 204);
  }),

  // Every policy has its one implementation here, so nothing is chosen, with or without `dryRun`.
  apiManager.environment('POST', `${one}/implementationAsset`, choosing, (c, place) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    return c.json(policyView(c.var.platform, requirePolicy(api, c.req.param('policyId')), api), 201);
  }),

  experience.environment('POST', outbound, applying, async (c, place, { allowDuplicated }) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const body = await readBody(c, outboundBody, fail);
    const { upstreamIds } = body;
    requireUpstreams(api, upstreamIds);
    const policy = { ...newPolicy(c, api, body, { direction: 'outbound', allowDuplicated }), upstreamIds };
    policy.order = body.order ?? null;
    api.policies.push(policy);
    // A list, which anypoint-client-go insists on [docs/platform/policies.md#outbound-policies].
    return c.json([policyView(c.var.platform, policy, api)], 201);
  }),

  ...(['enable', 'disable'] as const).map((action) =>
    experience.environment('POST', `${one}/${action}`, writePolicies, (c, place) => {
      const { clock } = c.var.platform;
      const api = requireApi(c.var.platform, place, c.req.param('apiId'));
      const policy = requirePolicy(api, c.req.param('policyId'));
      const isDisabled = action === 'disable';
      if (policy.disabled === isDisabled) {
        throw namedError(400, 'InvalidOperationError', `Policy with id ${policy.id} is already ${action}d`);
      }
      policy.disabled = isDisabled;
      policy.updatedAt = clock.now();
      propagatePolicy(clock, api, policy);
      return c.json(policyView(c.var.platform, policy, api), 201);
    }),
  ),
];

/** A policy that is not part of the instance yet. @throws PlatformError */
function newPolicy(
  c: Call,
  api: ApiInstance,
  body: z.output<typeof applyBody> | z.output<typeof outboundBody>,
  { direction, allowDuplicated }: { direction: PolicyTemplate['direction']; allowDuplicated: boolean | undefined },
): AppliedPolicy {
  const { store, clock } = c.var.platform;
  const { template, groupId, assetId, assetVersion } = requireTemplate(body);
  requireApplicable(template, api.technology, direction);
  const configurationData = body.configurationData ?? {};
  requireValid(template, configurationData);
  const repeated = api.policies.some((one) => one.groupId === groupId && one.assetId === assetId);
  if (repeated && allowDuplicated !== true) {
    throw fail(409, `Policy ${assetId} is already applied to API ${api.id}`);
  }
  return {
    id: takeApiId(store),
    groupId,
    assetId,
    assetVersion,
    configurationData,
    pointcutData: body.pointcutData ?? null,
    order: null,
    label: body.label ?? null,
    disabled: body.disabled ?? false,
    upstreamIds: null,
    createdAt: clock.now(),
    updatedAt: null,
  };
}

/** @throws PlatformError 400 */
function requireUpstreams({ upstreams }: ApiInstance, ids: readonly string[]): void {
  const unknown = ids.find((id) => !upstreams.some((upstream) => upstream.id === id));
  if (unknown !== undefined) throw fail(400, `Upstream ${unknown} does not exist for this API instance`);
}

function changePolicy(api: ApiInstance, policy: AppliedPolicy, body: z.output<typeof changeBody>, now: number): void {
  const { groupId = policy.groupId, assetId = policy.assetId, upstreamIds } = body;
  if (groupId !== policy.groupId || assetId !== policy.assetId) {
    throw fail(400, 'groupId, assetId: a policy cannot become another one');
  }
  if (upstreamIds != null && policy.upstreamIds === null && upstreamIds.length > 0) {
    throw fail(400, 'upstreamIds: only outbound policies have upstreams');
  }
  requireUpstreams(api, upstreamIds ?? []);
  const assetVersion = body.assetVersion ?? policy.assetVersion;
  const { template } = requireTemplate({ ...policy, assetVersion });
  const configurationData = body.configurationData ?? policy.configurationData;
  requireValid(template, configurationData);
  Object.assign(policy, {
    assetVersion,
    configurationData,
    pointcutData: body.pointcutData === undefined ? policy.pointcutData : body.pointcutData,
    order: body.order ?? policy.order,
    disabled: body.disabled ?? policy.disabled,
    label: body.label === undefined ? policy.label : body.label,
    upstreamIds: policy.upstreamIds === null ? null : (upstreamIds ?? policy.upstreamIds),
    updatedAt: now,
  });
}

function inOrder(policies: readonly AppliedPolicy[]): AppliedPolicy[] {
  return [...policies].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
}
