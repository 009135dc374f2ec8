// Ids and logins of the built-in organization (scenarios/acme.json) that documents and tests use. A test compares the
// two.

/** Ids of the seeded organization; the same in every emulator. */
export const seedIds = {
  root: '6f2d1c84-5b3e-4a97-8c10-d94e7ab35f01',
  retail: '6f2d1c84-5b3e-4a97-8c10-d94e7ab35f02',
  logistics: '6f2d1c84-5b3e-4a97-8c10-d94e7ab35f03',
  rootDesign: '2b9e7a51-0c4d-4f68-9d3a-71c5e8f20a10',
  rootSandbox: '2b9e7a51-0c4d-4f68-9d3a-71c5e8f20a11',
  rootProduction: '2b9e7a51-0c4d-4f68-9d3a-71c5e8f20a12',
  retailDesign: '2b9e7a51-0c4d-4f68-9d3a-71c5e8f20a20',
  retailSandbox: '2b9e7a51-0c4d-4f68-9d3a-71c5e8f20a21',
  retailProduction: '2b9e7a51-0c4d-4f68-9d3a-71c5e8f20a22',
  logisticsDesign: '2b9e7a51-0c4d-4f68-9d3a-71c5e8f20a30',
  logisticsSandbox: '2b9e7a51-0c4d-4f68-9d3a-71c5e8f20a31',
  logisticsProduction: '2b9e7a51-0c4d-4f68-9d3a-71c5e8f20a32',
  admin: 'c40d9f3b-7e15-4b26-a8d2-05f6139e7b01',
  operator: 'c40d9f3b-7e15-4b26-a8d2-05f6139e7b04',
  integrationTeam: 'd7e04b1a-6c38-4f95-b2a1-83f5c9e01a01',
  operationsTeam: 'd7e04b1a-6c38-4f95-b2a1-83f5c9e01a02',
  productionReaders: 'd7e04b1a-6c38-4f95-b2a1-83f5c9e01b01',
} as const;

/** Who can sign in to the seeded organization. All of it is made up and works nowhere else. */
export const seedLogins = {
  admin: { username: 'ada.admin', password: 'emulator-only' },
  disabled: { username: 'dan.disabled', password: 'emulator-only' },
  mfa: { username: 'mia.mfa', password: 'emulator-only' },
  operator: { username: 'oli.operator', password: 'emulator-only' },
  automation: { clientId: 'a0c1e57d9b3f4e62b8d704f5c6a91e01', clientSecret: 'E0automation4aB7c1D93f5E8a2B6c4D' },
  viewer: { clientId: 'a0c1e57d9b3f4e62b8d704f5c6a91e02', clientSecret: 'E0viewer0c4D8e1F37a9B2c6D5e8F1a4' },
  logistics: { clientId: 'a0c1e57d9b3f4e62b8d704f5c6a91e03', clientSecret: 'E0logistics9F3a7B1c5D8e2F6a4B9c' },
  delegate: { clientId: 'a0c1e57d9b3f4e62b8d704f5c6a91e04', clientSecret: 'E0delegate2B6c9D4e8F1a5B7c3D6e9F' },
} as const;

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

/** Ids of the seeded API instances, all in the Sandbox of the root organization. */
export const seedApis = {
  /** tracked by `orders-app`, with rate limiting and basic authentication: active */
  orders: 19870001,
  /** Flex, on `orders-gateway` below `/fulfilment`: active */
  fulfilment: 19870002,
  /** never tracked */
  inventory: 19870003,
  /** tracked by `catalog-batch`; its one policy is disabled: active, and open to everybody */
  catalog: 19870004,
  /** named by `shipping-quotes`, which has credentials of another environment: not active, and 503 */
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

/** Names and ids of the seeded applications, all in the Sandbox of the root organization. */
export const seedApplications = {
  /**
   * CloudHub 1.0, open to everybody: the application to protect
   * [docs/platform/lifecycles.md#protect-an-application-with-basic-auth]
   */
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
