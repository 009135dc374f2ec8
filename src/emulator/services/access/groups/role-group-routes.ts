import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import { memberKey, roleGroupMembers, roleGroups } from '../../../core/identity/groups.ts';
import type { Organization, RoleGroup, User } from '../../../core/identity/model.ts';
import { users } from '../../../core/identity/people.ts';
import { isoDate, type Platform } from '../../../core/platform.ts';
import { flag, integerFrom, text } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { accessManagement } from '../api.ts';
import { accessManagementError as fail } from '../errors.ts';
import { personView } from '../views.ts';
import { assign, assignedRoles, assignmentsBody, assignmentsOf, grantsOfRoles, unassign } from './roles.ts';
import { groupScopes } from './team.ts';
import { requireUserIn } from './user.ts';

const { view, edit } = groupScopes;

/** [docs/platform/access.md#limits] */
const maxGroups = 500;
const maxPermissions = 400;

const all = '/organizations/{organizationId}/rolegroups';
const one = `${all}/{roleGroupId}` as const;
const ofUser = '/organizations/{organizationId}/users/{userId}/rolegroups';

/** Texts in the community provider, objects in the document [docs/platform/access.md#role-groups]. */
const externalNames = z.array(
  z.union(
    [
      z
        .string()
        .min(1)
        .transform((name) => ({ external_group_name: name })),
      z.strictObject({ external_group_name: z.string().min(1), provider_id: z.string().optional() }),
    ],
    'must be a name, or an object with external_group_name',
  ),
);

const newGroup = z.strictObject({
  name: z.string().min(1).max(255),
  description: z.string().max(255).optional(),
  external_names: externalNames.optional(),
});
const groupChange = newGroup.partial().extend({ role_group_id: z.string().optional() });

const shown = { displayProviderId: flag };
const paging = {
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 500, min: 0, max: 500 }),
};

/** Role groups, their roles and their users [docs/platform/access.md#role-groups]. */
export const roleGroupRoutes: readonly Route[] = [
  accessManagement.organization('GET', all, { scopes: view, query: { ...shown, ...paging } }, (c, { id }, sent) => {
    const { displayProviderId = false, offset, limit } = sent;
    const found = [...c.var.platform.store.of(roleGroups).values()].filter((group) => group.organizationId === id);
    const data = found.slice(offset, offset + limit).map((group) => groupView(group, displayProviderId));
    return c.json({ data, total: found.length });
  }),

  accessManagement.organization('POST', all, edit, async (c, organization) => {
    const { name, description = '', external_names = [] } = await readBody(c, newGroup, fail);
    const { store, clock } = c.var.platform;
    requireFreeName(c.var.platform, organization, name);
    const now = isoDate(clock.now());
    const own = { id: crypto.randomUUID(), organizationId: organization.id, createdAt: now, updatedAt: now };
    const group: RoleGroup = { ...own, name, description, externalNames: external_names };
    store.of(roleGroups).set(group.id, group);
    return c.json(groupView(group), 201);
  }),

  accessManagement.organization('GET', one, { scopes: view, query: shown }, (c, organization, { displayProviderId }) =>
    c.json(groupView(groupOf(c, organization), displayProviderId)),
  ),

  accessManagement.organization('PUT', one, edit, async (c, organization) => {
    const group = groupOf(c, organization);
    const { role_group_id = group.id, name, description, external_names } = await readBody(c, groupChange, fail);
    if (role_group_id !== group.id) throw fail(400, 'role_group_id cannot be changed');
    if (name !== undefined && name !== group.name) requireFreeName(c.var.platform, organization, name);
    group.name = name ?? group.name;
    group.description = description ?? group.description;
    group.externalNames = external_names ?? group.externalNames;
    group.updatedAt = isoDate(c.var.platform.clock.now());
    return c.json(groupView(group));
  }),

  accessManagement.organization('DELETE', one, edit, (c, organization) => {
    c.var.platform.store.delete(roleGroups, groupOf(c, organization).id);
    return c.json({});
  }),

  accessManagement.organization(
    'GET',
    `${one}/roles`,
    // Roles have no namespaces here. The document spells the parameter so.
    { scopes: view, query: { namepace: text, ...paging } },
    (c, organization, { offset, limit }) => {
      const found = rolesIn(c.var.platform, groupOf(c, organization));
      return c.json({ data: found.slice(offset, offset + limit), total: found.length });
    },
  ),

  accessManagement.organization('POST', `${one}/roles`, edit, async (c, organization) => {
    const { platform } = c.var;
    const group = groupOf(c, organization);
    const grants = grantsOfRoles(c, await readBody(c, assignmentsBody, fail), edit);
    const assigned = assign(platform, { id: group.id, limit: maxPermissions }, grants).map(({ id }) => id);
    return c.json(rolesIn(platform, group).filter((role) => assigned.includes(role.role_group_assignment_id)));
  }),

  accessManagement.organization('DELETE', `${one}/roles`, edit, async (c, organization) => {
    const group = groupOf(c, organization);
    unassign(c.var.platform, group.id, grantsOfRoles(c, await readBody(c, assignmentsBody, fail), edit));
    return c.json({});
  }),

  accessManagement.organization('GET', `${one}/users`, view, (c, organization) => {
    const { store } = c.var.platform;
    const group = groupOf(c, organization);
    const data = [...store.look(users)]
      .filter(([id]) => store.of(roleGroupMembers).has(memberKey(group.id, id)))
      .map(([, user]) => ({ ...personView(user), context_params: {} }));
    return c.json({ data, total: data.length });
  }),

  accessManagement.organization(
    'GET',
    ofUser,
    { scopes: view, query: paging },
    (c, organization, { offset, limit }) => {
      const { store } = c.var.platform;
      const user = requireUserIn(c, organization);
      const found = [...store.of(roleGroupMembers).values()].flatMap(({ id, roleGroupId, userId }) => {
        const group = userId === user.id ? store.of(roleGroups).get(roleGroupId) : undefined;
        if (group === undefined || group.organizationId !== organization.id) return [];
        return [{ ...groupView(group), context_params: {}, user_role_group_id: id }];
      });
      return c.json({ data: found.slice(offset, offset + limit), total: found.length });
    },
  ),

  ...[`${one}/users/{userId}`, `${ofUser}/{roleGroupId}`].flatMap((path) => [
    accessManagement.organization('POST', path, edit, (c, organization) => {
      addUser(c.var.platform, groupOf(c, organization), requireUserIn(c, organization));
      return c.json({});
    }),
    accessManagement.organization('DELETE', path, edit, (c, organization) => {
      const key = memberKey(groupOf(c, organization).id, requireUserIn(c, organization).id);
      if (!c.var.platform.store.delete(roleGroupMembers, key)) throw fail(404, 'The user is not in the role group');
      return c.json({});
    }),
  ]),
];

