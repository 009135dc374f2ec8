import { selfSigned } from '../../../src/emulator/core/tls.ts';
import {
  muleSoftGroupId,
  seedApis,
  seedApplications,
  seedGateways,
  seedIds,
  seedTargets,
} from '../../../src/emulator/index.ts';
import { type Caller, form } from '../../emulator/client.ts';
import { makeCloudHub } from './cloudhub.ts';
import type { Make, Parameters } from './made.ts';
import { makePeople } from './people.ts';

const organization = `organizations/${seedIds.root}`;
const place = `${organization}/environments/${seedIds.rootSandbox}`;
const space = `/runtimefabric/api/${organization}/privatespaces/${seedGateways.spaceUs}`;

const limits = {
  rateLimits: [{ maximumRequests: 5, timePeriodInMilliseconds: 1000 }],
  exposeHeaders: true,
  clusterizable: true,
};

const connection = {
  name: 'office',
  vpns: [
    {
      name: 'office-1',
      remoteAsn: 65_002,
      localAsn: 65_001,
      remoteIpAddress: '1.2.3.4',
      staticRoutes: ['10.9.0.0/16'],
      vpnTunnels: [{ psk: 'shared.secret.1', ptpCidr: '169.254.12.0/30' }],
    },
  ],
};

const transitGateway = {
  name: 'hub',
  resourceShareId: '5e409a9d-49a7-456c-82d7-a6254738a18d',
  resourceShareAccount: '251023060000',
  routes: ['10.0.0.0/21'],
};

const egress = {
  name: 'out',
  rules: [
    {
      domains: ['example.com'],
      cidrBlocks: ['10.1.0.0/16'],
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      description: '',
    },
  ],
};

