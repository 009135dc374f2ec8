import type { ApiInstance, AutomatedPolicy, ClientApplication } from '../services/apis/model.ts';
import type { AmcDeployment, ArmDeployment, CloudHubApplication } from '../services/applications/model.ts';
import type { Asset, Publication } from '../services/exchange/model.ts';
import type {
  GatewayOutcome,
  ManagedGateway,
  PrivateSpace,
  RegistrationToken,
  RuntimeConfiguration,
  SelfManagedGateway,
} from '../services/gateways/model.ts';
import type { PlannedEvent } from './faults/model.ts';
import type { Timed } from './transitions.ts';

export type {
  DesiredStatus,
  FirewallRule,
  GatewayPhase,
  LogLevel,
  ManagedGateway,
  ManagedGatewayConfiguration,
  PrivateSpace,
  RegistrationToken,
  Replica,
  RuntimeConfiguration,
  SelfManagedGateway,
  SelfManagedStatus,
  TracingLabel,
} from '../services/gateways/model.ts';

/** One scope a principal holds; without `org` or `envId` it holds everywhere (reference 2.5). */
export interface Grant {
  scope: string;
  context_params: { org?: string; envId?: string };
}

/** A person who can sign in. */
export interface User {
  id: string;
  username: string;
  password: string;
  firstName: string;
  lastName: string;
  email: string;
  organizationId: string;
  enabled: boolean;
  /** must finish a second step in a browser, so signing in over the API yields no token (reference 1.1) */
  mfa: boolean;
  createdAt: string;
  grants: Grant[] | 'all';
}

/** A connected application (reference 2.5). */
export interface ConnectedApp {
  clientId: string;
  clientSecret: string;
  name: string;
  ownerOrganizationId: string;
  grantTypes: string[];
  enabled: boolean;
  grants: Grant[];
}

/** Runtime credentials of an environment or an organization (reference 2.4); not a connected app. */
export interface Client {
  clientId: string;
  clientSecret: string;
  name: string;
  organizationId: string;
}

/** Assigned to the group itself, and passed on to groups below it. */
export interface Allotment {
  assigned: number;
  reassigned: number;
}

/** What an organization has bought (reference 2.2). */
export interface Entitlements {
  createEnvironments: boolean;
  createSubOrgs: boolean;
  globalDeployment: boolean;
  hybrid: { enabled: boolean };
  flexGateway: { enabled: boolean };
  cloudhub1: { enabled: boolean };
  runtimeFabric: boolean;
  highAvailability: { clustering: boolean };
  managedGatewaySmall: Allotment;
  managedGatewayLarge: Allotment;
  vCoresProduction: Allotment;
  vCoresSandbox: Allotment;
  vCoresDesign: Allotment;
  usageBasedPricing: { muleRuntimeIntegration: { enabled: boolean } };
}

/** An organization or business group (reference 2.2). */
export interface Organization {
  id: string;
  name: string;
  domain: string;
  ownerId: string;
  clientId: string;
  parentOrganizationIds: string[];
  subOrganizationIds: string[];
  createdAt: string;
  entitlements: Entitlements;
}

/** Kinds of environment [spec:am]. */
export type EnvironmentType = 'production' | 'sandbox' | 'design';

/** An environment (reference 2.3). */
export interface Environment {
  id: string;
  name: string;
  organizationId: string;
  type: EnvironmentType;
  clientId: string;
}

/** An access token that was handed out. */
export interface Token {
  value: string;
  userId?: string;
  clientId?: string;
  issuedAt: number;
  expiresAt: number;
}

/** [spec:arm]; what each means is inferred in reference 3.1. */
export type ServerStatus = 'CREATED' | 'RUNNING' | 'CONNECTED' | 'DISCONNECTED';

/** A Mule runtime registered in Runtime Manager (reference 3.1). */
export interface ArmServer {
  id: number;
  organizationId: string;
  environmentId: string;
  name: string;
  serverType: 'MULE' | 'GATEWAY';
  muleVersion: string;
  gatewayVersion: string;
  agentVersion: string;
  status: Timed<ServerStatus>;
  addresses: { ip: string; networkInterface: string }[];
  timeCreated: number;
  timeUpdated: number;
  licenseExpirationDate: number;
  certificateExpirationDate: number;
  /** at most one of the two is set [spec:arm] */
  clusterId?: number;
  serverGroupId?: number;
  /** a scenario sets it: the other members of its cluster do not see it */
  isolated?: boolean;
}

/** A server group; its members are the servers that name it (reference 3.2). */
export interface ArmServerGroup {
  id: number;
  organizationId: string;
  environmentId: string;
  name: string;
  timeCreated: number;
  timeUpdated: number;
}

