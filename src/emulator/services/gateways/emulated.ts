import type { Emulated } from '../../core/service.ts';

/** What `docs/emulator.md` says of this service. */
export const emulated: readonly Emulated[] = [
  {
    subject: 'Managed gateways',
    has: {
      'all published operations': 'GET /environments/{environmentId}/gateways/{gatewayId}/registration',
      'private and shared spaces as targets': 'behaviour',
      'rules for names and targets': 'behaviour',
      entitlements: 'behaviour',
      versions: 'GET /gateway/versions',
      'runtime configuration': 'PUT /gateways/{gatewayId}/runtime-configuration',
      usage: 'GET /usage/managed-gateways',
    },
    lacks: 'shared spaces in the list of targets of the web UI',
    facts: ['gateways.md'],
  },
  {
    subject: 'Self-managed gateways',
    has: {
      'registration token': 'POST /environments/{environmentId}/gatewaytokens',
      list: 'GET /standalone/api/v1/organizations/{organizationId}/environments/{environmentId}/gateways',
      replicas: 'GET /gateways/{gatewayId}/replicas',
      'runtime configuration': 'PUT /gateways/{gatewayId}/runtime-configuration',
      'deleted ones stay listed': 'behaviour',
    },
    lacks: 'the protocol of `flexctl` (one request takes its place)',
    facts: ['gateways.md#self-managed-gateways'],
  },
  {
    subject: 'Usage and metrics',
    has: { 'usage of managed gateways': 'GET /usage/managed-gateways' },
    lacks: 'Anypoint Monitoring, Visualizer',
    facts: ['monitoring.md'],
  },
];
