import type { Emulated } from '../../core/service.ts';

/** What `docs/emulator.md` says of this service. */
export const emulated: readonly Emulated[] = [
  {
    subject: 'Sign-in',
    has: 'user and password, connected apps (client credentials, password), authorization code with PKCE, pages for sign-in, second factor, identity provider and consent, refresh tokens, identity tokens, expiring tokens, sessions, revoke, introspect; over the API a user with a second factor gets no token',
    lacks: 'the browser step after `POST /accounts/login`, JWT bearer, the implicit grant, SAML',
    facts: ['authentication.md'],
  },
  {
    subject: 'Access Management',
    has: 'me, organizations (read), business groups (read, create, delete), entitlements, members, environments, runtime credentials (read, reset), connected apps (create, change, reset the secret, delete, revoke their tokens) and their scopes (read, replace, add, remove), a permission check for every request',
    lacks: 'changing organizations, creating users, teams, roles, audit log, identity providers',
    facts: ['access.md'],
  },
];
