import { Hono } from 'hono';
import { apiManagerError as fail } from '../../core/errors.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import { requireToken } from '../../core/tokens.ts';
import { apiScopes, apisPath, requireApi, requirePolicy } from './access.ts';
import { apiGatewayTargetRoutes } from './deployments/gateway-targets.ts';
import { apiInstanceRoutes } from './instances/routes.ts';
import { spreadPolicy } from './policies/propagation.ts';
import { applyBody, makePolicy, policyView } from './policies/routes.ts';
import { policyTemplateRoutes } from './policies/templates.ts';

/** The experience API of API Manager, `/apimanager/xapi/v1` (reference 5). */
export function apiExperienceRoutes(platform: Platform): Hono<PlatformEnv> {
  const { clock } = platform;
  const app = new Hono<PlatformEnv>();
  const policies = `${apisPath}/:apiId/policies`;
  app.use('*', requireToken(platform));
  app.route('/', apiInstanceRoutes(platform, 'flat'));
  app.route('/', apiGatewayTargetRoutes(platform));
  app.route('/', policyTemplateRoutes(platform));

  app.post(`${policies}/outbound-policies`, async (c) => {
    const api = requireApi(platform, c, apiScopes.writePolicies);
    const body = await readBody(c, applyBody, fail);
    if (body.upstreamIds === undefined) throw fail(400, 'upstreamIds is required for outbound policies');
    const unknown = body.upstreamIds.find((id) => !api.upstreams.some((upstream) => upstream.id === id));
    if (unknown !== undefined) throw fail(400, `Upstream ${unknown} does not belong to API ${api.id}`);
    const policy = makePolicy(platform, c, api, body, 'outbound');
    policy.upstreamIds = body.upstreamIds;
    api.policies.push(policy);
    return c.json(policyView(policy, api), 201);
  });

  app.get(`${policies}/outbound-policies`, () => {
    throw fail(405, 'Method Not Allowed');
  });

  for (const action of ['enable', 'disable'] as const) {
    app.post(`${policies}/:policyId/${action}`, (c) => {
      const api = requireApi(platform, c, apiScopes.writePolicies);
      const policy = requirePolicy(api, c.req.param('policyId'));
      policy.disabled = action === 'disable';
      policy.updatedAt = clock.now();
      spreadPolicy(clock, api, policy.id, policy);
      return c.json(policyView(policy, api), 201);
    });
  }

  return app;
}
