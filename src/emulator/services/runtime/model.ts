import type { Timed } from '../../core/transitions.ts';

/** The states of a server [docs/platform/runtime.md#server-status]. */
export type ServerStatus = 'CREATED' | 'RUNNING' | 'CONNECTED' | 'DISCONNECTED';

/** A Mule runtime registered in Runtime Manager [docs/platform/runtime.md#servers]. */
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
  /** at most one of the two is set [docs/platform/runtime.md#servers] */
  clusterId?: number;
  serverGroupId?: number;
  /** epoch ms from which it runs the applications of the group that it joined */
  groupRunsAt?: number;
  /** set by a scenario: the other members of its cluster do not see it */
  isolated?: boolean;
}

/**
 * A server group; its members are the servers with its id in `serverGroupId` [docs/platform/runtime.md#server-groups].
 */
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
  /**
   * epoch ms from which it takes part; the change has to reach the agent first
   * [docs/platform/runtime.md#arm-in-general]
   */
  joinsAt: number;
}

/** A cluster [docs/platform/runtime.md#clusters]. */
export interface ArmCluster {
  id: number;
  organizationId: string;
  environmentId: string;
  name: string;
  multicastEnabled: boolean;
  members: ClusterMember[];
  timeCreated: number;
  timeUpdated: number;
  /** groups of server ids that see only each other; tests set it to show a split */
  partitions?: number[][];
}

/**
 * What applications can be deployed to. Ids are unique over all three types [docs/platform/applications.md#on-servers].
 */
export type ArmTarget = ArmServer | ArmServerGroup | ArmCluster;

/** A part of the runtime agent that can be configured per target [docs/platform/runtime.md#target-components]. */
export interface TargetComponent {
  id: number;
  name: string;
  enabled: boolean;
  configuration: Record<string, unknown>;
}
