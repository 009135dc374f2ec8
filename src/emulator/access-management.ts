import { Hono } from 'hono';
import { clientRoutes } from './access-management-clients.ts';
import { environmentRoutes } from './access-management-environments.ts';
import { identityRoutes } from './access-management-identity.ts';
import { organizationRoutes } from './access-management-organizations.ts';
import type { Platform, PlatformEnv } from './platform.ts';
import { requireToken } from './tokens.ts';

/** Access Management, `/accounts/api` (reference 2). Headers that name an organization are ignored here (CLI reference 2). */
export function accessManagementRoutes(platform: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();
  app.use('*', requireToken(platform));
  app.route('/', identityRoutes(platform));
  app.route('/', organizationRoutes(platform));
  app.route('/', environmentRoutes(platform));
  app.route('/', clientRoutes(platform));
  return app;
}
