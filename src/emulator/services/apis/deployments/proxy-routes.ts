import type { Call } from '../../../core/call.ts';
import { type Place, requirePlace } from '../../../core/identity/places.ts';
import type { Kind } from '../../../core/kinds.ts';
import { flag, requiredText, text } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import { type Route, routesBelow } from '../../../core/routes.ts';
import { seedJar } from '../../../core/seed-jar.ts';
import { stageAt } from '../../../core/transitions.ts';
import {
  type ArmCluster,
  type ArmServerGroup,
  clusters,
  membershipOf,
  serverGroups,
  servers,
  serversOfTarget,
  targetsAt,
} from '../../runtime/index.ts';
import { targetsForEnvironment } from '../../runtime-fabric/index.ts';
import { apiPath, apiScopes } from '../api.ts';
import { apiManagerError as fail } from '../errors.ts';
import { requireApi } from '../instances/instance.ts';
import { deploymentView } from '../instances/views.ts';
import type { ApiDeployment, ApiInstance } from '../model.ts';
import { deploymentBody } from './body.ts';
import { deploy } from './deploy.ts';

const proxies = routesBelow('/proxies/xapi/v1', { fail });
const all = `${apiPath}/deployments` as const;
const one = `${all}/{deploymentId}` as const;

/** Automated policies suit every deployment here, so the flag changes nothing. */
const query = { checkAutomatedPolicies: flag };
const reading = { scopes: apiScopes.readApis, query };
const writing = { scopes: apiScopes.writeApis, query };
const download = { scopes: apiScopes.readApis, query: { gatewayVersion: requiredText } };

/** Deployments of instances, `/proxies/xapi/v1` [docs/platform/apis.md#deployments]. */
export const proxyRoutes: readonly Route[] = [
  proxies.environment('GET', all, apiScopes.readApis, (c, place) => {
    const { platform } = c.var;
    const api = requireApi(platform, place, c.req.param('apiId'));
    return c.json(api.deployment === null ? [] : [deploymentView(platform, api.deployment, api)]);
  }),

  proxies.environment('POST', all, apiScopes.writeApis, async (c, place) => {
    const { platform } = c.var;
    const api = requireApi(platform, place, c.req.param('apiId'));
    const body = await readBody(c, deploymentBody, fail);
    if (api.deployment?.expectedStatus === 'deployed' && body.overwrite !== true) {
      throw fail(409, `API ${api.id} is already deployed to ${api.deployment.targetName}`);
    }
    return c.json(deploymentView(platform, deploy(platform, place, api, body), api), 201);
  }),

  proxies.environment('GET', one, reading, (c, place) => {
    const { api, deployment } = requireDeployment(c, place);
    return c.json(deploymentView(c.var.platform, deployment, api));
  }),

  ...(['PUT', 'PATCH'] as const).map((method) =>
    proxies.environment(method, one, writing, async (c, place) => {
      const { platform } = c.var;
      const { api, deployment: current } = requireDeployment(c, place);
      const body = await readBody(c, deploymentBody.partial(), fail);
      // PUT replaces the whole deployment, PATCH keeps what it does not name.
      const { targetId, targetName, gatewayVersion } = current;
      const kept = method === 'PUT' ? {} : { targetId, targetName, gatewayVersion };
      const always = { environmentId: place.environment.id };
      const changed = deploy(platform, place, api, { ...always, ...kept, ...body, type: body.type ?? current.type });
      return c.json(deploymentView(platform, changed, api));
    }),
  ),

  proxies.environment('DELETE', one, apiScopes.writeApis, (c, place) => {
    requireDeployment(c, place).api.deployment = null;
    return c.body(null, 204);
  }),

  proxies.environment('GET', `${one}/status`, apiScopes.readApis, (c, place) => {
    const { api, deployment } = requireDeployment(c, place);
    const { id, expectedStatus, status } = deployment;
    return c.json({ id, apiId: api.id, expectedStatus, status: stageAt(status, c.var.platform.clock.now()) });
  }),

  // Downloads the proxy application. Its content is a placeholder [docs/platform/cli.md#api-instances].
  proxies.environment('GET', `${apiPath}/proxy`, download, (c, place) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    c.header('content-disposition', `attachment; filename="${api.assetId}-${api.productVersion}.jar"`);
    c.header('content-type', 'application/octet-stream');
    return c.body(seedJar);
  }),
];

function requireDeployment(c: Call, place: Place): { api: ApiInstance; deployment: ApiDeployment } {
  const { apiId = '', deploymentId } = c.req.param();
  const api = requireApi(c.var.platform, place, apiId);
  if (api.deployment === null || String(api.deployment.id) !== deploymentId) {
    throw fail(404, `Deployment ${deploymentId} was not found`);
  }
  return { api, deployment: api.deployment };
}

/** The same API for lists of targets, which have the environment in the query. */
const targetsApi = routesBelow('/proxies/xapi/v1', {
  fail,
  place: (c, scopes) => {
    const environmentId = c.req.query('environmentId');
    if (!environmentId) throw fail(400, 'Query parameter environmentId is required');
    return requirePlace(c, { organizationId: c.req.param('organizationId') ?? '', environmentId }, scopes, fail);
  },
});

/** `returnAllTargets` adds targets that are not ready; all are listed here anyway. */
const targets = { scopes: apiScopes.readApis, query: { environmentId: text, returnAllTargets: flag } };

/** Deployment targets other than gateways [docs/platform/runtime-fabric.md#other-target-lists]. */
export const deploymentTargetRoutes: readonly Route[] = [
  targetsApi.environment('GET', '/organizations/{organizationId}/deployment-targets', targets, (c, place) => {
    const { platform } = c.var;
    const free = targetsAt(platform, servers, place).filter((server) => membershipOf(platform, server) === undefined);
    const several = (type: string, kind: Kind<string, number, ArmServerGroup | ArmCluster>) =>
      targetsAt(platform, kind, place).map(({ id, name }) => {
        return { id, name, type, gatewayVersion: serversOfTarget(platform, id)[0]?.gatewayVersion ?? null };
      });
    return c.json([
      ...free.map(({ id, name, gatewayVersion }) => ({ id, name, type: 'server', gatewayVersion })),
      ...several('server-group', serverGroups),
      ...several('cluster', clusters),
    ]);
  }),

  // Private and shared spaces. Runtime Fabric is not emulated, so its list below is empty.
  targetsApi.environment(
    'GET',
    '/organizations/{organizationId}/providers/MC/cloudhub2-deployment-targets',
    targets,
    (c, place) =>
      c.json(
        targetsForEnvironment(c.var.platform, place).map(({ id, name, type, region }) => ({ id, name, type, region })),
      ),
  ),
  targetsApi.environment('GET', '/organizations/{organizationId}/runtime-fabric-deployment-targets', targets, (c) =>
    c.json([]),
  ),
];
