import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { armError } from '../../../core/errors.ts';
import type { Scope } from '../../../core/permissions.ts';
import { requirePlace } from '../../../core/places.ts';
import type { Platform, PlatformEnv } from '../../../core/platform.ts';
import { isMultipart, originOf, readBody, readInteger } from '../../../core/requests.ts';
import { type HybridApplication, takeId } from '../../../core/store.ts';
import { membershipOf } from '../../runtime/membership.ts';
import { idInBody, isTarget } from '../../runtime/targets.ts';
import { applicationScopes } from '../cloudhub/access.ts';
import type { ArmDeployment } from '../model.ts';
import { readArmApplication } from './body.ts';
import { deploymentOf, newDeployment, redeployArm, removeArm, startArm, stopArm } from './lifecycle.ts';
import { armApplicationView } from './views.ts';

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
    const deployed: ArmDeployment = {
      ...newDeployment(place, clock.now()),
      properties: sent.properties ?? {},
      ...sent.artifact,
    };
    const application: HybridApplication = { id: takeId(store), name, targetId: targetId.data, deployed };
    store.hybridApplications.set(application.id, application);
    startArm(platform, application, deployed, 'UNDEPLOYED');
    return c.json(view(c, application), 202);
  });

  app.get(one, (c) => c.json(view(c, applicationOf(c))));

  app.patch(one, async (c) => {
    checkScopes(c, applicationScopes.change);
    const application = applicationOf(c);
    const deployed = deploymentOf(platform, c.get('place'), application);
    if (isMultipart(c)) {
      // With a file it is a new artifact, without one a restart (reference 3.5).
      const { artifact, properties } = await readArmApplication(platform, c);
      redeployArm(platform, application, deployed, artifact, properties);
    } else {
      const { desiredStatus } = await readBody(c, desiredBody, armError);
      if (desiredStatus === 'STOPPED') stopArm(platform, deployed);
      else startArm(platform, application, deployed, 'STARTING');
    }
    return c.json(view(c, application), 202);
  });

  app.patch(`${one}/artifact`, async (c) => {
    checkScopes(c, applicationScopes.change);
    const application = applicationOf(c);
    await readBody(c, sourceBody, armError);
    const { artifact } = await readArmApplication(platform, c);
    redeployArm(platform, application, deploymentOf(platform, c.get('place'), application), artifact, undefined);
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
      removeArm(platform, deployed);
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
