import { type Context, Hono } from 'hono';
import { apiManagerError as fail } from '../../../core/errors.ts';
import { type Place, requirePlace } from '../../../core/places.ts';
import type { Platform, PlatformEnv } from '../../../core/platform.ts';
import { readBody } from '../../../core/requests.ts';
import { seedJar } from '../../../core/seed-jar.ts';
import type { ArmCluster, ArmServerGroup } from '../../../core/store.ts';
import { requireToken } from '../../../core/tokens.ts';
import { stageAt } from '../../../core/transitions.ts';
import { membershipOf } from '../../runtime/membership.ts';
import { serversOfTarget, targetsAt } from '../../runtime/targets.ts';
import { gatewayTargetsOf } from '../../runtime-fabric/availability.ts';
import { apiScopes, apisPath, placeOf, requireApi } from '../access.ts';
import { deploymentView } from '../instances/views.ts';
import type { ApiDeployment, ApiInstance } from '../model.ts';
import { deploy, deploymentBody } from './deploy.ts';

/** Deploying instances, `/proxies/xapi/v1` (reference 5.4). */
export function proxyRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  const path = `${apisPath}/:apiId/deployments`;
  const one = `${path}/:deploymentId`;
  app.use('*', requireToken(platform));

  const requireDeployment = (api: ApiInstance, c: Context<PlatformEnv>): ApiDeployment => {
    const id = c.req.param('deploymentId');
    if (api.deployment === null || String(api.deployment.id) !== id) {
      throw fail(404, `Deployment ${id} was not found`);
    }
    return api.deployment;
  };

  app.get(path, (c: Context<PlatformEnv>) => {
    const api = requireApi(platform, c, apiScopes.readApis);
    return c.json(api.deployment === null ? [] : [deploymentView(api.deployment, api, clock.now())]);
  });

  app.post(path, async (c: Context<PlatformEnv>) => {
    const place = placeOf(platform, c, apiScopes.writeApis);
    const api = requireApi(platform, c, apiScopes.writeApis);
    const body = await readBody(c, deploymentBody, fail);
    if (api.deployment?.expectedStatus === 'deployed' && body.overwrite !== true) {
      throw fail(409, `API ${api.id} is already deployed to ${api.deployment.targetName}`);
    }
    return c.json(deploymentView(deploy(platform, place, api, body), api, clock.now()), 201);
  });

  app.get(one, (c: Context<PlatformEnv>) => {
    const api = requireApi(platform, c, apiScopes.readApis);
    return c.json(deploymentView(requireDeployment(api, c), api, clock.now()));
  });

  app.on(['PUT', 'PATCH'], one, async (c: Context<PlatformEnv>) => {
    const place = placeOf(platform, c, apiScopes.writeApis);
    const api = requireApi(platform, c, apiScopes.writeApis);
    const current = requireDeployment(api, c);
    const body = await readBody(c, deploymentBody.partial(), fail);
    // A PUT is whole, a PATCH leaves what it does not name.
    const { targetId, targetName, gatewayVersion } = current;
    const kept = c.req.method === 'PUT' ? {} : { targetId, targetName, gatewayVersion };
    const always = { environmentId: place.environment.id };
    const changed = deploy(platform, place, api, { ...always, ...kept, ...body, type: body.type ?? current.type });
    return c.json(deploymentView(changed, api, clock.now()));
  });

  app.delete(one, (c: Context<PlatformEnv>) => {
    const api = requireApi(platform, c, apiScopes.writeApis);
    requireDeployment(api, c);
    api.deployment = null;
    return c.body(null, 204);
  });

  app.get(`${one}/status`, (c: Context<PlatformEnv>) => {
    const api = requireApi(platform, c, apiScopes.readApis);
    const { id, expectedStatus, status } = requireDeployment(api, c);
    return c.json({ id, apiId: api.id, expectedStatus, status: stageAt(status, clock.now()) });
  });

  // The proxy application; what is in it does not matter here (CLI reference 3).
  app.get(`${apisPath}/:apiId/proxy`, (c: Context<PlatformEnv>) => {
    const api = requireApi(platform, c, apiScopes.readApis);
    if (!c.req.query('gatewayVersion')) throw fail(400, 'Query parameter gatewayVersion is required');
    c.header('content-disposition', `attachment; filename="${api.assetId}-${api.productVersion}.jar"`);
    c.header('content-type', 'application/octet-stream');
    return c.body(seedJar);
  });

  const targetPlace = (c: Context<PlatformEnv>): Place => {
    const environmentId = c.req.query('environmentId');
    if (!environmentId) throw fail(400, 'Query parameter environmentId is required');
    const organizationId = c.req.param('organizationId') ?? '';
    return requirePlace(store, c.get('principal'), organizationId, environmentId, apiScopes.readApis, fail);
  };

  app.get('/organizations/:organizationId/deployment-targets', (c: Context<PlatformEnv>) => {
    const place = targetPlace(c);
    const servers = targetsAt(store.servers, place).filter((server) => membershipOf(store, server) === undefined);
    const several = (type: string, all: ReadonlyMap<number, ArmServerGroup | ArmCluster>) =>
      targetsAt(all, place).map(({ id, name }) => {
        return { id, name, type, gatewayVersion: serversOfTarget(store, id)[0]?.gatewayVersion ?? null };
      });
    return c.json([
      ...servers.map(({ id, name, gatewayVersion }) => ({ id, name, type: 'server', gatewayVersion })),
      ...several('server-group', store.serverGroups),
      ...several('cluster', store.clusters),
    ]);
  });

  // The private spaces; no Runtime Fabric is emulated.
  app.get('/organizations/:organizationId/providers/MC/cloudhub2-deployment-targets', (c: Context<PlatformEnv>) => {
    const { organization, environment } = targetPlace(c);
    const spaces = gatewayTargetsOf(store, organization, environment);
    return c.json(spaces.map(({ id, name, region }) => ({ id, name, type: 'private-space', region })));
  });
  app.get('/organizations/:organizationId/runtime-fabric-deployment-targets', (c: Context<PlatformEnv>) => {
    targetPlace(c);
    return c.json([]);
  });

  return app;
}
