import type { Emulated } from '../../core/service.ts';

/** What `docs/emulator.md` says of this service. */
export const emulated: readonly Emulated[] = [
  {
    subject: 'Applications on servers',
    has: {
      deploy: 'POST /hybrid/api/v1/applications',
      redeploy: 'PATCH /applications/{applicationId}',
      'start, stop, restart': 'PATCH /applications/{applicationId}',
      delete: 'DELETE /hybrid/api/v1/applications/{applicationId}',
      artifact: 'GET /applications/{applicationId}/artifact',
      properties: 'behaviour',
      'desired and reported status': 'behaviour',
    },
    lacks: 'flows, schedulers, dashboards, logs',
    facts: ['applications.md#on-servers'],
  },
  {
    subject: 'CloudHub 1.0',
    has: {
      create: 'POST /cloudhub/api/v2/applications',
      change: 'PUT /cloudhub/api/v2/applications/{domain}',
      'start, stop, restart': 'POST /applications/{domain}/status',
      delete: 'DELETE /cloudhub/api/v2/applications/{domain}',
      'bulk actions': 'PUT /cloudhub/api/v2/applications',
      deployments: 'GET /v2/applications/{domain}/deployments',
      logs: 'POST /v2/applications/{domain}/logs',
      'version 1 of the list and of applications': 'GET /cloudhub/api/applications',
      workers: 'GET /applications/{domain}/workers',
      'statistics of requests': 'GET /applications/{domain}/statistics',
      notifications: 'GET /cloudhub/api/notifications',
      'alerts with their history': 'GET /cloudhub/api/v2/alerts/{id}/history',
      'log levels and tracking': 'PUT /applications/{domain}/logs/levels',
      'organization, plan, usage': 'GET /cloudhub/api/organization',
      '304 for a state that is already reached': 'behaviour',
      'old versions that serve until the new one is deployed': 'behaviour',
    },
    lacks: 'queues, schedules, static IPs, autoscaling, transactions, VPCs, load balancers',
    facts: ['applications.md#cloudhub-10'],
  },
  {
    subject: 'CloudHub 2.0',
    has: {
      'deployments in private and shared spaces':
        'POST /amc/application-manager/api/v2/organizations/{organizationId}/environments/{environmentId}/deployments',
      'replicas with states and logs of their own': 'behaviour',
      'rolling updates': 'behaviour',
      scaling: 'behaviour',
      crashes: 'behaviour',
      'vCore entitlements': 'behaviour',
      specs: 'GET /deployments/{deploymentId}/specs',
      logs: 'GET /deployments/{deploymentId}/specs/{specId}/logs',
      properties: 'behaviour',
      'desired state': 'behaviour',
      'the older addresses of deployments':
        'GET /hybrid/api/v2/organizations/{organizationId}/environments/{environmentId}/deployments',
      'the list of the web UI, of all kinds of applications': 'GET /armui/api/v2/applications',
      schedulers: 'GET /deployments/{deploymentId}/schedulers',
      'thread dumps': 'POST /deployments/{deploymentId}/replicas/{replicaId}/diagnostics',
    },
    lacks: 'autoscaling, alerts, traffic switching, Runtime Fabric',
    facts: ['cloudhub-2.md'],
  },
  {
    subject: 'Autodiscovery',
    has: {
      'an application that names an API and has valid credentials makes it active': 'behaviour',
      'the gatekeeper': 'behaviour',
    },
    lacks: 'Mule runtimes',
    facts: ['autodiscovery.md'],
  },
];
