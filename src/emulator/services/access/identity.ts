import { Hono } from 'hono';
import { type Principal, seesOrganization } from '../../core/permissions.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import type { Organization, Store, User } from '../../core/store.ts';

/** Who am I, and how long yet: `/me`, `/users/me`, `/profile`, `/session` (reference 2.1, 1.3). */
export function identityRoutes({ store, clock, tokenLifeSeconds }: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();

  app.get('/me', (c) => {
    const principal = c.get('principal');
    const token = c.get('token');
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
              redirect_uris: [],
            },
          }),
      // With client credentials nobody is behind the token, and there is no user part (reference 2.1).
      ...(user === undefined ? {} : { user: userView(store, principal, user) }),
      access_token: {
        access_token: token.value,
        expires_in: Math.max(0, Math.round((token.expiresAt - clock.now()) / 1000)),
      },
    });
  });

  app.get('/users/me', (c) => {
    const principal = c.get('principal');
    return c.json(userView(store, principal, principal.user ?? standIn(principal)));
  });

  app.get('/profile', (c) => {
    const principal = c.get('principal');
    return c.json(userView(store, principal, principal.user ?? standIn(principal)));
  });

  app.get('/session', (c) => {
    const token = c.get('token');
    const timeLeft = Math.max(0, token.expiresAt - clock.now());
    const duration = tokenLifeSeconds * 1000;
    return c.json({
      timeout: { unit: 'milliseconds', duration, timeLeft, timeUsed: duration - timeLeft, expires: token.expiresAt },
    });
  });

  app.post('/session', (c) => {
    c.get('token').expiresAt = clock.now() + tokenLifeSeconds * 1000;
    return c.body(null, 204);
  });

  return app;
}

/** For client credentials `/users/me` answers with a user that stands for the app: the CLI needs one (CLI reference 2). */
function standIn({ app }: Principal): User {
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

function userView(store: Store, principal: Principal, user: User) {
  const visible = [...store.organizations.values()].filter((organization) => seesOrganization(principal, organization));
  const own = store.organizations.get(user.organizationId);
  return {
    ...personView(user),
    mfaVerifiersConfigured: String(user.mfa),
    ...(own === undefined ? {} : { organization: homeView(own) }),
    memberOfOrganizations: visible.map((organization) => membershipView(store, organization)),
    contributorOfOrganizations: [],
    organizationPreferences: {},
    properties: {},
  };
}

/** A person as `/me` and the owner of an organization show one. */
export function personView({ id, username, firstName, lastName, email, enabled, createdAt, organizationId }: User) {
  return {
    id,
    username,
    firstName,
    lastName,
    email,
    phoneNumber: '',
    enabled,
    deleted: false,
    idprovider_id: 'mulesoft',
    type: 'host',
    organizationId,
    createdAt,
    updatedAt: createdAt,
    lastLogin: createdAt,
    previousLastLogin: createdAt,
  };
}

function homeView(organization: Organization) {
  return {
    ...identityOf(organization),
    isRoot: true,
    entitlements: organization.entitlements,
    properties: organizationProperties,
  };
}

/** Every organization is on the same made-up subscription. */
export const subscriptionView = { category: 'Customer', type: 'Platinum', expiration: '2030-01-01T00:00:00.000Z' };

/** Settings of the web UI that come with organizations (`[spec:am]`). */
export const organizationProperties = {
  cs_auth: { session_timeout: 60 * 60 * 1000 },
  defaultAccessManagementUi: 'new',
};

/** What every form of an organization tells (`[spec:am]`). */
export function identityOf({
  id,
  name,
  domain,
  clientId,
  ownerId,
  createdAt,
  parentOrganizationIds,
  subOrganizationIds,
}: Organization) {
  return {
    id,
    name,
    domain,
    createdAt,
    updatedAt: createdAt,
    ownerId,
    clientId,
    idprovider_id: 'mulesoft',
    isFederated: false,
    parentOrganizationIds,
    subOrganizationIds,
    tenantOrganizationIds: [],
    isMaster: parentOrganizationIds.length === 0,
    subscription: subscriptionView,
  };
}

function membershipView(store: Store, organization: Organization) {
  const parentId = organization.parentOrganizationIds.at(-1) ?? null;
  return {
    ...identityOf(organization),
    parentId,
    parentName: parentId === null ? null : (store.organizations.get(parentId)?.name ?? null),
    // Here it tells the truth, unlike in organization documents: the CLI picks its default by it (CLI reference 1).
    isRoot: parentId === null,
  };
}
