import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import { listingOf } from '../../../core/listing.ts';
import { flag, integer, integerFrom, severalOf, text } from '../../../core/queries.ts';
import { originOf, readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import type { CloudHubApplication } from '../model.ts';
import { applicationScopes } from '../scopes.ts';
import { applicationPath, cloudHub, requireApplication } from './api.ts';
import { cloudHubApplications, stateOf } from './application.ts';
import { type ApplicationRequest, amount, checkInfo, scalar } from './body.ts';
import { changeApplication, newApplication, noteChange } from './change.ts';
import { cloudHubError as fail } from './errors.ts';
import { legacyView, workersOf } from './legacy-view.ts';
import { startCloudHub } from './lifecycle.ts';
import { visitsPerInterval } from './visits.ts';

const { read, create, change } = applicationScopes;
const all = '/applications';
const one = `${all}/{domain}` as const;

/** What this organization does not have cannot be switched on. */
const off = z.literal(false, 'is not available for this organization').optional();

/** An application in version 1, which names the members of version 2 differently and has no artifact. */
const legacyBody = z.strictObject({
  domain: z.string().optional(),
  description: z.string().optional(),
  region: z.string().optional(),
  muleVersion: z.string().optional(),
  workers: amount.optional(),
  workerType: z.string().optional(),
  properties: z.record(z.string(), scalar).optional(),
  filename: z.string().optional(),
  persistentQueues: z.boolean().optional(),
  monitoringAutoRestart: z.boolean().optional(),
  multitenanted: off,
  vpnEnabled: off,
  secureDataGatewayEnabled: off,
});

const millisecondsOfDay = 86_400_000;

const maxIntervals = 1440;

const statisticsQuery = {
  period: integer,
  start: integer,
  end: integer,
  intervalCount: integerFrom({ fallback: 50, min: 1, max: maxIntervals }),
};

const listQuery = {
  retrieveStatistics: flag,
  period: integerFrom({ fallback: 3_600_000, min: 1 }),
  intervalCount: statisticsQuery.intervalCount,
};

/** Only requests are measured here, for the application as a whole: `statistics` and `workerIds` change nothing. */
const dashboardQuery = {
  startDate: text,
  endDate: text,
  interval: integerFrom({ fallback: 900_000, min: 60_000 }),
  statistics: text,
  workerIds: severalOf(z.string()),
};

/** Version 1 of CloudHub's API, as far as clients use it beside version 2 [docs/platform/applications.md#version-1]. */
export const legacyRoutes: readonly Route[] = [
  cloudHub.environment('GET', all, { scopes: read, query: listQuery }, (c, { environment }, sent) => {
    const { platform } = c.var;
    const end = platform.clock.now();
    const span = { start: end - sent.period, end, interval: Math.ceil(sent.period / sent.intervalCount) };
    const found = listingOf(cloudHubApplications).find(platform, environment.id);
    return c.json(
      found.map((app) => ({
        ...view(c, app),
        ...(sent.retrieveStatistics === true ? { statistics: visitsPerInterval(platform, app.domain, span) } : {}),
      })),
    );
  }),

  cloudHub.environment('POST', all, create, async (c, place) => {
    const { platform } = c.var;
    const sent = await readLegacy(c);
    const application = newApplication(platform, place, sent);
    changeApplication(application, sent);
    noteChange(c, application);
    platform.store.of(cloudHubApplications).set(application.domain, application);
    return c.json(view(c, application));
  }),

  cloudHub.environment('GET', one, read, (c, place) =>
    c.json(view(c, requireApplication(c, place, c.req.param('domain')))),
  ),

  cloudHub.environment('PUT', one, change, async (c, place) => {
    const { platform } = c.var;
    const application = requireApplication(c, place, c.req.param('domain'));
    const sent = await readLegacy(c);
    if (sent.info.domain !== undefined && sent.info.domain !== application.domain) {
      throw fail(400, 'domain: the domain of an application cannot be changed');
    }
    const isRunning = stateOf(application, platform.clock.now()).process !== null;
    changeApplication(application, sent);
    noteChange(c, application);
    if (isRunning) startCloudHub(platform, application);
    return c.json(view(c, application));
  }),

  cloudHub.environment('GET', `${one}/workers`, read, (c, place) => {
    const application = requireApplication(c, place, c.req.param('domain'));
    return c.json(workersOf(application, stateOf(application, c.var.platform.clock.now()).status));
  }),

  cloudHub.environment(
    'GET',
    `${one}/statistics`,
    { scopes: read, query: statisticsQuery },
    (c, place, { period = 7 * millisecondsOfDay, start: sentStart, end: sentEnd, intervalCount }) => {
      const { platform } = c.var;
      const { domain } = requireApplication(c, place, c.req.param('domain'));
      const end = sentEnd ?? platform.clock.now();
      const start = sentStart ?? end - period;
      if (start >= end) throw fail(400, 'start: must be before end');
      const interval = Math.ceil((end - start) / intervalCount);
      return c.json(visitsPerInterval(platform, domain, { start, end, interval }));
    },
  ),

  cloudHub.environment(
    'GET',
    `${applicationPath}/dashboardStats`,
    { scopes: read, query: dashboardQuery },
    (c, place, { startDate, endDate, interval }) => {
      const { platform } = c.var;
      const application = requireApplication(c, place, c.req.param('domain'));
      const end = endDate === undefined ? platform.clock.now() : timeIn(endDate, 'endDate');
      const start = startDate === undefined ? end - millisecondsOfDay : timeIn(startDate, 'startDate');
      if (start >= end) throw fail(400, 'startDate: must be before endDate');
      if ((end - start) / interval > maxIntervals) {
        throw fail(400, `interval: there are at most ${maxIntervals} points, so it must be longer`);
      }
      const { status } = stateOf(application, platform.clock.now());
      return c.json({
        events: visitsPerInterval(platform, application.domain, { start, end, interval }),
        workerStatistics: workersOf(application, status).map(({ id, host }) => ({
          id,
          ipAddress: host,
          statistics: {},
        })),
      });
    },
  ),
];

function view(c: Call, application: CloudHubApplication) {
  return legacyView(c.var.platform, application, originOf(c));
}

/** A request of version 1, in the members of version 2. @throws PlatformError 400 */
async function readLegacy(c: Call): Promise<ApplicationRequest> {
  const sent = await readBody(c, legacyBody, fail);
  const { muleVersion, workers, workerType, filename } = sent;
  const info: ApplicationRequest['info'] = {
    domain: sent.domain,
    description: sent.description,
    region: sent.region,
    properties: sent.properties,
    persistentQueues: sent.persistentQueues,
    monitoringAutoRestart: sent.monitoringAutoRestart,
    fileName: filename,
    muleVersion: muleVersion === undefined ? undefined : { version: muleVersion },
    workers: {
      ...(workers === undefined ? {} : { amount: workers }),
      ...(workerType === undefined ? {} : { type: { name: workerType } }),
    },
  };
  checkInfo(info);
  return { info, artifact: undefined, autoStart: false };
}

function timeIn(sent: string, name: string): number {
  const at = Date.parse(sent);
  if (Number.isNaN(at)) throw fail(400, `${name}: must be an ISO 8601 date`);
  return at;
}
