import * as z from 'zod';
import { gatewaySizes, releaseChannels } from '../../services/gateways/versions.ts';
import { faultSchema } from '../faults/faults.ts';
import { everyScope } from '../permissions.ts';

const reference = z.string().min(1);
const name = z.string().min(1);
const guid = z.guid('must be a UUID').optional().describe('Follows from the names when it is left out');
const number = z.int().min(1).optional().describe('The next free one when it is left out');
const time = z.iso.datetime('must be a time such as 2025-06-01T08:00:00Z').optional();
const times = { createdAt: time, updatedAt: time };
const organization = reference.optional().describe('Name or id; the first organization when it is left out');
const place = {
  organization,
  environment: reference
    .optional()
    .describe('Name or id; the first sandbox of the organization when it is left out, else its first environment'),
};
const allotment = z.strictObject({ assigned: z.int().min(0), reassigned: z.int().min(0).default(0) });
const enabled = z.strictObject({ enabled: z.boolean() });

const entitlements = z
  .strictObject({
    createEnvironments: z.boolean(),
    createSubOrgs: z.boolean(),
    globalDeployment: z.boolean(),
    hybrid: enabled,
    flexGateway: enabled,
    cloudhub1: enabled,
    runtimeFabric: z.boolean(),
    highAvailability: z.strictObject({ clustering: z.boolean() }),
    managedGatewaySmall: allotment,
    managedGatewayLarge: allotment,
    vCoresProduction: allotment,
    vCoresSandbox: allotment,
    vCoresDesign: allotment,
    usageBasedPricing: z.strictObject({ muleRuntimeIntegration: enabled }),
  })
  .partial()
  .describe('What differs from the usual: everything allowed, and no managed gateways bought');

const environment = z.strictObject({ name, type: z.enum(['production', 'sandbox', 'design']), id: guid });

const organizationSchema = z.strictObject({
  name,
  id: guid,
  domain: name.optional(),
  parent: reference.optional().describe('Name or id of the organization that this is a business group of'),
  entitlements: entitlements.default({}),
  environments: z.array(environment).default([{ name: 'Sandbox', type: 'sandbox' }]),
  createdAt: time,
});

const scopes = z.union(
  [z.enum(['all', 'view']), z.array(z.enum([...everyScope, 'full']))],
  'must be "all", "view" or a list of scopes',
);

const grant = z.strictObject({
  scopes,
  organizations: z
    .union([z.literal('all'), z.array(reference)])
    .optional()
    .describe('Where the scopes hold; everywhere when it is left out'),
  environments: z
    .union([z.literal('all'), z.array(reference)])
    .optional()
    .describe('Given per environment of those organizations, as against once per organization'),
});

const userSchema = z.strictObject({
  username: name,
  password: name,
  id: guid,
  firstName: z.string().default(''),
  lastName: z.string().default(''),
  email: z.string().optional(),
  organization,
  enabled: z.boolean().default(true),
  mfa: z.boolean().default(false).describe('Must finish a second factor, and so gets no token over the API'),
  grants: z.union([z.literal('all'), z.array(grant)]).default('all'),
  createdAt: time,
});

const connectedAppSchema = z.strictObject({
  name,
  clientId: name.optional(),
  clientSecret: name.optional(),
  organization,
  grantTypes: z.array(name).default(['client_credentials']),
  enabled: z.boolean().default(true),
  grants: z.array(grant).default([{ scopes: 'all', organizations: 'all' }]),
});

const firewallRule = z.strictObject({
  cidrBlock: z.cidrv4(),
  protocol: name,
  fromPort: z.int().min(0).max(65535),
  toPort: z.int().min(0).max(65535),
  type: z.enum(['inbound', 'outbound']).optional(),
});

const privateSpaceSchema = z.strictObject({
  name,
  id: guid,
  organization,
  status: name.default('Active'),
  region: name.default('us-east-1'),
  cidrBlock: z.cidrv4().default('10.0.0.0/16'),
  inboundStaticIps: z.array(z.ipv4()).default([]),
  domains: z.array(name).optional().describe('Wildcard domains of its ingress, such as *.q7x2ld.usa-e2.cloudhub.io'),
  environments: z
    .strictObject({ type: z.enum(['all', 'production', 'sandbox']), businessGroups: z.array(reference) })
    .default({ type: 'all', businessGroups: ['all'] }),
  firewallRules: z.array(firewallRule).default([]),
});

