import * as z from 'zod';
import type { Client, ConnectedApp, Organization } from '../../core/identity/model.ts';
import { clients, revealClientSecrets } from '../../core/identity/organizations.ts';
import { connectedApps } from '../../core/identity/people.ts';
import { hasScope, type Scope } from '../../core/identity/permissions.ts';
import { hexId, type Platform } from '../../core/platform.ts';
import { flag, integerFrom, oneOf, text } from '../../core/queries.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { accessManagement } from './api.ts';
import { accessManagementError as fail } from './errors.ts';

const scopes = {
  readClients: ['read:organization_clients', 'admin:organization_clients'],
  manageClients: ['admin:organization_clients'],
  readApps: ['read:connected_apps', 'manage:connected_apps'],
} as const satisfies Record<string, readonly Scope[]>;

/** What of a client can be changed. Its id and its organization may be sent, and stay what they are. */
const clientBody = z.strictObject({
  client_id: z.string().optional(),
  name: z.string().min(1).optional(),
  redirect_uris: z.array(z.string()).optional(),
  grant_types: z.array(z.string()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  org_id: z.string().optional(),
});

/** Usage statistics and managed apps do not exist here, so both flags change nothing. */
const appsQuery = {
  includeUsage: flag,
  hide_managed: flag,
  organizationId: text,
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 20, min: 0, max: 20 }),
  search: text,
  sort: oneOf(['client_id', 'client_name']),
  ascending: flag,
};

const scopesQuery = {
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 25, min: 0, max: 500 }),
};

const allClients = '/organizations/{organizationId}/clients';
const oneClient = `${allClients}/{clientId}` as const;
const allApps = '/organizations/{organizationId}/connectedApplications';
const oneApp = `${allApps}/{clientId}` as const;

/**
 * Runtime credentials and connected applications [docs/platform/access.md#runtime-credentials,
 * docs/platform/access.md#connected-apps].
 */
export const clientRoutes: readonly Route[] = [
  accessManagement.organization('GET', allClients, scopes.readClients, (c, organization) => {
    const own = [...c.var.platform.store.of(clients).values()].filter(
      ({ organizationId }) => organizationId === organization.id,
    );
    // Clients by client id, in an array of one. The published example has no array
    // [docs/platform/access.md#runtime-credentials].
    return c.json([Object.fromEntries(own.map((client) => [client.clientId, clientView(client)]))]);
  }),

  accessManagement.organization('GET', oneClient, scopes.readClients, (c, organization) => {
    const { platform } = c.var;
    const client = requireClient(platform, organization, c.req.param('clientId'));
    const isShown = platform.store.of(revealClientSecrets);
    return c.json({ ...clientView(client), ...(isShown ? { client_secret: client.clientSecret } : {}) });
  }),

  // The document requires `resetSecret`; a client that only changes the name is taken without it.
  accessManagement.organization(
    'PATCH',
    oneClient,
    { scopes: scopes.manageClients, query: { resetSecret: flag } },
    async (c, organization, { resetSecret }) => {
      const client = requireClient(c.var.platform, organization, c.req.param('clientId'));
      const { client_id, org_id, name, ...settings } = await readBody(c, clientBody, fail);
      if (client_id !== undefined && client_id !== client.clientId) throw fail(400, 'client_id cannot be changed');
      if (org_id !== undefined && org_id !== client.organizationId) throw fail(400, 'org_id cannot be changed');
      client.name = name ?? client.name;
      client.settings = { ...client.settings, ...settings };
      if (resetSecret !== true) return c.json(clientView(client));
      client.clientSecret = hexId();
      // The only answer with the new secret. The document describes no body.
      return c.json({ ...clientView(client), client_secret: client.clientSecret });
    },
  ),

  accessManagement.organization(
    'GET',
    allApps,
    { scopes: scopes.readApps, query: appsQuery },
    (c, organization, sent) => {
      const { platform, principal } = c.var;
      const { offset, limit, sort = 'client_name', ascending = true } = sent;
      const search = sent.search?.toLowerCase() ?? '';
      const keyOf = (app: ConnectedApp): string => (sort === 'client_id' ? app.clientId : app.name);
      const found = [...platform.store.of(connectedApps).values()]
        .filter(({ ownerOrganizationId }) => ownerOrganizationId === organization.id)
        .filter(({ name, clientId }) => `${name} ${clientId}`.toLowerCase().includes(search))
        .sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
      if (!ascending) found.reverse();
      const reveal = hasScope(principal, 'manage:connected_apps', organization);
      const data = found.slice(offset, offset + limit).map((app) => connectedAppView(app, reveal));
      return c.json({ data, total: found.length });
    },
  ),

  accessManagement.organization(
    'GET',
    oneApp,
    { scopes: scopes.readApps, query: { includeUsage: flag } },
    (c, organization) => {
      const { platform, principal } = c.var;
      const app = requireConnectedApp(platform, organization, c.req.param('clientId'));
      return c.json(connectedAppView(app, hasScope(principal, 'manage:connected_apps', organization)));
    },
  ),

  accessManagement.organization(
    'GET',
    `${oneApp}/scopes`,
    { scopes: scopes.readApps, query: scopesQuery },
    (c, organization, { offset, limit }) => {
      const { grants } = requireConnectedApp(c.var.platform, organization, c.req.param('clientId'));
      return c.json({ data: grants.slice(offset, offset + limit), total: grants.length });
    },
  ),
];

function requireClient({ store }: Platform, organization: Organization, clientId: string): Client {
  const client = store.of(clients).get(clientId);
  if (client === undefined || client.organizationId !== organization.id) throw fail(404, 'Client not found');
  return client;
}

function requireConnectedApp({ store }: Platform, organization: Organization, clientId: string): ConnectedApp {
  const app = store.of(connectedApps).get(clientId);
  if (app === undefined || app.ownerOrganizationId !== organization.id) {
    throw fail(404, 'Connected application not found');
  }
  return app;
}

function clientView({ clientId, name, organizationId, settings }: Client) {
  return {
    client_id: clientId,
    name,
    redirect_uris: [],
    grant_types: ['client_credentials'],
    properties: {},
    ...settings,
    org_id: organizationId,
  };
}

/**
 * Callers who may manage connected apps see the secret, which the published examples show
 * [docs/platform/access.md#connected-apps].
 */
function connectedAppView(app: ConnectedApp, revealSecret: boolean) {
  return {
    client_id: app.clientId,
    owner_org_id: app.ownerOrganizationId,
    client_name: app.name,
    ...(revealSecret ? { client_secret: app.clientSecret } : {}),
    public_keys: [],
    redirect_uris: app.redirectUris ?? [],
    grant_types: app.grantTypes,
    scopes: [...new Set(app.grants.map(({ scope }) => scope))],
    enabled: app.enabled,
    audience: app.audience ?? 'internal',
    client_uri: null,
    policy_uri: null,
    tos_uri: null,
  };
}
