import {
  muleSoftGroupId,
  seedApis,
  seedApplications,
  seedGateways,
  seedIds,
  seedTargets,
} from '../../../src/emulator/index.ts';
import type { Caller } from '../../emulator/client.ts';

/** How the body of a published operation is sent in full, and where it is read back. */
export interface BodyCase {
  /** the operation, as the documents name it */
  operation: string;
  parameters?: Readonly<Record<string, string | number>>;
  /** makes what the operation needs; returns further parameters, which `set` may name as `{name}` */
  prepare?: (call: Caller) => Promise<Readonly<Record<string, string | number>>>;
  /** values of places that mean something, by their path in the body; undefined leaves a member out */
  set?: Readonly<Record<string, unknown>>;
  /** the path that shows it afterwards; default: the answer itself does. `{id}` is the id in the answer */
  read?: string;
  /** where the body is in what is read */
  within?: string;
  /** members that the platform itself does not return, and members that are refused: the reason with its source */
  out?: Readonly<Record<string, string>>;
}

const organization = `organizations/${seedIds.root}`;
const place = `${organization}/environments/${seedIds.rootSandbox}`;
const inPlace = { organizationId: seedIds.root, environmentId: seedIds.rootSandbox };
const apis = '/organizations/{organizationId}/environments/{environmentId}/apis';
const gateways = '/organizations/{organizationId}/environments/{environmentId}/gateways';
const deployments = '/organizations/{organizationId}/environments/{environmentId}/deployments';
const app = { groupId: seedIds.root, artifactId: 'orders-app', version: '1.0.0' };
const rule = {
  'ruleOfApplication.organizationId': seedIds.root,
  'ruleOfApplication.environmentId': seedIds.rootSandbox,
};
const rateLimits = {
  rateLimits: [{ maximumRequests: 1, timePeriodInMilliseconds: 1000 }],
  exposeHeaders: true,
  clusterizable: true,
};
const consumed = 'The artifact is what is kept, not where it came from [applications.md#on-servers].';
const ownSize = 'The name of a type says its size [applications.md#worker-types].';

const amc = {
  'target.targetId': seedGateways.spaceUs,
  'target.deploymentSettings.runtimeVersion': '4.9.6',
  'target.deploymentSettings.runtime.version': '4.9.6',
  'target.deploymentSettings.updateStrategy': 'rolling',
  'application.desiredState': 'STARTED',
  'application.configuration.mule.agent.application.properties.service.properties': { plain: '1' },
  'application.ref': { ...app, packaging: 'jar', classifier: 'mule-application', type: 'app' },
  desiredVersion: undefined,
};
const amcOut = {
  desiredVersion: 'Refused: the platform counts versions by itself.',
  'application.configuration.mule.agent.application.properties.service.secureProperties':
    'Masked [cloudhub-2.md#amc-properties].',
  'application.configuration.mule.agent.application.properties.service.secureproperties':
    'Another spelling of secureProperties.',
  'application.configuration.mule.agent.application.properties.service.applicationName':
    'It is the name of the deployment.',
};
const cloudHub = {
  'applicationInfo.domain': 'new-orders',
  'applicationInfo.muleVersion.version': '4.9.6',
  'applicationInfo.region': 'us-east-1',
  'applicationInfo.workers.type.name': 'Micro',
  'applicationSource.source': 'EXCHANGE',
  'applicationSource.groupId': seedIds.root,
  'applicationSource.artifactId': 'data-cloud-integration',
  'applicationSource.version': '2.0.0',
};
const cloudHubOut = { applicationSource: consumed, autoStart: 'A command.', 'applicationInfo.workers.type': ownSize };
const gateway = {
  name: 'new-gateway',
  targetId: seedGateways.spaceUs,
  releaseChannel: 'lts',
  runtimeVersion: '1.9.9',
  size: 'small',
  'configuration.ingress.publicUrl': 'https://new-gateway.example.com/',
};
const tracing = { 'configuration.tracing': 'Answers to writes leave it out [gateways.md#answer].' };
const space = {
  name: 'new-space',
  'environments.type': 'all',
  'environments.businessGroups': ['all'],
  'network.region': 'us-east-1',
  'network.cidrBlock': '10.0.0.0/16',
  'network.reservedCidrs': ['192.168.0.0/16'],
  'network.internalDns.dnsServers': ['10.0.0.2'],
  ...Object.fromEntries(
    ['managedFirewallRules', 'firewallRules'].flatMap((name) => [
      [`${name}.0.cidrBlock`, '0.0.0.0/0'],
      [`${name}.0.type`, 'inbound'],
      [`${name}.0.fromPort`, 8081],
      [`${name}.0.toPort`, 8082],
    ]),
  ),
};

