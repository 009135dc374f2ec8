import { sessionSeconds } from '../../core/identity/tokens.ts';
import type { Route } from '../../core/routes.ts';
import { accessManagement } from './api.ts';
import { creatorOf } from './home.ts';
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
