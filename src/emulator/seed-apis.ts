import type { ApiInstance, AppliedPolicy, Technology } from './model-apis.ts';
import { muleSoftGroupId } from './policy-catalog.ts';
import { seedGateways } from './seed-gateways.ts';
import { seedIds } from './seed-organization.ts';
import type { Store } from './store.ts';
import { steady } from './transitions.ts';

/** Ids of the seeded API instances, all in the Sandbox of the root organization. */
export const seedApis = {
  /** tracked by `orders-app`, with rate limiting and basic authentication: active */
  orders: 19870001,
  /** Flex, on `orders-gateway` below `/fulfilment`: active */
  fulfilment: 19870002,
  /** nothing ever tracked it */
  inventory: 19870003,
  /** tracked by `catalog-batch`; its one policy is disabled: active, and open to everybody */
  catalog: 19870004,
  /** `shipping-quotes` names it, with credentials of another environment: not active, and 503 */
  shipping: 19870005,
  rateLimitingPolicy: 19870101,
  basicAuthPolicy: 19870102,
  disabledPolicy: 19870103,
  goldTier: 19870201,
  silverTier: 19870202,
  contract: 19870301,
  consumer: 19870401,
  fulfilmentDeployment: 19870501,
} as const;

/** Credentials for calling the seeded APIs. All of it is made up and works nowhere else. */
export const seedApiLogins = {
  orders: { username: 'orders-client', password: 'emulator-only-7Qm2' },
  consumer: { clientId: 'c0ffee00d9b34f62b8d704f5c6a91e77', clientSecret: 'E0consumer5D8e2F6a4B9c1D7e3F0a' },
} as const;

const created = Date.UTC(2025, 7, 4, 9, 0, 0);

type SeedApi = Pick<ApiInstance, 'id' | 'assetId'> &
  Partial<Pick<ApiInstance, 'instanceLabel' | 'upstreams' | 'routing' | 'deployment' | 'lastActiveAt'>> & {
    technology?: Technology;
    proxyUri?: string;
    policies?: AppliedPolicy[];
  };

function addApi(store: Store, { proxyUri, technology = 'mule4', policies = [], ...seed }: SeedApi): ApiInstance {
  const api: ApiInstance = {
    organizationId: seedIds.root,
    environmentId: seedIds.rootSandbox,
    groupId: seedIds.root,
    assetVersion: '1.0.0',
    productVersion: 'v1',
    technology,
    instanceLabel: null,
    endpoint: {
      type: 'http',
      uri: null,
      proxyUri: proxyUri ?? null,
      isCloudHub: null,
      referencesUserDomain: null,
      responseTimeout: null,
      muleVersion4OrAbove: technology === 'mule4' ? true : null,
      wsdlConfig: null,
      tlsContexts: null,
      deploymentType: technology === 'mule4' ? 'CH2' : 'HY',
    },
    endpointUri: null,
    approvalMethod: null,
    providerId: null,
    routing: [],
    upstreams: [],
    tags: [],
    pinned: false,
    deprecated: false,
    createdAt: created,
    updatedAt: created,
    lastActiveAt: null,
    deployment: null,
    policies,
    spread: policies.filter(({ disabled }) => !disabled).map((one) => ({ policyId: one.id, stages: steady(one) })),
    tiers: [],
    contracts: [],
    ...seed,
  };
  store.apis.set(api.id, api);
  return api;
}

function policy(
  id: number,
  order: number,
  assetId: string,
  assetVersion: string,
  configurationData: Record<string, unknown>,
  disabled = false,
): AppliedPolicy {
  return {
    id,
    groupId: muleSoftGroupId,
    assetId,
    assetVersion,
    configurationData,
    pointcutData: null,
    order,
    label: null,
    disabled,
    upstreamIds: null,
    createdAt: created,
    updatedAt: null,
  };
}

function seedOrders(store: Store): void {
  const orders = addApi(store, {
    id: seedApis.orders,
    assetId: 'orders-api',
    instanceLabel: 'orders-sandbox',
    lastActiveAt: created,
    policies: [
      policy(seedApis.rateLimitingPolicy, 1, 'rate-limiting', '1.4.1', {
        rateLimits: [{ maximumRequests: 100, timePeriodInMilliseconds: 60_000 }],
        exposeHeaders: true,
        clusterizable: true,
      }),
      policy(seedApis.basicAuthPolicy, 2, 'http-basic-authentication', '1.3.2', { ...seedApiLogins.orders }),
    ],
  });
  const tier = { description: null, status: 'ACTIVE', createdAt: created, updatedAt: null } as const;
  const perMinute = (maximumRequests: number) => [{ visible: true, maximumRequests, timePeriodInMilliseconds: 60_000 }];
  orders.tiers = [
    { ...tier, id: seedApis.goldTier, name: 'Gold', autoApprove: false, limits: perMinute(1000) },
    { ...tier, id: seedApis.silverTier, name: 'Silver', autoApprove: true, limits: perMinute(10) },
  ];
  store.clientApplications.set(seedApis.consumer, {
    ...seedApiLogins.consumer,
    id: seedApis.consumer,
    organizationId: seedIds.root,
    name: 'storefront-web',
    description: 'The web shop',
  });
  orders.contracts = [
    {
      id: seedApis.contract,
      applicationId: seedApis.consumer,
      status: 'APPROVED',
      tierId: seedApis.goldTier,
      requestedTierId: null,
      createdAt: created,
      updatedAt: null,
    },
  ];
}

/** Five API instances, one for each thing that there is to see. */
export function seedApiManager(store: Store): void {
  seedOrders(store);
  const upstream = {
    id: '3f6b2d90-7c1e-4a58-9e04-b5d8c2a71f01',
    label: 'main',
    uri: 'https://fulfilment.internal.acme-outfitters.example',
    tlsContext: null,
    createdAt: created,
    updatedAt: created,
  };
  addApi(store, {
    id: seedApis.fulfilment,
    assetId: 'fulfilment-api',
    instanceLabel: 'fulfilment-sandbox',
    technology: 'flexGateway',
    proxyUri: 'http://0.0.0.0:8081/fulfilment',
    lastActiveAt: created,
    upstreams: [upstream],
    routing: [{ label: 'default', rules: { path: '/.*' }, upstreams: [{ id: upstream.id, weight: 100 }] }],
    deployment: {
      id: seedApis.fulfilmentDeployment,
      type: 'HY',
      targetId: seedGateways.orders,
      targetName: 'orders-gateway',
      gatewayVersion: '1.9.9',
      applicationName: null,
      expectedStatus: 'deployed',
      status: steady('deployed'),
      createdAt: created,
      updatedAt: created,
    },
  });
  addApi(store, { id: seedApis.inventory, assetId: 'inventory-api' });
  addApi(store, {
    id: seedApis.catalog,
    assetId: 'catalog-api',
    lastActiveAt: created,
    policies: [
      policy(
        seedApis.disabledPolicy,
        1,
        'ip-allowlist',
        '1.1.2',
        { ipExpression: "#[attributes.headers['x-forwarded-for']]", ips: ['10.20.0.0/16'] },
        true,
      ),
    ],
  });
  addApi(store, { id: seedApis.shipping, assetId: 'shipping-api' });
  store.nextApiId = 19871001;
}
