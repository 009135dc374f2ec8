import { outcomeOf } from './gateway-phases.ts';
import { seedIds } from './seed-organization.ts';
import type { ManagedGateway, Replica, Store } from './store.ts';
import { settled } from './transitions.ts';

/** Ids of the seeded private spaces and gateways. */
export const seedGateways = {
  spaceUs: '9d1f6b20-4c3a-4e85-b7f9-2a60c8d51e01',
  spaceEu: '9d1f6b20-4c3a-4e85-b7f9-2a60c8d51e02',
  orders: '51e8a7c3-9f20-4d6b-8a14-b3c7d92e0f01',
  partners: '51e8a7c3-9f20-4d6b-8a14-b3c7d92e0f02',
  returns: '51e8a7c3-9f20-4d6b-8a14-b3c7d92e0f03',
  storefront: '51e8a7c3-9f20-4d6b-8a14-b3c7d92e0f04',
  payments: '51e8a7c3-9f20-4d6b-8a14-b3c7d92e0f05',
  warehouse: '7ac3e914-2d58-4b0f-9e61-8f4d05b7c201',
  branch: '7ac3e914-2d58-4b0f-9e61-8f4d05b7c202',
} as const;

const created = Date.UTC(2025, 4, 20, 9, 0, 0);
const updated = Date.UTC(2025, 8, 1, 14, 20, 0);
const expires = Date.UTC(2030, 0, 1);

function seedPrivateSpaces(store: Store): void {
  store.privateSpaces.set(seedGateways.spaceUs, {
    id: seedGateways.spaceUs,
    name: 'acme-us-east',
    organizationId: seedIds.root,
    status: settled('Active'),
    region: 'us-east-2',
    cidrBlock: '10.0.0.0/18',
    inboundStaticIps: ['3.14.60.21', '3.14.60.22'],
    domains: ['*.q7x2ld.usa-e2.cloudhub.io'],
    environments: { type: 'all', businessGroups: ['all'] },
    firewallRules: [
      { cidrBlock: '0.0.0.0/0', protocol: 'tcp', fromPort: 443, toPort: 443, type: 'inbound' },
      { cidrBlock: '0.0.0.0/0', protocol: 'tcp', fromPort: 0, toPort: 65535, type: 'outbound' },
    ],
  });
  store.privateSpaces.set(seedGateways.spaceEu, {
    id: seedGateways.spaceEu,
    name: 'acme-eu-central',
    organizationId: seedIds.root,
    status: settled('Active'),
    region: 'eu-central-1',
    cidrBlock: '10.64.0.0/20',
    inboundStaticIps: ['18.196.33.7'],
    domains: ['*.m4v9ts.deu-c1.cloudhub.io'],
    // Only for production environments of the root organization: a sandbox gateway cannot be created here.
    environments: { type: 'production', businessGroups: [seedIds.root] },
    firewallRules: [{ cidrBlock: '10.0.0.0/8', protocol: 'tcp', fromPort: 443, toPort: 443, type: 'inbound' }],
  });
}

type SeedGateway = Pick<ManagedGateway, 'id' | 'name' | 'environmentId' | 'size' | 'desiredStatus'> & {
  host: string;
  releaseChannel?: 'lts' | 'edge';
  runtimeVersion?: string;
};

function addGateway(store: Store, seed: SeedGateway): void {
  const { host, releaseChannel = 'lts', runtimeVersion = '1.9.9', ...given } = seed;
  const gateway: ManagedGateway = {
    ...given,
    organizationId: seedIds.root,
    targetId: seedGateways.spaceUs,
    releaseChannel,
    runtimeVersion,
    configuration: {
      ingress: { publicUrl: `https://${host}/`, forwardSslSession: true, lastMileSecurity: true },
      properties: { upstreamResponseTimeout: 15, connectionIdleTimeout: 60 },
      logging: { level: 'info', forwardLogs: true },
      tracing: { enabled: false },
    },
    phase: settled({ status: '', ready: false, running: false, statusMessage: '' }),
    dateCreated: created,
    lastUpdated: updated,
  };
  gateway.phase = settled(outcomeOf(store, gateway));
  store.managedGateways.set(gateway.id, gateway);
}

function seedManagedGateways(store: Store): void {
  const sandbox = { environmentId: seedIds.rootSandbox, size: 'small' } as const;
  addGateway(store, {
    ...sandbox,
    id: seedGateways.orders,
    name: 'orders-gateway',
    desiredStatus: 'STARTED',
    host: 'orders-gateway-f20a11.q7x2ld.usa-e2.cloudhub.io',
  });
  addGateway(store, {
    ...sandbox,
    id: seedGateways.partners,
    name: 'partners-gateway',
    desiredStatus: 'STOPPED',
    host: 'partners-gateway-f20a11.q7x2ld.usa-e2.cloudhub.io',
  });
  // Fails by itself: its public URL is a domain of the other private space. A PUT with the right one heals it.
  addGateway(store, {
    ...sandbox,
    id: seedGateways.returns,
    name: 'returns-gateway',
    desiredStatus: 'STARTED',
    host: 'returns-gateway-f20a11.m4v9ts.deu-c1.cloudhub.io',
    releaseChannel: 'edge',
    runtimeVersion: '1.12.1',
  });
  const production = { environmentId: seedIds.rootProduction, desiredStatus: 'STARTED' } as const;
  addGateway(store, {
    ...production,
    id: seedGateways.storefront,
    name: 'storefront-gateway',
    size: 'small',
    host: 'storefront-gateway-f20a12.q7x2ld.usa-e2.cloudhub.io',
  });
  addGateway(store, {
    ...production,
    id: seedGateways.payments,
    name: 'payments-gateway',
    size: 'large',
    host: 'payments-gateway-f20a12.q7x2ld.usa-e2.cloudhub.io',
  });
}

function replica(id: string, name: string, status: 'CONNECTED' | 'DISCONNECTED'): Replica {
  return {
    id,
    name,
    nodeId: id.slice(0, 8),
    gatewayVersion: '1.11.4',
    status: settled(status),
    connectedAt: created,
    disconnectedAt: status === 'DISCONNECTED' ? updated : null,
    certificateExpirationDate: expires,
  };
}

function seedSelfManagedGateways(store: Store): void {
  const common = {
    organizationId: seedIds.root,
    environmentId: seedIds.rootSandbox,
    deleted: false,
    dateCreated: created,
    lastUpdate: updated,
  };
  store.selfManagedGateways.set(seedGateways.warehouse, {
    ...common,
    id: seedGateways.warehouse,
    name: 'warehouse-edge',
    tags: ['kubernetes'],
    replicas: [
      replica('1d8f3c60-5a27-4e94-b0c1-6e72f9a4d801', 'warehouse-edge-0', 'CONNECTED'),
      replica('1d8f3c60-5a27-4e94-b0c1-6e72f9a4d802', 'warehouse-edge-1', 'CONNECTED'),
    ],
  });
  store.selfManagedGateways.set(seedGateways.branch, {
    ...common,
    id: seedGateways.branch,
    name: 'branch-office',
    tags: [],
    replicas: [replica('1d8f3c60-5a27-4e94-b0c1-6e72f9a4d803', 'branch-office-0', 'DISCONNECTED')],
  });
}

/** Two private spaces, five managed gateways and two self-managed ones. */
export function seedGatewayManager(store: Store): void {
  seedPrivateSpaces(store);
  seedManagedGateways(store);
  seedSelfManagedGateways(store);
}
