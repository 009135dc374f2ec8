import * as z from 'zod';
import type { Call } from '../../core/call.ts';
import type { Grant, Organization } from '../../core/identity/model.ts';
import { clients, organizations } from '../../core/identity/organizations.ts';
import { connectedApps, users } from '../../core/identity/people.ts';
import type { Scope } from '../../core/identity/permissions.ts';
import { requireOrganization } from '../../core/identity/places.ts';
import { hexId, isoDate, type Platform } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { accessManagement } from './api.ts';
import { entitlementsBody, giveBack, reassign, requireSameEntitlements, withoutGifts } from './entitlements.ts';
import { environmentView, visibleEnvironments } from './environment-routes.ts';
import { accessManagementError as fail } from './errors.ts';
import { organizationFields, personView } from './views.ts';

const edit = ['edit:organization'] as const satisfies readonly Scope[];
const view = ['view:organization'] as const satisfies readonly Scope[];

const one = '/organizations/{organizationId}';

const newGroup = z.strictObject({
  name: z.string().min(1),
  parentOrganizationId: z.string(),
  ownerId: z.string(),
  entitlements: entitlementsBody,
});

/** Minutes [docs/platform/access.md#organizations]. */
const sessionTimeout = z.int().min(15).max(180);

/** Members that the platform sets by itself. Clients send back the whole organization that they have read. */
const ownMembers = Object.fromEntries(
  [
    'createdAt',
    'updatedAt',
    'deletedAt',
    'isFederated',
    'isRoot',
    'isMaster',
    'orgType',
    'subOrganizationIds',
    'tenantOrganizationIds',
    'subscription',
    'environments',
    'owner',
  ].map((name) => [name, z.unknown().optional()]),
);

