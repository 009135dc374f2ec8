import { Hono } from 'hono';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { requireToken } from '../../core/tokens.ts';
import { exchangeAssetRoutes } from './assets.ts';
import { exchangePublishRoutes } from './publish.ts';

/** Exchange, `/exchange/api/v2` and, for the CLI, `/exchange/api/v1` (reference 6, CLI reference 3). */
export function exchangeRoutes(platform: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();
  app.use('*', requireToken(platform));
  app.route('/', exchangePublishRoutes(platform));
  app.route('/', exchangeAssetRoutes(platform));
  return app;
}
