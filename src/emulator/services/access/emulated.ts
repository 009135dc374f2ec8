import type { Emulated } from '../../core/service.ts';

/** What `docs/emulator.md` says of this service. */
export const emulated: readonly Emulated[] = [
  {
    subject: 'Sign-in',
<<<<<<< HEAD
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
=======
    has: 'user and password, connected apps (client credentials, password), authorization code with PKCE, pages for sign-in, second factor, identity provider and consent, refresh tokens, identity tokens, expiring tokens, sessions, revoke, introspect; over the API a user with a second factor gets no token',
    lacks: 'the browser step after `POST /accounts/login`, JWT bearer, the implicit grant, SAML',
>>>>>>> 4f300cfa8247c753ee094975678847aead7e15f3
    facts: ['authentication.md'],
  },
  {
    subject: 'Access Management',
<<<<<<< HEAD
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
=======
    has: 'me, organizations (read), business groups (read, create, delete), entitlements, members, environments, runtime credentials (read, reset), connected apps (create, change, reset the secret, delete, revoke their tokens) and their scopes (read, replace, add, remove), a permission check for every request',
    lacks: 'changing organizations, creating users, teams, roles, audit log, identity providers',
>>>>>>> 4f300cfa8247c753ee094975678847aead7e15f3
    facts: ['access.md'],
  },
];
