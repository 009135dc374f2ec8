import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import { requirePlace } from '../../../core/identity/places.ts';
import { flag, oneOf, type Query, requiredText, severalOf, text } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { durations } from '../../../core/transitions.ts';
import { findTemplate } from '../../exchange/index.ts';
import { apiManager, apiScopes, auditView, experience } from '../api.ts';
import { apiManagerError as fail } from '../errors.ts';
import { takeApiId } from '../ids.ts';
import { apis } from '../instances/instance.ts';
import { pageQuery } from '../instances/queries.ts';
import type { ApiInstance, AutomatedPolicy } from '../model.ts';
import { appliesTo, automatedPolicies } from './automated-policy.ts';
import { automatedBody, automatedChange, type ruleBody } from './body.ts';
import { requireTemplate, requireValid } from './templates.ts';
import { implementationOf, readableConfiguration } from './views.ts';

const all = '/organizations/{organizationId}/automated-policies';
const one = `${all}/{policyId}` as const;

// The environment comes from the query, the body or the policy.
const reading = { level: 'environment', scopes: apiScopes.readPolicies } as const;
const writing = { level: 'environment', scopes: apiScopes.writePolicies } as const;

/** All policies here suit every runtime, so `runtimeVersion` selects nothing. */
const listQuery = { environmentId: requiredText, runtimeVersion: text };

const apisQuery = {
  ...pageQuery,
  type: oneOf(['include', 'exclude', 'all']),
  deployedOnly: flag,
  runtimes: severalOf(z.enum(['mule3', 'mule4', 'flexGateway'])),
};

/** Policies for a whole environment [docs/platform/policies.md#automated-policies]. */
export const automatedPolicyRoutes: readonly Route[] = [
  // The web UI and anypoint-client-go read the list at xapi/v1.
  ...[apiManager, experience].map((api) =>
    api.checkedByHandler('GET', all, { ...reading, query: listQuery }, (c, { environmentId }) => {
      const { organizationId = '' } = c.req.param();
      requirePlace(c, { organizationId, environmentId }, reading.scopes, fail);
      const found = [...c.var.platform.store.of(automatedPolicies).values()].filter(
        (policy) => policy.environmentId === environmentId,
      );
      return c.json({ automatedPolicies: found.map(readAutomatedView), total: found.length });
    }),
  ),

  apiManager.checkedByHandler('POST', all, writing, async (c) => {
    const { store, clock } = c.var.platform;
    const sent = await readBody(c, automatedBody, fail);
    const { environmentId, technologies = null, range = null, javaVersions = null } = sent.ruleOfApplication;
    const { organizationId } = c.req.param();
    requireOwn(sent.ruleOfApplication, { organizationId, environmentId });
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
      javaVersions,
      groupId,
      assetId,
      assetVersion,
      configurationData: sent.configurationData,
      pointcutData: sent.pointcutData ?? null,
      order: sent.order ?? null,
      disabled: sent.disabled ?? false,
      enforcedAt: clock.after(durations.policyPropagates),
      createdAt: clock.now(),
      updatedAt: null,
    };
    store.of(automatedPolicies).set(policy.id, policy);
    return c.json(automatedView(policy), 201);
  }),

  apiManager.checkedByHandler('GET', one, reading, (c) =>
    c.json(readAutomatedView(requireAutomatedPolicy(c, reading))),
  ),

  apiManager.checkedByHandler('PATCH', one, writing, async (c) => {
    const { clock } = c.var.platform;
    const policy = requireAutomatedPolicy(c, writing);
    const sent = await readBody(c, automatedChange, fail);
    const rule = sent.ruleOfApplication;
    if (rule !== undefined) requireOwn(rule, policy);
    requireSame(policy, sent);
    const assetVersion = sent.assetVersion ?? policy.assetVersion;
    const configurationData = sent.configurationData ?? policy.configurationData;
    requireValid(requireTemplate({ ...policy, assetVersion }).template, configurationData);
    Object.assign(policy, {
      assetVersion,
      configurationData,
      ...(rule === undefined
        ? {}
        : {
            technologies: rule.technologies ?? null,
            range: rule.range ?? null,
            javaVersions: rule.javaVersions ?? null,
          }),
      pointcutData: sent.pointcutData === undefined ? policy.pointcutData : sent.pointcutData,
      order: sent.order ?? policy.order,
      disabled: sent.disabled ?? policy.disabled,
      enforcedAt: clock.after(durations.policyPropagates),
      updatedAt: clock.now(),
    });
    return c.json(automatedView(policy));
  }),

  apiManager.checkedByHandler('DELETE', one, writing, (c) => {
    c.var.platform.store.delete(automatedPolicies, requireAutomatedPolicy(c, writing).id);
    return c.body(null, 204);
  }),

  apiManager.checkedByHandler('GET', `${one}/apis`, { ...reading, query: apisQuery }, (c, sent) => {
    const policy = requireAutomatedPolicy(c, reading);
    const found = [...c.var.platform.store.of(apis).values()]
      .filter((api) => isSelected(policy, api, sent))
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
    return c.json({ total: found.length, apis: found.slice(sent.offset, sent.offset + sent.limit) });
  }),
];

