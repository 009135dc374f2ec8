import type * as z from 'zod';
import type { Call } from '../../core/call.ts';
import { consents } from '../../core/identity/consents.ts';
import type { ConnectedApp, Grant, Organization } from '../../core/identity/model.ts';
import { connectedApps, tokens } from '../../core/identity/people.ts';
import { hasScope, type Scope } from '../../core/identity/permissions.ts';
import { requireOrganization } from '../../core/identity/places.ts';
import { Listing } from '../../core/listing.ts';
import { hexId, type Platform } from '../../core/platform.ts';
import { flag, integerFrom, oneOf, type Query, type QueryShape, text } from '../../core/queries.ts';
import { readBody } from '../../core/requests.ts';
import type { Method, Route } from '../../core/routes.ts';
import { accessManagement } from './api.ts';
import {
  appChange,
  changedScopes,
  checkGrants,
  listedScopes,
  newApp,
  sameGrant,
  settingsOf,
  takeFlatScopes,
} from './connected-app-bodies.ts';
import { accessManagementError as fail } from './errors.ts';
import { homeOf } from './home.ts';

const scopes = {
  read: ['read:connected_apps', 'manage:connected_apps'],
  manage: ['manage:connected_apps'],
} as const satisfies Record<string, readonly Scope[]>;

/** An organization may own so many apps [docs/platform/authentication.md#oauth-for-people]. */
const maxApps = 2000;

/**
 * Usage statistics and managed apps do not exist here, so both flags change nothing. The document allows at most 20 in a
 * page; Terraform asks for 100 [docs/platform/access.md#connected-apps].
 */
const listQuery = {
  includeUsage: flag,
  hide_managed: flag,
  organizationId: text,
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 20, min: 0, max: 100 }),
  search: text,
  sort: oneOf(['client_id', 'client_name']),
  ascending: flag,
};

const scopesQuery = {
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 25, min: 0, max: 500 }),
};

const listing = new Listing(connectedApps, ({ ownerOrganizationId }) => ownerOrganizationId);

interface Needs<Shape extends QueryShape> {
  scopes: readonly Scope[];
  query: Shape;
}

type Handle<Shape extends QueryShape> = (
  c: Call,
  app: ConnectedApp,
  sent: Query<Shape>,
) => Response | Promise<Response>;

/** A route about one app, below its organization and without it in the path. */
function ofApp<const Shape extends QueryShape>(
  method: Method,
  rest: string,
  { scopes: needed, query }: Needs<Shape>,
  handle: Handle<Shape>,
): Route[] {
  const path = `/connectedApplications/{clientId}${rest}`;
  return [
    accessManagement.organization(
      method,
      `/organizations/{organizationId}${path}`,
      { scopes: needed, query },
      (c, organization, sent) => handle(c, requireApp(c, organization), sent),
    ),
    accessManagement.checkedByHandler(method, path, { level: 'organization', scopes: needed, query }, (c, sent) => {
      const app = requireApp(c);
      requireOrganization(c, app.ownerOrganizationId, needed, fail);
      return handle(c, app, sent);
    }),
  ];
}

