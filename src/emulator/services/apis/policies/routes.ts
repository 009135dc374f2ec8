import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { apiManagerViolations, apiManagerError as fail } from '../../../core/errors.ts';
import type { Platform, PlatformEnv } from '../../../core/platform.ts';
import { readBody } from '../../../core/requests.ts';
import { takeApiId } from '../../../core/store.ts';
import { findTemplate, type PolicyTemplate } from '../../exchange/policy-catalog.ts';
import { apiScopes, apisPath, auditView, requireApi, requirePolicy } from '../access.ts';
import type { ApiInstance, AppliedPolicy, Technology } from '../model.ts';
import { checkConfiguration } from './check.ts';
import { spreadPolicy } from './propagation.ts';

const order = z.int().min(1).nullish();

const pointcut = z
  .array(z.looseObject({ methodRegex: z.string().default('.*'), uriTemplateRegex: z.string().default('.*') }))
  .nullish();

/** A policy to apply (reference 5.5); the CLI sends members that say nothing new (CLI reference 3). */
export const applyBody = z.looseObject({
  groupId: z.string().optional(),
  assetId: z.string().optional(),
  assetVersion: z.string().optional(),
  configurationData: z.record(z.string(), z.unknown()).nullish(),
  pointcutData: pointcut,
  order,
  disabled: z.boolean().optional(),
  label: z.string().nullish(),
  upstreamIds: z.array(z.string()).optional(),
});

const changeBody = applyBody.partial();
const reorderBody = z.array(z.looseObject({ id: z.int(), order: z.int().min(1) }));

/** Coordinates that have been looked up. */
export interface KnownPolicy {
  template: PolicyTemplate;
  groupId: string;
  assetId: string;
  assetVersion: string;
}

/** The template of a policy that is to be applied, in the version asked for. */
export function requireTemplate(at: {
  groupId?: string | undefined;
  assetId?: string | undefined;
  assetVersion?: string | undefined;
}): KnownPolicy {
  const { groupId, assetId, assetVersion } = at;
  if (!groupId || !assetId || !assetVersion) {
    throw fail(400, 'The policy is missing at least one of the properties groupId, assetId, assetVersion');
  }
  const template = findTemplate(groupId, assetId);
  if (template === undefined) throw fail(400, `Policy template ${groupId}/${assetId} does not exist`);
  if (!template.versions.includes(assetVersion)) {
    throw fail(400, `Policy template ${assetId} has no version ${assetVersion}: ${template.versions.join(', ')}`);
  }
  return { template, groupId, assetId, assetVersion };
}

function requireFit({ assetId, technologies, direction }: PolicyTemplate, technology: Technology, way: string): void {
  if (!technologies.includes(technology)) {
    throw fail(400, `Policy ${assetId} does not support technology ${technology}: ${technologies.join(', ')} only`);
  }
  if (direction !== way) throw fail(400, `Policy ${assetId} is an ${direction} policy and cannot be applied ${way}`);
}

