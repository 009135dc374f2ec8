import type { Emulated } from '../../core/service.ts';

/** What `docs/emulator.md` says of this service. */
export const emulated: readonly Emulated[] = [
  {
    subject: 'Sign-in',
    has: {
      'user and password': 'POST /accounts/api/login',
      'connected apps (client credentials, password)': 'POST /accounts/api/v2/oauth2/token',
      'expiring tokens': 'behaviour',
      sessions: 'POST /accounts/api/session',
      revoke: 'POST /accounts/api/v2/oauth2/revoke',
      introspect: 'POST /accounts/api/v2/oauth2/introspect',
      'a user with a second factor gets no token': 'behaviour',
    },
    lacks: 'the browser step of the second factor, authorization code, refresh tokens',
    facts: ['authentication.md'],
  },
  {
    subject: 'Access Management',
    has: {
      me: 'GET /accounts/api/me',
      'organizations and business groups (read)': 'GET /accounts/api/organizations/{organizationId}/hierarchy',
      entitlements: 'GET /organizations/{organizationId}/entitlements',
      members: 'GET /organizations/{organizationId}/members',
      'environments (create, rename, delete)': 'PUT /organizations/{organizationId}/environments/{environmentId}',
      'runtime credentials (read, change, reset)': 'PATCH /organizations/{organizationId}/clients/{clientId}',
      'connected apps and their scopes (read)': 'GET /connectedApplications/{clientId}/scopes',
      'a permission check for every request': 'behaviour',
    },
    lacks: 'creating or changing organizations, users or connected apps, teams, roles, audit log, identity providers',
    facts: ['access.md'],
  },
];
