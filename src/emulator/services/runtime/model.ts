import type { Timed } from '../../core/transitions.ts';

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

/** What applications can be deployed to: ids are of one range over all three, so that one names one thing (reference 3.5). */
export type ArmTarget = ArmServer | ArmServerGroup | ArmCluster;

/** A part of the runtime agent that can be configured per target (reference 3.4). */
export interface TargetComponent {
  id: number;
  name: string;
  enabled: boolean;
  configuration: Record<string, unknown>;
}