/** @throws PlatformError 404 */
function groupOf(c: Call, organization: Organization): RoleGroup {
  const id = (c.req.param('roleGroupId') ?? '').toLowerCase();
  const group = c.var.platform.store.of(roleGroups).get(id);
  if (group === undefined || group.organizationId !== organization.id) throw fail(404, 'Role group not found');
  return group;
}

/** @throws PlatformError 400, 409 */
function requireFreeName({ store }: Platform, { id }: Organization, name: string): void {
  const own = [...store.look(roleGroups)].filter(([, { organizationId }]) => organizationId === id);
  if (own.some(([, group]) => group.name === name)) throw fail(409, `A role group named ${name} already exists`);
  if (own.length >= maxGroups) throw fail(400, `An organization can have at most ${maxGroups} role groups`);
}

function addUser({ store }: Platform, { id: roleGroupId }: RoleGroup, { id: userId }: User): void {
  const key = memberKey(roleGroupId, userId);
  if (store.of(roleGroupMembers).has(key)) return;
  store.of(roleGroupMembers).set(key, { id: crypto.randomUUID(), roleGroupId, userId });
}

function rolesIn(platform: Platform, group: RoleGroup) {
  const assigned = assignedRoles(platform, assignmentsOf(platform.store, group.id));
  return assigned.map(({ role, assignment: { id, grant, createdAt } }) => ({
    role_group_assignment_id: id,
    role_group_id: group.id,
    role_id: role.id,
    name: role.name,
    description: role.description,
    internal: false,
    org_id: group.organizationId,
    context_params: grant.context_params,
    created_at: createdAt,
  }));
}

/** External names are shown as texts, with their providers on demand. */
function groupView(group: RoleGroup, withProviders = false) {
  return {
    role_group_id: group.id,
    name: group.name,
    description: group.description,
    external_names: withProviders
      ? group.externalNames
      : group.externalNames.map(({ external_group_name }) => external_group_name),
    org_id: group.organizationId,
    editable: true,
    created_at: group.createdAt,
    updated_at: group.updatedAt,
  };
}
