import { type Context, Hono } from 'hono';
import { processIn } from '../../../core/data-plane/processes.ts';
import { amcError as fail } from '../../../core/errors.ts';
import type { Scope } from '../../../core/permissions.ts';
import { type Place, requirePlace } from '../../../core/places.ts';
import { isoDate, type Platform, type PlatformEnv } from '../../../core/platform.ts';
import { originOf, readBody, readInteger } from '../../../core/requests.ts';
import { requireToken } from '../../../core/tokens.ts';
import { durations, stageAt, staged, steady } from '../../../core/transitions.ts';
import { servesEnvironment } from '../../runtime-fabric/availability.ts';
import { applicationScopes } from '../cloudhub/access.ts';
import { logAt, logDeployment, logText } from '../logs.ts';
import type { AmcDeployment, LogLine, RuntimeState } from '../model.ts';
import { type DeploymentBody, deploymentBody, merged, mergeProperties, requireRef } from './body.ts';
import { detailView, itemView } from './views.ts';

/** AMC, `/amc/application-manager/api/v2`: applications on CloudHub 2.0 and Runtime Fabric (reference 8). */
export function amcRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  const path = '/organizations/:organizationId/environments/:environmentId/deployments';
  const one = `${path}/:deploymentId`;
  app.use('*', requireToken(platform));

  const placeOf = (c: Context<PlatformEnv>, scopes: readonly Scope[]): Place => {
    const { organizationId = '', environmentId = '' } = c.req.param();
    return requirePlace(store, c.get('principal'), organizationId, environmentId, scopes, fail);
  };
  const deploymentOf = (c: Context<PlatformEnv>, scopes: readonly Scope[]): AmcDeployment => {
    const { environment } = placeOf(c, scopes);
    const id = c.req.param('deploymentId') ?? '';
    const deployment = store.amcDeployments.get(id);
    if (deployment?.environmentId !== environment.id) throw fail(404, `Deployment ${id} was not found`);
    return deployment;
  };
  const linesOf = (c: Context<PlatformEnv>): LogLine[] => {
    const deployment = deploymentOf(c, applicationScopes.read);
    const specId = c.req.param('specId');
    if (!deployment.deployments.some(({ id }) => id === specId))
      throw fail(400, `Specification ${specId} is not known`);
    const { process } = stageAt(deployment.runtime, clock.now());
    return logAt(store, deployment, process, clock.now()).filter(({ deploymentId }) => deploymentId === specId);
  };

  app.get(path, (c: Context<PlatformEnv>) => {
    const { environment } = placeOf(c, applicationScopes.read);
    const { targetId } = c.req.query();
    const offset = readInteger(c, 'offset', { fallback: 0, min: 0, max: 1_000_000 }, fail);
    const limit = readInteger(c, 'limit', { fallback: 250, min: 1, max: 1000 }, fail);
    const found = [...store.amcDeployments.values()].filter(
      (one) => one.environmentId === environment.id && (targetId === undefined || one.targetId === targetId),
    );
    const items = found.slice(offset, offset + limit).map((deployment) => itemView(platform, deployment));
    return c.json({ total: found.length, items });
  });

  app.post(path, async (c: Context<PlatformEnv>) => {
    const place = placeOf(c, applicationScopes.create);
    const body = await readBody(c, deploymentBody, fail);
    const deployment = newDeployment(platform, place, body);
    store.amcDeployments.set(deployment.id, deployment);
    roll(platform, deployment);
    return c.json(detailView(platform, deployment, originOf(c)), 202);
  });

  app.get(one, (c: Context<PlatformEnv>) =>
    c.json(detailView(platform, deploymentOf(c, applicationScopes.read), originOf(c))),
  );

  app.patch(one, async (c: Context<PlatformEnv>) => {
    const deployment = deploymentOf(c, applicationScopes.change);
    change(platform, deployment, await readBody(c, deploymentBody, fail));
    roll(platform, deployment);
    return c.json(detailView(platform, deployment, originOf(c)));
  });

  app.delete(one, (c: Context<PlatformEnv>) => {
    store.amcDeployments.delete(deploymentOf(c, applicationScopes.remove).id);
    return c.body(null, 204);
  });

  app.get(`${one}/specs`, (c: Context<PlatformEnv>) => {
    const { deployments } = deploymentOf(c, applicationScopes.read);
    const limit = readInteger(c, 'limit', { fallback: 100, min: 1, max: 1000 }, fail);
    const newest = [...deployments].reverse().slice(0, limit);
    return c.json(newest.map(({ id, createdAt }) => ({ version: id, createdAt: isoDate(createdAt) })));
  });

  app.get(`${one}/specs/:specId/logs`, (c: Context<PlatformEnv>) => {
    const lines = linesOf(c).map((line, index) => ({ line, docId: `${line.deploymentId}-${index}` }));
    const { afterDocId, logLevel, startTime = '0', endTime } = c.req.query();
    const length = readInteger(c, 'length', { fallback: 100, min: 0, max: 1000 }, fail);
    // With the line of that id itself, "to start reading from" [spec:amc]: the CLI leaves out what it has shown, and
    // breaks when it gets nothing (CLI reference 3).
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
  });

  app.get(`${one}/specs/:specId/logs/file`, (c: Context<PlatformEnv>) => c.text(logText(linesOf(c))));

  return app;
}

