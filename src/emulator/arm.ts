import { Hono, type MiddlewareHandler } from 'hono';
import { armClusterRoutes } from './arm-clusters.ts';
import { armComponentRoutes } from './arm-components.ts';
import { armRegistrationRoutes } from './arm-registration.ts';
import { armServerGroupRoutes } from './arm-server-groups.ts';
import { armServerRoutes } from './arm-servers.ts';
import { armError } from './errors.ts';
import { requirePlace } from './places.ts';
import type { Platform, PlatformEnv } from './platform.ts';
import { requireToken } from './tokens.ts';

/** ARM, `/hybrid/api/v1` (reference 3): organization and environment come in headers, answers are in `{data}`. */
export function armRoutes(platform: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();
  // Before the token check: a runtime's agent registers itself without an access token.
  app.route('/', armRegistrationRoutes(platform));
  app.use('*', requireToken(platform), placeFromHeaders(platform));
  app.route('/', armServerRoutes(platform));
  app.route('/', armServerGroupRoutes(platform));
  app.route('/', armClusterRoutes(platform));
  app.route('/', armComponentRoutes(platform));
  return app;
}

/** Both headers are required on every operation [spec:arm]; the error text is not documented (reference 15.6). */
function placeFromHeaders({ store }: Platform): MiddlewareHandler<PlatformEnv> {
  return async (c, next) => {
    const organizationId = c.req.header('x-anypnt-org-id');
    const environmentId = c.req.header('x-anypnt-env-id');
    if (!organizationId) throw armError(400, 'Missing required header: X-ANYPNT-ORG-ID');
    if (!environmentId) throw armError(400, 'Missing required header: X-ANYPNT-ENV-ID');
    const scopes =
      c.req.method === 'GET' ? (['read:servers', 'manage:servers'] as const) : (['manage:servers'] as const);
    c.set('place', requirePlace(store, c.get('principal'), organizationId, environmentId, scopes, armError));
    await next();
  };
}
