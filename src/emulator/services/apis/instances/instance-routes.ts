import type { Call } from '../../../core/call.ts';
import { environments } from '../../../core/identity/organizations.ts';
import type { Place } from '../../../core/identity/places.ts';
import { readBody } from '../../../core/requests.ts';
import type { ApiRoutes, Route } from '../../../core/routes.ts';
import { apiManager, apiPath, apiScopes, apisPath, experience } from '../api.ts';
import { deploy } from '../deployments/deploy.ts';
import { apiManagerError as fail } from '../errors.ts';
import type { ApiInstance } from '../model.ts';
import { createBody, patchBody } from './body.ts';
import { apis, requireApi } from './instance.ts';
import { changeApi, newApi, promotedApi, requireFreeLabel } from './lifecycle.ts';
import { groupedByAsset, listApis, readPage } from './queries.ts';
import { assetView, detailView, flatView, instanceView, viewContextOf } from './views.ts';

const { readApis, writeApis } = apiScopes;

/**
 * Instances [docs/platform/apis.md#list, docs/platform/apis.md#read-change-delete]. Only the list differs between
 * api/v1 and xapi/v1.
 */
export const instanceRoutes: readonly Route[] = [
  apiManager.environment('GET', apisPath, readApis, (c, place) => {
    const context = viewContextOf(c);
    const groups = groupedByAsset(listApis(c, place));
    const { offset, limit } = readPage(c);
    const assets = groups.slice(offset, offset + limit).map((group) => assetView(group, context));
    return c.json({ total: groups.length, assets });
  }),
  ...commonRoutes(apiManager),

  experience.environment('GET', apisPath, readApis, (c, place) => {
    const context = viewContextOf(c);
    const found = listApis(c, place);
    const { offset, limit } = readPage(c);
    const instances = found.slice(offset, offset + limit).map((api) => flatView(api, context));
    return c.json({ total: found.length, instances });
  }),
  ...commonRoutes(experience),
];

function commonRoutes(routes: ApiRoutes): readonly Route[] {
  return [
    routes.environment('POST', apisPath, writeApis, async (c, place) => {
      const { platform } = c.var;
      const body = await readBody(c, createBody, fail);
      const api = body.promote === undefined ? newApi(platform, place, body) : promotedApi(platform, place, body);
      requireFreeLabel(platform, api);
      if (body.deployment) deploy(platform, place, api, body.deployment);
      platform.store.of(apis).set(api.id, api);
      return c.json(detailView(api, viewContextOf(c)), 201);
    }),

    routes.environment('GET', apiPath, readApis, (c, place) => c.json(detailView(apiAt(c, place), viewContextOf(c)))),

    routes.environment('PATCH', apiPath, writeApis, async (c, place) => {
      const api = apiAt(c, place);
      changeApi(c.var.platform, place, api, await readBody(c, patchBody, fail));
      return c.json(detailView(api, viewContextOf(c)));
    }),

    routes.environment('DELETE', apiPath, writeApis, (c, place) => {
      c.var.platform.store.delete(apis, apiAt(c, place).id);
      return c.body(null, 204);
    }),

    routes.environment('PUT', `${apiPath}/pin`, writeApis, (c, place) => {
      const api = apiAt(c, place);
      api.pinned = true;
      return c.json(instanceView(api, viewContextOf(c)));
    }),

    routes.environment('DELETE', `${apiPath}/pin`, writeApis, (c, place) => {
      apiAt(c, place).pinned = false;
      return c.body(null, 204);
    }),

    routes.environment('GET', `${apiPath}/autodiscoveryProperties`, readApis, (c, place) => {
      const api = apiAt(c, place);
      const gatewayVersion = c.req.query('gatewayVersion');
      if (!gatewayVersion) throw fail(400, 'Query parameter gatewayVersion is required');
      // The shape is not documented [docs/platform/unknown.md#shapes-of-two-answers]; the CLI prints any flat object
      // [docs/platform/cli.md#api-instances].
      return c.json({
        apiId: api.id,
        autodiscoveryInstanceName: `${api.productVersion}:${api.id}`,
        apiName: `groupId:${api.groupId}:assetId:${api.assetId}`,
        apiVersion: `${api.productVersion}:${api.id}`,
        gatewayVersion,
        clientId: c.var.platform.store.of(environments).get(api.environmentId)?.clientId,
      });
    }),
  ];
}

function apiAt(c: Call, place: Place): ApiInstance {
  return requireApi(c.var.platform, place, c.req.param('apiId') ?? '');
}