/** Adds to the built-in organization what it has none of, so that every read shows something. */
export async function enrich(call: Caller): Promise<Parameters> {
  const made: Make = async (method, path, body) => {
    const answer = await call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  let runId = '';
  const { key, certificate } = selfSigned(['orders.example.com'], Date.UTC(2026, 0, 31));
  const keyStore = { source: 'PEM', certificate, key, certificateFileName: 'orders.pem' };
  const joined = await made('POST', `${space}/connections`, connection);
  const hub = await made('POST', `${space}/transitgateways`, transitGateway);
  const group = await made('POST', `${space}/egress`, egress);
  const associations = [{ organizationId: seedIds.root, environment: seedIds.rootSandbox }];
  const [association] = await made('POST', `${space}/associations`, { associations });
  const automated = await made('POST', `/apimanager/api/v1/${organization}/automated-policies`, {
    ruleOfApplication: {
      environmentId: seedIds.rootSandbox,
      technologies: ['mule4'],
      range: { from: '4.1.1', to: '4.9.9' },
      javaVersions: ['17'],
    },
    groupId: muleSoftGroupId,
    assetId: 'rate-limiting',
    assetVersion: '1.4.1',
    configurationData: limits,
  });
  const orders = `/apimanager/api/v1/${place}/apis/${seedApis.orders}/policies/${seedApis.rateLimitingPolicy}`;
  await made('PATCH', orders, { pointcutData: [{ methodRegex: 'GET', uriTemplateRegex: '/orders' }] });
  const connectedApp = await made('POST', `/accounts/api/${organization}/connectedApplications`, {
    client_name: 'fields',
    grant_types: ['client_credentials', 'authorization_code'],
    redirect_uris: ['https://client.example.com/callback'],
    audience: 'internal',
    scopes: ['profile'],
  });
  const context_params = { org: seedIds.root, envId: seedIds.rootSandbox };
  const scopes = { scopes: [{ scope: 'read:servers', context_params }] };
  await made('PUT', `/accounts/api/connectedApplications/${connectedApp.client_id}/scopes`, scopes);
  await made('POST', '/hybrid/api/v1/applications', {
    targetId: seedTargets.batchGroup,
    artifactName: 'on-group',
    applicationSource: { source: 'EXCHANGE', groupId: seedIds.root, artifactId: 'orders-app', version: '1.0.0' },
  });
  const trustStore = { source: 'PEM', fileName: 'authorities.pem', trustStorePEM: certificate };
  const mutual = await made('POST', `${space}/tlsContexts`, {
    name: 'mutual',
    tlsConfig: { keyStore, trustStore },
    ciphers: {},
  });
  await made('PATCH', `${space}/upgrade?optIn=true&date=${encodeURIComponent('2031-01-01T00:00:00Z')}`);
  const fulfilment = `/apimanager/api/v1/${place}/apis/${seedApis.fulfilment}`;
  const [upstream] = (await made('GET', `${fulfilment}/upstreams`)).upstreams;
  await made('PATCH', fulfilment, { deprecated: true });
  const amc = `/amc/application-manager/api/v2/${place}/deployments/${seedApplications.ordersAppId}`;
  const [replica] = (await made('GET', amc)).replicas;
  await made('POST', `${amc}/replicas/${replica.id}/diagnostics`);
  const [diagnostic] = await made('GET', `${amc}/diagnostics`);
  const [spec] = await made('GET', `${amc}/specs`);
  const [template] = await made('GET', `/apimanager/api/v1/${organization}/policy-templates`);
  const [component] = (await made('GET', `/hybrid/api/v1/targets/${seedTargets.ordersApi1}/components`)).data;
  const asset = `/exchange/api/v2/${organization}/assets/${seedIds.root}/sales-api`;
  for (const version of ['1.0.0', '1.0.1']) {
    const parts = { name: 'Sales', type: 'rest-api', 'properties.mainFile': 'api.json', 'properties.apiVersion': 'v1' };
    const document = new File(['{"openapi":"3.0.0","info":{"title":"Sales","version":"1"},"paths":{}}'], 'api.json');
    const more = { tags: 'internal', dependencies: `${seedIds.root}:inventory-api:1.0.0`, 'files.oas.json': document };
    const started = await made('POST', `${asset}/${version}`, form({ ...parts, ...more }));
    runId = started.publicationStatusLink.split('/').at(-1);
  }
  await made('POST', `/apimanager/api/v1/${place}/apis`, {
    technology: 'mule4',
    spec: { groupId: seedIds.root, assetId: 'sales-api', version: '1.0.1' },
    endpoint: { uri: 'https://backend.example.com', proxyUri: null, isCloudHub: null, muleVersion4OrAbove: true },
  });
  const api = '/organizations/{organizationId}/environments/{environmentId}/apis/{environmentApiId}';
  const ofOrders = { environmentApiId: seedApis.orders };
  const ofApp = { clientId: connectedApp.client_id };
  const apps = '/organizations/{organizationId}/connectedApplications/{clientId}';
  const [people, cloudHub] = [await makePeople(made), await makeCloudHub(made)];
  return {
    named: {
      ...people.named,
      ...cloudHub.named,
      organizationId: seedIds.root,
      environmentId: seedIds.rootSandbox,
      environmentApiId: seedApis.fulfilment,
      clientId: seedIds.rootSandbox.replaceAll('-', ''),
      policyId: seedApis.rateLimitingPolicy,
      policyTemplateId: template.id,
      upstreamId: upstream.id,
      contractId: seedApis.contract,
      automatedPolicyId: automated.id,
      proxyDeploymentId: seedApis.fulfilmentDeployment,
      serverId: seedTargets.catalog1,
      serverGroupId: seedTargets.batchGroup,
      clusterId: seedTargets.catalogCluster,
      targetId: seedTargets.ordersApi1,
      componentId: component.component.id,
      applicationId: seedApplications.catalogBatchId,
      deploymentId: seedApplications.ordersAppId,
      specificationId: spec.version,
      actionId: diagnostic.actionId,
      privateSpaceId: seedGateways.spaceUs,
      associationId: association.id,
      ruleGroupId: group.id,
      connectionId: joined.id,
      tgwId: hub.id,
      contextId: mutual.id,
      id: seedGateways.spaceUs,
      gatewayId: seedGateways.orders,
      groupId: seedIds.root,
      assetId: 'sales-api',
      version: '1.0.1',
      runId,
      versionGroup: 'v1',
    },
    of: {
      ...people.of,
      ...cloudHub.of,
      'access-management GET /connectedApplications/{clientId}': ofApp,
      'access-management GET /connectedApplications/{clientId}/scopes': ofApp,
      [`access-management GET ${apps}`]: ofApp,
      [`access-management GET ${apps}/scopes`]: ofApp,
      [`api-manager GET ${api}/policies/{policyId}`]: ofOrders,
      [`api-manager GET ${api}/tiers`]: ofOrders,
      [`api-manager GET ${api}/contracts`]: ofOrders,
      [`api-manager GET ${api}/contracts/{contractId}`]: ofOrders,
      [`api-manager GET ${api}/policies`]: { ...ofOrders, fullInfo: 'false' },
    },
  };
}
