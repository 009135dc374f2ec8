import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { logDeployment } from './application-logs.ts';
import { type ArmArtifact, readArmApplication } from './arm-application-body.ts';
import { armApplicationView } from './arm-application-views.ts';
import { membershipOf } from './arm-membership.ts';
import { idInBody, isTarget, serversOfTarget } from './arm-targets.ts';
import { applicationScopes } from './cloudhub-access.ts';
import { armError } from './errors.ts';
import type { ArmDeployment, RuntimeState } from './model-applications.ts';
import type { Scope } from './permissions.ts';
import { requirePlace } from './places.ts';
import type { Platform, PlatformEnv } from './platform.ts';
import { processIn } from './processes.ts';
import { isMultipart, originOf, readBody, readInteger } from './requests.ts';
import { type HybridApplication, type Store, takeId } from './store.ts';
import { durations, lastStage, staged, steady } from './transitions.ts';

const desiredBody = z.looseObject({ desiredStatus: z.enum(['STARTED', 'STOPPED']) });
const sourceBody = z.looseObject({ applicationSource: z.record(z.string(), z.unknown()) });

/** Applications on servers, groups and clusters (reference 3.5); organization and environment come in headers. */
export function armApplicationRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  const one = '/applications/:applicationId';

  const checkScopes = (c: Context<PlatformEnv>, scopes: readonly Scope[]): void => {
    const { organization, environment } = c.get('place');
    requirePlace(store, c.get('principal'), organization.id, environment.id, scopes, armError);
  };
  const view = (c: Context<PlatformEnv>, application: HybridApplication) => ({
    data: armApplicationView(platform, application, originOf(c)),
  });
  /** By id, or by name, which the CLI tries as well. */
  const applicationOf = (c: Context<PlatformEnv>): HybridApplication => {
    const key = c.req.param('applicationId') ?? '';
    const found = applicationsAt(platform, c).find(({ id, name }) => String(id) === key || name === key);
    if (found === undefined) throw armError(404, 'application not found');
    return found;
  };

  app.get('/applications', (c) => {
    const { targetId, status, applicationId } = c.req.query();
    const offset = readInteger(c, 'offset', { fallback: 0, min: 0, max: 1_000_000 }, armError);
    const limit = readInteger(c, 'limit', { fallback: 1000, min: 1, max: 1000 }, armError);
    const data = applicationsAt(platform, c)
      .filter(({ id }) => !applicationId || String(id) === applicationId)
      .filter((application) => !targetId || String(application.targetId) === targetId)
      .map((application) => armApplicationView(platform, application, originOf(c)))
      .filter(({ lastReportedStatus }) => !status || lastReportedStatus === status);
    return c.json({ data: data.slice(offset, offset + limit) });
  });

  app.post('/applications', async (c) => {
    checkScopes(c, applicationScopes.create);
    const place = c.get('place');
    const sent = await readArmApplication(platform, c);
    const name = sent.artifactName ?? '';
    if (!/^[\w.-]+$/.test(name)) throw armError(400, 'artifactName: is required, without spaces');
    const targetId = idInBody.safeParse(sent.targetId);
    if (!targetId.success || !isTarget(store, place, targetId.data)) throw armError(404, 'target not found');
    if (sent.artifact === undefined) throw armError(400, 'file: an application needs its JAR or an applicationSource');
    const server = store.servers.get(targetId.data);
    if (server !== undefined && membershipOf(store, server) !== undefined) {
      throw armError(409, `Server ${server.name} (id: ${server.id}) is part of a group or cluster: deploy to that`);
    }
    if (applicationsAt(platform, c).some((other) => other.name === name && other.targetId === targetId.data)) {
      throw armError(409, `An application named ${name} is already deployed to this target`);
    }
    const now = clock.now();
    const deployed: ArmDeployment = {
      organizationId: place.organization.id,
      environmentId: place.environment.id,
      properties: sent.properties ?? {},
      secureKeys: [],
      runtime: steady<RuntimeState>({ status: 'UNDEPLOYED', updateStatus: null, process: null }),
      desiredStatus: steady('STARTED'),
      deployments: [],
      logs: [],
      timeCreated: now,
      timeUpdated: now,
      goneAt: null,
      ...sent.artifact,
    };
    const application: HybridApplication = { id: takeId(store), name, targetId: targetId.data, deployed };
    store.hybridApplications.set(application.id, application);
    start(platform, application, deployed, 'UNDEPLOYED');
    return c.json(view(c, application), 202);
  });

  app.get(one, (c) => c.json(view(c, applicationOf(c))));

  app.patch(one, async (c) => {
    checkScopes(c, applicationScopes.change);
    const application = applicationOf(c);
    const deployed = requireDeployed(platform, c, application);
    if (isMultipart(c)) {
      // With a file it is a new artifact, without one a restart (reference 3.5).
      const { artifact, properties } = await readArmApplication(platform, c);
      redeploy(platform, application, deployed, artifact, properties);
    } else {
      const { desiredStatus } = await readBody(c, desiredBody, armError);
      if (desiredStatus === 'STOPPED') stop(platform, deployed);
      else start(platform, application, deployed, 'STARTING');
    }
    return c.json(view(c, application), 202);
  });

  app.patch(`${one}/artifact`, async (c) => {
    checkScopes(c, applicationScopes.change);
    const application = applicationOf(c);
    await readBody(c, sourceBody, armError);
    const { artifact } = await readArmApplication(platform, c);
    redeploy(platform, application, requireDeployed(platform, c, application), artifact, undefined);
    return c.json(view(c, application));
  });

  app.get(`${one}/artifact`, (c) => {
    const { deployed } = applicationOf(c);
    if (deployed === undefined) throw armError(404, 'artifact not found');
    c.header('content-type', 'application/java-archive');
    c.header('content-disposition', `attachment; filename="${deployed.fileName}"`);
    return c.body(deployed.file);
  });

  app.delete(one, (c) => {
    checkScopes(c, applicationScopes.remove);
    const application = applicationOf(c);
    const { deployed } = application;
    if (deployed === undefined) {
      store.hybridApplications.delete(application.id);
    } else {
      deployed.goneAt = clock.after(durations.armDeletes);
      deployed.desiredStatus = steady('UNDEPLOYED');
      deployed.runtime = steady<RuntimeState>({ status: 'UNDEPLOYING', updateStatus: null, process: null });
    }
    return c.body(null, 204);
  });

  return app;
}

