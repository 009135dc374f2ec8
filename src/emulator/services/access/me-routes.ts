import type { Call } from '../../core/call.ts';
import type { User } from '../../core/identity/model.ts';
import { organizations } from '../../core/identity/organizations.ts';
import { users } from '../../core/identity/people.ts';
import type { Principal } from '../../core/identity/permissions.ts';
import { sessionSeconds } from '../../core/identity/tokens.ts';
import type { Route } from '../../core/routes.ts';
import { accessManagement } from './api.ts';
import { userView } from './user-view.ts';

/**
 * The caller and the lifetime of its token: `/me`, `/users/me`, `/profile`, `/session`
 * [docs/platform/access.md#who-am-i, docs/platform/authentication.md#token-life].
 */
export const meRoutes: readonly Route[] = [
  accessManagement.authenticated('GET', '/me', (c) => {
    const { platform, principal, token } = c.var;
    const { user, app: client } = principal;
    return c.json({
      ...(client === undefined
        ? {}
        : {
            client: {
              client_id: client.clientId,
              name: client.name,
              org_id: client.ownerOrganizationId,
              grant_types: client.grantTypes,
              redirect_uris: client.redirectUris ?? [],
            },
          }),
      // For client credentials the person who created the app
      // [docs/platform/disagreements.md#me-with-client-credentials].
      user: userView(platform, principal, user ?? creatorOf(c)),
      access_token: {
        access_token: token.value,
        expires_in: Math.max(0, Math.round((token.expiresAt - platform.clock.now()) / 1000)),
      },
    });
  }),

  ...['/users/me', '/profile'].map((path) =>
    accessManagement.authenticated('GET', path, (c) => {
      const { platform, principal } = c.var;
      return c.json(userView(platform, principal, principal.user ?? creatorOf(c)));
    }),
  ),

  accessManagement.authenticated('GET', '/session', (c) => {
    const { platform, token, principal } = c.var;
    const timeLeft = Math.max(0, token.expiresAt - platform.clock.now());
    const duration = sessionSeconds(platform, principal) * 1000;
    return c.json({
      timeout: { unit: 'milliseconds', duration, timeLeft, timeUsed: duration - timeLeft, expires: token.expiresAt },
    });
  }),

  accessManagement.authenticated('POST', '/session', (c) => {
    const { platform, token, principal } = c.var;
    token.expiresAt = platform.clock.now() + sessionSeconds(platform, principal) * 1000;
    return c.body(null, 204);
  }),
];

/**
 * The user behind client credentials, who created the app: here the owner of its organization. Clients need one
 * [docs/platform/cli.md#how-every-command-starts].
 */
function creatorOf({ var: { platform, principal } }: Call): User {
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