function requireTarget(
  { store }: Platform,
  { organization, environment }: Place,
  targetId: string | undefined,
): string {
  const space = store.privateSpaces.get(targetId ?? '');
  if (space === undefined || !servesEnvironment(space, organization, environment)) {
    throw fail(400, `target.targetId: ${targetId} is not a target of this environment`);
  }
  return space.id;
}

function newDeployment(platform: Platform, place: Place, body: DeploymentBody): AmcDeployment {
  const { store, clock } = platform;
  const { name = '', application, target } = body;
  if (!/^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/.test(name)) {
    throw fail(400, 'name: must be 1 to 42 characters: lower-case letters, digits and dashes');
  }
  const targetId = requireTarget(platform, place, target?.targetId);
  const ref = requireRef(platform, application?.ref);
  for (const other of store.amcDeployments.values()) {
    if (other.environmentId === place.environment.id && other.name === name) {
      throw fail(409, `A deployment named ${name} already exists in this environment`);
    }
  }
  const now = clock.now();
  const version = crypto.randomUUID();
  const deployment: AmcDeployment = {
    id: crypto.randomUUID(),
    name,
    organizationId: place.organization.id,
    environmentId: place.environment.id,
    labels: body.labels ?? [],
    target: {},
    targetId,
    ref,
    desiredState: 'STARTED',
    settings: {},
    properties: {},
    secureKeys: [],
    creationDate: now,
    lastModifiedDate: now,
    desiredVersion: version,
    lastSuccessfulVersion: steady<string | null>(null),
    runtime: steady<RuntimeState>({ status: 'APPLYING', updateStatus: null, process: null }),
    deployments: [],
    logs: [],
  };
  change(platform, deployment, body);
  return deployment;
}

/** A partial change: objects are merged member by member (reference 8). */
function change(platform: Platform, deployment: AmcDeployment, body: DeploymentBody): void {
  const { ref, desiredState, configuration, ...settings } = body.application ?? {};
  if (ref !== undefined) deployment.ref = requireRef(platform, ref);
  const { targetId: _target, provider: _provider, ...target } = body.target ?? {};
  deployment.target = merged(deployment.target, target);
  deployment.settings = merged(deployment.settings, configuration ? { ...settings, configuration } : settings);
  deployment.desiredState = desiredState ?? deployment.desiredState;
  deployment.labels = body.labels ?? deployment.labels;
  mergeProperties(deployment, body);
  deployment.lastModifiedDate = platform.clock.now();
}

/** Applies what is wanted: APPLYING, then APPLIED, and a little later the new process serves instead of the old. */
function roll({ clock }: Platform, deployment: AmcDeployment): void {
  const { amcApplies, amcStarts, amcStops } = durations;
  const now = clock.now();
  const old = stageAt(deployment.runtime, now).process;
  const successful = stageAt(deployment.lastSuccessfulVersion, now);
  const version = crypto.randomUUID();
  const state = (status: string, process: RuntimeState['process']): RuntimeState => ({
    status,
    updateStatus: null,
    process,
  });
  deployment.desiredVersion = version;
  deployment.deployments.push({ id: version, createdAt: now, startedAt: clock.after(amcStarts) });
  if (deployment.desiredState === 'STOPPED') {
    deployment.runtime = staged(clock, state('APPLYING', null), [amcStops, state('APPLIED', null)]);
  } else if (deployment.fault !== undefined) {
    deployment.runtime = staged(clock, state('APPLYING', old), [amcStarts, state('FAILED', old)]);
    logDeployment(clock, deployment, { name: deployment.name, deploymentId: version, ms: amcStarts });
    return;
  } else {
    deployment.runtime = staged(
      clock,
      state('APPLYING', old),
      [amcApplies, state('APPLIED', old)],
      [amcStarts, state('APPLIED', processIn(clock, amcStarts, deployment.properties))],
    );
    logDeployment(clock, deployment, { name: deployment.name, deploymentId: version, ms: amcStarts });
  }
  deployment.lastSuccessfulVersion = staged<string | null>(clock, successful, [amcStarts, version]);
}
