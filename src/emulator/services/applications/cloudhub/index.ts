import { Hono } from 'hono';
import type { Platform, PlatformEnv } from '../../../core/platform.ts';
import { requireToken } from '../../../core/tokens.ts';
import { placeFromHeader } from './access.ts';
import { cloudHubApplicationRoutes } from './applications.ts';
import { cloudHubHistoryRoutes } from './history.ts';

/** CloudHub 1.0, `/cloudhub/api` (reference 7). */
export function cloudHubRoutes(platform: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();
  app.use('*', requireToken(platform), placeFromHeader(platform));
  app.route('/', cloudHubApplicationRoutes(platform));
  app.route('/', cloudHubHistoryRoutes(platform));
  return app;
}
