import type { Emulated } from '../../core/service.ts';

/** What `docs/emulator.md` says of this service. */
export const emulated: readonly Emulated[] = [
  {
    subject: 'Applications on servers',
    has: 'deploy, redeploy, start, stop, restart, delete, artifact, properties, desired and reported status',
    lacks: 'flows, schedulers, dashboards, logs',
    facts: ['applications.md#on-servers'],
  },
  {
    subject: 'CloudHub 1.0',
    has: 'create, change, start, stop, restart, delete, bulk actions, deployments, logs, 304 for a state that is already reached, old versions that serve until the new one is deployed',
    lacks: 'queues, schedules, static IPs, alerts, VPCs, load balancers',
    facts: ['applications.md#cloudhub-10'],
  },
  {
    subject: 'CloudHub 2.0',
    has: 'deployments in private and shared spaces, replicas with states and logs of their own, rolling updates, scaling, crashes, vCore entitlements, specs, properties, desired state, schedulers, thread dumps',
    lacks: 'autoscaling, alerts, traffic switching, Runtime Fabric',
    facts: ['cloudhub-2.md'],
  },
  {
    subject: 'Autodiscovery',
    has: 'an application that names an API and has valid credentials makes it active; the gatekeeper',
    lacks: 'Mule runtimes',
    facts: ['autodiscovery.md'],
  },
];
