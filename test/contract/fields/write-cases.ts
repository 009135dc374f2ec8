import { selfSigned } from '../../../src/emulator/core/tls.ts';
import {
  seedApis,
  seedApplications,
  seedGateways,
  seedIds,
  seedLogins,
  seedTargets,
} from '../../../src/emulator/index.ts';
import { type Answer, type Caller, form } from '../../emulator/client.ts';
import type { Values } from '../bodies/requests.ts';

/** A write that the bodies are not about: it has none, or the document does not say which. */
export interface WriteCase {
  /** the operation, as the documents name it */
  operation: string;
  parameters?: Values;
  /** makes what the operation needs; returns further parameters */
  prepare?: (call: Caller) => Promise<Values>;
  /** the body, from all parameters; default: none */
  sent?: (values: Values) => unknown;
  /** the parameters in the query */
  query?: string;
}

const organization = `organizations/${seedIds.root}`;
const access = 'access-management';
const api = '/organizations/{organizationId}/environments/{environmentId}/apis/{environmentApiId}';
const space = '/organizations/{organizationId}/privatespaces/{privateSpaceId}';
const spacePath = `/runtimefabric/api/${organization}/privatespaces/${seedGateways.spaceUs}`;
const { key, certificate } = selfSigned(['orders.example.com'], Date.UTC(2026, 0, 31));

const connectedApp = {
  client_name: 'fields',
  grant_types: ['client_credentials'],
  redirect_uris: ['https://client.example.com/callback'],
  audience: 'internal',
  scopes: ['profile'],
};
const vpn = {
  name: 'office-1',
  remoteAsn: 65_002,
  localAsn: 65_001,
  remoteIpAddress: '1.2.3.4',
  staticRoutes: ['10.9.0.0/16'],
  vpnTunnels: [{ psk: 'shared.secret.1', ptpCidr: '169.254.12.0/30' }],
};
const invitation = {
  email: 'new@example.com',
  role_groups: [{ name: 'Production readers', role_group_id: seedIds.productionReaders }],
  teams: [{ team_id: seedIds.operationsTeam, membership_type: 'member' }],
  roles: [
    // Read Servers [docs/platform/access.md#roles].
    {
      role_id: '8b7caaba-e94a-11e4-b02c-1681e6b88ec1',
      context_params: { org: seedIds.root, envId: seedIds.rootSandbox },
    },
  ],
};
const alert = {
  name: 'late',
  severity: 'INFO',
  condition: { type: 'deployment-failed', resources: [seedApplications.dataCloud], resourceType: 'application' },
  actions: [{ type: 'email', emails: ['me@example.com'], subject: 'Look', content: 'It failed' }],
};
const version1 = { description: 'new', muleVersion: '4.9.6', workers: 1, workerType: 'Micro', properties: { a: '1' } };

