import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import { withGroupGrants } from '../../../core/identity/groups.ts';
import type { Organization, User } from '../../../core/identity/model.ts';
import { organizations } from '../../../core/identity/organizations.ts';
import { tokens, userNamed, users } from '../../../core/identity/people.ts';
import { requireOrganization } from '../../../core/identity/places.ts';
import { isoDate, type Platform } from '../../../core/platform.ts';
import { flag, integerFrom, oneOf, type Query, text } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { accessManagement } from '../api.ts';
import { accessManagementError as fail } from '../errors.ts';
import { userView } from '../user-view.ts';
import { groupScopes } from './team.ts';
import { belongsTo, requireUserIn } from './user.ts';

const { view, edit } = groupScopes;

const all = '/organizations/{organizationId}/users';
const one = `${all}/{userId}` as const;

const person = {
  firstName: z.string().min(1),
  lastName: z.string().min(1),
  email: z.email(),
  phoneNumber: z.string().optional(),
};

const newUser = z.strictObject({ ...person, username: z.string().min(1), password: z.string().min(1) });

/**
 * The document has no `username` and `password` here; the community provider sends both again
 * [docs/platform/access.md#users].
 */
const userChange = z.strictObject({
  ...z.strictObject(person).partial().shape,
  username: z.string().optional(),
  password: z.string().min(1).optional(),
  enabled: z.boolean().optional(),
  ipAllowlistExcluded: z.boolean().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

/** Nobody is deleted and kept, comes from outside, or is exempt from a second factor. */
const listQuery = {
  type: oneOf(['host', 'proxy', 'all']),
  mfaVerificationExcluded: flag,
  deleted: flag,
  search: text,
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 25, min: 0, max: 500 }),
};

/** Users: list, create, read, change, delete [docs/platform/access.md#users]. */
export const userRoutes: readonly Route[] = [
  accessManagement.organization('GET', all, { scopes: view, query: listQuery }, list),

  accessManagement.organization('POST', all, edit, async (c, { id: organizationId }) => {
    const { platform } = c.var;
    const sent = await readBody(c, newUser, fail);
    if (userNamed(platform, sent.username) !== undefined) throw fail(409, 'The username is already used');
    const { phoneNumber = '', ...rest } = sent;
    const createdAt = isoDate(platform.clock.now());
    const own = { id: crypto.randomUUID(), organizationId, enabled: true, mfa: false, createdAt, grants: [] };
    const user: User = { ...own, ...rest, phoneNumber };
    platform.store.of(users).set(user.id, user);
    return c.json(detailView(platform, user), 201);
  }),

  accessManagement.organization('GET', one, view, (c, organization) =>
    c.json(detailView(c.var.platform, requireUserIn(c, organization))),
  ),

  accessManagement.organization('PUT', one, edit, async (c, organization) => {
    const user = requireManaged(c, organization);
    const { username = user.username, ...changes } = await readBody(c, userChange, fail);
    if (username !== user.username) throw fail(400, 'username cannot be changed');
    const sent = Object.entries(changes).filter(([, value]) => value !== undefined);
    Object.assign(user, Object.fromEntries(sent), { updatedAt: isoDate(c.var.platform.clock.now()) });
    return c.json(detailView(c.var.platform, user));
  }),

  accessManagement.organization('DELETE', one, edit, (c, organization) => {
    remove(c.var.platform, requireManaged(c, organization));
    return c.json({});
  }),
];

function list(c: Call, organization: Organization, sent: Query<typeof listQuery>): Response {
  const { platform } = c.var;
  const { store } = platform;
  const { type = 'host', mfaVerificationExcluded, deleted, search = '', offset, limit } = sent;
  const isNobody = type === 'proxy' || deleted === true || mfaVerificationExcluded === true;
  const found = [...store.look(users)]
    .map(([, user]) => user)
    .filter((user) => !isNobody && belongsTo(store, user, organization))
    .filter(({ username, firstName, lastName, email }) =>
      `${username} ${firstName} ${lastName} ${email}`.toLowerCase().includes(search.toLowerCase()),
    );
  const data = found.slice(offset, offset + limit).map((user) => detailView(platform, user));
  return c.json({ data, total: found.length });
}

/** A user as it is seen by itself. */
function detailView(platform: Platform, user: User) {
  return {
    ...userView(platform, { user: withGroupGrants(platform.store, user) }, user),
    mfaVerificationExcluded: false,
    isFederated: false,
    // Nobody here was given access to the portals for those who only consume APIs.
    isApiConsumer: false,
  };
}

/** A user of the request, which its home organization manages. @throws PlatformError 403, 404 */
function requireManaged(c: Call, organization: Organization): User {
  const user = requireUserIn(c, organization);
  requireOrganization(c, user.organizationId, edit, fail);
  return user;
}

/** Deletes a user with its tokens, consents and places in groups. @throws PlatformError 400 */
function remove({ store }: Platform, user: User): void {
  for (const [, { name, ownerId }] of store.look(organizations)) {
    if (ownerId === user.id) throw fail(400, `The user owns the organization ${name}: give it another owner first`);
  }
  for (const [value, { userId }] of [...store.look(tokens)]) if (userId === user.id) store.delete(tokens, value);
  store.delete(users, user.id);
}
