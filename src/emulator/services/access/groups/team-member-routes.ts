import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import { memberKey, rootIdOf, teamMembers, teams } from '../../../core/identity/groups.ts';
import type { MembershipType, Team, User } from '../../../core/identity/model.ts';
import { users } from '../../../core/identity/people.ts';
import { isoDate, type Platform } from '../../../core/platform.ts';
import { flag, integerFrom, oneOf, severalOf, text } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { accessManagementError as fail } from '../errors.ts';
import { groupScopes, ofTeam } from './team.ts';

const { view, edit } = groupScopes;
const membership = z.enum(['member', 'maintainer']);
const memberId = z.string().min(1).max(255);

const membersBody = z.array(z.strictObject({ id: memberId, membership_type: membership })).min(1);
const membershipBody = z.strictObject({ membership_type: membership });

const listQuery = {
  membership_type: severalOf(membership),
  identity_type: severalOf(z.enum(['team', 'user'])),
  member_ids: severalOf(z.string()),
  // What the details of users look like is not published.
  displayUserDetails: z.literal('false', 'must be false').optional(),
  search: text,
  sort: oneOf(['identity_type', 'name']),
  ascending: flag,
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 25, min: 0, max: 500 }),
};

/** Members of a team: users, and the teams below it [docs/platform/access.md#teams]. */
export const teamMemberRoutes: readonly Route[] = [
  ofTeam('GET', '/members', { scopes: view, query: listQuery, forMaintainers: true }, (c, team, sent) => {
    const { search = '', sort = 'identity_type', ascending = true, offset, limit } = sent;
    const isAsked = (asked: readonly string[], own: string): boolean => asked.length === 0 || asked.includes(own);
    const found = membersOf(c.var.platform, team)
      .filter(
        (one) =>
          isAsked(sent.membership_type, one.membership_type) &&
          isAsked(sent.identity_type, one.identity_type) &&
          isAsked(sent.member_ids, one.id) &&
          one.name.toLowerCase().includes(search.toLowerCase()),
      )
      .sort((a, b) => a[sort].localeCompare(b[sort]) || a.name.localeCompare(b.name));
    if (!ascending) found.reverse();
    return c.json({ data: found.slice(offset, offset + limit), total: found.length });
  }),

  ofTeam('PATCH', '/members', { scopes: edit, forMaintainers: true }, async (c, team) => {
    const sent = await readBody(c, membersBody, fail);
    const members = sent.map(({ id, membership_type }) => [requireUser(c, team, id, 400), membership_type] as const);
    for (const [user, type] of members) setMember(c.var.platform, team, user, type);
    return c.body(null, 204);
  }),

  ofTeam('DELETE', '/members', { scopes: edit, forMaintainers: true }, async (c, team) => {
    const sent = await readBody(c, z.array(memberId).min(1), fail);
    const members = sent.map((id) => requireUser(c, team, id, 400));
    for (const user of members) removeMember(c.var.platform, team, user);
    return c.body(null, 204);
  }),

  ofTeam('PUT', '/members/{userId}', { scopes: edit, forMaintainers: true }, async (c, team) => {
    const { membership_type } = await readBody(c, membershipBody, fail);
    setMember(c.var.platform, team, requireUser(c, team, c.req.param('userId') ?? '', 405), membership_type);
    return c.body(null, 204);
  }),

  ofTeam('DELETE', '/members/{userId}', { scopes: edit, forMaintainers: true }, (c, team) => {
    removeMember(c.var.platform, team, requireUser(c, team, c.req.param('userId') ?? '', 405));
    return c.body(null, 204);
  }),
];

/** Everyone is in the root team; elsewhere those who were added, and the teams right below. */
function membersOf({ store }: Platform, team: Team) {
  const below = [...store.look(teams)].map(([, one]) => one).filter(({ parentId }) => parentId === team.id);
  const people = [...store.look(users)].flatMap(([, user]) => {
    const member = store.of(teamMembers).get(memberKey(team.id, user.id));
    const isEveryone = team.parentId === null && rootIdOf(store, user.organizationId) === team.organizationId;
    if (member === undefined && !isEveryone) return [];
    const { createdAt, updatedAt = createdAt } = member ?? user;
    return [
      memberView(
        { id: user.id, name: `${user.firstName} ${user.lastName}`.trim(), createdAt, updatedAt },
        {
          identity_type: 'user',
          membership_type: member?.membership ?? 'member',
        },
      ),
    ];
  });
  return [...below.map((one) => memberView(one, { identity_type: 'team', membership_type: 'member' })), ...people];
}

/** The document names a member in `team_name`, clients read `name`. */
function memberView(
  { id, name, createdAt, updatedAt }: { id: string; name: string; createdAt: string; updatedAt: string },
  kind: { identity_type: 'team' | 'user'; membership_type: MembershipType },
) {
  const times = { created_at: createdAt, updated_at: updatedAt };
  return { id, name, team_name: name, ...kind, is_assigned_via_external_groups: false, ...times };
}

/** A user who can be in a team. `status` is for a team in place of a user. @throws PlatformError 400, 404, 405 */
function requireUser(c: Call, team: Team, id: string, status: 400 | 405): User {
  const { store } = c.var.platform;
  if (store.of(teams).has(id.toLowerCase())) throw fail(status, `${id} is a team: it is moved by its own address`);
  const user = store.of(users).get(id.toLowerCase());
  if (user === undefined || rootIdOf(store, user.organizationId) !== team.organizationId) {
    throw fail(status === 400 ? 400 : 404, `User ${id} not found`);
  }
  return user;
}

function setMember({ store, clock }: Platform, team: Team, user: User, type: MembershipType): void {
  const key = memberKey(team.id, user.id);
  const now = isoDate(clock.now());
  const { createdAt = now } = store.of(teamMembers).get(key) ?? {};
  store.of(teamMembers).set(key, { teamId: team.id, userId: user.id, membership: type, createdAt, updatedAt: now });
}

/** @throws PlatformError 400 */
function removeMember({ store }: Platform, team: Team, user: User): void {
  if (team.parentId === null) throw fail(400, 'Every user of the organization is in the team of everyone');
  store.delete(teamMembers, memberKey(team.id, user.id));
}
