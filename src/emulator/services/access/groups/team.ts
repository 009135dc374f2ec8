import type { Call } from '../../../core/call.ts';
import { ancestorIds, memberKey, rootTeamId, rootTeamOf, teamMembers, teams } from '../../../core/identity/groups.ts';
import type { Organization, Team } from '../../../core/identity/model.ts';
import { organizations } from '../../../core/identity/organizations.ts';
import { hasScope, type Scope } from '../../../core/identity/permissions.ts';
import { requireOrganization } from '../../../core/identity/places.ts';
import type { Platform } from '../../../core/platform.ts';
import type { Query, QueryShape } from '../../../core/queries.ts';
import type { Method, Route } from '../../../core/routes.ts';
import type { Store } from '../../../core/store.ts';
import { accessManagement } from '../api.ts';
import { accessManagementError as fail } from '../errors.ts';

/** Scopes of teams, users and role groups. Edit Organization stands for the Organization Administrator. */
export const groupScopes = {
  view: ['view:organization', 'edit:organization'],
  edit: ['edit:organization'],
} as const satisfies Record<string, readonly Scope[]>;

/** The path of all teams, and of one. */
export const teamsPath = '/organizations/{organizationId}/teams';
export const teamPath = `${teamsPath}/{teamId}` as const;

/** The team of everyone in a root organization, which is there from its first use. */
export function everyone({ store }: Platform, organization: Organization): Team {
  const known = store.of(teams).get(rootTeamId(organization.id));
  if (known !== undefined) return known;
  const team = rootTeamOf(organization);
  store.of(teams).set(team.id, team);
  return team;
}

/** The root organization of a request. Teams belong to no business group. @throws PlatformError 400, 404 */
export function rootOf(c: Call): Organization {
  const { platform } = c.var;
  const organization = platform.store.of(organizations).get((c.req.param('organizationId') ?? '').toLowerCase());
  if (organization === undefined) throw fail(404, 'Organization not found');
  everyone(platform, rootOrganization(platform.store, organization));
  return organization;
}

function rootOrganization(store: Store, organization: Organization): Organization {
  return store.of(organizations).get(organization.parentOrganizationIds[0] ?? '') ?? organization;
}

/** @throws PlatformError 400 */
export function requireRoot({ parentOrganizationIds }: Organization): void {
  if (parentOrganizationIds.length > 0) throw fail(400, 'Teams belong to the root organization');
}

/** A team of an organization. @throws PlatformError 404 */
export function teamIn({ store }: Platform, organization: Organization, id: string): Team {
  const team = store.of(teams).get(id.toLowerCase());
  if (team === undefined || team.organizationId !== organization.id) throw fail(404, 'Team not found');
  return team;
}

/**
 * Whether the caller maintains a team, or one above it: who does may manage its members, name and place without other
 * permissions [docs/platform/access.md#teams]. An app that acts for a maintainer has to have the scope itself.
 */
export function isMaintainer({ var: { platform, principal } }: Call, organization: Organization, team: Team): boolean {
  const { user, app } = principal;
  if (user === undefined) return false;
  if (app !== undefined && !hasScope({ app }, 'edit:organization', organization)) return false;
  return [...ancestorIds(platform.store, team), team.id].some(
    (id) => platform.store.of(teamMembers).get(memberKey(id, user.id))?.membership === 'maintainer',
  );
}

interface Needs<Shape extends QueryShape> {
  scopes: readonly Scope[];
  query?: Shape;
  /** also for those who maintain the team */
  forMaintainers?: boolean;
}

type Handle<Shape extends QueryShape> = (c: Call, team: Team, sent: Query<Shape>) => Response | Promise<Response>;

/** A route about one team. */
export function ofTeam<const Shape extends QueryShape = Record<never, never>>(
  method: Method,
  rest: string,
  { scopes, query, forMaintainers = false }: Needs<Shape>,
  handle: Handle<Shape>,
): Route {
  const level = 'organization';
  const needs = query === undefined ? ({ level, scopes } as const) : ({ level, scopes, query } as const);
  return accessManagement.checkedByHandler<string, Shape>(method, `${teamPath}${rest}`, needs, (c, sent) => {
    const organization = rootOf(c);
    const id = c.req.param('teamId') ?? '';
    const known = c.var.platform.store.of(teams).get(id.toLowerCase());
    const isAllowed = forMaintainers && known !== undefined && isMaintainer(c, organization, known);
    if (!isAllowed) requireOrganization(c, organization.id, scopes, fail);
    requireRoot(organization);
    return handle(c, teamIn(c.var.platform, organization, id), sent);
  });
}

/** A team as Access Management shows it. */
export function teamView({ store }: Platform, team: Team) {
  const { id, organizationId, name, type, createdAt, updatedAt } = team;
  return {
    team_id: id,
    team_name: name,
    team_type: type,
    org_id: organizationId,
    org_name: store.of(organizations).get(organizationId)?.name ?? '',
    ancestor_team_ids: ancestorIds(store, team),
    created_at: createdAt,
    updated_at: updatedAt,
  };
}