const serverSchema = z.strictObject({
  ...place,
  name,
  id: number,
  status: z.enum(['CREATED', 'RUNNING', 'CONNECTED', 'DISCONNECTED']).default('RUNNING'),
  ip: z.union([z.ipv4(), z.ipv6()]).optional(),
  muleVersion: name.default('4.9.6'),
  serverType: z.enum(['MULE', 'GATEWAY']).default('MULE'),
  isolated: z
    .boolean()
    .default(false)
    .describe('The other members of whatever cluster it is in do not see it, nor it them'),
  ...times,
});

const serverGroupSchema = z.strictObject({
  ...place,
  name,
  id: number,
  servers: z.array(reference).default([]),
  ...times,
});

const clusterSchema = z.strictObject({
  ...place,
  name,
  id: number,
  multicast: z.boolean().default(false),
  servers: z.array(reference).min(1),
  ...times,
});

const tag = z.strictObject({ id: guid, status: z.enum(['CONNECTED', 'DISCONNECTED']).default('CONNECTED') });

const gatewaySchema = z.strictObject({
  ...place,
  name,
  id: guid,
  target: reference.optional().describe('Name or id of a private space; the first one when it is left out'),
  size: z
    .enum(['small', 'large'])
    .default('small')
    .describe(`Room for ${gatewaySizes.small} or ${gatewaySizes.large} APIs`),
  releaseChannel: z.enum(releaseChannels).default('lts'),
  runtimeVersion: name.optional().describe('The newest of the channel when it is left out'),
  desiredStatus: z.enum(['STARTED', 'STOPPED']).default('STARTED'),
  publicUrl: z.url().optional().describe('Below a domain of its target when it is left out'),
  fails: z.string().min(1).optional().describe('It fails with this text whenever it is applied'),
  neverReady: z.boolean().default(false).describe('It is being applied for ever'),
  ...times,
});

const selfManagedGatewaySchema = z.strictObject({
  ...place,
  name,
  id: guid,
  tags: z.array(name).default([]),
  gatewayVersion: name.default('1.11.4'),
  replicas: z.array(tag).default([{ status: 'CONNECTED' }]),
  ...times,
});

const assetSchema = z.strictObject({
  organization,
  assetId: name,
  version: name.default('1.0.0'),
  name,
  type: z.enum(['rest-api', 'http-api', 'soap-api', 'app']).or(name),
  description: z.string().default(''),
});

const clientApplicationSchema = z.strictObject({
  organization,
  name,
  id: number,
  description: z.string().optional(),
  clientId: name.optional(),
  clientSecret: name.optional(),
});

const policy = z.strictObject({
  asset: name.describe('Asset id of a policy of MuleSoft, such as rate-limiting'),
  version: name.optional().describe('The newest when it is left out'),
  id: number,
  configuration: z.record(z.string(), z.unknown()).default({}),
  disabled: z.boolean().default(false),
});

const tier = z.strictObject({
  name,
  id: number,
  autoApprove: z.boolean().default(true),
  limits: z.array(z.strictObject({ requests: z.int().min(1), milliseconds: z.int().min(1) })).min(1),
});

const contract = z.strictObject({
  client: reference.describe('Name or id of a client application'),
  id: number,
  tier: reference.optional(),
  status: z.enum(['APPROVED', 'PENDING', 'REVOKED', 'REJECTED']).default('APPROVED'),
});

const apiSchema = z.strictObject({
  ...place,
  asset: name.describe('Asset id in the group of the organization'),
  version: name.default('1.0.0'),
  id: number,
  label: name.optional(),
  technology: z.enum(['mule3', 'mule4', 'flexGateway']).default('mule4'),
  proxyUri: name.optional().describe('Where it listens, such as http://0.0.0.0:8081/orders'),
  upstream: z
    .strictObject({ uri: z.url(), label: name.default('main'), id: guid })
    .optional()
    .describe('Where a gateway sends its requests'),
  gateway: reference.optional().describe('Name or id of the gateway that it is deployed to'),
  deploymentId: number,
  lastActiveAt: time.describe('When a runtime last tracked it; never when it is left out'),
  policies: z.array(policy).default([]),
  tiers: z.array(tier).default([]),
  contracts: z.array(contract).default([]),
  createdAt: time,
});

