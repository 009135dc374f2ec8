import type { Stages } from '../../core/transitions.ts';
import type { Technology } from '../exchange/index.ts';

/** An upstream service of an instance [docs/platform/apis.md#upstreams]. */
export interface Upstream {
  id: string;
  label: string | null;
  /** null while only its label was given */
  uri: string | null;
  tlsContext: unknown;
  /** the asset behind it, as a bridge of MCP sends it [docs/platform/ai-gateways.md] */
  connection?: unknown;
  createdAt: number;
  updatedAt: number;
}

/** A route of a Flex instance; its upstreams point into {@link ApiInstance.upstreams}. */
export interface ApiRoute {
  label: string | null;
  rules: Record<string, unknown>;
  upstreams: { id: string; weight: number }[];
}

/** The deployment of an instance to a gateway or as a proxy application [docs/platform/apis.md#deployments]. */
export interface ApiDeployment {
  id: number;
  type: 'CH' | 'HY' | 'RF' | 'CH2';
  targetId: string;
  targetName: string;
  targetType?: string | null;
  gatewayVersion: string;
  applicationName: string | null;
  expectedStatus: 'deployed' | 'undeployed';
  status: Stages<'deploying' | 'deployed' | 'undeployed'>;
  createdAt: number;
  updatedAt: number;
}

/** The requests that a policy applies to; null means all [docs/platform/policies.md#apply]. */
export type Pointcut = { methodRegex: string; uriTemplateRegex: string }[] | null;

/** The members of a policy that runtimes enforce. */
export interface EnforcedPolicy {
  id: number;
  assetId: string;
  groupId: string;
  assetVersion: string;
  configurationData: Record<string, unknown>;
  pointcutData: Pointcut;
  order: number | null;
}

/** A policy of an instance [docs/platform/policies.md#two-shapes-of-the-list]. */
export interface AppliedPolicy extends EnforcedPolicy {
  label: string | null;
  disabled: boolean;
  /** the upstreams of an outbound policy; null for inbound policies */
  upstreamIds: string[] | null;
  createdAt: number;
  updatedAt: number | null;
}

/** The version of a policy that runtimes enforce over time, since changes take a while to propagate. */
export interface PolicyPropagation {
  policyId: number;
  stages: Stages<EnforcedPolicy | null>;
}

/** A limit of a tier [docs/platform/apis.md#tiers]. */
export interface TierLimit {
  visible: boolean;
  maximumRequests: number;
  timePeriodInMilliseconds: number;
}

/** An SLA tier [docs/platform/apis.md#tiers]. */
export interface Tier {
  id: number;
  name: string;
  description: string | null;
  status: 'ACTIVE' | 'DEPRECATED';
  autoApprove: boolean;
  limits: TierLimit[];
  createdAt: number;
  updatedAt: number | null;
}

/**
 * A client application [docs/platform/apis.md#client-applications]. Its credentials are for calling APIs, not the
 * platform.
 */
export interface ClientApplication {
  id: number;
  organizationId: string;
  name: string;
  description: string | null;
  clientId: string;
  clientSecret: string;
}

/** A contract between a client application and an instance [docs/platform/apis.md#contracts]. */
export interface Contract {
  id: number;
  applicationId: number;
  status: 'APPROVED' | 'PENDING' | 'REVOKED' | 'REJECTED';
  tierId: number | null;
  requestedTierId: number | null;
  createdAt: number;
  updatedAt: number | null;
}

/** An API instance [docs/platform/apis.md#create]. */
export interface ApiInstance {
  id: number;
  organizationId: string;
  environmentId: string;
  groupId: string;
  assetId: string;
  assetVersion: string;
  productVersion: string;
  technology: Technology;
  instanceLabel: string | null;
  endpoint: Record<string, unknown>;
  endpointUri: string | null;
  approvalMethod: string | null;
  description?: string | null;
  /** as sent: what a bridge of MCP or a proxy of an LLM says of itself [docs/platform/ai-gateways.md] */
  metadata?: unknown;
  providerId: string | null;
  routing: ApiRoute[];
  upstreams: Upstream[];
  tags: string[];
  pinned: boolean;
  deprecated: boolean;
  createdAt: number;
  updatedAt: number;
  /** epoch ms at which it was last active; null when no runtime has tracked it */
  lastActiveAt: number | null;
  deployment: ApiDeployment | null;
  policies: AppliedPolicy[];
  propagation: PolicyPropagation[];
  tiers: Tier[];
  contracts: Contract[];
}

/** A policy for all instances of an environment [docs/platform/policies.md#automated-policies]. */
export interface AutomatedPolicy extends EnforcedPolicy {
  organizationId: string;
  environmentId: string;
  technologies: Technology[] | null;
  range: { from: string; to?: string | undefined } | null;
  javaVersions?: string[] | null;
  disabled: boolean;
  /** epoch ms from which runtimes enforce it */
  enforcedAt: number;
  createdAt: number;
  updatedAt: number | null;
}

/** The requests that a rate limit has counted in the window that started at `since`, in epoch ms. */
export interface RequestCount {
  since: number;
  used: number;
}
