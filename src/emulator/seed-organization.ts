import { everyScope, type Scope, viewScopes } from './permissions.ts';
import type { Entitlements, Environment, EnvironmentType, Grant, Organization, Store } from './store.ts';

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
} as const;

/** Who can sign in to the seeded organization. All of it is made up and works nowhere else. */
export const seedLogins = {
  admin: { username: 'ada.admin', password: 'emulator-only' },
  disabled: { username: 'dan.disabled', password: 'emulator-only' },
  mfa: { username: 'mia.mfa', password: 'emulator-only' },
  automation: { clientId: 'a0c1e57d9b3f4e62b8d704f5c6a91e01', clientSecret: 'E0automation4aB7c1D93f5E8a2B6c4D' },
  viewer: { clientId: 'a0c1e57d9b3f4e62b8d704f5c6a91e02', clientSecret: 'E0viewer0c4D8e1F37a9B2c6D5e8F1a4' },
  logistics: { clientId: 'a0c1e57d9b3f4e62b8d704f5c6a91e03', clientSecret: 'E0logistics9F3a7B1c5D8e2F6a4B9c' },
  delegate: { clientId: 'a0c1e57d9b3f4e62b8d704f5c6a91e04', clientSecret: 'E0delegate2B6c9D4e8F1a5B7c3D6e9F' },
} as const;

const founded = '2023-02-06T08:15:30.000Z';

function entitlements(given: Partial<Entitlements>): Entitlements {
  return {
    createEnvironments: true,
    createSubOrgs: true,
    globalDeployment: true,
    hybrid: { enabled: true },
    flexGateway: { enabled: true },
    cloudhub1: { enabled: true },
    runtimeFabric: true,
    highAvailability: { clustering: true },
    managedGatewaySmall: { assigned: 0, reassigned: 0 },
    managedGatewayLarge: { assigned: 0, reassigned: 0 },
    vCoresProduction: { assigned: 4, reassigned: 1 },
    vCoresSandbox: { assigned: 4, reassigned: 1 },
    vCoresDesign: { assigned: 1, reassigned: 0 },
    usageBasedPricing: { muleRuntimeIntegration: { enabled: false } },
    ...given,
  };
}

function addOrganization(store: Store, organization: Omit<Organization, 'ownerId' | 'createdAt'>): void {
  store.organizations.set(organization.id, { ...organization, ownerId: seedIds.admin, createdAt: founded });
  store.clients.set(organization.clientId, {
    clientId: organization.clientId,
    clientSecret: `e0${organization.clientId.slice(2)}`,
    name: organization.name,
    organizationId: organization.id,
  });
}

function addEnvironment(store: Store, id: string, organizationId: string, type: EnvironmentType): void {
  const names = { production: 'Production', sandbox: 'Sandbox', design: 'Design' } as const;
  const clientId = id.replaceAll('-', '');
  const environment: Environment = { id, name: names[type], organizationId, type, clientId };
  store.environments.set(id, environment);
  store.clients.set(clientId, {
    clientId,
    clientSecret: `e1${clientId.slice(2)}`,
    name: environment.name,
    organizationId,
  });
}

/** Scopes of an organization's own, as against those that are given per environment. */
const organizationScopes: readonly string[] = [
  'view:organization',
  'manage:environments',
  'read:organization_clients',
  'admin:organization_clients',
  'read:connected_apps',
  'manage:connected_apps',
  'read:private_spaces',
  'manage:private_spaces',
  'read:exchange',
  'contribute:exchange',
  'admin:exchange',
];

/** Scopes for the named organizations, per environment where the scope is one of environments. */
function grantsIn(store: Store, organizationIds: readonly string[], scopes: readonly Scope[]): Grant[] {
  return organizationIds.flatMap((org) => {
    const environments = [...store.environments.values()].filter(({ organizationId }) => organizationId === org);
    return scopes.flatMap((scope): Grant[] =>
      organizationScopes.includes(scope)
        ? [{ scope, context_params: { org } }]
        : environments.map(({ id }) => ({ scope, context_params: { org, envId: id } })),
    );
  });
}

