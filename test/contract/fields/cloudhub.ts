import { seedApplications, seedIds } from '../../../src/emulator/index.ts';
import type { Make, Parameters } from './made.ts';

const domain = seedApplications.dataCloud;
const application = `/cloudhub/api/v2/applications/${domain}`;
const alerts = '/cloudhub/api/v2/alerts';

const email = { type: 'email', emails: ['ops@example.com'], subject: 'Alert', content: 'Please check' };

/** Conditions that together have every member which one can have. */
const conditions = [
  { type: 'application-notification', text: 'Order', priority: '*' },
  {
    type: 'cpu',
    value: 80,
    operator: 'GREATER_THAN',
    periodMins: 5,
    periodCount: 3,
    triggerBehavior: 'TRIGGER_ON_STATE_CHANGE',
  },
  { type: 'event-threshold-exceeded', threshold: 10, period: 1, periodTimeUnit: 'HOUR' },
];

/** Alerts that were triggered, read notifications, and settings of an application of CloudHub 1.0. */
export async function makeCloudHub(made: Make): Promise<Parameters> {
  const [alert] = await Promise.all(
    conditions.map((condition) =>
      made('POST', alerts, {
        name: condition.type,
        severity: 'INFO',
        condition: { ...condition, resources: [domain] },
        actions: [email],
      }),
    ),
  );
  await made('POST', '/cloudhub/api/notifications', {
    domain,
    message: 'Order 7 is late',
    priority: 'WARN',
    transactionId: '5-7',
    customProperties: { order: 7 },
  });
  const [notification] = (await made('GET', `/cloudhub/api/notifications?domain=${domain}&search=late`)).data;
  await made('PUT', `/cloudhub/api/notifications/${notification.id}`, { status: 'read' });
  await made('PUT', application, { muleVersion: { version: '4.6.18' } });
  await made('PUT', `/cloudhub/api/applications/${domain}/logs/levels`, [
    { packageName: 'org.orders', level: 'DEBUG' },
  ]);
  const [deployment] = (await made('GET', `${application}/deployments`)).data;
  const mule = await made('GET', '/cloudhub/api/mule-versions/4.9.6');
  const now = Date.parse(deployment.createTime);
  const span = { start: now, end: now + 3_600_000 };
  const alertId = { id: alert.id };
  const page = { limit: 10, offset: 0 };
  return {
    named: { domain, instanceId: deployment.instances[0].instanceId, orgid: seedIds.root },
    of: {
      'cloudhub GET /v2/applications/{domain}/deployments/{deploymentId}/logs': {
        deploymentId: deployment.deploymentId,
      },
      'cloudhub GET /mule-versions/{version}': { version: '4.9.6' },
      'cloudhub GET /mule-versions/{version}/updates/{updateId}': { version: '4.9.6', updateId: mule.latestUpdate.id },
      'cloudhub GET /mule-versions': { javaVersion: '17', releaseChannel: 'EDGE', recommended: 'true' },
      'cloudhub GET /applications/{domain}/logs/levels/{name}': { name: 'org.orders' },
      'cloudhub GET /v2/alerts': { ...page, resource: domain },
      'cloudhub GET /v2/alerts/{id}': alertId,
      'cloudhub GET /v2/alerts/{id}/history': alertId,
      'cloudhub GET /v2/applications/{domain}/dashboardStats': {
        startDate: new Date(span.start).toISOString(),
        endDate: new Date(span.end).toISOString(),
        interval: 900_000,
        statistics: 'cpu',
        workerIds: '',
      },
      'cloudhub GET /applications': { period: 3_600_000, intervalCount: 4 },
      'cloudhub GET /applications/{domain}/statistics': { ...span, period: 3_600_000, intervalCount: 4 },
      'cloudhub GET /applications/{domain}/notifications': { ...page, status: 'read' },
      'cloudhub GET /notifications/{id}': { id: notification.id },
    },
  };
}
