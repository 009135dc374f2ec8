import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import type { GroupMapping, Team } from '../../../core/identity/model.ts';
import type { Platform } from '../../../core/platform.ts';
import { integerFrom, severalOf, text } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { accessManagement } from '../api.ts';
import { accessManagementError as fail } from '../errors.ts';
import { assign, assignedRoles, assignmentsBody, assignmentsOf, grantsOfRoles, unassign } from './roles.ts';
import { groupScopes, ofTeam, requireRoot, rootOf, teamIn, teamPath } from './team.ts';

const { view, edit } = groupScopes;

/** [docs/platform/access.md#limits] */
const maxPermissions = 1000;
const maxMappings = 100;

const membership = z.enum(['member', 'maintainer']);
const mapping = z.strictObject({
  membership_type: membership,
  external_group_name: z.string().min(1).max(255),
  provider_id: z.guid('must be a UUID').optional(),
});
const mappingsBody = z.array(mapping).max(maxMappings);

const paging = {
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 25, min: 0, max: 500 }),
  search: text,
};

/** What a team lets its members do, and which groups of identity providers are in it [docs/platform/access.md#teams]. */
export const teamGrantRoutes: readonly Route[] = [
  ofTeam(
    'GET',
    '/roles',
    { scopes: view, query: { ...paging, role_id: severalOf(z.string()) }, forMaintainers: true },
    (c, team, { role_id, search = '', offset, limit }) => {
      const { platform } = c.var;
      const found = assignedRoles(platform, assignmentsOf(platform.store, team.id))
        .filter(({ role }) => role_id.length === 0 || role_id.includes(role.id))
        .filter(({ role }) => role.name.toLowerCase().includes(search.toLowerCase()))
        .map(({ role, assignment: { grant } }) => ({
          role_id: role.id,
          name: role.name,
          context_params: grant.context_params,
        }));
      return c.json({ data: found.slice(offset, offset + limit), total: found.length });
    },
  ),
  ofRoles('POST', (platform, team, grants) => {
    assign(platform, { id: team.id, limit: maxPermissions }, grants);
  }),
  ofRoles('DELETE', (platform, team, grants) => unassign(platform, team.id, grants)),

  ofTeam(
    'GET',
    '/groupmappings',
    { scopes: view, query: { ...paging, membership_type: severalOf(membership) }, forMaintainers: true },
    (c, { mappings }, { membership_type, search = '', offset, limit }) => {
      const found = mappings.filter(
        (one) =>
          (membership_type.length === 0 || membership_type.includes(one.membership_type)) &&
          one.external_group_name.toLowerCase().includes(search.toLowerCase()),
      );
      return c.json({ data: found.slice(offset, offset + limit), total: found.length });
    },
  ),
  ofMappings('PUT', (_now, sent) => sent),
  ofMappings('PATCH', (now, sent) => [...without(now, sent), ...sent]),
  ofMappings('DELETE', without),
];

/**
 * A route that changes the roles of a team. Who administers the places that they apply in may do it, in the root
 * organization or not [docs/platform/access.md#teams].
 */
function ofRoles(
  method: 'POST' | 'DELETE',
  change: (platform: Platform, team: Team, grants: ReturnType<typeof grantsOfRoles>) => void,
): Route {
  const needs = { level: 'organization', scopes: edit } as const;
  return accessManagement.checkedByHandler(method, `${teamPath}/roles`, needs, async (c: Call) => {
    const { platform } = c.var;
    const sent = await readBody(c, assignmentsBody, fail);
    const organization = rootOf(c);
    const grants = grantsOfRoles(c, sent, edit);
    requireRoot(organization);
    change(platform, teamIn(platform, organization, c.req.param('teamId') ?? ''), grants);
    return c.body(null, 204);
  });
}

/** A route that changes which groups of identity providers are in a team. */
function ofMappings(
  method: 'PUT' | 'PATCH' | 'DELETE',
  change: (now: readonly GroupMapping[], sent: readonly GroupMapping[]) => readonly GroupMapping[],
): Route {
  return ofTeam(method, '/groupmappings', { scopes: edit }, async (c, team) => {
    const changed = [...change(team.mappings, await readBody(c, mappingsBody, fail))];
    if (changed.length > maxMappings) throw fail(400, `A team can have at most ${maxMappings} mappings`);
    team.mappings = changed;
    return c.body(null, 204);
  });
}

/** The mappings of other groups. */
function without(now: readonly GroupMapping[], sent: readonly GroupMapping[]): GroupMapping[] {
  return now.filter(
    (one) =>
      !sent.some(
        (other) => other.external_group_name === one.external_group_name && other.provider_id === one.provider_id,
      ),
  );
}
