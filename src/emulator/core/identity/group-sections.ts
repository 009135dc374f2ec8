import * as z from 'zod';
import { guid, name, organization, reference, time } from '../scenario/fields.ts';
import type { LoadContext } from '../scenario/load-context.ts';
import { guidFrom } from '../scenario/names.ts';
import { defineList, type Section } from '../scenario/sections.ts';
import {
  memberKey,
  roleAssignments,
  roleGroupMembers,
  roleGroups,
  rootTeamId,
  rootTeamOf,
  teamMembers,
  teams,
} from './groups.ts';
import { isoTimeOf, organizations } from './organizations.ts';
import { type GrantEntry, grantSchema, grantsOf, users } from './people.ts';
import type { Scopes } from './permissions.ts';
import { organizationIn, organizationOf } from './scenario-places.ts';

/** The scenario sections for teams and role groups, whose permissions may name these scopes. */
export function groupSections(known: Scopes): readonly Section[] {
  return [teamsSection(known), roleGroupsSection(known)];
}

const people = z.array(reference).default([]);

function teamsSection(known: Scopes): Section {
  return defineList({
    name: 'teams',
    description: 'Teams; all users are in that of everyone, which is above the others',
    entry: z.strictObject({
      name: z.string().regex(/^[a-zA-Z\d\-_\s]{1,255}$/, 'must have letters, digits, hyphens, underscores and spaces'),
      id: guid,
      organization: organization.describe('Name or id of a root organization; default: the first organization'),
      parent: reference.optional().describe('Name or id of an earlier team; default: that of everyone'),
      type: z.enum(['internal', 'private', 'shared']).default('internal'),
      members: people.describe('Names or ids of users'),
      maintainers: people.describe('Names or ids of users who manage the team as well'),
      permissions: z.array(grantSchema(known)).default([]).describe('What its users, and those of teams below, may do'),
      createdAt: time,
    }),
    load: (entry, at) => {
      const organizationId = organizationIn(at, entry.organization);
      if (organizationOf(at, organizationId).parentOrganizationIds.length > 0) {
        throw at.at('organization').problem('must be a root organization');
      }
      const id = entry.id ?? guidFrom('team', organizationId, entry.name);
      at.claim(teams, { name: entry.name, id, scope: organizationId });
      const parentId =
        entry.parent === undefined
          ? rootTeamId(organizationId)
          : String(at.at('parent').find([teams], organizationId, entry.parent));
      const createdAt = isoTimeOf(entry.createdAt);
      addRootTeam(at, organizationId);
      const times = { createdAt, updatedAt: createdAt };
      at.store
        .of(teams)
        .set(id, { id, organizationId, name: entry.name, type: entry.type, parentId, mappings: [], ...times });
      for (const [key, membership] of [
        ['members', 'member'],
        ['maintainers', 'maintainer'],
      ] as const) {
        for (const userId of usersIn(at, key, entry[key])) {
          at.store.of(teamMembers).set(memberKey(id, userId), { teamId: id, userId, membership, ...times });
        }
      }
      addAssignments(at, { id, createdAt, known }, entry.permissions);
    },
  });
}

function addRootTeam({ store }: LoadContext, organizationId: string): void {
  const id = rootTeamId(organizationId);
  const organization = store.of(organizations).get(organizationId);
  if (organization === undefined || store.of(teams).has(id)) return;
  store.of(teams).set(id, rootTeamOf(organization));
}

function roleGroupsSection(known: Scopes): Section {
  return defineList({
    name: 'roleGroups',
    description: 'Role groups, which the web UI calls roles',
    entry: z.strictObject({
      name,
      id: guid,
      organization,
      description: z.string().default(''),
      users: people.describe('Names or ids of users'),
      permissions: z.array(grantSchema(known)).default([]),
      createdAt: time,
    }),
    load: (entry, at) => {
      const organizationId = organizationIn(at, entry.organization);
      const id = entry.id ?? guidFrom('role group', organizationId, entry.name);
      at.claim(roleGroups, { name: entry.name, id, scope: organizationId });
      const createdAt = isoTimeOf(entry.createdAt);
      const { name: groupName, description } = entry;
      const times = { createdAt, updatedAt: createdAt };
      at.store
        .of(roleGroups)
        .set(id, { id, organizationId, name: groupName, description, externalNames: [], ...times });
      for (const userId of usersIn(at, 'users', entry.users)) {
        const key = memberKey(id, userId);
        at.store.of(roleGroupMembers).set(key, { id: guidFrom('role group member', key), roleGroupId: id, userId });
      }
      addAssignments(at, { id, createdAt, known }, entry.permissions);
    },
  });
}

function usersIn(at: LoadContext, key: string, named: readonly string[]): string[] {
  return named.map((text, index) => String(at.at(key, index).find([users], '', text)));
}

/** Permissions apply in organizations that are named, at the level of their scopes. */
function addAssignments(
  at: LoadContext,
  { id, createdAt, known }: { id: string; createdAt: string; known: Scopes },
  given: readonly GrantEntry[],
): void {
  const grants = grantsOf(
    given.map((one) => ({ organizations: 'all' as const, ...one, environments: one.environments ?? ('all' as const) })),
    at.at('permissions'),
    known,
  );
  for (const grant of grants) {
    const key = guidFrom('role assignment', id, JSON.stringify(grant));
    at.store.of(roleAssignments).set(key, { id: key, holderId: id, grant, createdAt });
  }
}
