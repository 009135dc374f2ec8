import * as z from 'zod';
import type { Call } from '../../core/call.ts';
import type { Allotment, Entitlements, Organization } from '../../core/identity/model.ts';
import { clients, environments, organizations } from '../../core/identity/organizations.ts';
import { connectedApps, users } from '../../core/identity/people.ts';
import type { Scope } from '../../core/identity/permissions.ts';
import { requireOrganization } from '../../core/identity/places.ts';
import { hexId } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { accessManagement } from './api.ts';
import { accessManagementError as fail } from './errors.ts';
import { organizationBasics, organizationProperties, personView } from './views.ts';

const edit = ['edit:organization'] as const satisfies readonly Scope[];

/** What is assigned to a business group is taken from its parent. */
const amounts = [
  'vCoresProduction',
  'vCoresSandbox',
  'vCoresDesign',
  'managedGatewaySmall',
  'managedGatewayLarge',
] as const satisfies readonly (keyof Entitlements)[];

const allotment = z.strictObject({ assigned: z.number().min(0), reassigned: z.number().min(0).optional() }).optional();
const enabled = z.strictObject({ enabled: z.boolean() }).optional();

/**
 * Entitlements of products that are not here are kept as they are sent, because Terraform sends all of them
 * [docs/platform/access.md#organizations].
 */
const entitlements = z.looseObject({
  createEnvironments: z.boolean().optional(),
  createSubOrgs: z.boolean().optional(),
  globalDeployment: z.boolean().optional(),
  runtimeFabric: z.boolean().optional(),
  hybrid: enabled,
  flexGateway: enabled,
  vCoresProduction: allotment,
  vCoresSandbox: allotment,
  vCoresDesign: allotment,
  managedGatewaySmall: allotment,
  managedGatewayLarge: allotment,
});

const newGroup = z.strictObject({
  name: z.string().min(1),
  parentOrganizationId: z.string(),
  ownerId: z.string(),
  entitlements,
});

/** Business groups: create and delete [docs/platform/access.md#organizations]. */
export const businessGroupRoutes: readonly Route[] = [
  accessManagement.checkedByHandler('POST', '/organizations', { level: 'organization', scopes: edit }, create),
  accessManagement.organization('DELETE', '/organizations/{organizationId}', edit, async (c, group) => {
    // Terraform repeats the id.
    const { id } = await readBody(c, z.strictObject({ id: z.string().optional() }), fail);
    if (id !== undefined && id !== group.id) throw fail(400, 'id is not the organization of the path');
    remove(c, group);
    return c.json({});
  }),
];

async function create(c: Call): Promise<Response> {
  const { store, clock } = c.var.platform;
  const { name, parentOrganizationId, ownerId, entitlements: wanted } = await readBody(c, newGroup, fail);
  const parent = requireOrganization(c, parentOrganizationId, edit, fail);
  if (!parent.entitlements.createSubOrgs) throw fail(403, 'The organization is not entitled to create business groups');
  const owner = store.of(users).get(ownerId);
  if (owner === undefined) throw fail(400, 'ownerId: the user does not exist');
  for (const [, { name: taken, parentOrganizationIds }] of store.look(organizations)) {
    if (taken === name && parentOrganizationIds.at(-1) === parent.id) throw fail(409, 'The name is already used');
  }
  const given = giveEntitlements(parent, wanted);
  const id = crypto.randomUUID();
  const group: Organization = {
    id,
    name,
    domain: `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${id.slice(0, 8)}`,
    ownerId,
    clientId: hexId(),
    parentOrganizationIds: [...parent.parentOrganizationIds, parent.id],
    subOrganizationIds: [],
    createdAt: new Date(clock.now()).toISOString(),
    entitlements: given,
  };
  parent.subOrganizationIds.push(id);
  store.of(organizations).set(id, group);
  const { clientId } = group;
  store.of(clients).set(clientId, { clientId, clientSecret: hexId(), name, organizationId: id });
  const view = {
    ...organizationBasics(group),
    isRoot: true,
    orgType: 'anypoint',
    sessionTimeout: 60,
    entitlements: given,
    properties: organizationProperties,
    owner: personView(owner),
    environments: [],
  };
  return c.json(view, 201);
}

/** The entitlements of a new group. Amounts are taken from its parent. @throws PlatformError 400 */
function giveEntitlements(parent: Organization, wanted: z.output<typeof entitlements>): Entitlements {
  const own = parent.entitlements;
  for (const name of amounts) {
    const left = own[name].assigned - own[name].reassigned;
    if ((wanted[name]?.assigned ?? 0) > left) throw fail(400, `${name}: the parent organization has only ${left} left`);
  }
  for (const name of ['createEnvironments', 'createSubOrgs', 'globalDeployment', 'runtimeFabric'] as const) {
    if (wanted[name] === true && !own[name]) throw fail(400, `${name}: the parent organization is not entitled`);
  }
  for (const name of ['hybrid', 'flexGateway'] as const) {
    if (wanted[name]?.enabled === true && !own[name].enabled) {
      throw fail(400, `${name}: the parent organization is not entitled`);
    }
  }
  const take = (name: (typeof amounts)[number]): Allotment => {
    const assigned = wanted[name]?.assigned ?? 0;
    own[name].reassigned += assigned;
    return { assigned, reassigned: 0 };
  };
  return {
    ...structuredClone(own),
    ...wanted,
    createEnvironments: wanted.createEnvironments ?? false,
    createSubOrgs: wanted.createSubOrgs ?? false,
    globalDeployment: wanted.globalDeployment ?? false,
    runtimeFabric: wanted.runtimeFabric ?? false,
    hybrid: wanted.hybrid ?? { enabled: false },
    flexGateway: wanted.flexGateway ?? { enabled: false },
    vCoresProduction: take('vCoresProduction'),
    vCoresSandbox: take('vCoresSandbox'),
    vCoresDesign: take('vCoresDesign'),
    managedGatewaySmall: take('managedGatewaySmall'),
    managedGatewayLarge: take('managedGatewayLarge'),
  };
}

/** Deletes a business group with all that is in it, and gives its amounts back. @throws PlatformError 400 */
function remove({ var: { platform } }: Call, group: Organization): void {
  const { store } = platform;
  const parent = store.of(organizations).get(group.parentOrganizationIds.at(-1) ?? '');
  if (parent === undefined) throw fail(400, 'A root organization cannot be deleted');
  if (group.subOrganizationIds.length > 0) throw fail(400, 'The organization has business groups below it');
  for (const [id, { organizationId }] of [...store.look(environments)]) {
    if (organizationId === group.id) store.delete(environments, id);
  }
  for (const [id, { ownerOrganizationId }] of [...store.look(connectedApps)]) {
    if (ownerOrganizationId === group.id) store.delete(connectedApps, id);
  }
  for (const [id, { organizationId }] of [...store.look(clients)]) {
    if (organizationId === group.id) store.delete(clients, id);
  }
  parent.subOrganizationIds = parent.subOrganizationIds.filter((id) => id !== group.id);
  for (const name of amounts) {
    const amount = parent.entitlements[name];
    amount.reassigned = Math.max(0, amount.reassigned - group.entitlements[name].assigned);
  }
  store.delete(organizations, group.id);
}
