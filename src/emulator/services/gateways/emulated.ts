import type { Emulated } from '../../core/service.ts';

/** What `docs/emulator.md` says of this service. */
export const emulated: readonly Emulated[] = [
  {
    subject: 'Managed gateways',
    has: 'all published operations, rules for names and targets, entitlements, versions, runtime configuration, usage',
    lacks: 'shared spaces',
    facts: ['gateways.md'],
  },
  {
    subject: 'Self-managed gateways',
    has: 'registration token, list, replicas, runtime configuration; deleted ones stay listed',
    lacks: 'the protocol of `flexctl` (one request takes its place)',
    facts: ['gateways.md#self-managed-gateways'],
  },
  {
    subject: 'Usage and metrics',
    has: 'usage of managed gateways',
    lacks: 'Anypoint Monitoring, Visualizer',
    facts: ['monitoring.md'],
  },
];
