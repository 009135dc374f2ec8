/** An organization with more of everything than a page is wont to show, as large customers have. */
const many = 25;
const numbers = Array.from({ length: many }, (_, index) => index + 1);

/** Named so that an order by letters is not the order by numbers. */
export const crowd = {
  organizations: [
    {
      name: 'Northwind Logistics',
      entitlements: { managedGatewaySmall: { assigned: 100 } },
      environments: [
        { name: 'Sandbox', type: 'sandbox' },
        ...numbers.map((n) => ({ name: `team-${n}`, type: 'sandbox' })),
      ],
    },
    ...numbers.map((n) => ({ name: `Region ${n}`, parent: 'Northwind Logistics' })),
  ],
  users: [{ username: 'crowd-admin', password: 'crowd-password' }],
  connectedApps: [{ name: 'crowd app', clientId: 'crowd-client', clientSecret: 'crowd-secret' }],
  privateSpaces: [{ name: 'logistics-eu-west', region: 'eu-west-1' }],
  servers: [...numbers, ...numbers.map((n) => n + many)].map((n) => ({
    name: `mule-freight-${n}`,
    ip: `10.30.1.${n}`,
    muleVersion: n % 2 === 0 ? '4.9.6' : '4.10.0',
  })),
  clusters: numbers.map((n) => ({
    name: `freight-cluster-${n}`,
    servers: [`mule-freight-${2 * n - 1}`, `mule-freight-${2 * n}`],
  })),
  gateways: numbers.map((n) => ({ name: `freight-gateway-${n}`, target: 'logistics-eu-west' })),
  assets: numbers.map((n) => ({ assetId: `freight-api-${n}`, name: `Freight API ${n}`, type: 'rest-api' })),
  apis: numbers.map((n) => ({
    asset: `freight-api-${n}`,
    label: `freight ${n}`,
    technology: 'flexGateway',
    proxyUri: `http://0.0.0.0:8081/freight-${n}`,
    upstream: { uri: `https://freight-${n}.northwind.example` },
  })),
  applications: numbers.map((n) => ({ name: `freight-app-${n}`, on: 'CloudHub2', target: 'logistics-eu-west' })),
};