/** A server in a cluster. */
export interface ClusterMember {
  serverId: number;
  serverIp?: string;
  serverPort: number;
  /** from then on it takes part; the change has to reach the agent first (reference 3.3) */
  joinsAt: number;
}

/** A cluster (reference 3.3). */
export interface ArmCluster {
  id: number;
  organizationId: string;
  environmentId: string;
  name: string;
  multicastEnabled: boolean;
  members: ClusterMember[];
  timeCreated: number;
  timeUpdated: number;
  /** groups of server ids that see each other only; a scenario sets it to show a split */
  partitions?: number[][];
}

/** An application on a server, group or cluster; the rules for members need no more than its target (reference 3.3). */
export interface HybridApplication {
  id: number;
  name: string;
  targetId: number;
  /** a scenario that is only about the target may leave it out: the application then counts as started */
  deployed?: ArmDeployment;
}

/** A part of the runtime agent that can be configured per target (reference 3.4). */
export interface TargetComponent {
  id: number;
  name: string;
  enabled: boolean;
  configuration: Record<string, unknown>;
}

/** The whole state of the emulated platform: plain maps, keyed by id unless said otherwise. */
export interface Store {
  users: Map<string, User>;
  connectedApps: Map<string, ConnectedApp>;
  clients: Map<string, Client>;
  organizations: Map<string, Organization>;
  environments: Map<string, Environment>;
  /** by token value */
  tokens: Map<string, Token>;
  servers: Map<number, ArmServer>;
  serverGroups: Map<number, ArmServerGroup>;
  clusters: Map<number, ArmCluster>;
  hybridApplications: Map<number, HybridApplication>;
  /** by target id */
  components: Map<number, TargetComponent[]>;
  /** the servers' registration token of an environment, by environment id */
  serverRegistrationTokens: Map<string, string>;
  managedGateways: Map<string, ManagedGateway>;
  selfManagedGateways: Map<string, SelfManagedGateway>;
  /** by gateway id, for both kinds */
  runtimeConfigurations: Map<string, RuntimeConfiguration>;
  /** by token value */
  gatewayTokens: Map<string, RegistrationToken>;
  privateSpaces: Map<string, PrivateSpace>;
  /** by `groupId/assetId/version` */
  assets: Map<string, Asset>;
  /** `groupId/assetId/version` of what was soft-deleted, and so can never be published again */
  retiredAssets: Set<string>;
  publications: Map<string, Publication>;
  apis: Map<number, ApiInstance>;
  automatedPolicies: Map<number, AutomatedPolicy>;
  clientApplications: Map<number, ClientApplication>;
  /** by domain */
  cloudHubApplications: Map<string, CloudHubApplication>;
  amcDeployments: Map<string, AmcDeployment>;
  /** requests counted by rate limits of the data plane, by policy and key */
  requestCounts: Map<string, { since: number; used: number }>;
  /** what a scenario has for gateways that are created later */
  gatewayOutcomes: GatewayOutcome[];
  /** what a scenario has for later, earliest first */
  plannedEvents: PlannedEvent[];
  /** whether `GET …/clients/{clientId}` shows the secret; not settled what the platform does (reference 15.1) */
  revealClientSecrets: boolean;
  /** the next integer id; servers, groups, clusters and applications share one sequence, so a target id names one thing */
  nextId: number;
  /** the next id of anything in API Manager: instances, policies, tiers, contracts, deployments */
  nextApiId: number;
}

/** A store without anything in it. */
export function emptyStore(): Store {
  return {
    users: new Map(),
    connectedApps: new Map(),
    clients: new Map(),
    organizations: new Map(),
    environments: new Map(),
    tokens: new Map(),
    servers: new Map(),
    serverGroups: new Map(),
    clusters: new Map(),
    hybridApplications: new Map(),
    components: new Map(),
    serverRegistrationTokens: new Map(),
    managedGateways: new Map(),
    selfManagedGateways: new Map(),
    runtimeConfigurations: new Map(),
    gatewayTokens: new Map(),
    privateSpaces: new Map(),
    assets: new Map(),
    retiredAssets: new Set(),
    publications: new Map(),
    apis: new Map(),
    automatedPolicies: new Map(),
    clientApplications: new Map(),
    cloudHubApplications: new Map(),
    amcDeployments: new Map(),
    requestCounts: new Map(),
    gatewayOutcomes: [],
    plannedEvents: [],
    revealClientSecrets: false,
    nextId: 1,
    nextApiId: 1,
  };
}

/** The next free integer id. */
export function takeId(store: Store): number {
  const id = store.nextId;
  store.nextId += 1;
  return id;
}

/** The next free id in API Manager. */
export function takeApiId(store: Store): number {
  const id = store.nextApiId;
  store.nextApiId += 1;
  return id;
}
