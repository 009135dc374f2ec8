import { defineKind, relation } from '../kinds.ts';
import { guidFrom } from '../scenario/names.ts';
import type { Store } from '../store.ts';
import type {
  Grant,
  Organization,
  RoleAssignment,
  RoleGroup,
  RoleGroupMember,
  Team,
  TeamMember,
  User,
} from './model.ts';
import { environments, organizations } from './organizations.ts';
import { users } from './people.ts';

/** Teams; the team of everyone is there from its first use. */
export const teams = defineKind({
  name: 'teams',
  noun: 'team',
  empty: () => new Map<string, Team>(),
  deletedWith: [relation(organizations, ({ organizationId }: Team, { id }) => organizationId === id)],
});

/** Users in teams, by {@link memberKey}. */
export const teamMembers = defineKind({
  name: 'teamMembers',
  noun: 'team member',
  empty: () => new Map<string, TeamMember>(),
  deletedWith: [
    relation(teams, ({ teamId }: TeamMember, { id }) => teamId === id),
    relation(users, ({ userId }: TeamMember, { id }) => userId === id),
  ],
});

/** Role groups. */
export const roleGroups = defineKind({
  name: 'roleGroups',
  noun: 'role group',
  empty: () => new Map<string, RoleGroup>(),
  deletedWith: [relation(organizations, ({ organizationId }: RoleGroup, { id }) => organizationId === id)],
});

/** Users in role groups, by {@link memberKey}. */
export const roleGroupMembers = defineKind({
  name: 'roleGroupMembers',
  noun: 'role group member',
  empty: () => new Map<string, RoleGroupMember>(),
  deletedWith: [
    relation(roleGroups, ({ roleGroupId }: RoleGroupMember, { id }) => roleGroupId === id),
    relation(users, ({ userId }: RoleGroupMember, { id }) => userId === id),
  ],
});

/** What teams and role groups let their users do. */
export const roleAssignments = defineKind({
  name: 'roleAssignments',
  noun: 'role assignment',
  empty: () => new Map<string, RoleAssignment>(),
  deletedWith: [
    relation(teams, ({ holderId }: RoleAssignment, { id }) => holderId === id),
    relation(roleGroups, ({ holderId }: RoleAssignment, { id }) => holderId === id),
    relation(organizations, ({ grant }: RoleAssignment, { id }) => grant.context_params.org === id),
    relation(environments, ({ grant }: RoleAssignment, { id }) => grant.context_params.envId === id),
  ],
});

/** The key of a user in a team or role group. */
export function memberKey(groupId: string, userId: string): string {
  return `${groupId} ${userId}`;
}

/** The id of the team of everyone in a root organization. */
export function rootTeamId(organizationId: string): string {
  return guidFrom('root team', organizationId);
}

/** The team of everyone in a root organization. */
export function rootTeamOf({ id, name, createdAt }: Organization): Team {
  return {
    id: rootTeamId(id),
    organizationId: id,
    name: `Everyone at ${name}`,
    type: 'internal',
    parentId: null,
    mappings: [],
    createdAt,
    updatedAt: createdAt,
  };
}

/** The root organization of an organization. */
export function rootIdOf(store: Store, organizationId: string): string {
  return store.of(organizations).get(organizationId)?.parentOrganizationIds[0] ?? organizationId;
}

/** The ids of the teams above a team, the nearest last. */
export function ancestorIds(store: Store, { parentId }: Pick<Team, 'parentId'>): string[] {
  const parent = parentId === null ? undefined : store.of(teams).get(parentId);
  return parent === undefined ? [] : [...ancestorIds(store, parent), parent.id];
}

/** The teams whose permissions a user has: its own, those above them, and that of everyone. */
function teamIdsOf(store: Store, user: User): string[] {
  const ids = [rootTeamId(rootIdOf(store, user.organizationId))];
  for (const [, { teamId, userId }] of store.look(teamMembers)) {
    const team = userId === user.id ? store.of(teams).get(teamId) : undefined;
    if (team !== undefined) ids.push(team.id, ...ancestorIds(store, team));
  }
  return ids;
}

/**
 * The user with everything that it may do: by itself, by its teams and by its role groups
 * [docs/platform/access.md#teams].
 */
export function withGroupGrants(store: Store, user: User): User {
  const { grants } = user;
  if (grants === 'all' || store.of(roleAssignments).size === 0) return user;
  const holders = new Set(teamIdsOf(store, user));
  for (const [, { roleGroupId, userId }] of store.look(roleGroupMembers)) {
    if (userId === user.id) holders.add(roleGroupId);
  }
  const given = [...store.look(roleAssignments)].flatMap(([, { holderId, grant }]): Grant[] =>
    holders.has(holderId) ? [grant] : [],
  );
  return { ...user, grants: [...grants, ...given] };
}
