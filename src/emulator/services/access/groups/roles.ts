import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import { roleAssignments } from '../../../core/identity/groups.ts';
import type { Grant, RoleAssignment } from '../../../core/identity/model.ts';
import { environments, organizations } from '../../../core/identity/organizations.ts';
import { isViewScope, type Scope, type ScopeFacts, type Scopes } from '../../../core/identity/permissions.ts';
import { requireOrganization } from '../../../core/identity/places.ts';
import { isoDate, type Platform } from '../../../core/platform.ts';
import { guidFrom } from '../../../core/scenario/names.ts';
import type { Store } from '../../../core/store.ts';
import { accessManagementError as fail } from '../errors.ts';

/** What can be assigned to teams and role groups: the right to one scope [docs/platform/access.md#roles]. */
export interface Role {
  id: string;
  name: string;
  description: string;
  product: string;
  scope: string;
  level: ScopeFacts['level'];
}

/** Ids that are published; the others are made up [docs/platform/access.md#roles]. */
const publishedIds: Readonly<Record<string, string>> = {
  'read:servers': '8b7caaba-e94a-11e4-b02c-1681e6b88ec1',
  'manage:servers': '53823f29-6e57-4c42-acdb-e42a881a888f',
};

/** Everything in an organization. */
const administrator = { scope: 'full', name: 'Organization Administrator', level: 'organization' } as const;

function roleOf(scope: string, { name, level, product = 'Anypoint Platform' }: ScopeFacts): Role {
  const id = publishedIds[scope] ?? guidFrom('role', scope);
  const verb = isViewScope(scope) ? 'view' : 'change';
  return { id, name, description: `${name}: lets its users ${verb} it`, product, scope, level };
}

/** All roles, by name. */
export function rolesOf(scopes: Scopes): Role[] {
  const own = Object.entries(scopes).map(([scope, facts]) => roleOf(scope, facts));
  const { scope, ...facts } = administrator;
  return [...own, roleOf(scope, { ...facts, product: 'Access Management' })].sort((a, b) =>
    a.name.localeCompare(b.name),
  );
}

/** A role as the list shows it. */
export function roleView({ id, name, description, product }: Role) {
  return { role_id: id, name, description, internal: false, org_id: null, namespaces: [], product };
}

/** Roles to assign or to take away, with where they apply. */
export const assignmentsBody = z
  .array(
    z.strictObject({
      role_id: z.string().min(1),
      context_params: z.strictObject({ org: z.string(), envId: z.string().optional() }),
      // Clients send back what they have read.
      name: z.string().optional(),
      role_group_assignment_id: z.string().optional(),
    }),
  )
  .min(1);

/**
 * The grants of roles that were sent. The caller has to administer each organization that they apply in. @throws
 * PlatformError 400 for a role or a place that is not there, 403
 */
export function grantsOfRoles(c: Call, sent: z.output<typeof assignmentsBody>, needed: readonly Scope[]): Grant[] {
  const roles = new Map(rolesOf(c.var.platform.scopes).map((role) => [role.id, role]));
  return sent.map(({ role_id, context_params }) => {
    const role = roles.get(role_id.toLowerCase());
    if (role === undefined) throw fail(400, `role_id ${role_id} is not a role`);
    const place = placeOf(c.var.platform, role, context_params);
    requireOrganization(c, place.org, needed, fail);
    return { scope: role.scope, context_params: place };
  });
}

function placeOf({ store }: Platform, { name, level }: Role, sent: { org: string; envId?: string | undefined }) {
  const org = sent.org.toLowerCase();
  const envId = sent.envId?.toLowerCase();
  if (!store.of(organizations).has(org)) throw fail(400, `context_params.org: organization ${org} does not exist`);
  if (level === 'organization') {
    if (envId !== undefined) throw fail(400, `context_params.envId: ${name} applies to whole organizations`);
    return { org };
  }
  if (envId === undefined) throw fail(400, `context_params.envId is required for ${name}`);
  if (store.of(environments).get(envId)?.organizationId !== org) {
    throw fail(400, `context_params.envId: environment ${envId} does not exist in organization ${org}`);
  }
  return { org, envId };
}

/** What a team or role group lets its users do, in the order of its assignment. */
export function assignmentsOf(store: Store, holderId: string): RoleAssignment[] {
  return [...store.look(roleAssignments)].map(([, one]) => one).filter((one) => one.holderId === holderId);
}

/** So many permissions a team may have, a role group fewer [docs/platform/access.md#limits]. */
interface Holder {
  id: string;
  limit: number;
}

/** Assigns what is not assigned yet. Returns an assignment for each grant. @throws PlatformError 400 */
export function assign({ store, clock }: Platform, { id, limit }: Holder, grants: readonly Grant[]): RoleAssignment[] {
  const own = assignmentsOf(store, id);
  const wanted = grants.map((grant): RoleAssignment => {
    const known = own.find((one) => isSame(one.grant, grant));
    if (known !== undefined) return known;
    const created = { id: crypto.randomUUID(), holderId: id, grant, createdAt: isoDate(clock.now()) };
    own.push(created);
    return created;
  });
  if (own.length > limit) throw fail(400, `There can be at most ${limit} permissions`);
  for (const one of wanted) store.of(roleAssignments).set(one.id, one);
  return wanted;
}

/** Takes grants away; those that are not assigned are nobody's loss. */
export function unassign({ store }: Platform, holderId: string, grants: readonly Grant[]): void {
  for (const { id, grant } of assignmentsOf(store, holderId)) {
    if (grants.some((one) => isSame(one, grant))) store.delete(roleAssignments, id);
  }
}

function isSame(one: Grant, other: Grant): boolean {
  const { org, envId } = one.context_params;
  return one.scope === other.scope && org === other.context_params.org && envId === other.context_params.envId;
}

/** The role of each assignment. One whose service does not run any more is left out. */
export function assignedRoles<Assignment extends { grant: Grant }>(
  { scopes }: Platform,
  assignments: readonly Assignment[],
) {
  const roles = new Map(rolesOf(scopes).map((role) => [role.scope, role]));
  return assignments.flatMap((assignment) => {
    const role = roles.get(assignment.grant.scope);
    return role === undefined ? [] : [{ assignment, role }];
  });
}
