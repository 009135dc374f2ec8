import type { Emulated } from '../../core/service.ts';

/** What `docs/emulator.md` says of this service. */
export const emulated: readonly Emulated[] = [
  {
    subject: 'Sign-in',
    has: {
      'user and password': 'POST /accounts/api/login',
      'connected apps (client credentials, password)': 'POST /accounts/api/v2/oauth2/token',
      'authorization code with PKCE': 'GET /accounts/api/v2/oauth2/authorize',
      'pages for sign-in, second factor, identity provider and consent': 'GET /accounts/sign-in',
      'refresh tokens': 'behaviour',
      'identity tokens': 'GET /accounts/api/v2/oauth2/keys',
      'expiring tokens': 'behaviour',
      sessions: 'POST /accounts/api/session',
      revoke: 'POST /accounts/api/v2/oauth2/revoke',
      introspect: 'POST /accounts/api/v2/oauth2/introspect',
      'over the API a user with a second factor gets no token': 'behaviour',
    },
    lacks: 'the browser step after `POST /accounts/login`, JWT bearer, the implicit grant, SAML',
    facts: ['authentication.md'],
  },
  {
    subject: 'Access Management',
    has: {
      me: 'GET /accounts/api/me',
      'organizations (read, change)': 'GET /accounts/api/organizations/{organizationId}/hierarchy',
      'business groups (create, change, delete)': 'POST /accounts/api/organizations',
      'entitlements that move between groups': 'PUT /accounts/api/organizations/{organizationId}',
      owners: 'PUT /organizations/{organizationId}/owner/{userId}',
      entitlements: 'GET /organizations/{organizationId}/entitlements',
      members: 'GET /organizations/{organizationId}/members',
      'users (list, create, change, delete)': 'POST /organizations/{organizationId}/users',
      'roles and role groups, with their roles and users': 'POST /organizations/{organizationId}/rolegroups',
      'teams (create, change, move, delete), with members, maintainers, roles and group mappings':
        'PUT /organizations/{organizationId}/teams/{teamId}/parent',
      'permissions of teams and role groups, at once': 'behaviour',
      'environments (create, rename, delete)': 'PUT /organizations/{organizationId}/environments/{environmentId}',
      'runtime credentials (read, change, reset)': 'PATCH /organizations/{organizationId}/clients/{clientId}',
      'connected apps (create, change, reset the secret, delete, revoke their tokens)':
        'POST /accounts/api/connectedApplications',
      'scopes of connected apps (read, replace, add, remove)': 'PUT /connectedApplications/{clientId}/scopes',
      'a permission check for every request': 'behaviour',
    },
    lacks:
      'invitations, roles of single users, changes of several users at once, default role groups, audit log, identity providers: group mappings are kept and change nothing',
    facts: ['access.md'],
  },
];
