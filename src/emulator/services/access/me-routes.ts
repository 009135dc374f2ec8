import type { Call } from '../../core/call.ts';
import type { Organization, User } from '../../core/identity/model.ts';
import { organizations } from '../../core/identity/organizations.ts';
import { users } from '../../core/identity/people.ts';
import { canSeeOrganization, hasScope, type Principal } from '../../core/identity/permissions.ts';
import { sessionSeconds } from '../../core/identity/tokens.ts';
import type { Platform } from '../../core/platform.ts';
import type { Route } from '../../core/routes.ts';
import { accessManagement } from './api.ts';
import { entitlementsView } from './entitlements-view.ts';
import { organizationBasics, personView, propertiesOf } from './views.ts';

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
      user: userView(c, user ?? creatorOf(c)),
      access_token: {
        access_token: token.value,
        expires_in: Math.max(0, Math.round((token.expiresAt - platform.clock.now()) / 1000)),
      },
    });
  }),

  accessManagement.authenticated('GET', '/users/me', (c) => c.json(userView(c, c.var.principal.user ?? creatorOf(c)))),
  accessManagement.authenticated('GET', '/profile', (c) => c.json(userView(c, c.var.principal.user ?? creatorOf(c)))),

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

function userView({ var: { platform, principal } }: Call, user: User) {
  const all = platform.store.of(organizations);
  const visible = [...all.values()].filter((organization) => canSeeOrganization(principal, organization));
  const own = all.get(user.organizationId);
  return {
    ...personView(user),
    mfaVerifiersConfigured: String(user.mfa),
    // No organization here has a list of allowed addresses, and no address of mail was ever verified.
    ipAllowlistExcluded: false,
    email_verified_at: null,
    ...(own === undefined ? {} : { organization: homeView(own) }),
    memberOfOrganizations: visible.map((organization) => membershipView(platform, organization)),
    contributorOfOrganizations: visible
      .filter((organization) => isContributor(principal, organization))
      .map((organization) => membershipView(platform, organization)),
    organizationPreferences: {},
    properties: { cs_auth: { activeOrganizationId: user.organizationId } },
  };
}

/** Who may change something of an organization itself contributes to it; administrators do everywhere. */
function isContributor(principal: Principal, organization: Organization): boolean {
  return (['manage:environments', 'contribute:exchange'] as const).some((scope) =>
    hasScope(principal, scope, organization),
  );
}

function homeView(organization: Organization) {
  return {
    ...organizationBasics(organization),
    isRoot: true,
    entitlements: entitlementsView(organization),
    properties: propertiesOf(organization),
  };
}

function membershipView({ store }: Platform, organization: Organization) {
  const parentId = organization.parentOrganizationIds.at(-1) ?? null;
  return {
    ...organizationBasics(organization),
    parentId,
    parentName: parentId === null ? null : (store.of(organizations).get(parentId)?.name ?? null),
    // True for the root only, unlike in organization documents: the CLI picks its default organization by it
    // [docs/platform/cli.md#pointing-it-at-another-host].
    isRoot: parentId === null,
  };
}
