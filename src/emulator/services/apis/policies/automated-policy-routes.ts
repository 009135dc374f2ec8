import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import { requirePlace } from '../../../core/identity/places.ts';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { durations } from '../../../core/transitions.ts';
import { findTemplate } from '../../exchange/index.ts';
import { apiManager, apiScopes, auditView } from '../api.ts';
import { apiManagerError as fail } from '../errors.ts';
import { takeApiId } from '../ids.ts';
import { apis } from '../instances/instance.ts';
import type { AutomatedPolicy } from '../model.ts';
import { appliesTo, automatedPolicies } from './automated-policy.ts';
import { requireTemplate, requireValid } from './templates.ts';

const createBody = z.looseObject({
  ruleOfApplication: z.looseObject({
    environmentId: z.string(),
    technologies: z.array(z.enum(['mule4', 'flexGateway'])).nullish(),
    range: z.object({ from: z.string(), to: z.string().optional() }).nullish(),
  }),
  groupId: z.string().optional(),
  assetId: z.string().optional(),
  assetVersion: z.string().optional(),
  configurationData: z.record(z.string(), z.unknown()),
  order: z.int().min(1).nullish(),
  disabled: z.boolean().optional(),
});

const changeBody = createBody.omit({ ruleOfApplication: true }).partial();

const all = '/organizations/{organizationId}/automated-policies';
const one = `${all}/{policyId}` as const;

// The environment comes from the query, the body or the policy.
const reading = { level: 'environment', scopes: apiScopes.readPolicies } as const;
const writing = { level: 'environment', scopes: apiScopes.writePolicies } as const;

/** Policies for a whole environment [docs/platform/policies.md#automated-policies]. */
export const automatedPolicyRoutes: readonly Route[] = [
  apiManager.checkedByHandler('GET', all, reading, (c) => {
    const environmentId = c.req.query('environmentId');
    if (!environmentId) throw fail(400, 'Query parameter environmentId is required');
    requirePlace(c, { ...c.req.param(), environmentId }, reading.scopes, fail);
    const found = [...c.var.platform.store.of(automatedPolicies).values()].filter(
      (policy) => policy.environmentId === environmentId,
    );
    return c.json({ automatedPolicies: found.map(automatedView), total: found.length });
  }),

  apiManager.checkedByHandler('POST', all, writing, async (c) => {
    const { store, clock } = c.var.platform;
    const sent = await readBody(c, createBody, fail);
    const { environmentId, technologies = null, range = null } = sent.ruleOfApplication;
    const { organizationId } = c.req.param();
    requirePlace(c, { organizationId, environmentId }, writing.scopes, fail);
    const { template, groupId, assetId, assetVersion } = requireTemplate(sent);
    requireValid(template, sent.configurationData);
    for (const other of store.of(automatedPolicies).values()) {
      if (other.environmentId === environmentId && other.assetId === assetId) {
        throw fail(409, `Policy ${assetId} is already an automated policy of this environment`);
      }
    }
    const policy: AutomatedPolicy = {
      id: takeApiId(store),
      organizationId,
      environmentId,
      technologies,
      range,
      groupId,
      assetId,
      assetVersion,
      configurationData: sent.configurationData,
      pointcutData: null,
      order: sent.order ?? null,
      disabled: sent.disabled ?? false,
      enforcedAt: clock.after(durations.policyPropagates),
      createdAt: clock.now(),
      updatedAt: null,
    };
    store.of(automatedPolicies).set(policy.id, policy);
    return c.json(automatedView(policy), 201);
  }),

  apiManager.checkedByHandler('GET', one, reading, (c) => c.json(automatedView(requireAutomatedPolicy(c, reading)))),

  apiManager.checkedByHandler('PATCH', one, writing, async (c) => {
    const { clock } = c.var.platform;
    const policy = requireAutomatedPolicy(c, writing);
    const sent = await readBody(c, changeBody, fail);
    const assetVersion = sent.assetVersion ?? policy.assetVersion;
    const configurationData = sent.configurationData ?? policy.configurationData;
    requireValid(requireTemplate({ ...policy, assetVersion }).template, configurationData);
    Object.assign(policy, {
      assetVersion,
      configurationData,
      order: sent.order ?? policy.order,
      disabled: sent.disabled ?? policy.disabled,
      reachesAt: clock.after(durations.policyPropagates),
      updatedAt: clock.now(),
    });
    return c.json(automatedView(policy));
  }),

  apiManager.checkedByHandler('DELETE', one, writing, (c) => {
    c.var.platform.store.delete(automatedPolicies, requireAutomatedPolicy(c, writing).id);
    return c.body(null, 204);
  }),

  apiManager.checkedByHandler('GET', `${one}/apis`, reading, (c) => {
    const policy = requireAutomatedPolicy(c, reading);
    const found = [...c.var.platform.store.of(apis).values()]
      .filter((api) => appliesTo(policy, api))
      .map(({ id, groupId, assetId, assetVersion, productVersion, environmentId, endpointUri, instanceLabel }) => ({
        id,
        isPublic: false,
        groupId,
        assetId,
        assetVersion,
        productVersion,
        environmentId,
        endpointUri,
        instanceLabel,
      }));
    return c.json({ total: found.length, apis: found });
  }),
];

function requireAutomatedPolicy(c: Call, { scopes }: typeof reading | typeof writing): AutomatedPolicy {
  const { organizationId = '', policyId } = c.req.param();
  const policy = c.var.platform.store.of(automatedPolicies).get(Number(policyId));
  if (policy === undefined || policy.organizationId !== organizationId) {
    throw fail(404, 'Automated policy was not found');
  }
  requirePlace(c, { organizationId, environmentId: policy.environmentId }, scopes, fail);
  return policy;
}

function automatedView(policy: AutomatedPolicy) {
  const { organizationId, environmentId, technologies, range, createdAt, updatedAt, enforcedAt: _at, ...rest } = policy;
  return {
    audit: auditView({ createdAt, updatedAt }),
    ruleOfApplication: {
      organizationId,
      environmentId,
      ...(technologies === null ? {} : { technologies }),
      ...(range === null ? {} : { range }),
    },
    policyTemplateId: findTemplate(policy.groupId, policy.assetId)?.templateId ?? null,
    ...rest,
  };
}