/** @throws Error for a request that fails */
async function made(call: Caller, path: string, body?: unknown): Promise<Answer['body']> {
  const answer = await call('POST', path, body);
  if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function app(call: Caller): Promise<Values> {
  const { client_id } = await made(call, `/accounts/api/${organization}/connectedApplications`, connectedApp);
  return { clientId: client_id };
}

async function invited(call: Caller): Promise<Values> {
  const [{ id, code }] = await made(call, `/accounts/api/${organization}/invites`, [invitation]);
  return { id, code };
}

/** Every emulated POST, PUT and PATCH whose answer is published, beside the cases of its bodies. */
export const writeCases: readonly WriteCase[] = [
  {
    operation: `${access} PATCH /connectedApplications/{clientId}`,
    prepare: app,
    sent: () => ({ client_name: 'changed' }),
  },
  { operation: `${access} POST /connectedApplications`, sent: () => connectedApp },
  {
    operation: `${access} POST /organizations/{organizationId}/connectedApplications`,
    sent: () => connectedApp,
  },
  {
    operation: `${access} PATCH /organizations/{organizationId}/connectedApplications/{clientId}`,
    prepare: app,
    sent: () => ({ client_name: 'changed' }),
  },
  {
    operation: `${access} POST /login`,
    sent: () => ({ username: seedLogins.admin.username, password: seedLogins.admin.password }),
  },
  {
    operation: `${access} POST /oauth2/introspect`,
    prepare: async (call) => {
      const credentials = {
        client_id: seedLogins.automation.clientId,
        client_secret: seedLogins.automation.clientSecret,
      };
      const sent = { ...credentials, grant_type: 'client_credentials' };
      return { ...credentials, token: (await made(call, '/accounts/api/v2/oauth2/token', sent)).access_token };
    },
    sent: ({ client_id, client_secret, token }) => ({ client_id, client_secret, token }),
  },
  { operation: `${access} POST /organizations/{organizationId}/invites`, sent: () => [invitation] },
  {
    operation: `${access} POST /organizations/{organizationId}/invites/resend`,
    prepare: invited,
    sent: ({ id }) => [id],
  },
  {
    operation: `${access} PUT /organizations/{organizationId}/owner/{userId}`,
    parameters: { userId: seedIds.operator },
  },
  {
    operation: `${access} POST /signup`,
    prepare: invited,
    sent: ({ code }) => ({
      username: 'new',
      password: 'Password1',
      confirmPassword: 'Password1',
      email: 'new@example.com',
      firstName: 'New',
      lastName: 'User',
      phoneNumber: '123-456-7890',
      code,
      termsAccepted: true,
    }),
  },
  {
    operation:
      'amc-application-manager PATCH /organizations/{organizationId}/environments/{environmentId}/deployments/{deploymentId}/schedulers',
    parameters: { deploymentId: seedApplications.ordersAppId },
    sent: () => [{ flowName: 'poll-orders', enabled: false }],
  },
  {
    operation: `api-manager PATCH ${api}`,
    parameters: { environmentApiId: seedApis.fulfilment },
    sent: () => ({ instanceLabel: 'new' }),
  },
  { operation: `api-manager PUT ${api}/pin`, parameters: { environmentApiId: seedApis.fulfilment } },
  {
    operation: `api-manager PATCH ${api}/policies`,
    parameters: { environmentApiId: seedApis.orders },
    sent: () => [{ id: seedApis.rateLimitingPolicy, order: 7 }],
  },
  {
    operation: `api-manager PATCH ${api}/policies/{policyId}`,
    parameters: { environmentApiId: seedApis.orders, policyId: seedApis.rateLimitingPolicy },
    sent: () => ({ label: 'new' }),
  },
  {
    operation: `api-manager POST ${api}/policies/{policyId}/implementationAsset`,
    parameters: { environmentApiId: seedApis.orders, policyId: seedApis.rateLimitingPolicy },
  },
  {
    operation: 'arm-rest-services POST /servers',
    prepare: async (call) => ({
      registrationToken: (await call('GET', '/hybrid/api/v1/servers/registrationToken')).body.data,
    }),
    sent: ({ registrationToken }) => ({
      registrationToken,
      signatureRequest: 'request',
      muleLabel: 'new-server',
      muleVersion: '4.9.6',
      gatewayVersion: '4.9.6',
    }),
  },
  {
    operation: 'arm-rest-services PATCH /servers/{serverId}',
    parameters: { serverId: seedTargets.ordersApi1 },
    sent: () => ({ name: 'renamed' }),
  },
  {
    operation: 'arm-rest-services POST /servers/{serverId}/actions',
    parameters: { serverId: seedTargets.ordersApi1 },
    sent: () => ({ actionType: 'RESTART' }),
  },
  { operation: 'arm-rest-services PATCH /servers/registrationToken' },
  {
    operation: 'arm-rest-services POST /serverGroups',
    sent: () => ({ name: 'new-group', serverIds: [seedTargets.ordersApi1] }),
  },
  {
    operation: 'arm-rest-services PATCH /serverGroups/{serverGroupId}',
    parameters: { serverGroupId: seedTargets.batchGroup },
    sent: () => ({ name: 'renamed' }),
  },
  {
    operation: 'arm-rest-services POST /serverGroups/{serverGroupId}/servers/{serverId}',
    prepare: async (call) => {
      const { data } = await made(call, '/hybrid/api/v1/serverGroups', {
        name: 'new-group',
        serverIds: [seedTargets.ordersApi1],
      });
      return { serverGroupId: data.id, serverId: seedTargets.ordersApi2 };
    },
  },
  {
    operation: 'arm-rest-services PATCH /clusters/{clusterId}',
    parameters: { clusterId: seedTargets.catalogCluster },
    sent: () => ({ name: 'renamed' }),
  },
  {
    operation: 'arm-rest-services PATCH /targets/{targetId}/components/{componentId}',
    parameters: { targetId: seedTargets.ordersApi1, componentId: 'mule.agent.tracking.handler.analytics' },
    sent: () => ({ enabled: true, configuration: { level: 'all' } }),
  },
  {
    operation: 'arm-rest-services PATCH /applications/{applicationId}',
    parameters: { applicationId: seedApplications.catalogBatchId },
    sent: () => ({ desiredStatus: 'STOPPED' }),
  },
  {
    operation: `cloudhub-20 PATCH ${space}/upgrade`,
    parameters: { privateSpaceId: seedGateways.spaceUs },
    query: 'optIn=true',
  },
  {
    operation: `cloudhub-20 PATCH ${space}/routes`,
    parameters: { privateSpaceId: seedGateways.spaceUs },
    sent: () => ({ networkGateways: [{ target: 'IGW', routes: ['20.0.0.0/16'] }] }),
  },
  {
    operation: `cloudhub-20 POST ${space}/connections/vpns`,
    parameters: { privateSpaceId: seedGateways.spaceUs },
    prepare: async (call) => ({
      connectionId: (await made(call, `${spacePath}/connections`, { name: 'office', vpns: [vpn] })).id,
    }),
    sent: ({ connectionId }) => ({ ...vpn, name: 'office-2', connectionId }),
  },
  {
    operation: `cloudhub-20 PATCH ${space}/tlsContexts/{contextId}`,
    parameters: { privateSpaceId: seedGateways.spaceUs },
    prepare: async (call) => {
      const keyStore = { source: 'PEM', certificate, key, certificateFileName: 'orders.pem' };
      const trustStore = { source: 'PEM', fileName: 'authorities.pem', trustStorePEM: certificate };
      const body = { name: 'mutual', tlsConfig: { keyStore, trustStore }, ciphers: {} };
      return { contextId: (await made(call, `${spacePath}/tlsContexts`, body)).id };
    },
    sent: () => ({ name: 'renamed' }),
  },
  {
    operation: 'cloudhub PUT /v2/alerts/{id}',
    prepare: async (call) => ({ id: (await made(call, '/cloudhub/api/v2/alerts', alert)).id }),
    sent: () => ({ ...alert, name: 'renamed' }),
  },
  {
    operation: 'cloudhub POST /v2/applications/{domain}/logs',
    parameters: { domain: seedApplications.dataCloud },
    sent: () => ({ descending: true, limit: 5 }),
  },
  { operation: 'cloudhub POST /applications', sent: () => ({ domain: 'new-orders', ...version1 }) },
  {
    operation: 'cloudhub PUT /applications/{domain}',
    parameters: { domain: seedApplications.dataCloud },
    sent: () => version1,
  },
  {
    operation: 'exchange-experience POST /organizations/{organizationId}/assets/{groupId}/{assetId}/{version}',
    parameters: { groupId: seedIds.root, assetId: 'sales-api', version: '1.0.0' },
    sent: () => form({ name: 'Sales', type: 'http-api', 'properties.apiVersion': 'v1' }),
  },
  {
    operation:
      'exchange-experience PATCH /organizations/{organizationId}/assets/{groupId}/{assetId}/{version}/mutabledata',
    parameters: { groupId: seedIds.root, assetId: 'inventory-api', version: '1.0.0' },
    sent: () => form({ tags: 'a, b' }),
  },
];
