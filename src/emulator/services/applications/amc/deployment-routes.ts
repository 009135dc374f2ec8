import type { Place } from '../../../core/identity/places.ts';
import { listingOf } from '../../../core/listing.ts';
import { isoDate, type Platform } from '../../../core/platform.ts';
import { originOf, readBody, readInteger } from '../../../core/requests.ts';
import { type Route, routesBelow } from '../../../core/routes.ts';
import { stageAt } from '../../../core/transitions.ts';
import { logOf, logText } from '../logs.ts';
import type { AmcDeployment, LogLine } from '../model.ts';
import { applicationScopes } from '../scopes.ts';
import { deploymentBody } from './body.ts';
import { amcDeployments } from './deployment.ts';
import { amcError as fail } from './errors.ts';
import { changeDeployment, newDeployment, rollOut } from './lifecycle.ts';
import { detailView, itemView } from './views.ts';

const amc = routesBelow('/amc/application-manager/api/v2', { fail });
const all = '/organizations/{organizationId}/environments/{environmentId}/deployments';
const one = `${all}/{deploymentId}` as const;
const specLogs = `${one}/specs/{specId}/logs` as const;
const { read, create, change, remove } = applicationScopes;

/** AMC, `/amc/application-manager/api/v2`: applications on CloudHub 2.0 [docs/platform/cloudhub-2.md#operations]. */
export const deploymentRoutes: readonly Route[] = [
  amc.environment('GET', all, read, (c, { environment }) => {
    const { platform } = c.var;
    const { targetId } = c.req.query();
    const offset = readInteger(c, 'offset', { fallback: 0, min: 0, max: 1_000_000 }, fail);
    const limit = readInteger(c, 'limit', { fallback: 250, min: 1, max: 1000 }, fail);
    const found = listingOf(amcDeployments).find(platform, environment.id, {
      where:
        targetId === undefined
          ? undefined
          : { key: targetId, holds: () => (deployment) => deployment.targetId === targetId },
    });
    const items = found.slice(offset, offset + limit).map((deployment) => itemView(platform, deployment));
    return c.json({ total: found.length, items });
  }),

  amc.environment('POST', all, create, async (c, place) => {
    const { platform } = c.var;
    const deployment = newDeployment(platform, place, await readBody(c, deploymentBody, fail));
    platform.store.of(amcDeployments).set(deployment.id, deployment);
    rollOut(platform, deployment);
    return c.json(detailView(platform, deployment, originOf(c)), 202);
  }),

  amc.environment('GET', one, read, (c, place) => {
    const { platform } = c.var;
    return c.json(detailView(platform, requireDeployment(platform, place, c.req.param('deploymentId')), originOf(c)));
  }),

  amc.environment('PATCH', one, change, async (c, place) => {
    const { platform } = c.var;
    const deployment = requireDeployment(platform, place, c.req.param('deploymentId'));
    changeDeployment(platform, deployment, await readBody(c, deploymentBody, fail));
    rollOut(platform, deployment);
    return c.json(detailView(platform, deployment, originOf(c)));
  }),

  amc.environment('DELETE', one, remove, (c, place) => {
    const { platform } = c.var;
    const { id } = requireDeployment(platform, place, c.req.param('deploymentId'));
    platform.store.delete(amcDeployments, id);
    return c.body(null, 204);
  }),

  amc.environment('GET', `${one}/specs`, read, (c, place) => {
    const { deployments } = requireDeployment(c.var.platform, place, c.req.param('deploymentId'));
    const limit = readInteger(c, 'limit', { fallback: 100, min: 1, max: 1000 }, fail);
    const newest = [...deployments].reverse().slice(0, limit);
    return c.json(newest.map(({ id, createdAt }) => ({ version: id, createdAt: isoDate(createdAt) })));
  }),

  amc.environment('GET', specLogs, read, (c, place) => {
    const lines = linesOf(c.var.platform, place, c.req.param()).map((line, index) => ({
      line,
      docId: `${line.deploymentId}-${index}`,
    }));
    const { afterDocId, logLevel, startTime = '0', endTime } = c.req.query();
    const length = readInteger(c, 'length', { fallback: 100, min: 0, max: 1000 }, fail);
    // Starts with the entry of that id itself [docs/platform/cloudhub-2.md#logs]. The CLI skips what it has already
    // shown, and fails on an empty array [docs/platform/cli.md#cloudhub-20].
    const from = lines.findIndex(({ docId }) => docId === afterDocId);
    const end = endTime === undefined ? Number.MAX_SAFE_INTEGER : Number(endTime);
    const found = lines
      .slice(Math.max(0, from))
      .filter(
        ({ line }) =>
          line.at >= Number(startTime) && line.at <= end && (logLevel === undefined || line.level === logLevel),
      );
    if (c.req.query('descending') === 'true') found.reverse();
    return c.json(
      found.slice(0, length).map(({ line, docId }) => ({
        timestamp: line.at,
        logLevel: line.level,
        message: line.message,
        context: { logger: line.logger, event: docId },
        docId,
      })),
    );
  }),

  amc.environment('GET', `${specLogs}/file`, read, (c, place) =>
    c.text(logText(linesOf(c.var.platform, place, c.req.param()))),
  ),
];

function requireDeployment({ store }: Platform, { environment }: Place, id: string): AmcDeployment {
  const deployment = store.of(amcDeployments).get(id);
  if (deployment?.environmentId !== environment.id) throw fail(404, `Deployment ${id} was not found`);
  return deployment;
}

/** The log of one specification, which is AMC's word for a version of a deployment. */
function linesOf(
  platform: Platform,
  place: Place,
  { deploymentId, specId }: { deploymentId: string; specId: string },
): LogLine[] {
  const deployment = requireDeployment(platform, place, deploymentId);
  if (!deployment.deployments.some(({ id }) => id === specId)) throw fail(400, `Specification ${specId} is unknown`);
  const { process } = stageAt(deployment.runtime, platform.clock.now());
  return logOf(platform, deployment, process).filter((line) => line.deploymentId === specId);
}
