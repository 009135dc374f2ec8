import type { LogLine, RuntimeState } from './model-applications.ts';
import { seedApis } from './seed-apis.ts';
import { seedJar } from './seed-exchange.ts';
import { seedGateways } from './seed-gateways.ts';
import { seedIds } from './seed-organization.ts';
import { seedTargets } from './seed-runtime.ts';
import type { Store } from './store.ts';
import { type Stages, steady } from './transitions.ts';

/** Names and ids of the seeded applications, all in the Sandbox of the root organization. */
export const seedApplications = {
  /** CloudHub 1.0, open to everybody: the application of the tutorial before it is secured */
  dataCloud: 'data-cloud-integration',
  /** CloudHub 1.0, answers 503: its credentials are those of Production */
  shippingQuotes: 'shipping-quotes',
  /** CloudHub 2.0, protected by two policies */
  ordersApp: 'orders-app',
  ordersAppId: 'e4899eda-22c9-4546-8ad2-ffde5a3d4601',
  /** on `catalog-cluster`, open because its API's only policy is disabled */
  catalogBatch: 'catalog-batch',
  catalogBatchId: 2194250,
} as const;

const deployedAt = Date.UTC(2025, 7, 4, 9, 30, 0);

function credentialsOf(environmentId: string): Record<string, string> {
  const clientId = environmentId.replaceAll('-', '');
  return {
    'anypoint.platform.client_id': clientId,
    'anypoint.platform.client_secret': `e1${clientId.slice(2)}`,
  };
}

const secret = 'anypoint.platform.client_secret';

interface SeedDeployed {
  organizationId: string;
  environmentId: string;
  properties: Record<string, string>;
  secureKeys: string[];
  runtime: Stages<RuntimeState>;
  deployments: { id: string; createdAt: number; startedAt: number }[];
  logs: LogLine[];
}

function deployed(status: string, deploymentId: string, properties: Record<string, string>): SeedDeployed {
  const process = { properties, startedAt: deployedAt, trackedAt: deployedAt, opensAt: deployedAt };
  const line = { level: 'INFO', logger: 'org.mule.runtime.core.internal.logging', deploymentId } as const;
  return {
    organizationId: seedIds.root,
    environmentId: seedIds.rootSandbox,
    properties,
    secureKeys: Object.hasOwn(properties, secret) ? [secret] : [],
    runtime: steady<RuntimeState>({ status, updateStatus: null, process }),
    deployments: [{ id: deploymentId, createdAt: deployedAt, startedAt: deployedAt }],
    logs: [{ ...line, at: deployedAt, message: 'The application was deployed and started' }],
  };
}

function addCloudHub(store: Store, domain: string, properties: Record<string, string>, deploymentId: string): void {
  store.cloudHubApplications.set(domain, {
    ...deployed('STARTED', deploymentId, properties),
    domain,
    muleVersion: '4.9.6',
    previousMuleVersion: null,
    region: 'us-east-1',
    workers: { amount: 1, type: 'Micro' },
    loggingNgEnabled: true,
    monitoringEnabled: true,
    monitoringAutoRestart: true,
    persistentQueues: false,
    objectStoreV1: false,
    fileName: `${domain}-1.0.0.jar`,
    file: seedJar,
    lastUpdateTime: deployedAt,
  });
}

/** Four applications: two on CloudHub 1.0, one on CloudHub 2.0, one on a cluster. */
export function seedApplicationsOf(store: Store): void {
  const { ordersApp, ordersAppId, catalogBatch, catalogBatchId } = seedApplications;
  addCloudHub(
    store,
    seedApplications.dataCloud,
    { 'http.port': '8081', 'anypoint.platform.gatekeeper': 'disabled' },
    '68908a10c4e7b21f5d3a9001',
  );
  addCloudHub(
    store,
    seedApplications.shippingQuotes,
    {
      'api.id': String(seedApis.shipping),
      'anypoint.platform.gatekeeper': 'flexible',
      ...credentialsOf(seedIds.rootProduction),
    },
    '68908a10c4e7b21f5d3a9002',
  );
  const version = '0ef171b6-aad1-459b-8720-10c405b05e01';
  store.amcDeployments.set(ordersAppId, {
    ...deployed('APPLIED', version, {
      'api.id': String(seedApis.orders),
      'anypoint.platform.gatekeeper': 'flexible',
      ...credentialsOf(seedIds.rootSandbox),
    }),
    id: ordersAppId,
    name: ordersApp,
    labels: [],
    target: {
      replicas: 1,
      deploymentSettings: { runtime: { version: '4.9.6:6e-java17', releaseChannel: 'EDGE', java: '17' }, http: {} },
    },
    targetId: seedGateways.spaceUs,
    ref: { groupId: seedIds.root, artifactId: 'orders-app', version: '1.0.0', packaging: 'jar' },
    desiredState: 'STARTED',
    settings: { vCores: 0.1, integrations: { services: { objectStoreV2: { enabled: true } } } },
    creationDate: deployedAt,
    lastModifiedDate: deployedAt,
    desiredVersion: version,
    lastSuccessfulVersion: steady<string | null>(version),
  });
  store.hybridApplications.set(catalogBatchId, {
    id: catalogBatchId,
    name: catalogBatch,
    targetId: seedTargets.catalogCluster,
    deployed: {
      ...deployed('STARTED', `${catalogBatchId}-1`, {
        apiId: String(seedApis.catalog),
        ...credentialsOf(seedIds.rootSandbox),
      }),
      desiredStatus: steady('STARTED'),
      timeCreated: deployedAt,
      timeUpdated: deployedAt,
      fileName: 'catalog-batch-1.0.0.jar',
      file: seedJar,
      goneAt: null,
    },
  });
}
