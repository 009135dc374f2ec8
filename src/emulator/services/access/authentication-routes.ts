import * as z from 'zod';
import type { Call } from '../../core/call.ts';
import { tokens, userNamed } from '../../core/identity/people.ts';
import { bearerOf, issueToken } from '../../core/identity/tokens.ts';
import { readFields, validated } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { accessManagement, rootRoutes } from './api.ts';
import { accessManagementError } from './errors.ts';

/** Sign-in and tokens: signing in with a user name, and signing out [docs/platform/authentication.md]. */
export const authenticationRoutes: readonly Route[] = [
  // The published document has the second path; all known clients use the first
  // [docs/platform/disagreements.md#login-path].
  rootRoutes.open('POST', '/accounts/login', login),
  accessManagement.open('POST', '/login', login),
  accessManagement.open('GET', '/logout', (c) => {
    const value = bearerOf(c.req.header('authorization'));
    if (value !== undefined) c.var.platform.store.delete(tokens, value);
    return c.json({});
  }),
];

/** Other members are not refused: the web UI sends some [docs/platform/authentication.md#user-name-and-password]. */
const loginBody = z.looseObject({ username: z.string(), password: z.string() });

async function login(c: Call): Promise<Response> {
  const { platform } = c.var;
  const { username, password } = validated(
    loginBody,
    await readFields(c, accessManagementError),
    accessManagementError,
  );
  const user = userNamed(platform, username);
  if (user === undefined || (user.password !== password && user.identityProvider === undefined))
    return c.text('Unauthorized', 401);
  if (!user.enabled) throw accessManagementError(403, 'The user is disabled and cannot log in');
  if (user.mfa || user.identityProvider !== undefined) {
    // No token: the caller has to open `url` in a browser and post `body` there
    // [docs/platform/authentication.md#user-name-and-password].
    return c.json({
      url: `${new URL(c.req.url).origin}/accounts/login/mfa`,
      body: { username: user.username, transactionId: crypto.randomUUID() },
    });
  }
  const token = issueToken(platform, { user });
  return c.json({ access_token: token.value, token_type: 'bearer', redirectUrl: '/home/' });
}
