import type { Timed } from '../../core/transitions.ts';

/** Log levels of a gateway [docs/platform/gateways.md#definition]. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** A label of a managed gateway's traces [docs/platform/gateways.md#definition]. */
export interface TracingLabel {
  type: 'environment' | 'requestHeader' | 'literal';
  name: string;
  defaultValue: string;
  keyName?: string | undefined;
}

/** What a managed gateway is created with [docs/platform/gateways.md#definition]. */
export interface ManagedGatewayConfiguration {
  ingress?:
    | {
        publicUrl?: string | undefined;
        internalUrl?: string | undefined;
        forwardSslSession?: boolean | undefined;
        lastMileSecurity?: boolean | undefined;
      }
    | undefined;
  logging?: { level?: LogLevel | undefined; forwardLogs?: boolean | undefined } | undefined;
  properties: { upstreamResponseTimeout: number; connectionIdleTimeout: number };
  tracing?:
    | { enabled?: boolean | undefined; sampling?: number | undefined; labels?: TracingLabel[] | undefined }
    | undefined;
}

/** The status of a gateway at one moment [docs/platform/gateways.md#gateway-status]. */
export interface GatewayPhase {
  status: string;
  ready: boolean;
  running: boolean;
  statusMessage: string;
}

/** What a gateway was last asked to do [docs/platform/gateways.md#operations]. */
export type DesiredStatus = 'STARTED' | 'STOPPED';

/** A gateway that MuleSoft runs in a private or shared space [docs/platform/gateways.md]. */
export interface ManagedGateway {
  id: string;
  organizationId: string;
  environmentId: string;
  name: string;
  targetId: string;
  runtimeVersion: string;
  releaseChannel: 'lts' | 'edge' | 'dev';
  size: 'small' | 'large';
  desiredStatus: DesiredStatus;
  configuration: ManagedGatewayConfiguration;
  phase: Timed<GatewayPhase>;
  dateCreated: number;
  lastUpdated: number;
  /** set by a scenario: the gateway fails with this message whenever it is applied */
  failure?: string;
  /** set by a scenario: the gateway stays in APPLYING forever */
  neverReady?: boolean;
}

/** The outcome for gateways that are created later with a matching name; `*` matches anything. */
export interface GatewayOutcome {
  name: string;
  outcome: 'never-ready' | 'failed';
  message: string;
}

/** The runtime configuration of a gateway from its last PUT [docs/platform/gateways.md#runtime-configuration]. */
export interface RuntimeConfiguration {
  configuration: Record<string, unknown>;
  createdAt: number;
  updatedAt: number;
}

/** States of a self-managed gateway. A deleted one stays listed [docs/platform/gateways.md#self-managed-gateways]. */
export type SelfManagedStatus = 'CONNECTED' | 'DISCONNECTED' | 'DELETED';

/** A replica of a self-managed gateway [docs/platform/gateways.md#self-managed-gateways]. */
export interface Replica {
  id: string;
  name: string;
  nodeId: string;
  gatewayVersion: string;
  status: Timed<'CONNECTED' | 'DISCONNECTED'>;
  connectedAt: number;
  disconnectedAt: number | null;
  certificateExpirationDate: number;
}

/** A self-managed gateway [docs/platform/gateways.md#self-managed-gateways]. */
export interface SelfManagedGateway {
  id: string;
  organizationId: string;
  environmentId: string;
  name: string;
  deleted: boolean;
  tags: string[];
  replicas: Replica[];
  dateCreated: number;
  lastUpdate: number;
}

/** What a registration token is for: gateways of one environment. */
export interface RegistrationToken {
  organizationId: string;
  environmentId: string;
}