/** Whether a list of the instances of a policy has one: by default those that it covers. */
function isSelected(policy: AutomatedPolicy, api: ApiInstance, sent: Query<typeof apisQuery>): boolean {
  const { type = 'include', deployedOnly, runtimes } = sent;
  const isCovered = appliesTo(policy, api);
  return (
    api.environmentId === policy.environmentId &&
    (type === 'all' || isCovered === (type === 'include')) &&
    (deployedOnly !== true || api.deployment !== null) &&
    (runtimes.length === 0 || runtimes.some((one) => one === api.technology))
  );
}

/** A rule belongs to the organization of the path and, once it exists, to its environment. @throws PlatformError 400 */
function requireOwn(rule: z.output<typeof ruleBody>, own: { organizationId: string; environmentId: string }): void {
  if (rule.environmentId !== own.environmentId || (rule.organizationId ?? own.organizationId) !== own.organizationId) {
    throw fail(400, 'ruleOfApplication: organizationId and environmentId are those of the policy');
  }
}

/** @throws PlatformError 400 */
function requireSame(policy: AutomatedPolicy, sent: z.output<typeof automatedChange>): void {
  const { groupId = policy.groupId, assetId = policy.assetId } = sent;
  if (groupId === policy.groupId && assetId === policy.assetId) return;
  throw fail(400, 'groupId, assetId: a policy cannot become another one');
}

function requireAutomatedPolicy(c: Call, { scopes }: typeof reading | typeof writing): AutomatedPolicy {
  const { organizationId = '', policyId } = c.req.param();
  const policy = c.var.platform.store.of(automatedPolicies).get(Number(policyId));
  if (policy === undefined || policy.organizationId !== organizationId) {
    throw fail(404, 'Automated policy was not found');
  }
  requirePlace(c, { organizationId, environmentId: policy.environmentId }, scopes, fail);
  return policy;
}

/** One that is read, without its secrets, as other policies are (inferred). */
function readAutomatedView(policy: AutomatedPolicy) {
  return automatedView({ ...policy, configurationData: readableConfiguration(policy) });
}

function automatedView(policy: AutomatedPolicy) {
  const { organizationId, environmentId, technologies, range, javaVersions = null, ...others } = policy;
  const { createdAt, updatedAt, enforcedAt: _at, ...rest } = others;
  const template = findTemplate(policy.groupId, policy.assetId);
  return {
    audit: auditView({ createdAt, updatedAt }),
    ruleOfApplication: {
      organizationId,
      environmentId,
      ...(technologies === null ? {} : { technologies }),
      ...(range === null ? {} : { range }),
      ...(javaVersions === null ? {} : { javaVersions }),
    },
    policyTemplateId: template?.templateId ?? null,
    implementationAssets: (technologies ?? template?.technologies ?? []).map((technology) =>
      implementationOf(policy, { technology }),
    ),
    ...rest,
  };
}
