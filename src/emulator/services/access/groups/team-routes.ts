import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import { ancestorIds, memberKey, rootTeamId, teamMembers, teams } from '../../../core/identity/groups.ts';
import type { Organization, Team } from '../../../core/identity/model.ts';
import { users } from '../../../core/identity/people.ts';
import { requireOrganization } from '../../../core/identity/places.ts';
import { isoDate, type Platform } from '../../../core/platform.ts';
import { flag, integerFrom, oneOf, type Query, severalOf, text } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { accessManagement } from '../api.ts';
import { accessManagementError as fail } from '../errors.ts';
import { everyone, groupScopes, isMaintainer, ofTeam, requireRoot, rootOf, teamsPath, teamView } from './team.ts';

const { view, edit } = groupScopes;

/** [docs/platform/access.md#limits] */
const maxTeams = 1000;
const maxLevels = 10;

const teamName = z
  .string()
  .regex(/^[a-zA-Z\d\-_\s]{1,255}$/, 'must have 1 to 255 letters, digits, hyphens, underscores and spaces');
const teamType = z.enum(['internal', 'private', 'shared']);
const teamId = z.string().min(1).max(255);

const newTeam = z.strictObject({ parent_team_id: teamId, team_name: teamName, team_type: teamType });
const teamChange = z.strictObject({ team_name: teamName.optional(), team_type: teamType.optional() });
const move = z.strictObject({ parent_team_id: teamId });

const listQuery = {
  ancestor_team_id: severalOf(z.string()),
  parent_team_id: severalOf(z.string()),
  team_id: severalOf(z.string()),
  team_type: severalOf(z.enum(['internal', 'external', 'private', 'shared', 'legacy'])),
  search: text,
  sort: oneOf(['team_name', 'created_at', 'team_id']),
  ascending: flag,
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 25, min: 0, max: 500 }),
};

/** Teams: list, create, read, change, move, delete [docs/platform/access.md#teams]. */
export const teamRoutes: readonly Route[] = [
  accessManagement.organization('GET', teamsPath, { scopes: view, query: listQuery }, (c, organization, sent) => {
    const { platform } = c.var;
    requireRoot(organization);
    everyone(platform, organization);
    const found = teamsOf(platform, organization);
    return c.json(
      page(
        found.map((team) => teamView(platform, team)),
        sent,
      ),
    );
  }),

  accessManagement.checkedByHandler('POST', teamsPath, { level: 'organization', scopes: edit }, create),

  ofTeam('GET', '', { scopes: view, forMaintainers: true }, (c, team) => c.json(teamView(c.var.platform, team))),

  // 201 in the document; Terraform takes 200 as well.
  ofTeam('PATCH', '', { scopes: edit, forMaintainers: true }, async (c, team) => {
    const { team_name, team_type } = await readBody(c, teamChange, fail);
    if (team_name !== undefined && team_name !== team.name) requireFreeName(c.var.platform, team, team_name);
    team.name = team_name ?? team.name;
    team.type = team_type ?? team.type;
    team.updatedAt = isoDate(c.var.platform.clock.now());
    return c.json(teamView(c.var.platform, team), 201);
  }),

  ofTeam('PUT', '/parent', { scopes: edit, forMaintainers: true }, async (c, team) => {
    const { parent_team_id } = await readBody(c, move, fail);
    moveTeam(c, team, parent_team_id);
    return c.json(teamView(c.var.platform, team), 201);
  }),

  ofTeam('DELETE', '', { scopes: edit, forMaintainers: true }, (c, team) => {
    const { store } = c.var.platform;
    if (team.parentId === null) throw fail(400, 'The team of everyone cannot be deleted');
    for (const below of teamsBelow(c.var.platform, team)) store.delete(teams, below.id);
    store.delete(teams, team.id);
    return c.body(null, 204);
  }),

  accessManagement.organization(
    'GET',
    '/organizations/{organizationId}/users/{userId}/teams',
    { scopes: view, query: { ...listQuery, membership_type: severalOf(z.enum(['member', 'maintainer'])) } },
    (c, organization, { membership_type, ...sent }) => {
      const { platform } = c.var;
      const { store } = platform;
      const userId = c.req.param('userId').toLowerCase();
      if (!store.of(users).has(userId)) throw fail(404, 'User not found');
      everyone(platform, organization);
      const found = teamsOf(platform, organization).flatMap((team) => {
        const member = store.of(teamMembers).get(memberKey(team.id, userId));
        if (member === undefined && team.parentId !== null) return [];
        const membership = member?.membership ?? 'member';
        if (membership_type.length > 0 && !membership_type.includes(membership)) return [];
        const own = { membership_type: membership, is_assigned_via_external_groups: false };
        return [{ ...teamView(platform, team), ...own }];
      });
      return c.json(page(found, sent));
    },
  ),
];

