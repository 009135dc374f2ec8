import { Hono, type MiddlewareHandler } from 'hono';
import { armError } from '../../core/errors.ts';
import type { Scope } from '../../core/permissions.ts';
import { requirePlace } from '../../core/places.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { requireToken } from '../../core/tokens.ts';
import { applicationScopes } from '../applications/cloudhub/access.ts';
import { forgetDeleted } from '../applications/servers/lifecycle.ts';
import { armApplicationRoutes } from '../applications/servers/routes.ts';
import { armClusterRoutes } from './clusters.ts';
import { armComponentRoutes } from './components.ts';
import { armRegistrationRoutes } from './registration.ts';
import { armServerGroupRoutes } from './server-groups.ts';
import { armServerRoutes } from './servers.ts';

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
  app.route('/', armApplicationRoutes(platform));
  return app;
}

/** Both headers are required on every operation [spec:arm]; the error text is not documented (reference 15.6). */
function placeFromHeaders({ store, clock }: Platform): MiddlewareHandler<PlatformEnv> {
  return async (c, next) => {
    const organizationId = c.req.header('x-anypnt-org-id');
    const environmentId = c.req.header('x-anypnt-env-id');
    if (!organizationId) throw armError(400, 'Missing required header: X-ANYPNT-ORG-ID');
    if (!environmentId) throw armError(400, 'Missing required header: X-ANYPNT-ENV-ID');
    const scopes = scopesFor(c.req.method, c.req.path);
    forgetDeleted(store, clock.now());
    c.set('place', requirePlace(store, c.get('principal'), organizationId, environmentId, scopes, armError));
    await next();
  };
}

/** Applications have scopes of their own; what a request needs beyond seeing them is checked by their routes. */
function scopesFor(method: string, path: string): readonly Scope[] {
  if (/\/applications(\/|$)/.test(path)) return applicationScopes.read;
  return method === 'GET' ? ['read:servers', 'manage:servers'] : ['manage:servers'];
}