const applicationSchema = z.strictObject({
  ...place,
  name,
  on: z
    .enum(['CloudHub', 'CloudHub2', 'server'])
    .describe('CloudHub 1.0, a private space of CloudHub 2.0, or a server'),
  id: z
    .union([z.int().min(1), z.guid()])
    .optional()
    .describe('A UUID on CloudHub2, a number on servers'),
  target: reference.optional().describe('Name or id of a private space, server, server group or cluster'),
  started: z.boolean().default(true),
  fails: z.string().min(1).optional().describe('Its next deployment fails with this text'),
  muleVersion: name.default('4.9.6'),
  assetVersion: name.default('1.0.0'),
  properties: z.record(z.string(), z.string()).default({}),
  credentialsOf: reference
    .optional()
    .describe('An environment whose client id and secret are among the properties, for autodiscovery'),
  deploymentId: name.optional(),
  createdAt: time,
});

const at = z.number().min(0).describe("Seconds after the start, on the platform's clock");
const server = reference.describe('Name or id of a server');
const gateway = reference.describe('Name or id of a gateway, managed or self-managed');
const application = reference.describe('Name or id of an application');

/** What can happen later. */
export const eventSchema = z.discriminatedUnion('do', [
  z.strictObject({ at, do: z.literal('disconnect-server'), ...place, server }),
  z.strictObject({ at, do: z.literal('connect-server'), ...place, server }),
  z
    .strictObject({ at, do: z.literal('isolate-server'), ...place, server })
    .describe('The other members of its cluster do not see it any more'),
  z.strictObject({ at, do: z.literal('join-server'), ...place, server }).describe('They see it again'),
  z
    .strictObject({ at, do: z.literal('fail-gateway'), ...place, gateway, message: z.string().min(1) })
    .describe('A managed gateway fails with the message, and whenever it is applied; a self-managed one disconnects'),
  z.strictObject({ at, do: z.literal('heal-gateway'), ...place, gateway }),
  z.strictObject({ at, do: z.literal('stop-application'), ...place, application }),
  z.strictObject({ at, do: z.literal('expire-tokens') }),
  z.strictObject({ at, do: z.literal('add-fault'), fault: faultSchema }),
  z.strictObject({ at, do: z.literal('clear-faults') }),
]);

const outcomeSchema = z.strictObject({
  gateway: name.describe('Name of a gateway that somebody may create; * stands for anything'),
  becomes: z.enum(['never-ready', 'failed']),
  message: z.string().default('The gateway could not be started'),
});

/** A scenario: what the platform holds when it starts, and what happens later. */
export const scenarioSchema = z.strictObject({
  $schema: z.string().optional(),
  description: z.string().optional(),
  extends: z.literal('acme').optional().describe('Starts from the built-in organization; what follows is added to it'),
  nextIds: z
    .strictObject({ runtime: z.int().min(1).optional(), apiManager: z.int().min(1).optional() })
    .default({})
    .describe('The first numbers given to what is created later'),
  revealClientSecrets: z
    .boolean()
    .default(false)
    .describe('The platform shows the client secrets of environments, as it does in some organizations'),
  organizations: z.array(organizationSchema).default([]),
  users: z.array(userSchema).default([]),
  connectedApps: z.array(connectedAppSchema).default([]),
  privateSpaces: z.array(privateSpaceSchema).default([]),
  servers: z.array(serverSchema).default([]),
  serverGroups: z.array(serverGroupSchema).default([]),
  clusters: z.array(clusterSchema).default([]),
  gateways: z.array(gatewaySchema).default([]),
  selfManagedGateways: z.array(selfManagedGatewaySchema).default([]),
  assets: z.array(assetSchema).default([]),
  clientApplications: z.array(clientApplicationSchema).default([]),
  apis: z.array(apiSchema).default([]),
  applications: z.array(applicationSchema).default([]),
  outcomes: z.array(outcomeSchema).default([]).describe('How asynchronous steps end that are started later'),
  events: z.array(eventSchema).default([]),
});

/** A scenario as it is written. */
export type ScenarioInput = z.input<typeof scenarioSchema>;

/** A scenario after its defaults were filled in. */
export type Scenario = z.output<typeof scenarioSchema>;

/** An event after its defaults were filled in. */
export type ScenarioEvent = z.output<typeof eventSchema>;

/** The published JSON Schema: `schemas/scenario.schema.json`. */
export function scenarioJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-2020-12' });
  return { title: 'Scenario of the embedded Anypoint Platform', ...schema };
}
