import { Hono } from 'hono';
import * as z from 'zod';
import { cloudHubError as fail } from '../../../core/errors.ts';
import { isoDate, type Platform, type PlatformEnv } from '../../../core/platform.ts';
import { readBody, readFlag, readInteger } from '../../../core/requests.ts';
import { logAt, logText } from '../logs.ts';
import type { CloudHubApplication, DeploymentRecord, LogLine } from '../model.ts';
import { requireApplication } from './access.ts';
import { muleVersions, regions } from './catalog.ts';
import { stateOf } from './lifecycle.ts';

/** The document leaves the body open; these are the members that clients send (reference 7). */
const searchBody = z.looseObject({
  deploymentId: z.string().nullish(),
  instanceId: z.string().nullish(),
  startTime: z.number().nullish(),
  endTime: z.number().nullish(),
  text: z.string().nullish(),
  priority: z.string().nullish(),
  limit: z.int().min(1).max(10_000).nullish(),
  limitMsg: z.int().nullish(),
  descending: z.boolean().nullish(),
});

/** Deployments and logs of an application, and what CloudHub 1.0 offers (reference 7). */
export function cloudHubHistoryRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  const one = '/v2/applications/:domain';

  const linesOf = (application: CloudHubApplication): LogLine[] =>
    logAt(store, application, stateOf(application, clock.now()).process, clock.now());

  app.get(`${one}/deployments`, (c) => {
    const application = requireApplication(platform, c);
    const offset = readInteger(c, 'offset', { fallback: 0, min: 0, max: 1_000_000 }, fail);
    const limit = readInteger(c, 'limit', { fallback: 25, min: 1, max: 100 }, fail);
    const sorted = [...application.deployments];
    if (c.req.query('orderByDate') !== 'ASC') sorted.reverse();
    const data = sorted
      .slice(offset, offset + limit)
      .map((deployment) => deploymentView(application, deployment, clock.now()));
    return c.json({ data, total: sorted.length });
  });

  app.post(`${one}/logs`, async (c) => {
    const application = requireApplication(platform, c);
    const query = await readBody(c, searchBody, fail);
    const text = query.text?.toLowerCase() ?? '';
    const deploymentId = query.deploymentId ?? query.instanceId?.replace(/-\d+$/, '');
    const found = linesOf(application)
      .map((line, index) => ({ line, index }))
      .filter(
        ({ line }) =>
          (!deploymentId || line.deploymentId === deploymentId) &&
          line.at >= (query.startTime ?? 0) &&
          line.at <= (query.endTime ?? Number.MAX_SAFE_INTEGER) &&
          (!query.priority || line.level === query.priority.toUpperCase()) &&
          line.message.toLowerCase().includes(text),
      );
    if (query.descending !== false) found.reverse();
    return c.json(
      found.slice(0, query.limit ?? 100).map(({ line, index }) => ({
        recordId: `${line.deploymentId}-${index}`,
        deploymentId: line.deploymentId,
        instanceId: `${line.deploymentId}-0`,
        line: index + 1,
        event: eventView(line),
      })),
    );
  });

  app.get(`${one}/deployments/:deploymentId/logs`, (c) => {
    const application = requireApplication(platform, c);
    const { deploymentId } = c.req.param();
    const limit = readInteger(c, 'limit', { fallback: 100, min: 1, max: 10_000 }, fail);
    const data = linesOf(application).filter((line) => line.deploymentId === deploymentId);
    return c.json({ data: data.slice(-limit).map(eventView), total: data.length });
  });

  app.get(`${one}/instances/:instanceId/logs`, (c) => {
    const application = requireApplication(platform, c);
    const deploymentId = c.req.param('instanceId').replace(/-\d+$/, '');
    const data = linesOf(application).filter((line) => line.deploymentId === deploymentId);
    return c.json({ data: data.map(eventView), total: data.length });
  });

  app.get(`${one}/instances/:instanceId/log-file`, (c) => {
    const application = requireApplication(platform, c);
    const deploymentId = c.req.param('instanceId').replace(/-\d+$/, '');
    return c.text(logText(linesOf(application).filter((line) => line.deploymentId === deploymentId)));
  });

  app.get('/mule-versions', (c) => {
    const { javaVersion, releaseChannel } = c.req.query();
    const recommended = readFlag(c, 'recommended', fail);
    const data = muleVersions
      .filter(
        (mule) =>
          (javaVersion === undefined || mule.javaVersion === javaVersion) &&
          (releaseChannel === undefined || mule.releaseChannel === releaseChannel) &&
          (recommended === undefined || mule.recommended === recommended),
      )
      .map((mule) => ({ ...mule, displayName: mule.version, default: mule.state === 'DEFAULT' }));
    return c.json({ data, total: data.length });
  });

  app.get('/regions', (c) =>
    c.json(regions.map(({ id, name, default: isDefault }) => ({ id, name, default: isDefault }))),
  );

  return app;
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
