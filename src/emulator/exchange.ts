import { Hono } from 'hono';
import { exchangeAssetRoutes } from './exchange-assets.ts';
import { exchangePublishRoutes } from './exchange-publish.ts';
import type { Platform, PlatformEnv } from './platform.ts';
import { requireToken } from './tokens.ts';

/** Exchange, `/exchange/api/v2` and, for the CLI, `/exchange/api/v1` (reference 6, CLI reference 3). */
export function exchangeRoutes(platform: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();
  app.use('*', requireToken(platform));
  app.route('/', exchangePublishRoutes(platform));
  app.route('/', exchangeAssetRoutes(platform));
  return app;
}
