import * as z from 'zod';
import { defineKind } from '../kinds.ts';
import { guid, name, organization, reference, time } from '../scenario/fields.ts';
import type { LoadContext } from '../scenario/load-context.ts';
import { guidFrom, hexFrom } from '../scenario/names.ts';
import { defineList, defineSection } from '../scenario/sections.ts';
import type { ConnectedApp, Grant, Token, User } from './model.ts';
import { environments, isoTimeOf, organizations } from './organizations.ts';
import { allScopes, isOrganizationScope, viewScopes } from './permissions.ts';
import { organizationIn, organizationOf } from './scenario-places.ts';

/** Users. */
export const users = defineKind({ name: 'users', noun: 'user', empty: () => new Map<string, User>() });

/** Connected applications, by client id. */
export const connectedApps = defineKind({
  name: 'connectedApps',
  noun: 'connected app',
  empty: () => new Map<string, ConnectedApp>(),
});

/** Issued access tokens, by their value. */
export const tokens = defineKind({ name: 'tokens', noun: 'token', empty: () => new Map<string, Token>() });

const scopes = z.union(
  [z.enum(['all', 'view']), z.array(z.enum([...allScopes, 'full']))],
  'must be "all", "view" or a list of scopes',
);

const grant = z.strictObject({
  scopes,
  organizations: z
    .union([z.literal('all'), z.array(reference)])
    .optional()
    .describe('Organizations in which the scopes apply; default: everywhere'),
  environments: z
    .union([z.literal('all'), z.array(reference)])
    .optional()
    .describe('Environments of those organizations in which the scopes apply; default: granted once per organization'),
});

const userEntry = z.strictObject({
  username: name,
  password: name,
  id: guid,
  firstName: z.string().default(''),
  lastName: z.string().default(''),
  email: z.string().optional(),
  organization,
  enabled: z.boolean().default(true),
  mfa: z.boolean().default(false).describe('Needs a second factor, so that signing in over the API returns no token'),
  grants: z.union([z.literal('all'), z.array(grant)]).default('all'),
  createdAt: time,
});

/** The scenario section for users. The first one owns the organizations. */
export const usersSection = defineSection({
  name: 'users',
  schema: z.array(userEntry).default([]),
  load: (entries, at) => {
    at.each(entries, loadUser);
    const [owner] = at.store.of(users).keys();
    for (const one of at.store.of(organizations).values()) one.ownerId ||= owner ?? '';
  },
});

function loadUser({ organization, grants, ...entry }: z.output<typeof userEntry>, at: LoadContext): void {
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
    grants: grants === 'all' ? 'all' : grantsOf(grants, at.at('grants')),
  });
}

/** The scenario section for connected apps. */
export const connectedAppsSection = defineList({
  name: 'connectedApps',
  entry: z.strictObject({
    name,
    clientId: name.optional(),
    clientSecret: name.optional(),
    organization,
    grantTypes: z.array(name).default(['client_credentials']),
    enabled: z.boolean().default(true),
    grants: z.array(grant).default([{ scopes: 'all', organizations: 'all' }]),
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
      grants: grantsOf(grants, at.at('grants')),
    });
  },
});

function grantsOf(given: readonly z.output<typeof grant>[], at: LoadContext): Grant[] {
  return given.flatMap((one, index): Grant[] => {
    const { organizations: named, environments: within } = one;
    const scopes = one.scopes === 'all' ? allScopes : one.scopes === 'view' ? viewScopes : one.scopes;
    if (named === undefined) return scopes.map((scope) => ({ scope, context_params: {} }));
    const ids =
      named === 'all'
        ? [...at.store.of(organizations).keys()]
        : named.map((text, place) => at.item(index).at('organizations', place).find([organizations], '', text));
    return ids.flatMap((org) =>
      scopes.flatMap((scope): Grant[] =>
        within === undefined || isOrganizationScope(scope)
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
