import { type Context, Hono } from 'hono';
import { accessManagementError } from '../../core/errors.ts';
import { allows } from '../../core/permissions.ts';
import { requireOrganization } from '../../core/places.ts';
import { hexId, type Platform, type PlatformEnv } from '../../core/platform.ts';
import { readInteger } from '../../core/requests.ts';
import type { Client, ConnectedApp, Organization, Store } from '../../core/store.ts';

const fail = accessManagementError;

/** Runtime credentials and connected applications (reference 2.4, 2.5). */
export function clientRoutes({ store }: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();

  const organizationOf = (c: Context<PlatformEnv>, organizationId: string, manage: boolean): Organization =>
    requireOrganization(
      store,
      c.get('principal'),
      organizationId,
      manage ? ['admin:organization_clients'] : ['read:organization_clients', 'admin:organization_clients'],
      fail,
    );

  app.get('/organizations/:organizationId/clients', (c) => {
    const organization = organizationOf(c, c.req.param('organizationId'), false);
    const own = [...store.clients.values()].filter(({ organizationId }) => organizationId === organization.id);
    // An object by client id inside an array: an oddity of the document [spec:am].
    return c.json([Object.fromEntries(own.map((client) => [client.clientId, clientView(client)]))]);
  });

  app.get('/organizations/:organizationId/clients/:clientId', (c) => {
    const { organizationId, clientId } = c.req.param();
    const client = requireClient(store, organizationOf(c, organizationId, false), clientId);
    return c.json({
      ...clientView(client),
      ...(store.revealClientSecrets ? { client_secret: client.clientSecret } : {}),
    });
  });

  app.patch('/organizations/:organizationId/clients/:clientId', (c) => {
    const { organizationId, clientId } = c.req.param();
    const client = requireClient(store, organizationOf(c, organizationId, true), clientId);
    if (c.req.query('resetSecret') !== 'true') throw fail(400, 'Only resetSecret=true is supported');
    client.clientSecret = hexId();
    // The one moment at which the new secret can be seen; the document leaves this answer open.
    return c.json({ ...clientView(client), client_secret: client.clientSecret });
  });

  const readApps = ['read:connected_apps', 'manage:connected_apps'] as const;

  app.get('/organizations/:organizationId/connectedApplications', (c) => {
    const { organizationId } = c.req.param();
    const principal = c.get('principal');
    const organization = requireOrganization(store, principal, organizationId, readApps, fail);
    const offset = readInteger(c, 'offset', { fallback: 0, min: 0, max: 1_000_000 }, fail);
    const limit = readInteger(c, 'limit', { fallback: 20, min: 0, max: 20 }, fail);
    const search = c.req.query('search')?.toLowerCase() ?? '';
    const found = [...store.connectedApps.values()]
      .filter(({ ownerOrganizationId, name }) => ownerOrganizationId === organization.id && name.includes(search))
      .sort((a, b) => a.name.localeCompare(b.name));
    if (c.req.query('ascending') === 'false') found.reverse();
    const reveal = allows(principal, 'manage:connected_apps', organization);
    const data = found.slice(offset, offset + limit).map((found) => connectedAppView(found, reveal));
    return c.json({ data, total: found.length });
  });

  app.get('/organizations/:organizationId/connectedApplications/:clientId', (c) => {
    const { organizationId, clientId } = c.req.param();
    const principal = c.get('principal');
    const organization = requireOrganization(store, principal, organizationId, readApps, fail);
    const found = requireConnectedApp(store, organization, clientId);
    return c.json(connectedAppView(found, allows(principal, 'manage:connected_apps', organization)));
  });

  app.get('/organizations/:organizationId/connectedApplications/:clientId/scopes', (c) => {
    const { organizationId, clientId } = c.req.param();
    const organization = requireOrganization(store, c.get('principal'), organizationId, readApps, fail);
    const { grants } = requireConnectedApp(store, organization, clientId);
    const offset = readInteger(c, 'offset', { fallback: 0, min: 0, max: 1_000_000 }, fail);
    const limit = readInteger(c, 'limit', { fallback: 25, min: 0, max: 500 }, fail);
    return c.json({ data: grants.slice(offset, offset + limit), total: grants.length });
  });

  return app;
}

function requireClient(store: Store, organization: Organization, clientId: string): Client {
  const client = store.clients.get(clientId);
  if (client === undefined || client.organizationId !== organization.id) throw fail(404, 'Client not found');
  return client;
}

function requireConnectedApp(store: Store, organization: Organization, clientId: string): ConnectedApp {
  const app = store.connectedApps.get(clientId);
  if (app === undefined || app.ownerOrganizationId !== organization.id) {
    throw fail(404, 'Connected application not found');
  }
  return app;
}

function clientView({ clientId, name, organizationId }: Client) {
  return {
    client_id: clientId,
    name,
    redirect_uris: [],
    grant_types: ['client_credentials'],
    properties: {},
    org_id: organizationId,
  };
}

/** The list shows the secret to who may manage the apps, as in the example of [spec:am]. */
function connectedAppView(app: ConnectedApp, revealSecret: boolean) {
  return {
    client_id: app.clientId,
    owner_org_id: app.ownerOrganizationId,
    client_name: app.name,
    ...(revealSecret ? { client_secret: app.clientSecret } : {}),
    public_keys: [],
    redirect_uris: [],
    grant_types: app.grantTypes,
    scopes: [...new Set(app.grants.map(({ scope }) => scope))],
    enabled: app.enabled,
    audience: 'internal',
    client_uri: null,
    policy_uri: null,
    tos_uri: null,
  };
}
