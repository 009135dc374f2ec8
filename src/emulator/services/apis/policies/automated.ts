import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { apiManagerError as fail } from '../../../core/errors.ts';
import { requirePlace } from '../../../core/places.ts';
import type { Platform, PlatformEnv } from '../../../core/platform.ts';
import { readBody } from '../../../core/requests.ts';
import { takeApiId } from '../../../core/store.ts';
import { durations } from '../../../core/transitions.ts';
import { findTemplate } from '../../exchange/policy-catalog.ts';
import { apiScopes, auditView } from '../access.ts';
import type { AutomatedPolicy } from '../model.ts';
import { appliesTo } from './propagation.ts';
import { requireTemplate, requireValid } from './routes.ts';

const body = z.looseObject({
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

const changeBody = body.omit({ ruleOfApplication: true }).partial();

/** Policies for a whole environment (reference 5.7). */
export function automatedPolicyRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  const path = '/organizations/:organizationId/automated-policies';

  const checkPlace = (c: Context<PlatformEnv>, environmentId: string, manage: boolean): void => {
    const scopes = manage ? apiScopes.writePolicies : apiScopes.readPolicies;
    requirePlace(store, c.get('principal'), c.req.param('organizationId') ?? '', environmentId, scopes, fail);
  };

  const policyOf = (c: Context<PlatformEnv>, manage: boolean): AutomatedPolicy => {
    const policy = store.automatedPolicies.get(Number(c.req.param('policyId')));
    if (policy === undefined || policy.organizationId !== c.req.param('organizationId')) {
      throw fail(404, 'Automated policy was not found');
    }
    checkPlace(c, policy.environmentId, manage);
    return policy;
  };

  app.get(path, (c: Context<PlatformEnv>) => {
    const environmentId = c.req.query('environmentId');
    if (!environmentId) throw fail(400, 'Query parameter environmentId is required');
    checkPlace(c, environmentId, false);
    const found = [...store.automatedPolicies.values()].filter((policy) => policy.environmentId === environmentId);
    return c.json({ automatedPolicies: found.map(automatedView), total: found.length });
  });

  app.post(path, async (c: Context<PlatformEnv>) => {
    const sent = await readBody(c, body, fail);
    const { environmentId, technologies = null, range = null } = sent.ruleOfApplication;
    checkPlace(c, environmentId, true);
    const { template, groupId, assetId, assetVersion } = requireTemplate(sent);
    requireValid(template, sent.configurationData);
    for (const other of store.automatedPolicies.values()) {
      if (other.environmentId === environmentId && other.assetId === assetId) {
        throw fail(409, `Policy ${assetId} is already an automated policy of this environment`);
      }
    }
    const policy: AutomatedPolicy = {
      id: takeApiId(store),
      organizationId: c.req.param('organizationId') ?? '',
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
      reachesAt: clock.after(durations.policySpreads),
      createdAt: clock.now(),
      updatedAt: null,
    };
    store.automatedPolicies.set(policy.id, policy);
    return c.json(automatedView(policy), 201);
  });

  app.get(`${path}/:policyId`, (c: Context<PlatformEnv>) => c.json(automatedView(policyOf(c, false))));

  app.patch(`${path}/:policyId`, async (c: Context<PlatformEnv>) => {
    const policy = policyOf(c, true);
    const sent = await readBody(c, changeBody, fail);
    const assetVersion = sent.assetVersion ?? policy.assetVersion;
    const configurationData = sent.configurationData ?? policy.configurationData;
    requireValid(requireTemplate({ ...policy, assetVersion }).template, configurationData);
    Object.assign(policy, {
      assetVersion,
      configurationData,
      order: sent.order ?? policy.order,
      disabled: sent.disabled ?? policy.disabled,
      reachesAt: clock.after(durations.policySpreads),
      updatedAt: clock.now(),
    });
    return c.json(automatedView(policy));
  });

  app.delete(`${path}/:policyId`, (c: Context<PlatformEnv>) => {
    store.automatedPolicies.delete(policyOf(c, true).id);
    return c.body(null, 204);
  });

  app.get(`${path}/:policyId/apis`, (c: Context<PlatformEnv>) => {
    const policy = policyOf(c, false);
    const apis = [...store.apis.values()]
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
    return c.json({ total: apis.length, apis });
  });

  return app;
}

function automatedView(policy: AutomatedPolicy) {
  const { organizationId, environmentId, technologies, range, createdAt, updatedAt, reachesAt: _at, ...rest } = policy;
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
