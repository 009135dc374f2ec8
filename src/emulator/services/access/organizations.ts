import { Hono } from 'hono';
import { accessManagementError } from '../../core/errors.ts';
import { allows, type Principal } from '../../core/permissions.ts';
import { requireOrganization } from '../../core/places.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import type { Organization, Store } from '../../core/store.ts';
import { environmentView, visibleEnvironments } from './environments.ts';
import { identityOf, organizationProperties, personView } from './identity.ts';

const fail = accessManagementError;

/** Organizations, their entitlements and members (reference 2.2). */
export function organizationRoutes({ store }: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();

  app.get('/organizations/:organizationId', (c) => {
    const { organizationId } = c.req.param();
    const principal = c.get('principal');
    const organization = requireOrganization(store, principal, organizationId, ['view:organization'], fail);
    return c.json(organizationView(store, principal, organization));
  });

  app.get('/organizations/:organizationId/hierarchy', (c) => {
    const { organizationId } = c.req.param();
    const principal = c.get('principal');
    const organization = requireOrganization(
      store,
      principal,
      organizationId,
      ['view:organization'],
      // An unknown organization is 400 here and 404 elsewhere [spec:am].
      (status, message) => fail(status === 404 ? 400 : status, message),
    );
    return c.json(hierarchyView(store, principal, organization));
  });

  app.get('/organizations/:organizationId/entitlements', (c) => {
    const { organizationId } = c.req.param();
    const organization = requireOrganization(store, c.get('principal'), organizationId, ['view:organization'], fail);
    return c.json(organization.entitlements);
  });

  app.get('/organizations/:organizationId/members', (c) => {
    const { organizationId } = c.req.param();
    requireOrganization(store, c.get('principal'), organizationId, ['view:organization'], fail);
    const data = [...store.users.values()].map(({ id, username, firstName, lastName, email, enabled }) => ({
      id,
      username,
      firstName,
      lastName,
      email,
      enabled,
    }));
    return c.json({ data, total: data.length });
  });

  return app;
}

function organizationFields(store: Store, organization: Organization) {
  const owner = store.users.get(organization.ownerId);
  return {
    ...identityOf(organization),
    // True for business groups as well, as in the examples of [spec:am]: only `isMaster` tells them apart (reference 2.2).
    isRoot: true,
    orgType: 'anypoint',
    sessionTimeout: 60,
    entitlements: organization.entitlements,
    properties: organizationProperties,
    ...(owner === undefined ? {} : { owner: personView(owner) }),
  };
}

function organizationView(store: Store, principal: Principal, organization: Organization) {
  return {
    ...organizationFields(store, organization),
    environments: visibleEnvironments(store, principal, organization).map(environmentView),
  };
}

interface HierarchyView extends ReturnType<typeof organizationFields> {
  environmentsCount: number;
  subOrganizations: HierarchyView[];
}

function hierarchyView(store: Store, principal: Principal, organization: Organization): HierarchyView {
  const subOrganizations = organization.subOrganizationIds
    .map((id) => store.organizations.get(id))
    .filter((child) => child !== undefined)
    .filter((child) => allows(principal, 'view:organization', child))
    .map((child) => hierarchyView(store, principal, child));
  return {
    ...organizationFields(store, organization),
    environmentsCount: visibleEnvironments(store, principal, organization).length,
    subOrganizations,
  };
}
