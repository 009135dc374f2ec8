import type { Emulated } from '../../core/service.ts';

/** What `docs/emulator.md` says of this service. */
export const emulated: readonly Emulated[] = [
  {
    subject: 'API Manager',
    has: {
      instances: 'POST /apimanager/api/v1/organizations/{organizationId}/environments/{environmentId}/apis',
      routing: 'behaviour',
      upstreams: 'POST /apis/{apiId}/upstreams',
      deployments:
        'POST /proxies/xapi/v1/organizations/{organizationId}/environments/{environmentId}/apis/{apiId}/deployments',
      promotion: 'behaviour',
      policies:
        'POST /apimanager/api/v1/organizations/{organizationId}/environments/{environmentId}/apis/{apiId}/policies',
      templates: 'GET /organizations/{organizationId}/exchange-policy-templates',
      'automated policies': 'POST /organizations/{organizationId}/automated-policies',
      tiers: 'POST /apis/{apiId}/tiers',
      'contracts (list, read, delete)': 'DELETE /apis/{apiId}/contracts/{contractId}',
      'download of proxies': 'GET /apis/{apiId}/proxy',
    },
    lacks: 'creating and approving contracts, alerts, analytics, API groups, service mesh',
    facts: ['apis.md', 'policies.md'],
  },
  {
    subject: 'Data plane',
    has: {
      'basic authentication': 'behaviour',
      'client id enforcement': 'behaviour',
      'rate limiting': 'behaviour',
      'SLA tiers': 'behaviour',
      'spike control': 'behaviour',
      'IP lists': 'behaviour',
      headers: 'behaviour',
      CORS: 'behaviour',
      'the presence of a JWT': 'behaviour',
    },
    lacks:
      'signatures and claims of a JWT; LDAP and OAuth token introspection (they reject every request); all other policies (they let every request pass); the application (it returns the request that reached it)',
    facts: ['policies.md#common-policies'],
  },
];
