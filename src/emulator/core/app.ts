import { Hono } from 'hono';
import type { CallEnv } from './call.ts';
import type { Composition } from './composition.ts';
import { PlatformError } from './errors.ts';
import { authenticate } from './identity/tokens.ts';
import type { Platform } from './platform.ts';
import { honoPath } from './routes.ts';

/** Serves the routes of all services. The first route whose method and path match a request answers it. */
export function createApp(platform: Platform, { routes, before }: Pick<Composition, 'routes' | 'before'>) {
  const app = new Hono<CallEnv>();

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

  const guarded = [...new Set(routes.filter(({ access }) => access === 'token').map(({ prefix }) => prefix))];
  app.notFound((c) => {
    // Callers without a token must not learn which paths of an API exist.
    const isGuarded = guarded.some((prefix) => `${c.req.path}/`.startsWith(`${prefix}/`));
    const refused = isGuarded ? authenticate(c) : undefined;
    return refused ?? c.json({ status: 404, message: `No such resource: ${c.req.method} ${c.req.path}` }, 404);
  });
  app.onError((error, c) => {
    if (error instanceof PlatformError) return Response.json(error.body, { status: error.status });
    return c.json({ status: 500, message: `The emulator failed: ${error.message}` }, 500);
  });
  return app;
}
