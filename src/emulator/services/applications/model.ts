import type { RuntimeState } from '../../core/data-plane/model.ts';
import type { Stages } from '../../core/transitions.ts';

/** A line of an application's log. */
export interface LogLine {
  at: number;
  level: 'INFO' | 'WARN' | 'ERROR';
  logger: string;
  message: string;
  deploymentId: string;
  /** AMC only: the replica that wrote it, where it is known */
  replicaId?: string;
}

/** A deployment of an application: CloudHub 1.0 lists them, AMC calls them specs. */
export interface DeploymentRecord {
  id: string;
  createdAt: number;
  startedAt: number;
  /** AMC only: what was deployed, for the last ten deployments */
  spec?: AmcSpec;
  /** AMC only: false where its logs are not collected */
  isLogged?: false;
}

/** What AMC keeps of a version of a deployment [docs/platform/cloudhub-2.md#operations]. */
export type AmcSpec = Pick<
  AmcDeployment,
  'target' | 'targetId' | 'ref' | 'desiredState' | 'settings' | 'properties' | 'secureKeys' | 'name'
>;

/** A scheduler of a flow; the settings of the other type are missing or null [docs/platform/cloudhub-2.md#schedulers]. */
export interface Scheduler {
  flowName: string;
  type: 'FixedFrequencyScheduler' | 'CronScheduler';
  enabled: boolean;
  timeUnit?: string | null | undefined;
  frequency?: string | null | undefined;
  startDelay?: string | null | undefined;
  expression?: string | null | undefined;
  timeZone?: string | null | undefined;
}

/** A thread dump that was asked for [docs/platform/cloudhub-2.md#diagnostics]. */
export interface Diagnostic {
  actionId: string;
  timestamp: number;
  /** epoch ms at which it is there */
  doneAt: number;
  specVersion: string;
  replicaId: string;
}

/** A replica of a deployment of AMC [docs/platform/cloudhub-2.md#replica-states]. */
export interface Replica {
  id: string;
  version: string;
  states: Stages<{ state: string; reason: string | null }>;
  /** epoch ms from which it is no longer there; null while it is wanted */
  goneAt: number | null;
  /** epoch ms from which its process exits after every start; null while it does not */
  crashesFrom: number | null;
}

interface ApplicationBase {
  organizationId: string;
  environmentId: string;
  /** all properties in plain text, secure ones included */
  properties: Record<string, string>;
  secureKeys: string[];
  runtime: Stages<RuntimeState>;
  deployments: DeploymentRecord[];
  logs: LogLine[];
  /** set by a scenario: the next deployment fails with this message */
  failure?: string;
}

/** A CloudHub 1.0 application; its domain is its id [docs/platform/applications.md#cloudhub-10]. */
export interface CloudHubApplication extends ApplicationBase {
  domain: string;
  muleVersion: string;
  previousMuleVersion: string | null;
  region: string;
  workers: { amount: number; type: string };
  loggingNgEnabled: boolean;
  monitoringEnabled: boolean;
  monitoringAutoRestart: boolean;
  persistentQueues: boolean;
  objectStoreV1: boolean;
  /** of the runtime, when a client chose one */
  updateId?: string;
  /** further settings, as sent */
  settings?: Record<string, unknown>;
  fileName: string;
  file: Uint8Array<ArrayBuffer>;
  lastUpdateTime: number;
  /** the user who changed, started or stopped it last; missing where only a scenario made it */
  changedBy?: string;
}

/** A deployment of AMC on CloudHub 2.0 [docs/platform/cloudhub-2.md#answer]. */
export interface AmcDeployment extends ApplicationBase {
  id: string;
  name: string;
  labels: string[];
  /** as sent, without `provider` and `targetId`: `replicas`, `deploymentSettings` */
  target: Record<string, unknown>;
  targetId: string;
  ref: {
    groupId: string;
    artifactId: string;
    version: string;
    packaging: string;
    classifier?: string | null | undefined;
    type?: string | null | undefined;
  };
  desiredState: 'STARTED' | 'STOPPED';
  /** as sent: the CloudHub 1.0 application that it replaces */
  upgradeData?: unknown;
  /** other members of `application` that were sent: `vCores`, `integrations`, … */
  settings: Record<string, unknown>;
  creationDate: number;
  lastModifiedDate: number;
  desiredVersion: string;
  lastSuccessfulVersion: Stages<string | null>;
  /** newest first; missing in state files of former versions */
  replicas?: Replica[];
  /** epoch ms until which replicas are added or removed */
  scalesUntil?: number;
  /** set by a scenario: the schedulers of its flows */
  schedulers?: Scheduler[];
  diagnostics?: Diagnostic[];
  /** set by a scenario: the process of each new replica exits after every start */
  crashes?: boolean;
}

/** An application on a server, group or cluster [docs/platform/applications.md#the-application-object]. */
export interface ArmDeployment extends ApplicationBase {
  /** what was configured for other services of the agent than the properties */
  configuration?: Record<string, unknown>;
  desiredStatus: Stages<string>;
  timeCreated: number;
  timeUpdated: number;
  fileName: string;
  file: Uint8Array<ArrayBuffer>;
  /** epoch ms at which a deletion is finished; null while none was requested */
  deletedAt: number | null;
}

/**
 * An application on a server, group or cluster. The rules for cluster members need only its target
 * [docs/platform/runtime.md#cluster-rules].
 */
export interface HybridApplication {
  id: number;
  name: string;
  targetId: number;
  /** undefined when only the target matters, as in some tests: the application then counts as started */
  deployed?: ArmDeployment;
}
