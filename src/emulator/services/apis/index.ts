import { Hono } from 'hono';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { requireToken } from '../../core/tokens.ts';
import { apiInstanceRoutes } from './instances/routes.ts';
import { apiUpstreamRoutes } from './instances/upstreams.ts';
import { automatedPolicyRoutes } from './policies/automated.ts';
import { apiPolicyRoutes } from './policies/routes.ts';
import { legacyTemplateRoutes } from './policies/templates.ts';
import { apiTierRoutes } from './tiers.ts';

/** API Manager, `/apimanager/api/v1` (reference 5). */
export function apiManagerRoutes(platform: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();
  app.use('*', requireToken(platform));
  app.route('/', apiInstanceRoutes(platform, 'grouped'));
  app.route('/', apiPolicyRoutes(platform));
  app.route('/', apiTierRoutes(platform));
  app.route('/', apiUpstreamRoutes(platform));
  app.route('/', automatedPolicyRoutes(platform));
  app.route('/', legacyTemplateRoutes(platform));
  return app;
}