/** Every published operation with a JSON body that the emulator has. */
export const bodyCases: readonly BodyCase[] = [
  {
    operation: 'access-management PATCH /organizations/{organizationId}/clients/{clientId}',
    parameters: { clientId: seedIds.rootSandbox.replaceAll('-', '') },
    set: { client_id: seedIds.rootSandbox.replaceAll('-', ''), org_id: seedIds.root },
  },
  {
    operation: 'access-management PUT /organizations/{organizationId}',
    parameters: { organizationId: seedIds.retail },
    set: { name: 'new', ownerId: seedIds.admin, idprovider_id: 'mulesoft', sessionTimeout: 60 },
    out: Object.fromEntries(
      ['managedGatewaySmall', 'managedGatewayLarge'].map((name) => [
        `entitlements.${name}.reassigned`,
        'Counted by the platform [access.md#organizations].',
      ]),
    ),
  },
  {
    operation: 'access-management PUT /environments/{environmentId}',
    set: { name: 'new', organizationId: seedIds.root },
  },
  {
    operation: 'access-management POST /organizations/{organizationId}/users',
    set: { email: 'new@example.com' },
    read: `/accounts/api/${organization}/users/{id}`,
    out: { password: 'No answer shows it.' },
  },
  {
    operation: 'access-management PUT /organizations/{organizationId}/users/{userId}',
    parameters: { userId: seedIds.operator },
    set: { email: 'new@example.com' },
    read: `/accounts/api/${organization}/users/{id}`,
  },
  {
    operation: 'access-management POST /organizations/{organizationId}/rolegroups',
    out: { external_names: 'Shown as texts [access.md#role-groups].' },
  },
  {
    operation: 'access-management PUT /organizations/{organizationId}/rolegroups/{roleGroupId}',
    parameters: { roleGroupId: seedIds.productionReaders },
    set: { role_group_id: seedIds.productionReaders, external_names: ['ops'] },
  },
  {
    operation: 'access-management POST /organizations/{organizationId}/teams',
    set: { parent_team_id: seedIds.integrationTeam, team_name: 'New', team_type: 'internal' },
    out: { parent_team_id: 'The last of ancestor_team_ids [access.md#teams].' },
  },
  {
    operation: 'access-management PATCH /organizations/{organizationId}/teams/{teamId}',
    parameters: { teamId: seedIds.operationsTeam },
    set: { team_name: 'New', team_type: 'shared' },
  },
  {
    operation: 'access-management PUT /organizations/{organizationId}/teams/{teamId}/parent',
    parameters: { teamId: seedIds.operationsTeam },
    set: { parent_team_id: seedIds.integrationTeam },
    out: { parent_team_id: 'The last of ancestor_team_ids [access.md#teams].' },
  },
  {
    operation: 'access-management POST /organizations/{organizationId}/environments',
    set: { name: 'new', type: 'production' },
  },
  {
    operation: 'access-management PUT /organizations/{organizationId}/environments/{environmentId}',
    set: { name: 'new' },
  },
  {
    operation: `amc-application-manager POST ${deployments}`,
    set: { name: 'new-orders', ...amc },
    read: `/amc/application-manager/api/v2/${place}/deployments/{id}`,
    out: amcOut,
  },
  {
    operation: `amc-application-manager PATCH ${deployments}/{deploymentId}`,
    parameters: { deploymentId: seedApplications.ordersAppId },
    set: { name: seedApplications.ordersApp, ...amc },
    out: amcOut,
  },
  {
    operation: `amc-application-manager PUT ${deployments}/{deploymentId}/schedulers/{flowName}`,
    parameters: { deploymentId: seedApplications.ordersAppId, flowName: 'poll-orders' },
    set: { timeUnit: 'MINUTES', expression: undefined, timeZone: undefined },
    within: 'items.0',
    out: {
      expression: 'Of the other type of scheduler [cloudhub-2.md#schedulers].',
      timeZone: 'Of the other type of scheduler [cloudhub-2.md#schedulers].',
      fixedFrequencyScehduler: 'It repeats the type, which cannot be changed [cloudhub-2.md#schedulers].',
    },
  },
  {
    operation: `api-manager POST ${apis}`,
    set: {
      technology: 'mule4',
      spec: { groupId: seedIds.root, assetId: 'inventory-api', version: '1.0.0' },
      promote: undefined,
      'endpoint.uri': 'https://backend.example.com',
      'endpoint.proxyUri': 'http://0.0.0.0:8081/',
      'endpoint.deploymentType': 'CH2',
    },
    read: `/apimanager/api/v1/${place}/apis/{id}`,
    out: {
      spec: 'Its members are at the top of an instance [apis.md#create].',
      promote: 'In place of spec [apis.md#promotion].',
    },
  },
  {
    operation: `api-manager POST ${apis}/{environmentApiId}/upstreams`,
    parameters: { environmentApiId: seedApis.fulfilment },
    set: { uri: 'https://new.example.com' },
    read: `/apimanager/api/v1/${place}/apis/${seedApis.fulfilment}/upstreams/{id}`,
  },
  {
    operation: `api-manager POST ${apis}/{environmentApiId}/policies`,
    parameters: { environmentApiId: seedApis.inventory },
    set: {
      'order:': undefined,
      groupId: muleSoftGroupId,
      assetId: 'rate-limiting',
      assetVersion: '1.4.1',
      configurationData: rateLimits,
    },
    read: `/apimanager/api/v1/${place}/apis/${seedApis.inventory}/policies/{id}`,
    out: {
      'order:': 'Refused: a typing error of the document [disagreements.md#policy-create-field].',
      apiVersionId: 'Redundant: the path says it [cli.md#policies].',
      policyTemplateId: 'Redundant: the coordinates say it [cli.md#policies].',
    },
  },
  {
    operation: `api-manager POST ${apis}/{environmentApiId}/tiers`,
    parameters: { environmentApiId: seedApis.inventory },
  },
  {
    operation: `api-manager PUT ${apis}/{environmentApiId}/tiers/{tierId}`,
    parameters: { environmentApiId: seedApis.orders, tierId: seedApis.silverTier },
  },
  {
    operation: 'api-manager POST /organizations/{organizationId}/automated-policies',
    set: {
      ...rule,
      groupId: muleSoftGroupId,
      assetId: 'rate-limiting',
      assetVersion: '1.4.1',
      configurationData: rateLimits,
    },
    read: `/apimanager/api/v1/${organization}/automated-policies/{id}`,
  },
  {
    operation: 'arm-rest-services POST /clusters',
    set: { name: 'new-cluster', 'servers.0.serverId': seedTargets.ordersApi1, 'servers.0.serverIp': '10.20.1.11' },
    within: 'data',
    out: {
      servers: 'Members are shown as servers, with the address as currentClusteringIp [runtime.md#cluster-view].',
    },
  },
  {
    operation: 'arm-rest-services POST /clusters/{clusterId}/servers',
    parameters: { clusterId: seedTargets.catalogCluster },
    set: { serverId: seedTargets.ordersApi1, serverIp: '10.20.1.11' },
    out: { serverId: 'A member is shown as a server [runtime.md#cluster-view].', serverIp: 'As currentClusteringIp.' },
  },
  {
    operation: 'arm-rest-services PUT /clusters/{clusterId}/servers/{serverId}',
    parameters: { clusterId: seedTargets.catalogCluster, serverId: seedTargets.catalog1 },
    set: { serverIp: '10.20.1.11', serverPort: 5702 },
    out: { serverIp: 'As currentClusteringIp [runtime.md#cluster-view].', serverPort: 'As currentClusteringPort.' },
  },
  {
    operation: 'arm-rest-services POST /applications',
    set: {
      targetId: seedTargets.ordersApi1,
      artifactName: 'new-orders',
      applicationSource: { source: 'EXCHANGE', ...app },
    },
    within: 'data',
    out: { targetId: 'As target.id.', artifactName: 'As name.', applicationSource: consumed },
  },
  {
    operation: 'arm-rest-services PATCH /applications/{applicationId}/artifact',
    parameters: { applicationId: seedApplications.catalogBatchId },
    set: { applicationSource: { source: 'EXCHANGE', ...app } },
    out: { applicationSource: consumed },
  },
  {
    operation: 'cloudhub-20 POST /organizations/{organizationId}/privatespaces',
    set: space,
    read: `/runtimefabric/api/${organization}/privatespaces/{id}`,
  },
  {
    operation: 'cloudhub-20 PATCH /organizations/{organizationId}/privatespaces/{privateSpaceId}',
    parameters: { privateSpaceId: seedGateways.spaceUs },
    set: {
      ...space,
      name: undefined,
      'network.region': undefined,
      'network.cidrBlock': undefined,
      'network.reservedCidrs': undefined,
      'ingressConfiguration.logs.portLogLevel': 'INFO',
      'ingressConfiguration.logs.filters.0.ip': '10.0.0.1',
      'ingressConfiguration.logs.filters.0.level': 'TRACE',
    },
    out: Object.fromEntries(
      ['network.region', 'network.cidrBlock', 'network.reservedCidrs'].map((name) => [
        name,
        'Refused: it cannot be changed [runtime-fabric.md#names-and-addresses].',
      ]),
    ),
  },
  {
    operation: 'cloudhub POST /v2/alerts',
    set: {
      severity: 'INFO',
      condition: { type: 'deployment-failed', resources: [seedApplications.dataCloud], resourceType: 'application' },
      actions: [{ type: 'email', emails: ['me@example.com'], subject: 'Look', content: 'It failed' }],
    },
    read: '/cloudhub/api/v2/alerts/{id}',
  },
  {
    operation: 'cloudhub POST /v2/applications',
    set: cloudHub,
    read: '/cloudhub/api/v2/applications/new-orders',
    out: cloudHubOut,
  },
  {
    operation: 'cloudhub PUT /v2/applications/{domain}',
    parameters: { domain: seedApplications.dataCloud },
    set: { ...cloudHub, 'applicationInfo.domain': undefined },
    out: { ...cloudHubOut, 'applicationInfo.domain': 'The path names it.' },
  },
  {
    operation: 'exchange-experience PATCH /assets/{groupId}/{assetId}',
    parameters: { groupId: seedIds.root, assetId: 'inventory-api' },
    read: `/exchange/api/v2/assets/${seedIds.root}/inventory-api`,
  },
  {
    operation: `flex-gateway-manager POST ${gateways}`,
    set: gateway,
    read: `/gatewaymanager/api/v1/${place}/gateways/{id}`,
  },
  {
    operation: `flex-gateway-manager PUT ${gateways}/{gatewayId}`,
    parameters: { gatewayId: seedGateways.orders },
    set: gateway,
    out: tracing,
  },
  {
    operation: `flex-gateway-manager PATCH ${gateways}/{gatewayId}/desiredstatus`,
    parameters: { gatewayId: seedGateways.orders },
    set: { desiredStatus: 'STOPPED' },
    read: `/gatewaymanager/api/v1/${place}/gateways/${seedGateways.orders}`,
  },
  {
    operation: `proxies-xapi POST ${apis}/{environmentApiId}/deployments`,
    parameters: { environmentApiId: seedApis.fulfilment },
    set: {
      type: 'HY',
      environmentId: seedIds.rootSandbox,
      environmentName: 'Sandbox',
      targetId: seedGateways.orders,
      gatewayVersion: '1.9.9',
      overwrite: true,
      target: undefined,
      name: undefined,
    },
    out: {
      overwrite: 'A command [apis.md#deployments].',
      target: 'For CH2 and RF, in place of targetId [apis.md#deployments].',
      name: 'Another name of applicationName.',
    },
  },
];