/** Policies of an instance, api/v1 (reference 5.5). */
export function apiPolicyRoutes(platform: Platform): Hono<PlatformEnv> {
  const { clock } = platform;
  const app = new Hono<PlatformEnv>();
  const path = `${apisPath}/:apiId/policies`;

  app.get(path, (c) => {
    const api = requireApi(platform, c, apiScopes.readPolicies);
    const sorted = inOrder(api.policies);
    if (c.req.query('fullInfo') === 'false') return c.json(sorted.map((policy) => policyView(policy, api)));
    // The default shape has other names and leaves disabled policies out (reference 5.5).
    return c.json({ policies: sorted.filter(({ disabled }) => !disabled).map((policy) => fullInfoView(policy, api)) });
  });

  app.get(`${path}/:policyId`, (c) => {
    const api = requireApi(platform, c, apiScopes.readPolicies);
    return c.json(policyView(requirePolicy(api, c.req.param('policyId')), api));
  });

  app.post(path, async (c) => {
    const api = requireApi(platform, c, apiScopes.writePolicies);
    const body = await readBody(c, applyBody, fail);
    const policy = makePolicy(platform, c, api, body, 'inbound');
    const last = Math.max(0, ...api.policies.map(({ order }) => order ?? 0));
    policy.order = body.order ?? last + 1;
    for (const other of api.policies) {
      if (other.order === null || other.order < policy.order) continue;
      other.order += 1;
      spreadPolicy(clock, api, other.id, other);
    }
    api.policies.push(policy);
    spreadPolicy(clock, api, policy.id, policy);
    return c.json(policyView(policy, api), 201);
  });

  // Reordering: whatever else is sent is left alone [spec:apim].
  app.patch(path, async (c) => {
    const api = requireApi(platform, c, apiScopes.writePolicies);
    const wanted = await readBody(c, reorderBody, fail);
    const pairs = wanted.map(({ id, order }) => ({ policy: requirePolicy(api, String(id)), order }));
    if (new Set(pairs.map(({ order }) => order)).size < pairs.length) throw fail(400, 'order: must not repeat');
    for (const { policy, order } of pairs) {
      policy.order = order;
      policy.updatedAt = clock.now();
      spreadPolicy(clock, api, policy.id, policy);
    }
    return c.json(inOrder(api.policies).map((policy) => policyView(policy, api)));
  });

  app.patch(`${path}/:policyId`, async (c) => {
    const api = requireApi(platform, c, apiScopes.writePolicies);
    const policy = requirePolicy(api, c.req.param('policyId'));
    const body = await readBody(c, changeBody, fail);
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
      updatedAt: clock.now(),
    });
    spreadPolicy(clock, api, policy.id, policy);
    return c.json(policyView(policy, api));
  });

  app.delete(`${path}/:policyId`, (c) => {
    const api = requireApi(platform, c, apiScopes.writePolicies);
    const policy = requirePolicy(api, c.req.param('policyId'));
    api.policies = api.policies.filter(({ id }) => id !== policy.id);
    spreadPolicy(clock, api, policy.id, null);
    return c.body(null, 204);
  });

  app.post(`${path}/:policyId/implementationAsset`, (c) => {
    const api = requireApi(platform, c, apiScopes.writePolicies);
    const policy = requirePolicy(api, c.req.param('policyId'));
    return c.json(policyView(policy, api), 201);
  });

  return app;
}

/** A policy as it will be applied, not yet part of the instance. */
export function makePolicy(
  { store, clock }: Platform,
  c: Context<PlatformEnv>,
  api: ApiInstance,
  body: z.output<typeof applyBody>,
  way: 'inbound' | 'outbound',
): AppliedPolicy {
  const { template, groupId, assetId, assetVersion } = requireTemplate(body);
  requireFit(template, api.technology, way);
  const configurationData = body.configurationData ?? {};
  requireValid(template, configurationData);
  const repeated = api.policies.some((one) => one.groupId === groupId && one.assetId === assetId);
  if (repeated && c.req.query('allowDuplicated') !== 'true') {
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

/** A configuration that does not fit its template is refused, with the fields named (reference 5.5). */
export function requireValid(template: PolicyTemplate, configuration: Record<string, unknown>): void {
  const violations = checkConfiguration(template, configuration);
  if (violations.length > 0) throw apiManagerViolations(violations);
}

function inOrder(policies: readonly AppliedPolicy[]): AppliedPolicy[] {
  return [...policies].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
}

/** What stands behind a policy on the gateways of an instance's technology [spec:apim]. */
function implementationOf({ groupId, assetId, assetVersion }: AppliedPolicy, { technology }: ApiInstance) {
  const kind = technology === 'flexGateway' ? 'flex' : 'mule';
  return {
    groupId,
    assetId: `${assetId}-${kind}`,
    version: assetVersion,
    technology,
    minRuntimeVersion: kind === 'flex' ? '1.0.0' : '4.1.1',
  };
}

/** A policy as it is with `fullInfo=false` and alone (reference 5.5). */
export function policyView(policy: AppliedPolicy, api: ApiInstance) {
  const { createdAt: _created, updatedAt: _updated, upstreamIds, ...rest } = policy;
  return {
    audit: auditView(policy),
    organizationId: api.organizationId,
    ...rest,
    policyTemplateId: findTemplate(policy.groupId, policy.assetId)?.templateId ?? null,
    type: 'system',
    apiId: api.id,
    implementationAsset: implementationOf(policy, api),
    ...(upstreamIds === null ? {} : { upstreamIds }),
  };
}

function fullInfoView(policy: AppliedPolicy, api: ApiInstance) {
  const { groupId, assetId, assetVersion } = policy;
  return {
    policyTemplateId: findTemplate(groupId, assetId)?.templateId ?? null,
    type: 'system',
    policyId: policy.id,
    version: 1,
    order: policy.order,
    pointcutData: policy.pointcutData,
    configuration: policy.configurationData,
    template: { groupId, assetId, assetVersion },
    implementationAsset: implementationOf(policy, api),
    upstreamIds: policy.upstreamIds ?? [],
  };
}
