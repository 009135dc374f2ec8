import * as z from 'zod';
import type { Client, Organization } from '../../core/identity/model.ts';
import { clients, revealClientSecrets } from '../../core/identity/organizations.ts';
import type { Scope } from '../../core/identity/permissions.ts';
import { hexId, type Platform } from '../../core/platform.ts';
import { flag } from '../../core/queries.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { accessManagement } from './api.ts';
import { accessManagementError as fail } from './errors.ts';

const scopes = {
  readClients: ['read:organization_clients', 'admin:organization_clients'],
  manageClients: ['admin:organization_clients'],
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

const allClients = '/organizations/{organizationId}/clients';
const oneClient = `${allClients}/{clientId}` as const;

/** Runtime credentials [docs/platform/access.md#runtime-credentials]. */
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
];

function requireClient({ store }: Platform, organization: Organization, clientId: string): Client {
  const client = store.of(clients).get(clientId);
  if (client === undefined || client.organizationId !== organization.id) throw fail(404, 'Client not found');
  return client;
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
