import type { Call } from '../../../core/call.ts';
import { environments } from '../../../core/identity/organizations.ts';
import type { Place } from '../../../core/identity/places.ts';
import { flag, requiredText } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import type { ApiRoutes, Route } from '../../../core/routes.ts';
import { apiManager, apiPath, apiScopes, apisPath, experience } from '../api.ts';
import { deploy } from '../deployments/deploy.ts';
import { apiManagerError as fail } from '../errors.ts';
import type { ApiInstance } from '../model.ts';
import { createBody, patchBody } from './body.ts';
import { apis, autodiscoveryApiName, requireApi } from './instance.ts';
import { changeApi, newApi, requireFreeLabel } from './lifecycle.ts';
import { promotedApi } from './promotion.ts';
import { groupedByAsset, listApis, listQuery } from './queries.ts';
import { updateSamePort } from './same-port.ts';
import { assetView, detailView, flatView, instanceView, viewContextOf } from './views.ts';

const { readApis, writeApis } = apiScopes;

const listing = { scopes: readApis, query: listQuery };
const autodiscovery = { scopes: readApis, query: { gatewayVersion: requiredText } };

/** An instance is shown with all that these would include [docs/platform/apis.md#read-change-delete]. */
const readQuery = {
  includeProxyTemplate: flag,
  includeProxyConfiguration: flag,
  includeValidation: flag,
  includeTlsContexts: flag,
};

/** `force` allows another name for autodiscovery, and none can be given here. */
const changeQuery = { force: flag, updateApisInSamePort: flag, checkAutomatedPolicies: flag };

/**
 * Instances [docs/platform/apis.md#list, docs/platform/apis.md#read-change-delete]. Only the list differs between
 * api/v1 and xapi/v1.
 */
export const instanceRoutes: readonly Route[] = [
  apiManager.environment('GET', apisPath, listing, (c, place, sent) => {
    const context = viewContextOf(c);
    const groups = groupedByAsset(listApis(sent, place, c.var.platform));
    const { offset, limit } = sent;
    const assets = groups.slice(offset, offset + limit).map((group) => assetView(group, context));
    return c.json({ total: groups.length, assets });
  }),
  ...commonRoutes(apiManager),

  experience.environment('GET', apisPath, listing, (c, place, sent) => {
    const context = viewContextOf(c);
    const found = listApis(sent, place, c.var.platform);
    const { offset, limit } = sent;
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
      const api = body.promote === undefined ? newApi(platform, place, body) : promotedApi(c, place, body);
      requireFreeLabel(platform, api);
      if (body.deployment !== undefined) deploy(platform, place, api, body.deployment);
      platform.store.of(apis).set(api.id, api);
      return c.json(detailView(api, viewContextOf(c)), 201);
    }),

    routes.environment('GET', apiPath, { scopes: readApis, query: readQuery }, (c, place) =>
      c.json(detailView(apiAt(c, place), viewContextOf(c))),
    ),

    routes.environment('PATCH', apiPath, { scopes: writeApis, query: changeQuery }, async (c, place, sent) => {
      const api = apiAt(c, place);
      const body = await readBody(c, patchBody, fail);
      changeApi(c.var.platform, place, api, body);
      if (sent.updateApisInSamePort === true) updateSamePort(c.var.platform, api, body);
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

    routes.environment('GET', `${apiPath}/autodiscoveryProperties`, autodiscovery, (c, place, { gatewayVersion }) => {
      const api = apiAt(c, place);
      // The shape is not documented [docs/platform/unknown.md#shapes-of-two-answers]; the CLI prints any flat object
      // [docs/platform/cli.md#api-instances].
      return c.json({
        apiId: api.id,
        autodiscoveryInstanceName: `${api.productVersion}:${api.id}`,
        apiName: autodiscoveryApiName(api),
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
