import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import {
  inviteIds,
  invites,
  memberKey,
  roleGroupMembers,
  roleGroups,
  rootIdOf,
  teamMembers,
  teams,
} from '../../../core/identity/groups.ts';
import type { Invite, Organization, User } from '../../../core/identity/model.ts';
import { organizations } from '../../../core/identity/organizations.ts';
import { userNamed, users } from '../../../core/identity/people.ts';
import { isoDate, type Platform } from '../../../core/platform.ts';
import { integerFrom, text } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { hasPassed } from '../../../core/transitions.ts';
import { accessManagement } from '../api.ts';
import { accessManagementError as fail } from '../errors.ts';
import { creatorOf } from '../home.ts';
import { userView } from '../user-view.ts';
import { assignedRoles, assignmentsBody, grantsOfRoles } from './roles.ts';
import { groupScopes } from './team.ts';

const { view, edit } = groupScopes;

const all = '/organizations/{organizationId}/invites';

/** The link in the mail works for one week [docs/platform/access.md#invitations]. */
const inviteMs = 7 * 24 * 60 * 60 * 1000;

const invitesBody = z
  .array(
    z.strictObject({
      email: z.email().max(255),
      role_groups: z.array(z.strictObject({ name: z.string().min(1).max(255), role_group_id: z.string() })).default([]),
      teams: z
        .array(z.strictObject({ team_id: z.string(), membership_type: z.enum(['member', 'maintainer']) }))
        .default([]),
      roles: assignmentsBody.optional(),
    }),
  )
  .min(1);

const idsBody = z.array(z.int()).min(1);

const listQuery = {
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 25, min: 0, max: 500 }),
  search: text,
};

/** Accepts an invitation. The other way to sign up makes an organization, which this platform does not. */
const signUpBody = z.strictObject({
  code: z.string(),
  username: z.string().min(1),
  password: z.string().min(1),
  confirmPassword: z.string(),
  email: z.email(),
  firstName: z.string().min(1),
  lastName: z.string().min(1),
  phoneNumber: z.string().optional(),
  termsAccepted: z.literal(true, 'must be true'),
});

/** Invitations, and signing up with one [docs/platform/access.md#invitations]. */
export const inviteRoutes: readonly Route[] = [
  accessManagement.organization('GET', all, { scopes: view, query: listQuery }, (c, { id }, sent) => {
    const { offset, limit, search = '' } = sent;
    const found = [...c.var.platform.store.of(invites).values()].filter(
      ({ organizationId, email }) => organizationId === id && email.toLowerCase().includes(search.toLowerCase()),
    );
    const data = found.slice(offset, offset + limit).map((invite) => inviteView(c.var.platform, invite));
    return c.json({ data, total: found.length });
  }),

  accessManagement.organization('POST', all, edit, async (c, organization) => {
    const { platform } = c.var;
    const sent = await readBody(c, invitesBody, fail);
    const now = platform.clock.now();
    const made = sent.map(({ email, role_groups, teams: named, roles = [] }) => ({
      code: crypto.randomUUID(),
      organizationId: organization.id,
      email,
      invitedBy: (c.var.principal.user ?? creatorOf(c)).id,
      invitedAt: now,
      expiresAt: now + inviteMs,
      roleGroupIds: role_groups.map(({ role_group_id }) => requireGroup(platform, organization, role_group_id)),
      teams: named.map((one) => ({ ...one, team_id: requireTeam(platform, organization, one.team_id) })),
      grants: grantsOfRoles(c, roles, edit),
    }));
    const created = made.map((one): Invite => ({ ...one, id: platform.store.take(inviteIds) }));
    for (const invite of created) platform.store.of(invites).set(invite.id, invite);
    return c.json(created.map((invite) => inviteView(platform, invite)));
  }),

  accessManagement.organization('DELETE', all, edit, async (c, organization) => {
    for (const { id } of await named(c, organization)) c.var.platform.store.delete(invites, id);
    return c.body(null, 204);
  }),

  accessManagement.organization('POST', `${all}/resend`, edit, async (c, organization) => {
    const { platform } = c.var;
    const found = await named(c, organization);
    for (const invite of found) invite.expiresAt = platform.clock.now() + inviteMs;
    return c.json(found.map((invite) => inviteView(platform, invite)));
  }),

  accessManagement.organization('GET', `${all}/{inviteId}`, view, (c, organization) => {
    const invite = c.var.platform.store.of(invites).get(Number(c.req.param('inviteId')));
    if (invite === undefined || invite.organizationId !== organization.id) throw fail(404, 'Invite not found');
    return c.json(inviteView(c.var.platform, invite));
  }),

  accessManagement.open('POST', '/signup', signUp),
];

