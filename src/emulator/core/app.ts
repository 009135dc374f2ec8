import { Hono } from 'hono';
import type { CallEnv } from './call.ts';
import type { Composition } from './composition.ts';
import { PlatformError } from './errors.ts';
import { authenticate } from './identity/tokens.ts';
import { patternOf, routedPath } from './paths.ts';
import type { Platform } from './platform.ts';
import { honoPath } from './routes.ts';

/** Serves the routes of all services. The first route whose method and path match a request answers it. */
export function createApp(platform: Platform, { routes, before }: Pick<Composition, 'routes' | 'before'>) {
  const app = new Hono<CallEnv>({ getPath: (request) => routedPath(pathOf(request.url)) });

  app.use('*', async (c, next) => {
    c.set('platform', platform);
    const request = { method: c.req.method, path: c.req.path };
    for (const { matches, run } of before) if (matches(request)) run(platform);
    await next();
  });
  for (const { method, path, answer } of routes) {
    if (method === 'ALL') app.all(honoPath(path), answer);
    else app.on(method, honoPath(path), answer);
  }

  const guarded = routes.filter(({ access }) => access === 'token');
  const patterns = new Map(guarded.map((route) => [route, patternOf(route.path)]));
  app.notFound((c) => {
    const { method, path } = c.req;
    const api = guarded.find(({ prefix }) => `${path}/`.startsWith(`${prefix}/`));
    const text = `No such resource: ${method} ${path}`;
    if (api?.fail === undefined) return c.json({ status: 404, message: text }, 404);
    // Callers without a token must not learn which paths of an API exist.
    const refused = authenticate(c);
    if (refused !== undefined) return refused;
    const others = guarded.filter((route) => route.prefix === api.prefix && patterns.get(route)?.test(path));
    const allowed = [...new Set(others.map((route) => route.method))].reverse();
    throw (allowed.length > 0 ? api.fail.otherMethod?.(method, allowed) : undefined) ?? api.fail(404, text);
  });
  app.onError((error, c) => {
    if (error instanceof PlatformError)
      return Response.json(error.body, { status: error.status, headers: error.headers });
    return c.json({ status: 500, message: `The emulator failed: ${error.message}` }, 500);
  });
  return app;
}

/** The path of an absolute URL, still percent-encoded, without the query. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2);
  const end = url.indexOf('?', start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}
