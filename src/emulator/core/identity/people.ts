import * as z from 'zod';
import { defineKind, relation } from '../kinds.ts';
import type { Platform } from '../platform.ts';
import { guid, name, organization, reference, time } from '../scenario/fields.ts';
import type { LoadContext } from '../scenario/load-context.ts';
import { guidFrom, hexFrom } from '../scenario/names.ts';
import { defineList, defineSection, type Section } from '../scenario/sections.ts';
import type { ConnectedApp, Grant, Token, User } from './model.ts';
import { environments, isoTimeOf, organizations } from './organizations.ts';
import { isViewScope, type Scopes, scopesWithoutPlace } from './permissions.ts';
import { isRedirectAddress, redirectAddressRule } from './redirect-addresses.ts';
import { organizationIn, organizationOf } from './scenario-places.ts';

/** Users. */
export const users = defineKind({ name: 'users', noun: 'user', empty: () => new Map<string, User>() });

/** Connected applications, by client id. */
export const connectedApps = defineKind({
  name: 'connectedApps',
  noun: 'connected app',
  empty: () => new Map<string, ConnectedApp>(),
  deletedWith: [relation(organizations, ({ ownerOrganizationId }: ConnectedApp, { id }) => ownerOrganizationId === id)],
});

/** The user with a name. */
export function userNamed({ store }: Pick<Platform, 'store'>, username: unknown): User | undefined {
  for (const [id, user] of store.look(users)) if (user.username === username) return store.of(users).get(id);
  return undefined;
}

/** Issued access tokens, by their value. */
export const tokens = defineKind({ name: 'tokens', noun: 'token', empty: () => new Map<string, Token>() });

/** What an entry lets somebody do. */
export function grantSchema(known: Scopes) {
  return z.strictObject({
    scopes: z.union(
      [z.enum(['all', 'view']), z.array(z.enum([...Object.keys(known), ...Object.keys(scopesWithoutPlace)]))],
      'must be "all", "view" or a list of scopes',
    ),
    organizations: z
      .union([z.literal('all'), z.array(reference)])
      .optional()
      .describe('Organizations in which the scopes apply; default: everywhere'),
    environments: z
      .union([z.literal('all'), z.array(reference)])
      .optional()
      .describe(
        'Environments of those organizations in which the scopes apply; default: granted once per organization',
      ),
  });
}
/** {@link grantSchema}, read. */
export type GrantEntry = z.output<ReturnType<typeof grantSchema>>;

function userSchema(known: Scopes) {
  return z.strictObject({
    username: name,
    password: name,
    id: guid,
    firstName: z.string().default(''),
    lastName: z.string().default(''),
    email: z.string().optional(),
    organization,
    enabled: z.boolean().default(true),
    mfa: z.boolean().default(false).describe('Needs a second factor, so that signing in over the API returns no token'),
    mfaCode: z
      .string()
      .regex(/^\d{6}$/, 'must be six digits')
      .optional()
      .describe('The code that completes the second factor in a browser; default: 000000'),
    identityProvider: name
      .optional()
      .describe('Signs in at this identity provider, a page of the embedded platform, and has no password'),
    grants: z.union([z.literal('all'), z.array(grantSchema(known))]).default('all'),
    createdAt: time,
  });
}
type UserEntry = z.output<ReturnType<typeof userSchema>>;

/** The scenario sections for users and connected apps, whose grants may name these scopes. */
export function peopleSections(known: Scopes): readonly Section[] {
  return [usersSection(known), connectedAppsSection(known)];
}

/** The first user owns the organizations. */
function usersSection(known: Scopes): Section {
  return defineSection({
    name: 'users',
    schema: z.array(userSchema(known)).default([]),
    load: (entries, at) => {
      at.each(entries, (entry, where) => loadUser(entry, where, known));
      const [owner] = at.store.of(users).keys();
      for (const one of at.store.of(organizations).values()) one.ownerId ||= owner ?? '';
    },
  });
}

function loadUser({ organization, grants, ...entry }: UserEntry, at: LoadContext, known: Scopes): void {
  const organizationId = organizationIn(at, organization);
  const id = entry.id ?? guidFrom('user', entry.username);
  at.claim(users, { name: entry.username, id, scope: '' });
  const { domain } = organizationOf(at, organizationId);
  at.store.of(users).set(id, {
    ...entry,
    id,
    email: entry.email ?? `${entry.username}@${domain}.example`,
    organizationId,
    createdAt: isoTimeOf(entry.createdAt),
    grants: grants === 'all' ? 'all' : grantsOf(grants, at.at('grants'), known),
  });
}

function connectedAppsSection(known: Scopes): Section {
  return defineList({
    name: 'connectedApps',
    entry: z.strictObject({
      name,
      clientId: name.optional(),
      clientSecret: name.optional(),
      organization,
      grantTypes: z.array(name).default(['client_credentials']),
      enabled: z.boolean().default(true),
      redirectUris: z
        .array(name.refine(isRedirectAddress, redirectAddressRule))
        .default([])
        .describe('Where authorization codes may be sent, letter by letter'),
      audience: z.enum(['internal', 'everyone']).default('internal'),
      isPublic: z.boolean().default(false).describe('Signs in without a secret, and has to use PKCE'),
      grants: z.array(grantSchema(known)).default([{ scopes: 'all', organizations: 'all' }]),
    }),
    load: ({ organization, grants, ...entry }, at) => {
      const ownerOrganizationId = organizationIn(at, organization);
      const clientId = entry.clientId ?? hexFrom('app', entry.name);
      at.claim(connectedApps, { name: entry.name, id: clientId, scope: '' });
      at.store.of(connectedApps).set(clientId, {
        ...entry,
        clientId,
        clientSecret: entry.clientSecret ?? `E0${hexFrom('app secret', entry.name).slice(2)}`,
        ownerOrganizationId,
        grants: grantsOf(grants, at.at('grants'), known),
      });
    },
  });
}

/** The grants of an entry, with ids in place of names. */
export function grantsOf(given: readonly GrantEntry[], at: LoadContext, known: Scopes): Grant[] {
  const levels = new Map(Object.entries(known).map(([scope, { level }]) => [scope, level]));
  const all = [...levels.keys()];
  return given.flatMap((one, index): Grant[] => {
    const { organizations: named, environments: within } = one;
    const scopes = one.scopes === 'all' ? all : one.scopes === 'view' ? all.filter(isViewScope) : one.scopes;
    if (named === undefined) return scopes.map((scope) => ({ scope, context_params: {} }));
    const ids =
      named === 'all'
        ? [...at.store.of(organizations).keys()]
        : named.map((text, place) => at.item(index).at('organizations', place).find([organizations], '', text));
    return ids.flatMap((org) =>
      scopes.flatMap((scope): Grant[] =>
        within === undefined || levels.get(scope) === 'organization'
          ? [{ scope, context_params: { org } }]
          : environmentsIn(at, org, within).map((envId) => ({ scope, context_params: { org, envId } })),
      ),
    );
  });
}

function environmentsIn({ store }: LoadContext, organizationId: string, named: 'all' | readonly string[]): string[] {
  return [...store.of(environments).values()]
    .filter((one) => one.organizationId === organizationId)
    .filter(({ id, name }) => named === 'all' || named.includes(name) || named.includes(id))
    .map(({ id }) => id);
}