/** What of an organization can be changed; the rest has to stay what it is. */
const change = z.strictObject({
  ...ownMembers,
  id: z.string().optional(),
  name: z.string().min(1).optional(),
  domain: z.string().min(1).optional(),
  ownerId: z.string().optional(),
  clientId: z.string().optional(),
  idprovider_id: z.literal('mulesoft', 'is not an identity provider of the organization').optional(),
  parentOrganizationId: z.string().optional(),
  parentOrganizationIds: z.array(z.string()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  sessionTimeout: sessionTimeout.optional(),
  entitlements: entitlementsBody.optional(),
});

/** Organizations and business groups: create, change, delete, owner [docs/platform/access.md#organizations]. */
export const businessGroupRoutes: readonly Route[] = [
  accessManagement.checkedByHandler('POST', '/organizations', { level: 'organization', scopes: edit }, create),

  accessManagement.organization('PUT', one, edit, async (c, organization) => {
    changeOrganization(c.var.platform, organization, await readBody(c, change, fail));
    return c.json(wholeView(c, organization));
  }),

  accessManagement.organization('DELETE', one, edit, async (c, group) => {
    // Terraform repeats the id.
    const { id } = await readBody(c, z.strictObject({ id: z.string().optional() }), fail);
    if (id !== undefined && id !== group.id) throw fail(400, 'id is not the organization of the path');
    remove(c.var.platform, group);
    return c.json({});
  }),

  accessManagement.organization('GET', `${one}/owner`, view, (c, { ownerId }) => {
    return c.json(personView(requireUser(c.var.platform, ownerId)));
  }),

  accessManagement.organization('PUT', `${one}/owner/{userId}`, edit, (c, organization) => {
    const owner = requireUser(c.var.platform, c.req.param('userId'));
    touch(c.var.platform, organization, { ownerId: owner.id });
    return c.json(personView(owner));
  }),
];

function wholeView(c: Call, organization: Organization) {
  return {
    ...organizationFields(c.var.platform, organization),
    environments: visibleEnvironments(c, organization).map(environmentView),
  };
}

async function create(c: Call): Promise<Response> {
  const { platform } = c.var;
  const { store, clock } = platform;
  const { name, parentOrganizationId, ownerId, entitlements } = await readBody(c, newGroup, fail);
  const parent = requireOrganization(c, parentOrganizationId, edit, fail);
  if (!parent.entitlements.createSubOrgs) throw fail(403, 'The organization is not entitled to create business groups');
  requireUser(platform, ownerId);
  requireFreeName(platform, parent.id, name);
  const id = crypto.randomUUID();
  const group: Organization = {
    id,
    name,
    domain: `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${id.slice(0, 8)}`,
    ownerId,
    clientId: hexId(),
    parentOrganizationIds: [...parent.parentOrganizationIds, parent.id],
    subOrganizationIds: [],
    createdAt: isoDate(clock.now()),
    entitlements: reassign(parent, withoutGifts(parent), entitlements),
  };
  parent.subOrganizationIds.push(id);
  store.of(organizations).set(id, group);
  const { clientId } = group;
  store.of(clients).set(clientId, { clientId, clientSecret: hexId(), name, organizationId: id });
  return c.json(wholeView(c, group), 201);
}

/** @throws PlatformError 400 */
function requireUser({ store }: Platform, id: string) {
  const user = store.of(users).get(id.toLowerCase());
  if (user === undefined) throw fail(400, 'ownerId: the user does not exist');
  return user;
}

/** Names are unique below a parent. @throws PlatformError 409 */
function requireFreeName({ store }: Platform, parentId: string | undefined, name: string): void {
  for (const [, { name: taken, parentOrganizationIds }] of store.look(organizations)) {
    if (taken === name && parentOrganizationIds.at(-1) === parentId) throw fail(409, 'The name is already used');
  }
}

/** @throws PlatformError 400, 409 */
function changeOrganization(platform: Platform, organization: Organization, sent: z.output<typeof change>): void {
  const { store } = platform;
  requireSame(organization, sent);
  const { name, domain, ownerId, properties, sessionTimeout: timeout, entitlements } = sent;
  const parent = store.of(organizations).get(organization.parentOrganizationIds.at(-1) ?? '');
  if (ownerId !== undefined) requireUser(platform, ownerId);
  if (name !== undefined && name !== organization.name) requireFreeName(platform, parent?.id, name);
  for (const [id, other] of store.look(organizations)) {
    if (other.domain === domain && id !== organization.id) throw fail(409, 'The domain is already used');
  }
  if (entitlements !== undefined) {
    if (parent === undefined) requireSameEntitlements(organization, entitlements);
    else organization.entitlements = reassign(parent, organization.entitlements, entitlements);
  }
  touch(platform, organization, {
    ...(name === undefined ? {} : { name }),
    ...(domain === undefined ? {} : { domain }),
    ...(ownerId === undefined ? {} : { ownerId }),
    ...(properties === undefined ? {} : { properties }),
    ...(timeout === undefined ? {} : { sessionTimeout: timeout }),
  });
}

/** A group stays below its parent, and with its credentials. @throws PlatformError 400 */
function requireSame(organization: Organization, sent: z.output<typeof change>): void {
  const { id, clientId, parentOrganizationIds } = organization;
  const fixed = { id, clientId, parentOrganizationId: parentOrganizationIds.at(-1), parentOrganizationIds };
  for (const name of ['id', 'clientId', 'parentOrganizationId', 'parentOrganizationIds'] as const) {
    if (sent[name] !== undefined && String(sent[name]) !== String(fixed[name])) {
      throw fail(400, `${name} cannot be changed`);
    }
  }
}

function touch({ clock }: Platform, organization: Organization, changes: Partial<Organization>): void {
  Object.assign(organization, changes, { updatedAt: isoDate(clock.now()) });
}

/**
 * Deletes a business group with all that is in it, also what others may do there, and gives its amounts back. @throws
 * PlatformError 400
 */
function remove({ store }: Platform, group: Organization): void {
  const parent = store.of(organizations).get(group.parentOrganizationIds.at(-1) ?? '');
  if (parent === undefined) throw fail(400, 'A root organization cannot be deleted');
  if (group.subOrganizationIds.length > 0) throw fail(400, 'The organization has business groups below it');
  parent.subOrganizationIds = parent.subOrganizationIds.filter((id) => id !== group.id);
  giveBack(parent, group);
  for (const [id, { organizationId }] of store.look(users)) {
    const user = organizationId === group.id ? store.of(users).get(id) : undefined;
    if (user !== undefined) user.organizationId = group.parentOrganizationIds[0] ?? parent.id;
  }
  store.delete(organizations, group.id);
  const isElsewhere = ({ context_params: at }: Grant): boolean => at.org !== group.id;
  for (const [id, { grants }] of [...store.look(users)]) {
    const user = grants === 'all' || grants.every(isElsewhere) ? undefined : store.of(users).get(id);
    if (user !== undefined && user.grants !== 'all') user.grants = user.grants.filter(isElsewhere);
  }
  for (const [id, { grants }] of [...store.look(connectedApps)]) {
    const app = grants.every(isElsewhere) ? undefined : store.of(connectedApps).get(id);
    if (app !== undefined) app.grants = app.grants.filter(isElsewhere);
  }
}
