import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { apiManager, apiPath, apiScopes } from '../api.ts';
import { apiManagerError as fail } from '../errors.ts';
import type { ApiInstance, Upstream } from '../model.ts';
import { upstreamBody } from './body.ts';
import { requireApi } from './instance.ts';
import { upstreamView } from './views.ts';

const all = `${apiPath}/upstreams` as const;
const one = `${all}/{upstreamId}` as const;
const { readApis, writeApis } = apiScopes;

/** Upstream services of an instance [docs/platform/apis.md#upstreams]. */
export const upstreamRoutes: readonly Route[] = [
  apiManager.environment('GET', all, readApis, (c, place) => {
    const { upstreams } = requireApi(c.var.platform, place, c.req.param('apiId'));
    return c.json({ total: upstreams.length, upstreams: upstreams.map(upstreamView) });
  }),

  apiManager.environment('POST', all, writeApis, async (c, place) => {
    const { platform } = c.var;
    const api = requireApi(platform, place, c.req.param('apiId'));
    const { uri = null, label = null, tlsContext = null, connection } = await readBody(c, upstreamBody, fail);
    if (uri === null && label === null) throw fail(400, 'uri: an upstream needs a uri or a label');
    requireUri(uri);
    const now = platform.clock.now();
    const own = { id: crypto.randomUUID(), label, uri, tlsContext, connection };
    const upstream: Upstream = { ...own, createdAt: now, updatedAt: now };
    api.upstreams.push(upstream);
    return c.json(upstreamView(upstream), 201);
  }),

  apiManager.environment('GET', one, readApis, (c, place) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    return c.json(upstreamView(requireUpstream(api, c.req.param('upstreamId'))));
  }),

  apiManager.environment('PATCH', one, writeApis, async (c, place) => {
    const { platform } = c.var;
    const upstream = requireUpstream(requireApi(platform, place, c.req.param('apiId')), c.req.param('upstreamId'));
    const sent = await readBody(c, upstreamBody, fail);
    const { uri = upstream.uri, label = upstream.label, tlsContext = upstream.tlsContext } = sent;
    const { connection = upstream.connection } = sent;
    requireUri(uri);
    Object.assign(upstream, { uri, label, tlsContext, connection, updatedAt: platform.clock.now() });
    return c.json(upstreamView(upstream));
  }),

  apiManager.environment('DELETE', one, writeApis, (c, place) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const { id } = requireUpstream(api, c.req.param('upstreamId'));
    if (api.routing.some(({ upstreams }) => upstreams.some((upstream) => upstream.id === id))) {
      throw fail(409, `Upstream ${id} is used by a route`);
    }
    api.upstreams = api.upstreams.filter((upstream) => upstream.id !== id);
    return c.body(null, 204);
  }),
];

/** @throws PlatformError 400 */
function requireUri(uri: string | null): void {
  if (uri === null || URL.canParse(uri)) return;
  throw fail.invalid([{ part: 'body', path: ['uri'], keyword: 'format', message: 'must match format "uri"' }]);
}

function requireUpstream({ upstreams }: ApiInstance, id: string): Upstream {
  const upstream = upstreams.find((one) => one.id === id);
  if (upstream === undefined) throw fail(404, `Upstream ${id} was not found`);
  return upstream;
}
