import { Hono } from 'hono';
import { apiInstanceRoutes } from './api-instances.ts';
import { apiPolicyRoutes } from './api-policies.ts';
import { apiTierRoutes } from './api-tiers.ts';
import { apiUpstreamRoutes } from './api-upstreams.ts';
import { automatedPolicyRoutes } from './automated-policies.ts';
import type { Platform, PlatformEnv } from './platform.ts';
import { legacyTemplateRoutes } from './policy-templates.ts';
import { requireToken } from './tokens.ts';

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