function teamsOf({ store }: Platform, { id }: Organization): Team[] {
  return [...store.of(teams).values()].filter(({ organizationId }) => organizationId === id);
}

function teamsBelow({ store }: Platform, { id }: Team): Team[] {
  return [...store.of(teams).values()].filter((team) => ancestorIds(store, team).includes(id));
}

/** The teams that a list asks for, in its order. */
function page<View extends ReturnType<typeof teamView>>(all: View[], sent: Query<typeof listQuery>) {
  const { search = '', sort = 'team_name', ascending = true, offset, limit } = sent;
  const isAsked = (asked: readonly string[], ...own: (string | undefined)[]): boolean =>
    asked.length === 0 || own.some((one) => one !== undefined && asked.includes(one));
  const found = all
    .filter(
      (team) =>
        isAsked(sent.team_id, team.team_id) &&
        isAsked(sent.team_type, team.team_type) &&
        isAsked(sent.parent_team_id, team.ancestor_team_ids.at(-1)) &&
        isAsked(sent.ancestor_team_id, ...team.ancestor_team_ids) &&
        team.team_name.toLowerCase().includes(search.toLowerCase()),
    )
    .sort((a, b) => a[sort].localeCompare(b[sort]));
  if (!ascending) found.reverse();
  return { data: found.slice(offset, offset + limit), total: found.length };
}

async function create(c: Call): Promise<Response> {
  const { platform } = c.var;
  const organization = rootOf(c);
  const { parent_team_id, team_name, team_type } = await readBody(c, newTeam, fail);
  const known = platform.store.of(teams).get(parent_team_id.toLowerCase());
  if (known === undefined || !isMaintainer(c, organization, known)) {
    requireOrganization(c, organization.id, edit, fail);
  }
  requireRoot(organization);
  const parent = parentOf(platform, organization.id, parent_team_id);
  const now = isoDate(platform.clock.now());
  const team: Team = {
    id: crypto.randomUUID(),
    organizationId: organization.id,
    name: team_name,
    type: team_type,
    parentId: parent.id,
    mappings: [],
    createdAt: now,
    updatedAt: now,
  };
  requireFreeName(platform, team, team_name);
  if (teamsOf(platform, organization).length >= maxTeams) {
    throw fail(400, `An organization can have at most ${maxTeams} teams`);
  }
  requireLevels(platform, parent, 1);
  platform.store.of(teams).set(team.id, team);
  return c.json(teamView(platform, team), 201);
}

/** @throws PlatformError 409, as the document has it */
function parentOf({ store }: Platform, organizationId: string, id: string): Team {
  const parent = store.of(teams).get(id.toLowerCase());
  if (parent === undefined || parent.organizationId !== organizationId) {
    throw fail(409, `parent_team_id: there is no team ${id}`);
  }
  return parent;
}

/** Names are unique in an organization. @throws PlatformError 409 */
function requireFreeName({ store }: Platform, { id, organizationId }: Team, name: string): void {
  for (const [, other] of store.look(teams)) {
    if (other.id !== id && other.organizationId === organizationId && other.name === name) {
      throw fail(409, `A team named ${name} already exists`);
    }
  }
}

/** @throws PlatformError 400 */
function requireLevels({ store }: Platform, parent: Team, levels: number): void {
  if (ancestorIds(store, parent).length + 1 + levels > maxLevels) {
    throw fail(400, `Teams can be nested up to ${maxLevels} levels`);
  }
}

/** Moves a team with those below it. A maintainer has to maintain the new parent, too. @throws PlatformError */
function moveTeam(c: Call, team: Team, parentId: string): void {
  const { platform } = c.var;
  if (team.id === rootTeamId(team.organizationId)) throw fail(400, 'The team of everyone cannot be moved');
  const parent = parentOf(platform, team.organizationId, parentId);
  const ownLevel = ancestorIds(platform.store, team).length;
  const below = teamsBelow(platform, team);
  if (parent.id === team.id || below.includes(parent)) {
    throw fail(409, 'parent_team_id: a team cannot be below itself');
  }
  if (!isMaintainer(c, rootOf(c), parent)) requireOrganization(c, team.organizationId, edit, fail);
  const levels = below.map((one) => ancestorIds(platform.store, one).length - ownLevel + 1);
  requireLevels(platform, parent, Math.max(1, ...levels));
  team.parentId = parent.id;
  team.updatedAt = isoDate(platform.clock.now());
}