/** The applications of the environment. */
function applicationsAt({ store }: Platform, c: Context<PlatformEnv>): HybridApplication[] {
  const place = c.get('place');
  return [...store.hybridApplications.values()].filter(({ targetId }) => isTarget(store, place, targetId));
}

/** Removes applications whose deletion is finished: until then they are in the way of their target's changes. */
export function forgetDeleted(store: Store, now: number): void {
  for (const { id, deployed } of store.hybridApplications.values()) {
    if (deployed?.goneAt != null && deployed.goneAt <= now) store.hybridApplications.delete(id);
  }
}

/** An application that a scenario put on a target without details gets them once it is changed. */
function requireDeployed({ clock }: Platform, c: Context<PlatformEnv>, application: HybridApplication): ArmDeployment {
  const { organization, environment } = c.get('place');
  application.deployed ??= {
    organizationId: organization.id,
    environmentId: environment.id,
    properties: {},
    secureKeys: [],
    runtime: steady<RuntimeState>({ status: 'STARTED', updateStatus: null, process: processIn(clock, 0, {}) }),
    desiredStatus: steady('STARTED'),
    deployments: [],
    logs: [],
    timeCreated: clock.now(),
    timeUpdated: clock.now(),
    fileName: `${application.name}.jar`,
    file: new Uint8Array(),
    goneAt: null,
  };
  return application.deployed;
}

/** Starts or starts again: `first` is what is reported until the agent says more. */
function start(
  { store, clock }: Platform,
  application: HybridApplication,
  deployed: ArmDeployment,
  first: string,
): void {
  const { armStarts } = durations;
  const id = `${application.id}-${deployed.deployments.length + 1}`;
  const state = (status: string, process: RuntimeState['process'] = null): RuntimeState => ({
    status,
    updateStatus: null,
    process,
  });
  const done =
    deployed.fault === undefined
      ? state('STARTED', processIn(clock, armStarts, deployed.properties))
      : state('DEPLOYMENT_FAILED');
  // With nobody there to take it, a deployment waits; the agent picks it up once it is connected.
  const reachable = serversOfTarget(store, application.targetId).length > 0;
  deployed.runtime = reachable
    ? staged(clock, state(first), [armStarts / 4, state('STARTING')], [armStarts, done])
    : steady(state(first));
  deployed.deployments.push({ id, createdAt: clock.now(), startedAt: clock.after(armStarts) });
  deployed.desiredStatus = steady('STARTED');
  deployed.timeUpdated = clock.now();
  logDeployment(clock, deployed, { name: application.name, deploymentId: id, ms: armStarts });
}

function stop({ clock }: Platform, deployed: ArmDeployment): void {
  deployed.desiredStatus = steady('STOPPED');
  deployed.timeUpdated = clock.now();
  const state = (status: string): RuntimeState => ({ status, updateStatus: null, process: null });
  deployed.runtime = staged(clock, state(lastStage(deployed.runtime).status), [durations.armStops, state('STOPPED')]);
}

/** `desiredStatus` is UPDATED while it goes on, by which the Maven plugin waits (reference 3.5). */
function redeploy(
  platform: Platform,
  application: HybridApplication,
  deployed: ArmDeployment,
  artifact: ArmArtifact | undefined,
  properties: Record<string, string> | undefined,
): void {
  Object.assign(deployed, artifact);
  deployed.properties = properties ?? deployed.properties;
  start(platform, application, deployed, 'DEPLOYING');
  deployed.desiredStatus = staged(platform.clock, 'UPDATED', [durations.armStarts, 'STARTED']);
}
