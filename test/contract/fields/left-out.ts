import type { Listed } from './lists.ts';

const access = 'access-management';
const api = '/organizations/{organizationId}/environments/{environmentId}/apis/{environmentApiId}';
const placeholders = 'published/README.md (defects of the documents)';

/** Fields of the documents that no answer here has, and why. */
export const leftOut: readonly Listed[] = [
  {
    operations: [`${access} *`],
    fields: ['parentOrganizationIds.*', 'tenantOrganizationIds.*', 'subOrganizationIds.*', 'subOrganizations.*'],
    reason:
      'Empty lists: the root has no parent, its business groups have none of their own, and tenants do not exist.',
    source: 'docs/platform/access.md#organizations',
  },
  {
    operations: [`${access} *`],
    fields: ['entitlements.gateways', 'entitlements.crowd', 'entitlements.workerClouds'],
    reason: 'What they count or switch is not published.',
    source: 'docs/platform/access.md#entitlements',
  },
  {
    operations: [`${access} GET /organizations/{organizationId}`],
    fields: ['entitlements.apiManager', 'salesforce'],
    reason: 'Usage based prices of API Manager and a Salesforce organization, which nobody here has.',
    source: 'docs/platform/access.md#entitlements',
  },
  {
    operations: [`${access} GET /me`],
    fields: ['client.redirect_uris.*', 'user.organizationPreferences.0a14e2fd-1cfe-4310-acbc-54bf93eb8420'],
    reason: 'The calling app has no redirect addresses; preferences are by the id of an organization.',
    source: 'docs/platform/access.md#who-am-i',
  },
  {
    operations: [`${access} GET /organizations/{organizationId}/clients`],
    fields: ['ac_client', 'rs_client', 'ro_client', 'cc_client', 'im_client', 'cp_client'],
    reason: 'The example names its clients by kinds of grants instead of listing them.',
    source: placeholders,
  },
  {
    operations: [`${access} GET /organizations/{organizationId}/clients/{clientId}`],
    fields: ['redirect_uris.*', 'properties.additional'],
    reason: 'Credentials of an environment have no redirect addresses and no further properties.',
    source: 'docs/platform/access.md#runtime-credentials',
  },
  {
    operations: [`${access} *`],
    fields: ['public_keys.*'],
    reason: 'Keys are for JWT bearer, which is not emulated.',
    source: 'docs/platform/authentication.md',
  },
  {
    operations: [`${access} GET /organizations/{organizationId}/rolegroups`],
    fields: ['context_params', 'user_role_group_id'],
    reason: 'The example is that of the role groups of a user: the id of the assignment exists only there.',
    source: 'docs/platform/access.md#role-groups',
  },
  {
    operations: [`${access} *`],
    fields: ['external_org_id', 'external_org_name'],
    reason: 'Of teams of other organizations only; for all other teams the document says that they are not present.',
    source: 'docs/platform/access.md#teams',
  },
  {
    operations: ['amc-application-manager *'],
    fields: ['*.application.status'],
    reason: 'A specification is what was wanted, and has no status of its own.',
    source: 'docs/platform/cloudhub-2.md',
  },
  {
    operations: ['api-manager *'],
    fields: ['tags.*'],
    reason: 'The document has no operation that sets tags.',
    source: 'docs/platform/apis.md#read-change-delete',
  },
  {
    operations: [`api-manager GET ${api}`],
    fields: ['apiId'],
    reason: 'The number of an instance is its id; apiId stands in its endpoint.',
    source: 'docs/platform/disagreements.md#api-instance-number',
  },
  {
    operations: [`api-manager GET ${api}`],
    fields: ['endpoint.policiesVersion', 'deployment.applicationId', 'deployment.deploymentId'],
    reason: 'Of proxies of older gateways; null in the example, and of no known type.',
    source: 'docs/platform/apis.md#deployments',
  },
  {
    operations: ['api-manager *'],
    fields: ['implementationAsset.supportedJavaVersions'],
    reason: 'Which Java versions an implementation supports is published for no policy.',
    source: 'docs/platform/policies.md#two-shapes-of-the-list',
  },
  {
    operations: ['api-manager *'],
    fields: ['audit.updated.date', 'application.audit'],
    reason: 'A contract that never changed; when a client application was created is not kept.',
    source: 'docs/platform/apis.md#contracts',
  },
  {
    operations: [
      `api-manager GET ${api}/autodiscoveryProperties`,
      'api-manager GET /organizations/{organizationId}/policy-templates',
    ],
    fields: ['total', 'data'],
    reason: 'The example is the envelope that the generator gives every list.',
    source: placeholders,
  },
  {
    operations: ['api-manager GET /organizations/{organizationId}/automated-policies/{automatedPolicyId}/apis'],
    fields: ['apis.*.instanceName'],
    reason: 'No source says whether it is the label or the name of autodiscovery.',
    source: 'docs/platform/policies.md#automated-policies',
  },
  {
    operations: [
      'arm-rest-services GET /serverGroups/{serverGroupId}',
      'arm-rest-services GET /clusters/{clusterId}',
      'arm-rest-services GET /targets/{targetId}/components/{componentId}',
      'arm-rest-services GET /applications/{applicationId}',
    ],
    fields: ['data.data'],
    reason: 'The example has an empty text as data beside the members that belong into it.',
    source: 'docs/platform/disagreements.md#arm-envelope',
  },
  {
    operations: ['arm-rest-services GET /servers/{serverId}'],
    fields: ['data.currentClusteringIP', 'data.memberUUID'],
    reason:
      'All other answers and the clients spell it currentClusteringIp; a member of Hazelcast does not exist here.',
    source: 'docs/platform/runtime.md#servers',
  },
  {
    operations: ['arm-rest-services *'],
    fields: ['configurableComponentId', 'configurationProperties'],
    reason: 'Other names in one answer of components than in their list.',
    source: 'docs/platform/runtime.md#target-components',
  },
  {
    operations: ['arm-rest-services GET /applications/{applicationId}'],
    fields: ['serverGroupId', 'serverGroupName'],
    reason: 'The application that is read is on a cluster.',
    source: 'docs/platform/runtime.md#servers',
  },
  {
    operations: ['cloudhub-20 GET /organizations/{organizationId}/privatespaces'],
    fields: ['ingressConfiguration.maxReadTimeout'],
    reason: 'Called readResponseTimeout where one space is read and where it is set.',
    source: 'docs/platform/runtime-fabric.md#private-spaces',
  },
  {
    operations: ['cloudhub-20 *'],
    fields: ['deploymentStatus', 'errorMessage', 'name'],
    reason: 'No source says which values they have; Terraform reads ids only.',
    source: 'docs/platform/runtime-fabric.md#associations',
  },
  {
    operations: ['cloudhub-20 *'],
    fields: ['spec.networkIds'],
    reason: 'The networks of a private space have no ids here.',
    source: 'docs/platform/runtime-fabric.md#transit-gateways',
  },
  {
    operations: ['cloudhub-20 *'],
    fields: ['dnList.*.signatureAlgorithm', 'dnList.*.keyUsage'],
    reason: 'Node.js does not read them from a certificate.',
    source: 'docs/platform/runtime-fabric.md#tls-contexts',
  },
  {
    operations: ['cloudhub-20 *'],
    fields: ['nodes.*', 'builds', 'href', 'replicationStrategies', 'defaults', 'featureFlags'],
    reason: 'Of Runtime Fabric: nodes of its own, and what they can do.',
    source: 'docs/platform/runtime-fabric.md#targets',
  },
  {
    operations: ['cloudhub *'],
    fields: ['workers.recentStatistics', 'vpnConfig', 'deploymentGroup', 'updateVersion'],
    reason:
      'Statistics, VPNs and groups of deployments are not emulated; an update that is newer than all does not exist.',
    source: 'docs/platform/applications.md#cloudhub-10',
  },
  {
    operations: ['cloudhub *'],
    fields: ['instanceSize'],
    reason: 'Not known which size of machine belongs to which type of worker.',
    source: 'docs/platform/unknown.md#cloudhub-10',
  },
  {
    operations: [`cloudhub GET /v2/alerts/{id}`],
    fields: [
      'value',
      'operator',
      'periodMins',
      'periodCount',
      'triggerBehavior',
      'threshold',
      'period',
      'periodTimeUnit',
    ].map((name) => `condition.${name}`),
    reason: 'Of other types of conditions than that of the alert that is read; the list has all of them.',
    source: 'docs/platform/applications.md#alerts',
  },
  {
    operations: ['cloudhub GET /v2/alerts/{id}/history'],
    fields: ['workerSize', 'workerCount', 'success', 'currentWorkerSize', 'currentWorkerCount', 'state'].map(
      (name) => `context.${name}`,
    ),
    reason: 'Of alerts about scaling and about what is measured, which nothing triggers here.',
    source: 'docs/platform/applications.md#alerts',
  },
  {
    operations: ['cloudhub GET /v2/alerts/{id}/history'],
    fields: ['context.user'],
    reason: 'Not known whether it is an id or a name, and of whom.',
    source: 'docs/platform/unknown.md#cloudhub-10',
  },
  {
    operations: ['cloudhub GET /v2/applications/{domain}/dashboardStats'],
    fields: [
      'memoryTotalUsed',
      'memoryTotalMax',
      'diskWriteBytes',
      'diskReadBytes',
      'cpu',
      'networkOut',
      'networkIn',
    ].map((name) => `statistics.${name}`),
    reason: 'Processors, memory, disks and networks are not measured.',
    source: 'docs/platform/applications.md#version-1',
  },
  {
    operations: ['cloudhub *'],
    fields: ['maxStandardConnectors', 'maxPremiumConnectors', 'apiFabric', 'globalCloud'],
    reason: 'Not known what they mean; no entitlement of Access Management says it.',
    source: 'docs/platform/unknown.md#cloudhub-10',
  },
  {
    operations: ['cloudhub GET /account'],
    fields: ['csToken'],
    reason: 'Not known which token it is, and no client reads it.',
    source: 'docs/platform/unknown.md#cloudhub-10',
  },
  {
    operations: ['cloudhub GET /users/current/permissions'],
    fields: ['cloudhub', 'applications.tenants', 'applications.insights', 'applications.data', 'applications.queues'],
    reason:
      'Tenants, Insight, the data of Object Store and queues are not emulated, nor is what MuleSoft itself may do.',
    source: 'docs/platform/applications.md#account-and-organization',
  },
  {
    operations: ['cloudhub *'],
    fields: ['performLog4jReplacement', 'skipMMCPairing', 'log4j1Used', 'usingMuleAgent', 'vpnSupported'],
    reason: 'Flags of runtimes older than Mule 4, and of VPNs.',
    source: 'docs/platform/applications.md#cloudhub-10',
  },
  {
    operations: ['exchange-experience *'],
    fields: [
      'originalFormat',
      'originalFormatVersion',
      'minMuleVersion',
      'isMozartTemplate',
      'mule3ConnectorMetadata',
      'generated.*',
      'categories.*',
    ],
    reason: 'Specifications are not read, connectors are not generated, and the asset that is read has no categories.',
    source: 'docs/platform/exchange.md#read-an-asset',
  },
  {
    operations: ['exchange-experience *'],
    fields: ['createdBy', 'permissions'],
    reason: 'Who published is not kept; what the caller may do with an asset is published without its values.',
    source: 'docs/platform/exchange.md#read-an-asset',
  },
  {
    operations: ['exchange-experience *'],
    fields: ['versions.*.otherVersions'],
    reason: 'Each version beside all others again would be the same list once for each.',
    source: 'docs/platform/exchange.md#read-an-asset',
  },
  {
    operations: ['flex-gateway-manager *'],
    fields: ['configuration.circuitBreaker', 'configuration.probe', 'configuration.tls'],
    reason: 'Settings without a default, which the gateway that is read does not have.',
    source: 'docs/platform/gateways.md#runtime-configuration',
  },
  {
    operations: ['flex-gateway-manager *'],
    fields: ['configuration.tracing.sampling', 'configuration.tracing.labels'],
    reason: 'Tracing is off for the gateway that is read.',
    source: 'docs/platform/gateways.md#runtime-configuration',
  },
  {
    operations: ['access-management GET /roles'],
    fields: ['namespaces.*'],
    reason: 'An empty list: the namespaces of roles are not published.',
    source: 'docs/platform/access.md',
  },
  {
    operations: ['cloudhub-20 *'],
    fields: ['roles.*'],
    reason: 'An empty list: the space that is read has no roles.',
    source: 'docs/platform/runtime-fabric.md#private-spaces',
  },
];
