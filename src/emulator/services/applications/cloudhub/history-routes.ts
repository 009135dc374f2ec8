import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import type { Place } from '../../../core/identity/places.ts';
import { isoDate, type Platform } from '../../../core/platform.ts';
import { flag, integerFrom, oneOf, text } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { hexFrom } from '../../../core/scenario/names.ts';
import { supportOf } from '../../runtime-fabric/index.ts';
import { logOf, logText } from '../logs.ts';
import type { CloudHubApplication, DeploymentRecord, LogLine } from '../model.ts';
import { applicationScopes } from '../scopes.ts';
import { applicationPath, cloudHub, requireApplication } from './api.ts';
import { stateOf } from './application.ts';
import { muleVersions, regions } from './catalog.ts';
import { cloudHubError as fail } from './errors.ts';

/** The members that clients send; the document has no body [docs/platform/applications.md#cloudhub-logs]. */
const searchBody = z.strictObject({
  deploymentId: z.string().nullish(),
  instanceId: z.string().nullish(),
  startTime: z.number().nullish(),
  endTime: z.number().nullish(),
  text: z.string().nullish(),
  priority: z.string().nullish(),
  limit: z.int().min(1).max(10_000).nullish(),
  limitMsg: z.int().min(1).nullish(),
  descending: z.boolean().nullish(),
});

const { read } = applicationScopes;

const offset = integerFrom({ fallback: 0, min: 0 });
const limit = integerFrom({ fallback: 100, min: 1, max: 10_000 });

/** There is one version of logging here, so `loggingVersion` changes nothing. */
const deployments = {
  scopes: read,
  query: {
    offset,
    limit: integerFrom({ fallback: 25, min: 1, max: 100 }),
    orderByDate: oneOf(['DESC', 'ASC']),
    loggingVersion: oneOf(['VERSION_1', 'VERSION_2']),
  },
};
const lines = { scopes: read, query: { limit } };
const instanceLines = { scopes: read, query: { limit, offset, tail: flag } };
const versions = { scopes: read, query: { javaVersion: text, releaseChannel: text, recommended: flag } };

/** Deployments and logs of an application [docs/platform/applications.md#cloudhub-logs], Mule versions and regions. */
export const historyRoutes: readonly Route[] = [
  cloudHub.environment('GET', `${applicationPath}/deployments`, deployments, (c, place, sent) => {
    const application = requireApplication(c, place, c.req.param('domain'));
    const { offset, limit, orderByDate = 'DESC' } = sent;
    const sorted = [...application.deployments];
    if (orderByDate === 'DESC') sorted.reverse();
    const now = c.var.platform.clock.now();
    const data = sorted.slice(offset, offset + limit).map((deployment) => deploymentView(application, deployment, now));
    return c.json({ data, total: sorted.length });
  }),

  cloudHub.environment('POST', `${applicationPath}/logs`, read, async (c, place) => {
    const application = requireApplication(c, place, c.req.param('domain'));
    const query = await readBody(c, searchBody, fail);
    const found = linesOf(c.var.platform, application)
      .map((line, index) => ({ line, index }))
      .filter(({ line }) => matches(line, query));
    if (query.descending !== false) found.reverse();
    return c.json(
      found.slice(0, query.limit ?? 100).map(({ line, index }) => ({
        recordId: `${line.deploymentId}-${index}`,
        deploymentId: line.deploymentId,
        instanceId: `${line.deploymentId}-0`,
        line: index + 1,
        event: eventView({ ...line, message: line.message.slice(0, query.limitMsg ?? undefined) }),
      })),
    );
  }),

  cloudHub.environment('GET', `${applicationPath}/deployments/{deploymentId}/logs`, lines, (c, place, { limit }) => {
    const { domain, deploymentId } = c.req.param();
    const data = linesAt(c, place, domain, deploymentId);
    const shown = data.slice(-limit).map((line) => ({ ...eventView(line), instanceId: `${line.deploymentId}-0` }));
    return c.json({ data: shown, total: data.length });
  }),

  cloudHub.environment('GET', `${applicationPath}/instances/{instanceId}/logs`, instanceLines, (c, place, sent) => {
    const { domain, instanceId } = c.req.param();
    const data = linesAt(c, place, domain, deploymentOf(instanceId));
    const { limit, offset, tail } = sent;
    // The tail counts from the end.
    const from = tail === true ? Math.max(0, data.length - offset - limit) : offset;
    return c.json({ data: data.slice(from, from + limit).map(eventView), total: data.length });
  }),

  cloudHub.environment('GET', `${applicationPath}/instances/{instanceId}/log-file`, read, (c, place) => {
    const { domain, instanceId } = c.req.param();
    return c.text(logText(linesAt(c, place, domain, deploymentOf(instanceId))));
  }),

  cloudHub.environment('GET', '/mule-versions', versions, (c, _, { javaVersion, releaseChannel, recommended }) => {
    const data = muleVersions
      .filter(
        (mule) =>
          (javaVersion === undefined || mule.javaVersion === javaVersion) &&
          (releaseChannel === undefined || mule.releaseChannel === releaseChannel) &&
          (recommended === undefined || mule.recommended === recommended),
      )
      .map(muleVersionView);
    return c.json({ data, total: data.length });
  }),

  cloudHub.environment('GET', '/mule-versions/{version}', read, (c) => {
    const version = c.req.param('version');
    const mule = muleVersions.find((known) => known.version === version);
    if (mule === undefined) throw fail(404, `Mule version ${version} was not found`);
    return c.json(muleVersionView(mule));
  }),

  cloudHub.environment('GET', '/mule-versions/{version}/updates/{updateId}', read, (c) => {
    const { version, updateId } = c.req.param();
    const mule = muleVersions.find((known) => known.version === version);
    const update = mule === undefined ? undefined : muleVersionView(mule).latestUpdate;
    if (update?.id !== updateId) throw fail(404, `Update ${updateId} of Mule version ${version} was not found`);
    return c.json(update);
  }),

  cloudHub.environment('GET', '/regions', read, (c) =>
    c.json(regions.map(({ id, name, default: isDefault }) => ({ id, name, default: isDefault }))),
  ),
];