/** Operations whose bodies are tested elsewhere, each with the reason. */
export const elsewhere: Readonly<Record<string, string>> = {
  'access-management POST /login': 'Credentials, which no answer shows.',
  'access-management POST /oauth2/introspect': 'A token, which no answer shows.',
  'access-management POST /oauth2/token': 'Credentials, which no answer shows.',
  'access-management PUT /organizations/{organizationId}/teams/{teamId}/members/{userId}':
    'Answers no body: test/emulator/services/access/groups/teams.test.ts.',
  'access-management POST /connectedApplications':
    'Its objects have no member `id`: test/emulator/services/access/connected-apps.test.ts.',
  'access-management PATCH /connectedApplications/{clientId}':
    'Its objects have no member `id`: test/emulator/services/access/connected-apps.test.ts.',
  'access-management PUT /connectedApplications/{clientId}/scopes':
    'Its objects have no member `id`: test/emulator/services/access/connected-apps.test.ts.',
  'access-management PATCH /connectedApplications/{clientId}/scopes':
    'Its objects have no member `id`: test/emulator/services/access/connected-apps.test.ts.',
  'access-management DELETE /connectedApplications/{clientId}/scopes':
    'Its objects have no member `id`: test/emulator/services/access/connected-apps.test.ts.',
  'access-management POST /organizations/{organizationId}/connectedApplications':
    'Its objects have no member `id`: test/emulator/services/access/connected-apps.test.ts.',
  'access-management PATCH /organizations/{organizationId}/connectedApplications/{clientId}':
    'Its objects have no member `id`: test/emulator/services/access/connected-apps.test.ts.',
  'access-management PUT /organizations/{organizationId}/connectedApplications/{clientId}/scopes':
    'Its objects have no member `id`: test/emulator/services/access/connected-apps.test.ts.',
  'access-management PATCH /organizations/{organizationId}/connectedApplications/{clientId}/scopes':
    'Its objects have no member `id`: test/emulator/services/access/connected-apps.test.ts.',
  'access-management DELETE /organizations/{organizationId}/connectedApplications/{clientId}/scopes':
    'Its objects have no member `id`: test/emulator/services/access/connected-apps.test.ts.',
  'arm-rest-services POST /servers': 'What an agent sends with a token of its own [runtime.md#registration].',
  'cloudhub PUT /v2/alerts/{id}': 'The same body as for the creation.',
  'cloudhub-20 PATCH /organizations/{organizationId}/privatespaces/{privateSpaceId}/routes':
    'Answers the route table: test/emulator/services/runtime-fabric/network.test.ts.',
  'proxies-xapi PUT /organizations/{organizationId}/environments/{environmentId}/apis/{environmentApiId}/deployments/{proxyDeploymentId}':
    'The same body as for the creation.',
};

export { inPlace };
