import { Hono } from 'hono';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { requireToken } from '../../core/tokens.ts';
import { clientRoutes } from './clients.ts';
import { environmentRoutes } from './environments.ts';
import { identityRoutes } from './identity.ts';
import { organizationRoutes } from './organizations.ts';

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
