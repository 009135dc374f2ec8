import type { Organization, User } from '../../core/identity/model.ts';

/** A user as `/me` and the owner of an organization show it. */
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

/** Every organization has the same made-up subscription. */
export const subscriptionView = { category: 'Customer', type: 'Platinum', expiration: '2030-01-01T00:00:00.000Z' };

/**
 * Settings of the web UI, made up. Organizations carry them in `properties` [docs/platform/access.md#organizations].
 */
export const organizationProperties = {
  cs_auth: { session_timeout: 60 * 60 * 1000 },
  defaultAccessManagementUi: 'new',
};

/** The members that all views of an organization share [docs/platform/access.md#organizations]. */
export function organizationBasics({
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
