import type { Call } from '../../../core/call.ts';
import type { Organization } from '../../../core/identity/model.ts';
import { routesBelow } from '../../../core/routes.ts';
import { runtimeFabricError as fail } from '../errors.ts';
import type { PrivateSpace } from '../model.ts';
import { requireOwnSpace, requireSpace } from '../space-access.ts';

/** The API of private spaces. */
export const spaceApi = routesBelow('/runtimefabric/api', { fail });

/** The path of a private space. */
export const spacePath = '/organizations/{organizationId}/privatespaces/{privateSpaceId}';

/** The private space of a request; only its owner may change it. @throws PlatformError 403, 404 */
export function spaceOf(c: Call, organization: Organization): PrivateSpace {
  const require = c.req.method === 'GET' ? requireSpace : requireOwnSpace;
  return require(c.var.platform, organization, c.req.param('privateSpaceId') ?? '');
}

/** One part of a private space, by its id. @throws PlatformError 404 */
export function requirePart<Part extends { id: string }>(
  parts: readonly Part[] | undefined,
  id: string,
  noun: string,
): Part {
  const part = parts?.find((one) => one.id === id);
  if (part === undefined) throw fail(404, `${noun} not found`);
  return part;
}