/** The invitations that a body names. @throws PlatformError 400 where one is not there */
async function named(c: Call, organization: Organization): Promise<Invite[]> {
  const { store } = c.var.platform;
  return (await readBody(c, idsBody, fail)).map((id) => {
    const invite = store.of(invites).get(id);
    if (invite === undefined || invite.organizationId !== organization.id) throw fail(400, `There is no invite ${id}`);
    return invite;
  });
}

/** @throws PlatformError 400 */
function requireGroup({ store }: Platform, organization: Organization, id: string): string {
  const group = store.of(roleGroups).get(id.toLowerCase());
  if (group === undefined || group.organizationId !== organization.id) throw fail(400, `There is no role group ${id}`);
  return group.id;
}

/** @throws PlatformError 400 */
function requireTeam({ store }: Platform, organization: Organization, id: string): string {
  const team = store.of(teams).get(id.toLowerCase());
  if (team === undefined || team.organizationId !== rootIdOf(store, organization.id)) {
    throw fail(400, `There is no team ${id}`);
  }
  return team.id;
}

async function signUp(c: Call): Promise<Response> {
  const { platform } = c.var;
  const { store, clock } = platform;
  const { code, confirmPassword, termsAccepted: _accepted, ...person } = await readBody(c, signUpBody, fail);
  const invite = [...store.of(invites).values()].find((one) => one.code === code);
  if (invite === undefined || hasPassed(invite.expiresAt, clock.now())) {
    throw fail(400, 'code is not that of an open invitation');
  }
  if (person.email.toLowerCase() !== invite.email.toLowerCase()) throw fail(400, 'email is not the invited address');
  if (confirmPassword !== person.password) throw fail(400, 'confirmPassword is not the same as password');
  if (userNamed(platform, person.username) !== undefined) throw fail(409, 'The username is already used');
  const user = accept(platform, invite, { ...person, phoneNumber: person.phoneNumber ?? '' });
  return c.json(userView(platform, { user }, user));
}

/** Makes the user, who belongs to the root organization, with what the invitation gives. */
function accept(
  { store, clock }: Platform,
  invite: Invite,
  person: Pick<User, 'username' | 'password' | 'email' | 'firstName' | 'lastName' | 'phoneNumber'>,
): User {
  const createdAt = isoDate(clock.now());
  const organizationId = rootIdOf(store, invite.organizationId);
  const own = { id: crypto.randomUUID(), organizationId, enabled: true, mfa: false, createdAt, grants: invite.grants };
  const user: User = { ...own, ...person };
  store.of(users).set(user.id, user);
  const times = { createdAt, updatedAt: createdAt };
  // Teams and role groups may have ended meanwhile.
  for (const { team_id: teamId, membership_type: membership } of invite.teams) {
    if (!store.of(teams).has(teamId)) continue;
    store.of(teamMembers).set(memberKey(teamId, user.id), { teamId, userId: user.id, membership, ...times });
  }
  for (const roleGroupId of invite.roleGroupIds) {
    if (!store.of(roleGroups).has(roleGroupId)) continue;
    const member = { id: crypto.randomUUID(), roleGroupId, userId: user.id };
    store.of(roleGroupMembers).set(memberKey(roleGroupId, user.id), member);
  }
  store.delete(invites, invite.id);
  return user;
}

function inviteView(platform: Platform, invite: Invite) {
  const { store, clock } = platform;
  const by = store.of(users).get(invite.invitedBy);
  return {
    id: invite.id,
    code: invite.code,
    invited_at: isoDate(invite.invitedAt),
    invited_email: invite.email,
    invited_by_user: {
      id: invite.invitedBy,
      username: by?.username ?? '',
      first_name: by?.firstName ?? '',
      last_name: by?.lastName ?? '',
    },
    invited_to_org: { id: invite.organizationId, name: store.of(organizations).get(invite.organizationId)?.name ?? '' },
    expires_at: isoDate(invite.expiresAt),
    status: hasPassed(invite.expiresAt, clock.now()) ? 'EXPIRED' : 'INVITED',
    completed_at: null,
    completed_by_user: null,
    role_groups: invite.roleGroupIds.flatMap((id) => {
      const group = store.of(roleGroups).get(id);
      return group === undefined ? [] : [{ name: group.name, role_group_id: id }];
    }),
    teams: invite.teams.map((one) => ({ ...one, team_name: store.of(teams).get(one.team_id)?.name ?? '' })),
    roles: assignedRoles(
      platform,
      invite.grants.map((grant) => ({ grant })),
    ).map(({ role, assignment }) => ({ role_id: role.id, context_params: assignment.grant.context_params })),
  };
}
