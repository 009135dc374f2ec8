import * as z from 'zod';
import type { Place } from '../../../core/identity/places.ts';
import { listingOf } from '../../../core/listing.ts';
import type { Platform } from '../../../core/platform.ts';
import { flag, integer, integerFrom, jsonOf, oneOf, severalOf, text } from '../../../core/queries.ts';
import { originOf, readBody } from '../../../core/requests.ts';
import type { ApiRoutes, Route } from '../../../core/routes.ts';
import { stageAt } from '../../../core/transitions.ts';
import { logOf, logText } from '../logs.ts';
import type { LogLine } from '../model.ts';
import { applicationScopes } from '../scopes.ts';
import { adam, amc, deploymentPath, deploymentsPath, hybrid, requireDeployment } from './api.ts';
import { type DeploymentBody, deploymentBody } from './body.ts';
import { amcDeployments } from './deployment.ts';
import { requireVCores } from './entitlements.ts';
import { amcError as fail } from './errors.ts';
import { changeDeployment, newDeployment, rollOut } from './lifecycle.ts';
import { keepFormerReplicas, replicaCount, replicaIdOf } from './replicas.ts';
import { detailView, itemView, specView } from './views.ts';

const all = deploymentsPath;
const one = deploymentPath;
const specLogs = `${one}/specs/{specId}/logs` as const;
const { read, create, change, remove } = applicationScopes;

/**
 * The document describes one object, `deploymentQuery`. Its members are parameters of their own in the default style of
 * OpenAPI; some clients send the object as JSON, and filter by name [docs/platform/cloudhub-2.md#operations].
 */
const listQuery = {
  deploymentQuery: jsonOf({
    provider: z.literal('MC').optional(),
    targetId: z.string().optional(),
    name: z.string().optional(),
    offset: z.int().min(0).optional(),
    limit: z.int().min(1).optional(),
  }),
  provider: z.literal('MC').optional(),
  targetId: text,
  // As clients of the older API call it.
  target: text,
  name: text,
  offset: integer,
  limit: integer,
};

/** There are no deployments of other providers here. */
const oneQuery = { provider: oneOf(['MC']) };

const specsQuery = { limit: integerFrom({ fallback: 10, min: 1, max: 1000 }) };

/** The same for `search`, the object that selects lines of a log. */
const logQuery = {
  search: jsonOf({
    afterDocId: z.string().optional(),
    length: z.int().min(0).optional(),
    startTime: z.int().optional(),
    endTime: z.int().optional(),
    regexp: z.string().optional(),
    descending: z.boolean().optional(),
    replicaId: z.array(z.string()).optional(),
    logLevel: z.array(z.string()).optional(),
  }),
  afterDocId: text,
  length: integer,
  startTime: integer,
  endTime: integer,
  regexp: text,
  descending: flag,
  replicaId: severalOf(z.string()),
  logLevel: severalOf(z.string()),
};

/**
 * The operations on deployments of one of the APIs that have them.
 */
function operationsOf(api: ApiRoutes): readonly Route[] {
  return [
    api.environment(
      'GET',
      all,
      { scopes: read, query: listQuery },
      (c, { environment }, { deploymentQuery, ...plain }) => {
        const { platform } = c.var;
        const { target, targetId = target, name, offset = 0, limit = 250 } = { ...plain, ...deploymentQuery };
        if (offset < 0 || limit < 1) throw fail(400, 'offset and limit: must be positive');
        const found = listingOf(amcDeployments).find(platform, environment.id, {
          where:
            targetId === undefined && name === undefined
              ? undefined
              : {
                  key: JSON.stringify([targetId, name]),
                  holds: () => (deployment) =>
                    (targetId === undefined || deployment.targetId === targetId.toLowerCase()) &&
                    (name === undefined || deployment.name === name),
                },
        });
        const items = found.slice(offset, offset + limit).map((deployment) => itemView(platform, deployment));
        return c.json({ total: found.length, items });
      },
    ),

    api.environment('POST', all, create, async (c, place) => {
      const { platform } = c.var;
      const body = await readBody(c, deploymentBody, fail);
      const deployment = newDeployment(platform, place, body);
      requireVCores(platform, place, body);
      platform.store.of(amcDeployments).set(deployment.id, deployment);
      rollOut(platform, deployment);
      return c.json(detailView(platform, deployment, originOf(c)), 202);
    }),

    api.environment('GET', one, { scopes: read, query: oneQuery }, (c, place) => {
      const { platform } = c.var;
      return c.json(detailView(platform, requireDeployment(platform, place, c.req.param('deploymentId')), originOf(c)));
    }),

    api.environment('PATCH', one, change, async (c, place) => {
      const { platform } = c.var;
      const deployment = requireDeployment(platform, place, c.req.param('deploymentId'));
      const body = await readBody(c, deploymentBody, fail);
      requireVCores(platform, place, body, deployment);
      keepFormerReplicas(deployment);
      const oldCount = replicaCount(deployment);
      changeDeployment(platform, deployment, body);
      rollOut(platform, deployment, isScaling(body) ? oldCount : undefined);
      return c.json(detailView(platform, deployment, originOf(c)));
    }),

    api.environment('DELETE', one, remove, (c, place) => {
      const { platform } = c.var;
      const { id } = requireDeployment(platform, place, c.req.param('deploymentId'));
      platform.store.delete(amcDeployments, id);
      return c.body(null, 204);
    }),
  ];
}

