import { takeId } from '../../../src/emulator/services/runtime/ids.ts';
import type { ArmCluster, ArmServer, ServerStatus } from '../../../src/emulator/services/runtime/model.ts';
import type { Harness } from '../../support/harness.ts';

export interface ServerFacts {
  name?: string;
  status?: ServerStatus;
  /** Several addresses, none (`[]`), or the one that is made up unless said otherwise. */
  ips?: string[];
  muleVersion?: string;
  serverGroupId?: number;
}

/** Puts servers and clusters of a test's own into the embedded platform, so that tests do not meet. */
export class RuntimeFixtures {
  readonly #harness: Harness;

  constructor(harness: Harness) {
    this.#harness = harness;
  }

  /** A free server; its id as tools show it. */
  server(facts: ServerFacts = {}): { id: string; name: string; ip: string } {
    const { store, access } = this.#harness.emulator;
    const id = takeId(store);
    const { name = `mule-${id}`, status = 'RUNNING', muleVersion = '4.9.6', serverGroupId } = facts;
    const ips = facts.ips ?? [`10.77.${Math.floor(id / 200) % 200}.${(id % 200) + 1}`];
    const server: ArmServer = {
      id,
      organizationId: access.organizationId,
      environmentId: access.environmentId,
      name,
      serverType: 'MULE',
      muleVersion,
      gatewayVersion: muleVersion,
      agentVersion: '2.7.2',
      status: { before: status, after: status, at: 0 },
      addresses: ips.map((ip) => ({ ip, networkInterface: 'eth0' })),
      timeCreated: 0,
      timeUpdated: 0,
      licenseExpirationDate: Date.UTC(2035, 0, 1),
      certificateExpirationDate: Date.UTC(2035, 0, 1),
      ...(serverGroupId === undefined ? {} : { serverGroupId }),
    };
    store.servers.set(id, server);
    return { id: String(id), name, ip: ips[0] ?? '' };
  }

  /** A cluster that has formed, of new servers. */
  cluster(options: { members?: ServerFacts[]; multicast?: boolean; name?: string } = {}): {
    id: string;
    name: string;
    servers: { id: string; name: string; ip: string }[];
  } {
    const { store, access } = this.#harness.emulator;
    const servers = (options.members ?? [{}, {}]).map((facts) => this.server(facts));
    const id = takeId(store);
    const name = options.name ?? `cluster-${id}`;
    const multicastEnabled = options.multicast ?? false;
    const cluster: ArmCluster = {
      id,
      organizationId: access.organizationId,
      environmentId: access.environmentId,
      name,
      multicastEnabled,
      members: servers.map((server) => ({
        serverId: Number(server.id),
        ...(multicastEnabled || server.ip === '' ? {} : { serverIp: server.ip }),
        serverPort: 5701,
        joinsAt: 0,
      })),
      timeCreated: 0,
      timeUpdated: 0,
    };
    store.clusters.set(id, cluster);
    for (const { id: serverId } of servers) {
      const server = store.servers.get(Number(serverId));
      if (server) server.clusterId = id;
    }
    return { id: String(id), name, servers };
  }

  /** A member's or free server's state from now on. */
  setStatus(id: string, status: ServerStatus): void {
    const server = this.#harness.emulator.store.servers.get(Number(id));
    if (server) server.status = { before: status, after: status, at: 0 };
  }

  /** Servers and clusters as they are, to compare before and after. */
  snapshot(): string {
    const { servers, clusters } = this.#harness.emulator.store;
    return JSON.stringify([[...servers], [...clusters]]);
  }

  /** Runs a call and says which requests it sent that may change something. */
  async writesOf(call: () => Promise<unknown>): Promise<string[]> {
    const from = this.#harness.seen.length;
    await call();
    return this.#harness.seen
      .slice(from)
      .filter(({ method, path }) => method !== 'GET' && !/\/(login|token)$/.test(path))
      .map(({ method, path, status }) => `${method} ${path.replace('/hybrid/api/v1', '')} ${status}`);
  }
}
