import type { Organization, User } from '../../core/identity/model.ts';
import { organizations } from '../../core/identity/organizations.ts';
import { canSeeOrganization, hasScope, type Principal } from '../../core/identity/permissions.ts';
import type { Platform } from '../../core/platform.ts';
import { entitlementsView } from './entitlements-view.ts';
import { organizationBasics, personView, propertiesOf } from './views.ts';

/** A user with the organizations that `principal` sees: its own when it asks about itself. */
export function userView(platform: Platform, principal: Principal, user: User) {
  const all = platform.store.of(organizations);
  const visible = [...all.values()].filter((organization) => canSeeOrganization(principal, organization));
  const own = all.get(user.organizationId);
  return {
    ...personView(user),
    mfaVerifiersConfigured: String(user.mfa),
    ipAllowlistExcluded: user.ipAllowlistExcluded ?? false,
    // No address of mail was ever verified here.
    email_verified_at: null,
    ...(own === undefined ? {} : { organization: homeView(own) }),
    memberOfOrganizations: visible.map((organization) => membershipView(platform, organization)),
    contributorOfOrganizations: visible
      .filter((organization) => isContributor(principal, organization))
      .map((organization) => membershipView(platform, organization)),
    organizationPreferences: {},
    properties: { cs_auth: { activeOrganizationId: user.organizationId }, ...user.properties },
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
