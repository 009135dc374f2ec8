import { numbers } from '../sample-rows.ts';

export const sample = {
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
  users: [{ username: 'sample-admin', password: 'sample-password' }],
  connectedApps: [{ name: 'sample app', clientId: 'sample-client', clientSecret: 'sample-secret' }],
};
