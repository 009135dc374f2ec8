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
        publicUrl: string;
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

/** What a gateway does at a moment [docs/platform/gateways.md#gateway-status]. */
export interface GatewayPhase {
  status: string;
  ready: boolean;
  running: boolean;
  statusMessage: string;
}

/** What a gateway was last asked to do [docs/platform/gateways.md#operations]. */
export type DesiredStatus = 'STARTED' | 'STOPPED';

/** A gateway that MuleSoft runs in a private space [docs/platform/gateways.md]. */
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
  /** a scenario sets it: the gateway then fails with this text whenever it is applied */
  failure?: string;
  /** a scenario sets it: the gateway is then being applied for ever */
  neverReady?: boolean;
}

/** How gateways end up that are created later under a name; `*` in it stands for anything. */
export interface GatewayOutcome {
  name: string;
  outcome: 'never-ready' | 'failed';
  message: string;
}

/** A gateway's runtime configuration as it was put last [docs/platform/gateways.md#runtime-configuration]. */
export interface RuntimeConfiguration {
  configuration: Record<string, unknown>;
  createdAt: number;
  updatedAt: number;
}

/** States of a self-managed gateway. A deleted one stays listed [docs/platform/gateways.md#self-managed-gateways]. */
export type SelfManagedStatus = 'CONNECTED' | 'DISCONNECTED' | 'DELETED';

/** One process of a self-managed gateway [docs/platform/gateways.md#self-managed-gateways]. */
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

/** A token with which a runtime registers itself into an environment. */
export interface RegistrationToken {
  organizationId: string;
  environmentId: string;
}