/** Connected applications [docs/platform/access.md#connected-apps]. */
export const connectedAppRoutes: readonly Route[] = [
  accessManagement.organization(
    'GET',
    '/organizations/{organizationId}/connectedApplications',
    { scopes: scopes.read, query: listQuery },
    list,
  ),
  accessManagement.checkedByHandler(
    'GET',
    '/connectedApplications',
    { level: 'organization', scopes: scopes.read, query: listQuery },
    (c, sent) => list(c, requireOrganization(c, sent.organizationId ?? homeOf(c), scopes.read, fail), sent),
  ),
  accessManagement.organization(
    'POST',
    '/organizations/{organizationId}/connectedApplications',
    scopes.manage,
    async (c, { id }) => create(c, id, await readBody(c, newApp, fail)),
  ),
  accessManagement.checkedByHandler(
    'POST',
    '/connectedApplications',
    { level: 'organization', scopes: scopes.manage },
    async (c) => {
      const body = await readBody(c, newApp, fail);
      return create(c, requireOrganization(c, body.owner_org_id ?? homeOf(c), scopes.manage, fail).id, body);
    },
  ),
  ...ofApp('GET', '', { scopes: scopes.read, query: { includeUsage: flag } }, (c, app) => c.json(appView(c, app))),
  ...ofApp('PATCH', '', { scopes: scopes.manage, query: { resetSecret: flag } }, change),
  ...ofApp('DELETE', '', { scopes: scopes.manage, query: {} }, (c, app) => {
    revokeTokens(c.var.platform, app);
    c.var.platform.store.delete(connectedApps, app.clientId);
    return c.body(null, 204);
  }),
  ...ofApp('DELETE', '/revoke', { scopes: scopes.manage, query: {} }, (c, app) => {
    revokeTokens(c.var.platform, app);
    return c.body(null, 204);
  }),
  ...ofApp('GET', '/scopes', { scopes: scopes.read, query: scopesQuery }, (c, { grants }, { offset, limit }) =>
    c.json({ data: grants.slice(offset, offset + limit), total: grants.length }),
  ),
  ...ofApp('PUT', '/scopes', { scopes: scopes.manage, query: {} }, async (c, app) =>
    setGrants(c, app, (await readBody(c, listedScopes, fail)).scopes),
  ),
  ...ofApp('PATCH', '/scopes', { scopes: scopes.manage, query: {} }, async (c, app) => {
    const { scopes: added, scopesToDelete = [] } = await readBody(c, changedScopes, fail);
    return setGrants(c, app, [...without(app.grants, scopesToDelete), ...without(added, app.grants)]);
  }),
  ...ofApp('DELETE', '/scopes', { scopes: scopes.manage, query: {} }, async (c, app) =>
    setGrants(c, app, without(app.grants, (await readBody(c, listedScopes, fail)).scopes)),
  ),
];

function requireApp(c: Call, organization?: Organization): ConnectedApp {
  const app = c.var.platform.store.of(connectedApps).get(c.req.param('clientId') ?? '');
  if (app === undefined || (organization !== undefined && app.ownerOrganizationId !== organization.id)) {
    throw fail(404, 'Connected application not found');
  }
  return app;
}

function list(c: Call, organization: Organization, sent: Query<typeof listQuery>): Response {
  const { offset, limit, sort = 'client_name', ascending = true, search = '' } = sent;
  const keyOf = (app: Readonly<ConnectedApp>): string => (sort === 'client_id' ? app.clientId : app.name);
  const found = listing.find(c.var.platform, organization.id, {
    text: {
      part: search.toLowerCase(),
      of:
        () =>
        ({ name, clientId }) =>
          `${name} ${clientId}`.toLowerCase(),
    },
    order: { key: sort, compare: () => (a, b) => keyOf(a).localeCompare(keyOf(b)), isReversed: !ascending },
  });
  return c.json({ data: found.slice(offset, offset + limit).map((app) => appView(c, app)), total: found.length });
}

function create(c: Call, organizationId: string, body: z.output<typeof newApp>): Response {
  const { platform, principal } = c.var;
  if (body.owner_org_id !== undefined && body.owner_org_id !== organizationId) {
    throw fail(400, 'owner_org_id is not the organization of the path');
  }
  if (listing.find(platform, organizationId).length >= maxApps) {
    throw fail(400, `An organization can have at most ${maxApps} connected applications`);
  }
  const clientId = body.client_id ?? hexId();
  if (platform.store.of(connectedApps).has(clientId)) throw fail(409, `client_id ${clientId} is taken`);
  const owner = body.owner_user_id === undefined ? principal.user?.id : body.owner_user_id;
  const createdAt = new Date(platform.clock.now()).toISOString();
  const app: ConnectedApp = {
    clientId,
    clientSecret: body.client_secret ?? hexId(),
    name: body.client_name ?? clientId,
    ownerOrganizationId: organizationId,
    grantTypes: body.grant_types ?? ['authorization_code'],
    redirectUris: body.redirect_uris,
    audience: body.audience ?? 'internal',
    enabled: body.enabled ?? true,
    grants: [],
    settings: { ...settingsOf(body), owner_user_id: owner ?? null, created_at: createdAt, updated_at: createdAt },
  };
  takeFlatScopes(app, body.scopes);
  platform.store.of(connectedApps).set(clientId, app);
  // Terraform wants 201, the document
  // has 200 [docs/platform/disagreements.md#status-of-a-new-connected-app].
  return c.json({ ...appView(c, app), client_secret: app.clientSecret }, 201);
}