/** The root organization, its two business groups, three environments in each, people and connected apps. */
export function seedOrganization(store: Store): void {
  const { root, retail, logistics } = seedIds;
  addOrganization(store, {
    id: root,
    name: 'Acme Outfitters',
    domain: 'acme-outfitters',
    clientId: '6f2d1c845b3e4a978c10d94e7ab35f01',
    parentOrganizationIds: [],
    subOrganizationIds: [retail, logistics],
    entitlements: entitlements({
      managedGatewaySmall: { assigned: 7, reassigned: 2 },
      managedGatewayLarge: { assigned: 2, reassigned: 0 },
    }),
  });
  addOrganization(store, {
    id: retail,
    name: 'Retail',
    domain: 'acme-retail',
    clientId: '6f2d1c845b3e4a978c10d94e7ab35f02',
    parentOrganizationIds: [root],
    subOrganizationIds: [],
    entitlements: entitlements({ createSubOrgs: false, managedGatewaySmall: { assigned: 2, reassigned: 0 } }),
  });
  addOrganization(store, {
    id: logistics,
    name: 'Logistics',
    domain: 'acme-logistics',
    clientId: '6f2d1c845b3e4a978c10d94e7ab35f03',
    parentOrganizationIds: [root],
    subOrganizationIds: [],
    entitlements: entitlements({
      createSubOrgs: false,
      createEnvironments: false,
      highAvailability: { clustering: false },
    }),
  });

  addEnvironment(store, seedIds.rootDesign, root, 'design');
  addEnvironment(store, seedIds.rootSandbox, root, 'sandbox');
  addEnvironment(store, seedIds.rootProduction, root, 'production');
  addEnvironment(store, seedIds.retailDesign, retail, 'design');
  addEnvironment(store, seedIds.retailSandbox, retail, 'sandbox');
  addEnvironment(store, seedIds.retailProduction, retail, 'production');
  addEnvironment(store, seedIds.logisticsDesign, logistics, 'design');
  addEnvironment(store, seedIds.logisticsSandbox, logistics, 'sandbox');
  addEnvironment(store, seedIds.logisticsProduction, logistics, 'production');

  const people = [
    { ...seedLogins.admin, id: seedIds.admin, firstName: 'Ada', lastName: 'Admin', enabled: true, mfa: false },
    {
      ...seedLogins.disabled,
      id: 'c40d9f3b-7e15-4b26-a8d2-05f6139e7b02',
      firstName: 'Dan',
      lastName: 'Disabled',
      enabled: false,
      mfa: false,
    },
    {
      ...seedLogins.mfa,
      id: 'c40d9f3b-7e15-4b26-a8d2-05f6139e7b03',
      firstName: 'Mia',
      lastName: 'Factor',
      enabled: true,
      mfa: true,
    },
  ];
  for (const person of people) {
    store.users.set(person.id, {
      ...person,
      email: `${person.username}@acme-outfitters.example`,
      organizationId: root,
      createdAt: founded,
      grants: 'all',
    });
  }

  const everywhere = [root, retail, logistics];
  const apps = [
    {
      ...seedLogins.automation,
      name: 'platform-automation',
      grantTypes: ['client_credentials'],
      // Given per organization and not per environment, so that it also covers environments made later.
      grants: everywhere.flatMap((org) => everyScope.map((scope): Grant => ({ scope, context_params: { org } }))),
    },
    {
      ...seedLogins.viewer,
      name: 'dashboard-viewer',
      grantTypes: ['client_credentials'],
      grants: grantsIn(store, everywhere, viewScopes),
    },
    {
      ...seedLogins.logistics,
      name: 'logistics-pipeline',
      grantTypes: ['client_credentials'],
      grants: grantsIn(store, [logistics], everyScope),
    },
    {
      ...seedLogins.delegate,
      name: 'developer-console',
      grantTypes: ['password', 'authorization_code', 'refresh_token'],
      grants: [{ scope: 'full', context_params: {} }],
    },
  ];
  for (const app of apps) {
    store.connectedApps.set(app.clientId, { ...app, ownerOrganizationId: root, enabled: true });
  }
}
