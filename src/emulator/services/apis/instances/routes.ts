import { type Context, Hono } from 'hono';
import { apiManagerError as fail } from '../../../core/errors.ts';
import type { Platform, PlatformEnv } from '../../../core/platform.ts';
import { originOf, readBody } from '../../../core/requests.ts';
import { apiScopes, apisPath, placeOf, requireApi } from '../access.ts';
import { deploy } from '../deployments/deploy.ts';
import { createBody, patchBody } from './body.ts';
import { changeApi, newApi, promotedApi, requireFreeLabel } from './changes.ts';
import { listApis, readPage } from './queries.ts';
import { detailView, flatView, groupedView, instanceView, momentOf } from './views.ts';

/** Instances (reference 5.1 to 5.3): the same routes below api/v1 and xapi/v1, except for the shape of the list. */
export function apiInstanceRoutes(platform: Platform, list: 'grouped' | 'flat'): Hono<PlatformEnv> {
  const { store } = platform;
  const app = new Hono<PlatformEnv>();
  const one = `${apisPath}/:apiId`;

  app.get(apisPath, (c) => {
    const place = placeOf(platform, c, apiScopes.readApis);
    const moment = momentOf(platform, originOf(c));
    const found = listApis(platform, place, c, moment);
    const { offset, limit } = readPage(c);
    if (list === 'flat') {
      const instances = found.slice(offset, offset + limit).map((api) => flatView(api, moment));
      return c.json({ total: found.length, instances });
    }
    const assets = groupedView(found, moment);
    return c.json({ total: assets.length, assets: assets.slice(offset, offset + limit) });
  });

  app.post(apisPath, async (c) => {
    const place = placeOf(platform, c, apiScopes.writeApis);
    const body = await readBody(c, createBody, fail);
    const api = body.promote === undefined ? newApi(platform, place, body) : promotedApi(platform, place, body);
    requireFreeLabel(platform, api);
    if (body.deployment) deploy(platform, place, api, body.deployment);
    store.apis.set(api.id, api);
    return c.json(detailView(api, momentOf(platform, originOf(c))), 201);
  });

  app.get(one, (c) => {
    const api = requireApi(platform, c, apiScopes.readApis);
    return c.json(detailView(api, momentOf(platform, originOf(c))));
  });

  app.patch(one, async (c) => {
    const place = placeOf(platform, c, apiScopes.writeApis);
    const api = requireApi(platform, c, apiScopes.writeApis);
    const body = await readBody(c, patchBody, fail);
    changeApi(platform, place, api, body);
    return c.json(detailView(api, momentOf(platform, originOf(c))));
  });

  app.delete(one, (c) => {
    const api = requireApi(platform, c, apiScopes.writeApis);
    store.apis.delete(api.id);
    return c.body(null, 204);
  });

  const pin = (pinned: boolean) => (c: Context<PlatformEnv>) => {
    const api = requireApi(platform, c, apiScopes.writeApis);
    api.pinned = pinned;
    return pinned ? c.json(instanceView(api, momentOf(platform, originOf(c)))) : c.body(null, 204);
  };
  app.put(`${one}/pin`, pin(true));
  app.delete(`${one}/pin`, pin(false));

  app.get(`${one}/autodiscoveryProperties`, (c) => {
    const api = requireApi(platform, c, apiScopes.readApis);
    if (!c.req.query('gatewayVersion')) throw fail(400, 'Query parameter gatewayVersion is required');
    // The shape is not documented; the CLI prints any flat object (reference 5.3).
    return c.json({
      apiId: api.id,
      autodiscoveryInstanceName: `${api.productVersion}:${api.id}`,
      apiName: `groupId:${api.groupId}:assetId:${api.assetId}`,
      apiVersion: `${api.productVersion}:${api.id}`,
      gatewayVersion: c.req.query('gatewayVersion'),
      clientId: store.environments.get(api.environmentId)?.clientId,
    });
  });

  return app;
}
