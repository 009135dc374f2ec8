import { seedIds } from './seed-organization.ts';
import type { ArmServer, ServerStatus, Store } from './store.ts';
import { settled } from './transitions.ts';

/** Ids of the seeded servers, group and cluster. */
export const seedTargets = {
  ordersApi1: 2194001,
  ordersApi2: 2194002,
  ordersApi3: 2194003,
  legacy: 2194004,
  pending: 2194005,
  batch1: 2194006,
  batch2: 2194007,
  catalog1: 2194008,
  catalog2: 2194009,
  production1: 2194010,
  batchGroup: 2194101,
  catalogCluster: 2194201,
} as const;

const registered = Date.UTC(2025, 2, 11, 10, 30, 0);
const lastSeen = Date.UTC(2025, 8, 2, 6, 45, 12);
const expires = Date.UTC(2030, 0, 1);

interface SeedServer {
  id: number;
  name: string;
  status: ServerStatus;
  ip?: string;
  muleVersion?: string;
  environmentId?: string;
  clusterId?: number;
  serverGroupId?: number;
}

function addServer(store: Store, seed: SeedServer): void {
  const { id, name, status, ip, muleVersion = '4.9.6', environmentId = seedIds.rootSandbox, ...membership } = seed;
  const server: ArmServer = {
    id,
    organizationId: seedIds.root,
    environmentId,
    name,
    serverType: 'MULE',
    muleVersion,
    gatewayVersion: muleVersion,
    agentVersion: muleVersion.startsWith('4.4') ? '2.5.3' : '2.7.2',
    status: settled(status),
    addresses: ip === undefined ? [] : [{ ip, networkInterface: 'eth0' }],
    timeCreated: registered,
    timeUpdated: lastSeen,
    licenseExpirationDate: expires,
    certificateExpirationDate: expires,
    ...membership,
  };
  store.servers.set(id, server);
}

/** Ten servers: most of them in the root organization's Sandbox, with a group and a cluster among them. */
export function seedRuntime(store: Store): void {
  const { batchGroup, catalogCluster } = seedTargets;
  addServer(store, { id: seedTargets.ordersApi1, name: 'mule-orders-1', status: 'RUNNING', ip: '10.20.4.11' });
  addServer(store, { id: seedTargets.ordersApi2, name: 'mule-orders-2', status: 'RUNNING', ip: '10.20.4.12' });
  addServer(store, { id: seedTargets.ordersApi3, name: 'mule-orders-3', status: 'RUNNING', ip: '10.20.4.13' });
  addServer(store, {
    id: seedTargets.legacy,
    name: 'mule-legacy-1',
    status: 'RUNNING',
    ip: '10.20.7.31',
    muleVersion: '4.4.0',
  });
  // Registered, but its agent has not connected yet: no address is known.
  addServer(store, { id: seedTargets.pending, name: 'mule-new-1', status: 'CREATED' });
  addServer(store, {
    id: seedTargets.batch1,
    name: 'mule-batch-1',
    status: 'RUNNING',
    ip: '10.20.5.21',
    serverGroupId: batchGroup,
  });
  addServer(store, {
    id: seedTargets.batch2,
    name: 'mule-batch-2',
    status: 'DISCONNECTED',
    ip: '10.20.5.22',
    serverGroupId: batchGroup,
  });
  addServer(store, {
    id: seedTargets.catalog1,
    name: 'mule-catalog-1',
    status: 'RUNNING',
    ip: '10.20.6.41',
    clusterId: catalogCluster,
  });
  addServer(store, {
    id: seedTargets.catalog2,
    name: 'mule-catalog-2',
    status: 'RUNNING',
    ip: '10.20.6.42',
    clusterId: catalogCluster,
  });
  addServer(store, {
    id: seedTargets.production1,
    name: 'mule-prod-1',
    status: 'DISCONNECTED',
    ip: '10.40.1.11',
    environmentId: seedIds.rootProduction,
  });

  const place = { organizationId: seedIds.root, environmentId: seedIds.rootSandbox };
  const times = { timeCreated: registered, timeUpdated: lastSeen };
  store.serverGroups.set(batchGroup, { id: batchGroup, ...place, ...times, name: 'batch-group' });
  store.clusters.set(catalogCluster, {
    id: catalogCluster,
    ...place,
    ...times,
    name: 'catalog-cluster',
    multicastEnabled: false,
    members: [
      { serverId: seedTargets.catalog1, serverIp: '10.20.6.41', serverPort: 5701, joinsAt: 0 },
      { serverId: seedTargets.catalog2, serverIp: '10.20.6.42', serverPort: 5701, joinsAt: 0 },
    ],
  });
  store.nextId = 2194301;
}