/** A Mule version with the ends of its support, in epoch milliseconds [docs/platform/applications.md#cloudhub-10]. */
function muleVersionView(mule: (typeof muleVersions)[number]) {
  const { released, standardEnds, lifeEnds } = supportOf(mule.version, mule.releaseChannel);
  return {
    ...mule,
    displayName: mule.version,
    endOfSupportDate: Date.parse(standardEnds),
    endOfLifeDate: Date.parse(lifeEnds),
    latestUpdate: {
      id: hexFrom('mule version', mule.version).slice(0, 24),
      name: 'Initial release',
      releaseDate: Date.parse(released),
      flags: {
        monitoringSupported: true,
        objectStoreV1: false,
        loggingNgSupported: true,
        diagnosticsSupported: true,
        persistentQueuesSupported: true,
      },
    },
    default: mule.state === 'DEFAULT',
  };
}

function linesOf(platform: Platform, application: CloudHubApplication): LogLine[] {
  return logOf(platform, application, stateOf(application, platform.clock.now()).process);
}

/** The log of one deployment. */
function linesAt(c: Call, place: Place, domain: string, deploymentId: string): LogLine[] {
  const lines = linesOf(c.var.platform, requireApplication(c, place, domain));
  return lines.filter((line) => line.deploymentId === deploymentId);
}

/** The deployment of an instance, whose id is that of the deployment with a number. */
function deploymentOf(instanceId: string): string {
  return instanceId.replace(/-\d+$/, '');
}

function matches(line: LogLine, query: z.output<typeof searchBody>): boolean {
  const deploymentId = query.deploymentId ?? (query.instanceId && deploymentOf(query.instanceId));
  return (
    (!deploymentId || line.deploymentId === deploymentId) &&
    line.at >= (query.startTime ?? 0) &&
    line.at <= (query.endTime ?? Number.MAX_SAFE_INTEGER) &&
    (!query.priority || line.level === query.priority.toUpperCase()) &&
    line.message.toLowerCase().includes(query.text?.toLowerCase() ?? '')
  );
}

function eventView({ logger, at, message, level }: LogLine) {
  return { loggerName: logger, threadName: 'main', timestamp: at, message, priority: level };
}

function deploymentView(app: CloudHubApplication, deployment: DeploymentRecord, now: number) {
  const isLast = app.deployments.at(-1)?.id === deployment.id;
  const { status, updateStatus } = stateOf(app, now);
  const started = deployment.startedAt <= now ? isoDate(deployment.startedAt) : null;
  return {
    deploymentId: deployment.id,
    createTime: isoDate(deployment.createdAt),
    startTime: started,
    endTime: isLast ? null : started,
    instances: isLast
      ? [
          {
            instanceId: `${deployment.id}-0`,
            publicIPAddress: '127.0.0.1',
            status: updateStatus ?? status,
            region: app.region,
          },
        ]
      : [],
  };
}
