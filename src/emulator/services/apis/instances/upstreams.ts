import { Hono } from 'hono';
import { apiManagerError as fail } from '../../../core/errors.ts';
import type { Platform, PlatformEnv } from '../../../core/platform.ts';
import { readBody } from '../../../core/requests.ts';
import { apiScopes, apisPath, requireApi } from '../access.ts';
import type { ApiInstance, Upstream } from '../model.ts';
import { upstreamBody } from './body.ts';
import { upstreamView } from './views.ts';

/** The upstream services of an instance (reference 5.3). */
export function apiUpstreamRoutes(platform: Platform): Hono<PlatformEnv> {
  const { clock } = platform;
  const app = new Hono<PlatformEnv>();
  const path = `${apisPath}/:apiId/upstreams`;

  app.get(path, (c) => {
    const { upstreams } = requireApi(platform, c, apiScopes.readApis);
    return c.json({ total: upstreams.length, upstreams: upstreams.map(upstreamView) });
  });

  app.post(path, async (c) => {
    const api = requireApi(platform, c, apiScopes.writeApis);
    const { uri, label = null, tlsContext = null } = await readBody(c, upstreamBody, fail);
    if (uri === undefined || !URL.canParse(uri)) throw fail(400, 'uri: must be a URI');
    const now = clock.now();
    const upstream: Upstream = { id: crypto.randomUUID(), label, uri, tlsContext, createdAt: now, updatedAt: now };
    api.upstreams.push(upstream);
    return c.json(upstreamView(upstream), 201);
  });

  app.get(`${path}/:upstreamId`, (c) => {
    const api = requireApi(platform, c, apiScopes.readApis);
    return c.json(upstreamView(requireUpstream(api, c.req.param('upstreamId'))));
  });

  app.patch(`${path}/:upstreamId`, async (c) => {
    const upstream = requireUpstream(requireApi(platform, c, apiScopes.writeApis), c.req.param('upstreamId'));
    const { uri = upstream.uri, label = upstream.label, tlsContext } = await readBody(c, upstreamBody, fail);
    if (!URL.canParse(uri)) throw fail(400, 'uri: must be a URI');
    Object.assign(upstream, { uri, label, tlsContext: tlsContext ?? upstream.tlsContext, updatedAt: clock.now() });
    return c.json(upstreamView(upstream));
  });

  app.delete(`${path}/:upstreamId`, (c) => {
    const api = requireApi(platform, c, apiScopes.writeApis);
    const { id } = requireUpstream(api, c.req.param('upstreamId'));
    if (api.routing.some(({ upstreams }) => upstreams.some((one) => one.id === id))) {
      throw fail(409, `Upstream ${id} is used by a route`);
    }
    api.upstreams = api.upstreams.filter((upstream) => upstream.id !== id);
    return c.body(null, 204);
  });

  return app;
}

function requireUpstream({ upstreams }: ApiInstance, id: string): Upstream {
  const upstream = upstreams.find((one) => one.id === id);
  if (upstream === undefined) throw fail(404, `Upstream ${id} was not found`);
  return upstream;
}