async function change(c: Call, app: ConnectedApp, { resetSecret }: { resetSecret?: boolean | undefined }) {
  const body = await readBody(c, appChange, fail);
  const fixed = { client_id: app.clientId, owner_org_id: app.ownerOrganizationId };
  for (const [name, value] of Object.entries(fixed)) {
    const sent = name === 'client_id' ? body.client_id : body.owner_org_id;
    if (sent !== undefined && sent !== value) throw fail(400, `${name} cannot be changed`);
  }
  const changed: ConnectedApp = { ...app, grantTypes: body.grant_types ?? app.grantTypes };
  takeFlatScopes(changed, body.scopes);
  app.grants = changed.grants;
  app.grantTypes = changed.grantTypes;
  app.name = body.client_name ?? app.name;
  app.redirectUris = body.redirect_uris ?? app.redirectUris ?? [];
  app.audience = body.audience ?? app.audience ?? 'internal';
  app.enabled = body.enabled ?? app.enabled;
  app.settings = {
    ...app.settings,
    ...settingsOf(body),
    ...(body.owner_user_id === undefined ? {} : { owner_user_id: body.owner_user_id }),
    updated_at: new Date(c.var.platform.clock.now()).toISOString(),
  };
  app.clientSecret = resetSecret === true ? hexId() : (body.client_secret ?? app.clientSecret);
  return c.json({ ...appView(c, app), client_secret: app.clientSecret });
}

function setGrants(c: Call, app: ConnectedApp, grants: Grant[]): Response {
  checkGrants(c, grants);
  app.grants = grants;
  return c.body(null, 204);
}

function without(grants: readonly Grant[], removed: readonly Grant[]): Grant[] {
  return grants.filter((grant) => !removed.some((one) => sameGrant(one, grant)));
}

/** Ends all tokens of an app, and what users allowed it. */
function revokeTokens({ store }: Platform, { clientId }: ConnectedApp): void {
  for (const [id, consent] of [...store.look(consents)]) if (consent.clientId === clientId) store.delete(consents, id);
  for (const [value, token] of [...store.look(tokens)]) if (token.clientId === clientId) store.delete(tokens, value);
}

/**
 * Callers who may manage connected apps see the secret, which the published examples show
 * [docs/platform/access.md#connected-apps].
 */
function appView(c: Call, app: Readonly<ConnectedApp>) {
  const organization = requireOrganization(c, app.ownerOrganizationId, scopes.read, fail);
  const isShown = hasScope(c.var.principal, 'manage:connected_apps', organization);
  return {
    client_id: app.clientId,
    owner_org_id: app.ownerOrganizationId,
    client_name: app.name,
    ...(isShown ? { client_secret: app.clientSecret } : {}),
    public_keys: [],
    redirect_uris: app.redirectUris ?? [],
    grant_types: app.grantTypes,
    scopes: [...new Set(app.grants.map(({ scope }) => scope))],
    enabled: app.enabled,
    audience: app.audience ?? 'internal',
    client_uri: null,
    policy_uri: null,
    tos_uri: null,
    generate_iss_claim_without_token: false,
    ...app.settings,
  };
}
