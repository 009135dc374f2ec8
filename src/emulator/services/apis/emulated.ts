import type { Emulated } from '../../core/service.ts';

/** What `docs/emulator.md` says of this service. */
export const emulated: readonly Emulated[] = [
  {
    subject: 'API Manager',
    has: 'instances, routing, upstreams, deployments, promotion, policies, templates, automated policies, tiers, contracts (list, read, delete), download of proxies',
    lacks: 'creating and approving contracts, alerts, analytics, API groups, service mesh',
    facts: ['apis.md', 'policies.md'],
  },
  {
    subject: 'Data plane',
    has: 'basic authentication, client id enforcement, rate limiting, SLA tiers, spike control, IP lists, headers, CORS, the presence of a JWT',
    lacks:
      'signatures and claims of a JWT; LDAP and OAuth token introspection (they reject every request); all other policies (they let every request pass); the application (it returns the request that reached it)',
    facts: ['policies.md#common-policies'],
  },
];