/** AMC, `/amc/application-manager/api/v2`: applications on CloudHub 2.0 [docs/platform/cloudhub-2.md#operations]. */
export const deploymentRoutes: readonly Route[] = [
  ...operationsOf(amc),
  ...operationsOf(adam),
  ...operationsOf(hybrid),

  amc.environment('GET', `${one}/specs`, { scopes: read, query: specsQuery }, (c, place, { limit }) => {
    const { deployments } = requireDeployment(c.var.platform, place, c.req.param('deploymentId'));
    const newest = deployments.slice(-limit).reverse();
    const { id: environmentId } = place.environment;
    return c.json(
      newest.flatMap((record) =>
        record.spec === undefined ? [] : [specView(record, { ...record.spec, environmentId }, originOf(c))],
      ),
    );
  }),

  amc.environment('GET', specLogs, { scopes: read, query: logQuery }, (c, place, sent) => {
    const lines = numberedLines(c.var.platform, place, c.req.param());
    const { afterDocId, length = 100, descending } = { ...sent, ...sent.search };
    // Starts with the entry of that id itself [docs/platform/cloudhub-2.md#logs]. The CLI skips what it has already
    // shown, and fails on an empty array [docs/platform/cli.md#cloudhub-20].
    const from = lines.findIndex(({ docId }) => docId === afterDocId);
    const found = lines.slice(Math.max(0, from)).filter(selects({ ...sent, ...sent.search }));
    if (descending === true) found.reverse();
    return c.json(
      found.slice(0, length).map(({ line, docId, replicaId }) => ({
        timestamp: line.at,
        logLevel: line.level,
        message: line.message,
        context: { logger: line.logger, event: docId },
        replicaId,
        docId,
      })),
    );
  }),

  amc.environment('GET', `${specLogs}/file`, { scopes: read, query: logQuery }, (c, place, sent) => {
    const lines = numberedLines(c.var.platform, place, c.req.param()).filter(selects({ ...sent, ...sent.search }));
    return c.text(logText(lines.map(({ line }) => line)));
  }),
];

/** Whether a change is about the number of replicas alone. Clients name the target again. */
function isScaling({ target, ...others }: DeploymentBody): boolean {
  const { replicas, targetId: _target, provider: _provider, ...settings } = target ?? {};
  return replicas != null && Object.keys(settings).length === 0 && Object.keys(others).length === 0;
}

/** A line of a log with its ids. */
interface NumberedLine {
  line: LogLine;
  docId: string;
  replicaId: string;
}

interface LogSearch {
  startTime?: number | undefined;
  endTime?: number | undefined;
  regexp?: string | undefined;
  replicaId?: readonly string[] | undefined;
  logLevel?: readonly string[] | undefined;
}

/** Whether a search selects a line. @throws PlatformError 400 for an invalid pattern */
function selects(search: LogSearch) {
  const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER, regexp, replicaId = [], logLevel = [] } = search;
  const pattern = regexp === undefined ? undefined : patternOf(regexp);
  const isOneOf = (listed: readonly string[], value: string): boolean => listed.length === 0 || listed.includes(value);
  return ({ line, replicaId: replica }: NumberedLine): boolean =>
    line.at >= startTime &&
    line.at <= endTime &&
    isOneOf(logLevel, line.level) &&
    isOneOf(replicaId, replica) &&
    (pattern?.test(line.message) ?? true);
}

function patternOf(regexp: string): RegExp {
  try {
    return new RegExp(regexp);
  } catch {
    throw fail(400, 'regexp: is not a regular expression');
  }
}

/** The log of one specification, which is AMC's word for a version of a deployment. */
function numberedLines(
  platform: Platform,
  place: Place,
  { deploymentId, specId }: { deploymentId: string; specId: string },
): NumberedLine[] {
  const deployment = requireDeployment(platform, place, deploymentId);
  const record = deployment.deployments.find(({ id }) => id === specId);
  if (record === undefined) throw fail(400, `Specification ${specId} is unknown`);
  if (record.isLogged === false) return [];
  const { process } = stageAt(deployment.runtime, platform.clock.now());
  // A line about the whole application counts as one of its first replica.
  const first = replicaIdOf(deployment.name, specId, 0);
  return logOf(platform, deployment, process)
    .filter((line) => line.deploymentId === specId)
    .map((line, index) => ({ line, docId: `${line.deploymentId}-${index}`, replicaId: line.replicaId ?? first }));
}
