import type { Emulated } from '../../core/service.ts';

/** What `docs/emulator.md` says of this service. */
export const emulated: readonly Emulated[] = [
  {
    subject: 'Sign-in',
    has: 'user and password, connected apps (client credentials, password), expiring tokens, sessions, revoke, introspect; a user with a second factor gets no token',
    lacks: 'the browser step of the second factor, authorization code, refresh tokens',
    facts: ['authentication.md'],
  },
  {
    subject: 'Access Management',
    has: 'me, organizations and business groups (read), entitlements, members, environments, runtime credentials (read, reset), connected apps and their scopes (read), a permission check for every request',
    lacks: 'creating organizations, users or connected apps, teams, roles, audit log, identity providers',
    facts: ['access.md'],
  },
];
