import type { Call } from '../../../core/call.ts';
import { environments } from '../../../core/identity/organizations.ts';
import type { Scope } from '../../../core/identity/permissions.ts';
import { type Place, requirePlace } from '../../../core/identity/places.ts';
import { routesBelow } from '../../../core/routes.ts';
import type { CloudHubApplication } from '../model.ts';
import { applicationScopes } from '../scopes.ts';
import { cloudHubApplications } from './application.ts';
import { cloudHubError as fail } from './errors.ts';

/**
 * All calls need the header of the environment; that of the organization is optional
 * [docs/platform/applications.md#cloudhub-10]. @throws PlatformError
 */
export function placeFromHeader(c: Call, scopes: readonly Scope[]): Place {
  const environmentId = c.req.header('x-anypnt-env-id')?.toLowerCase();
  if (!environmentId) throw fail(400, 'Missing required header: X-ANYPNT-ENV-ID');
  const environment = c.var.platform.store.of(environments).get(environmentId);
  const organizationId = c.req.header('x-anypnt-org-id') || (environment?.organizationId ?? '');
  const place = requirePlace(c, { organizationId, environmentId }, scopes, fail);
  if (!place.organization.entitlements.cloudhub1.enabled) {
    throw fail(403, 'CloudHub 1.0 is not enabled for this organization');
  }
  return place;
}

/** CloudHub 1.0 [docs/platform/applications.md#cloudhub-10]. */
export const cloudHub = routesBelow('/cloudhub/api', { fail, place: placeFromHeader, scopes: applicationScopes.read });

/** The path of an application in version 2. */
export const applicationPath = '/v2/applications/{domain}';

/** An application of the environment, by its domain. @throws PlatformError 404 */
export function requireApplication(c: Call, { environment }: Place, domain: string): CloudHubApplication {
  const app = c.var.platform.store.of(cloudHubApplications).get(domain);
  if (app?.environmentId !== environment.id) throw fail(404, `Application with domain ${domain} was not found`);
  return app;
}
