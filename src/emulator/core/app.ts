import { Hono } from 'hono';
import { authenticationRoutes } from '../services/access/authentication.ts';
import { accessManagementRoutes } from '../services/access/index.ts';
import { noteActivity } from '../services/apis/autodiscovery.ts';
import { proxyRoutes } from '../services/apis/deployments/proxies.ts';
import { apiExperienceRoutes } from '../services/apis/experience.ts';
import { apiManagerRoutes } from '../services/apis/index.ts';
import { amcRoutes } from '../services/applications/amc/index.ts';
import { cloudHubRoutes } from '../services/applications/cloudhub/index.ts';
import { exchangeFileRoutes } from '../services/exchange/assets.ts';
import { graphqlRoutes, policyDefinitionPath, policyDefinitionRoutes } from '../services/exchange/graph.ts';
import { exchangeRoutes } from '../services/exchange/index.ts';
import { gatewayExperienceRoutes } from '../services/gateways/experience.ts';
import { gatewayManagerRoutes } from '../services/gateways/index.ts';
import { standaloneGatewayRoutes } from '../services/gateways/self-managed.ts';
import { armRoutes } from '../services/runtime/index.ts';
import { atlasTargetRoutes, runtimeFabricRoutes } from '../services/runtime-fabric/index.ts';
import { dataPlaneRoutes } from './data-plane/routes.ts';
import { dataPlanePath } from './data-plane/urls.ts';
import { PlatformError } from './errors.ts';
import type { Platform, PlatformEnv } from './platform.ts';

/** All services under their prefixes (reference 0.2). A further service is one route file and one line here. */
export function createApp(platform: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();

  // What is about to change may stop an API from being active: when it was so last is noted first.
  app.use('*', async (c, next) => {
    if (c.req.method !== 'GET' && !c.req.path.startsWith(dataPlanePath)) noteActivity(platform);
    await next();
  });
  // The CLI reports its use after each command and waits for the answer (CLI reference 1).
  app.all('/cli/api/v1/analytics/*', (c) => c.body(null, 204));
  app.route('/', authenticationRoutes(platform));
  app.route('/accounts/api', accessManagementRoutes(platform));
  app.route('/hybrid/api/v1', armRoutes(platform));
  app.route('/gatewaymanager/api/v1', gatewayManagerRoutes(platform));
  app.route('/gatewaymanager/xapi/v1', gatewayExperienceRoutes(platform));
  app.route('/standalone/api/v1', standaloneGatewayRoutes(platform));
  app.route('/runtimefabric/api', runtimeFabricRoutes(platform));
  app.route('/amc/atlas/api/v1', atlasTargetRoutes(platform));
  app.route('/exchange/api/v2', exchangeRoutes(platform));
  app.route('/exchange/api/v1', exchangeRoutes(platform));
  app.route(policyDefinitionPath, policyDefinitionRoutes());
  app.route('/exchange/files', exchangeFileRoutes(platform));
  app.route('/graph/api/v2', graphqlRoutes(platform));
  app.route('/proxies/xapi/v1', proxyRoutes(platform));
  app.route('/cloudhub/api', cloudHubRoutes(platform));
  app.route('/amc/application-manager/api/v2', amcRoutes(platform));
  app.route(dataPlanePath, dataPlaneRoutes(platform));
  app.route('/apimanager/api/v1', apiManagerRoutes(platform));
  app.route('/apimanager/xapi/v1', apiExperienceRoutes(platform));

  app.notFound((c) => c.json({ status: 404, message: `No such resource: ${c.req.method} ${c.req.path}` }, 404));
  app.onError((error, c) => {
    if (error instanceof PlatformError) return Response.json(error.body, { status: error.status });
    return c.json({ status: 500, message: `The emulator failed: ${error.message}` }, 500);
  });
  return app;
}
