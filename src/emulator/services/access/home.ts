import type { Call } from '../../core/call.ts';
import type { User } from '../../core/identity/model.ts';
import { organizations } from '../../core/identity/organizations.ts';
import { users } from '../../core/identity/people.ts';
import type { Principal } from '../../core/identity/permissions.ts';

/** The organization of the caller. */
export function homeOf({ var: { principal } }: Call): string {
  return principal.app?.ownerOrganizationId ?? principal.user?.organizationId ?? '';
}

/**
 * The user behind client credentials, who created the app: here the owner of its organization. Clients need one
 * [docs/platform/cli.md#how-every-command-starts].
 */
export function creatorOf({ var: { platform, principal } }: Call): User {
  const { store } = platform;
  const owner = store.of(organizations).get(principal.app?.ownerOrganizationId ?? '')?.ownerId;
  return store.of(users).get(owner ?? '') ?? userForApp(principal);
}

/** The app itself, where its organization has no owner. */
function userForApp({ app }: Principal): User {
  return {
    id: app?.clientId ?? '',
    username: app?.name ?? '',
    password: '',
    firstName: app?.name ?? '',
    lastName: '',
    email: '',
    organizationId: app?.ownerOrganizationId ?? '',
    enabled: true,
    mfa: false,
    createdAt: '2023-02-06T08:15:30.000Z',
    grants: [],
  };
}
