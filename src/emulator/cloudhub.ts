import { Hono } from 'hono';
import { placeFromHeader } from './cloudhub-access.ts';
import { cloudHubApplicationRoutes } from './cloudhub-applications.ts';
import { cloudHubHistoryRoutes } from './cloudhub-history.ts';
import type { Platform, PlatformEnv } from './platform.ts';
import { requireToken } from './tokens.ts';

/** CloudHub 1.0, `/cloudhub/api` (reference 7). */
export function cloudHubRoutes(platform: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();
  app.use('*', requireToken(platform), placeFromHeader(platform));
  app.route('/', cloudHubApplicationRoutes(platform));
  app.route('/', cloudHubHistoryRoutes(platform));
  return app;
}
