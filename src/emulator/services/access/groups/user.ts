import type { Call } from '../../../core/call.ts';
import { rootIdOf, withGroupGrants } from '../../../core/identity/groups.ts';
import type { Organization, User } from '../../../core/identity/model.ts';
import { users } from '../../../core/identity/people.ts';
import { canSeeOrganization } from '../../../core/identity/permissions.ts';
import type { Store } from '../../../core/store.ts';
import { accessManagementError as fail } from '../errors.ts';

/**
 * Whether a user belongs to an organization: all do to their root organization, and to the business groups where they
 * may do something [docs/platform/access.md#users].
 */
export function belongsTo(store: Store, user: User, organization: Organization): boolean {
  const rootId = rootIdOf(store, organization.id);
  if (rootIdOf(store, user.organizationId) !== rootId) return false;
  if (organization.id === rootId || user.organizationId === organization.id) return true;
  return canSeeOrganization({ user: withGroupGrants(store, user) }, organization);
}

/** The user of a request, in any organization below the same root. @throws PlatformError 404 */
export function requireUserIn(c: Call, organization: Organization): User {
  const { store } = c.var.platform;
  const user = store.of(users).get((c.req.param('userId') ?? '').toLowerCase());
  if (user === undefined || rootIdOf(store, user.organizationId) !== rootIdOf(store, organization.id)) {
    throw fail(404, 'User not found');
  }
  return user;
}
