import type { Context, MiddlewareHandler } from 'hono';
import { cloudHubError as fail } from '../../../core/errors.ts';
import type { Scope } from '../../../core/permissions.ts';
import { requirePlace } from '../../../core/places.ts';
import type { Platform, PlatformEnv } from '../../../core/platform.ts';
import type { CloudHubApplication } from '../model.ts';

/** Scopes of CloudHub 1.0 (reference 2.5). */
export const applicationScopes = {
  read: ['read:applications', 'create:applications', 'manage:settings'],
  create: ['create:applications'],
  change: ['create:applications', 'manage:settings'],
  remove: ['delete:applications', 'create:applications'],
} as const satisfies Record<string, readonly Scope[]>;

/** The environment comes in a header that is required on all calls; the organization may be left out (reference 7). */
export function placeFromHeader({ store }: Platform): MiddlewareHandler<PlatformEnv> {
  return async (c, next) => {
    const environmentId = c.req.header('x-anypnt-env-id');
    if (!environmentId) throw fail(400, 'Missing required header: X-ANYPNT-ENV-ID');
    const organizationId =
      c.req.header('x-anypnt-org-id') || (store.environments.get(environmentId)?.organizationId ?? '');
    const principal = c.get('principal');
    const place = requirePlace(store, principal, organizationId, environmentId, applicationScopes.read, fail);
    if (!place.organization.entitlements.cloudhub1.enabled) {
      throw fail(403, 'CloudHub 1.0 is not enabled for this organization');
    }
    c.set('place', place);
    await next();
  };
}

/** Refuses who may look but not do this. */
export function requireScopes(
  { store }: Platform,
  c: Context<PlatformEnv>,
  scopes: readonly Scope[],
): PlatformEnv['Variables']['place'] {
  const { organization, environment } = c.get('place');
  return requirePlace(store, c.get('principal'), organization.id, environment.id, scopes, fail);
}

/** The application of the path. */
export function requireApplication({ store }: Platform, c: Context<PlatformEnv>): CloudHubApplication {
  const domain = c.req.param('domain') ?? '';
  const app = store.cloudHubApplications.get(domain);
  if (app?.environmentId !== c.get('place').environment.id) {
    throw fail(404, `Application with domain ${domain} was not found`);
  }
  return app;
}
