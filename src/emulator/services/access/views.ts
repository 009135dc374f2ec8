import type { Organization, User } from '../../core/identity/model.ts';
import { users } from '../../core/identity/people.ts';
import type { Platform } from '../../core/platform.ts';
import { entitlementsView } from './entitlements-view.ts';

/** A user as `/me` and the owner of an organization show it. */
export function personView(user: Readonly<User>) {
  const { id, username, firstName, lastName, email, enabled, createdAt, organizationId } = user;
  const { updatedAt = createdAt, phoneNumber = '' } = user;
  return {
    id,
    username,
    firstName,
    lastName,
    email,
    phoneNumber,
    enabled,
    deleted: false,
    idprovider_id: 'mulesoft',
    type: 'host',
    organizationId,
    createdAt,
    updatedAt,
    lastLogin: createdAt,
    previousLastLogin: createdAt,
  };
}

/** Every organization has the same made-up subscription. */
export const subscriptionView = { category: 'Customer', type: 'Platinum', expiration: '2030-01-01T00:00:00.000Z' };

/**
 * Settings of the web UI, made up. Organizations carry them in `properties` [docs/platform/access.md#organizations].
 */
export function propertiesOf({ properties, sessionTimeout = defaultSessionTimeout }: Organization) {
  return {
    cs_auth: { session_timeout: sessionTimeout * 60 * 1000 },
    defaultAccessManagementUi: 'new',
    ...properties,
  };
}

/** In minutes [docs/platform/access.md#organizations]. */
const defaultSessionTimeout = 60;

/** An organization with its settings. */
export function organizationFields({ store }: Platform, organization: Organization) {
  const owner = store.of(users).get(organization.ownerId);
  return {
    ...organizationBasics(organization),
    // True for business groups as well, as in the published examples: only `isMaster` tells them apart
    // [docs/platform/disagreements.md#isroot].
    isRoot: true,
    orgType: 'anypoint',
    sessionTimeout: organization.sessionTimeout ?? defaultSessionTimeout,
    entitlements: entitlementsView(organization),
    properties: propertiesOf(organization),
    ...(owner === undefined ? {} : { owner: personView(owner) }),
  };
}

/** The members that all views of an organization share [docs/platform/access.md#organizations]. */
export function organizationBasics({
  id,
  name,
  domain,
  clientId,
  ownerId,
  createdAt,
  updatedAt = createdAt,
  parentOrganizationIds,
  subOrganizationIds,
}: Organization) {
  return {
    id,
    name,
    domain,
    createdAt,
    updatedAt,
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
