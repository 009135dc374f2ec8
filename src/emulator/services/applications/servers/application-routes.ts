import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import type { Place } from '../../../core/identity/places.ts';
import { type Listed, Listing, type Order } from '../../../core/listing.ts';
import type { Platform } from '../../../core/platform.ts';
import { integer, integerFrom, oneOf } from '../../../core/queries.ts';
import { isMultipart, originOf, readBody } from '../../../core/requests.ts';
import { type Route, routesBelow } from '../../../core/routes.ts';
import {
  armPath,
  armError as fail,
  isTarget,
  membershipOf,
  placeFromHeaders,
  servers,
  takeId,
  targetOf,
} from '../../runtime/index.ts';
import type { HybridApplication } from '../model.ts';
import { applicationScopes } from '../scopes.ts';
import { hybridApplications } from './application.ts';
import { type ApplicationRequest, readApplication } from './body.ts';
import {
  type DeployedHybridApplication,
  newDeployment,
  redeployArm,
  removeArm,
  startArm,
  stopArm,
  withDeployment,
} from './lifecycle.ts';
import { hybridApplicationView, reportedStatusOf } from './views.ts';

const desiredBody = z.strictObject({ desiredStatus: z.enum(['STARTED', 'STOPPED']) });

/** The states of [docs/platform/applications.md#states-on-servers]; the document lists four for the filter. */
const states = [
  'STARTED',
  'STARTING',
  'STOPPED',
  'PARTIALLY_STARTED',
  'DEPLOYING',
  'DEPLOYED',
  'DEPLOYMENT_FAILED',
  'UNDEPLOYING',
  'UNDEPLOYED',
  'UPDATED',
] as const;

/** The document knows no pages; the CLI asks for them [docs/platform/conventions.md#paging]. */
const listQuery = {
  applicationId: integer,
  targetId: integer,
  status: oneOf(states),
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 1000, min: 1, max: 1000 }),
  sort: z.enum(['id', 'name', 'timeCreated', 'timeUpdated']).default('id'),
};

const { read, create, change, remove } = applicationScopes;

/** ARM, with the scopes of applications. */
const arm = routesBelow(armPath, { fail, place: placeFromHeaders, scopes: read });
const all = '/applications';
const one = '/applications/{applicationId}';

const order = (
  key: string,
  of: (application: Readonly<HybridApplication>) => string | number,
): Order<HybridApplication> => ({ key, compare: () => (a, b) => (of(a) < of(b) ? -1 : Number(of(a) > of(b))) });

const orders = {
  id: order('id', ({ id }) => id),
  name: order('name', ({ name }) => name),
  timeCreated: order('timeCreated', ({ deployed }) => deployed?.timeCreated ?? 0),
  timeUpdated: order('timeUpdated', ({ deployed }) => deployed?.timeUpdated ?? 0),
};

/** Applications on servers, groups and clusters [docs/platform/applications.md#on-servers]. */
export const applicationRoutes: readonly Route[] = [
  arm.environment('GET', all, { scopes: read, query: listQuery }, (c, place, sent) => {
    const { platform } = c.var;
    const { targetId, status, applicationId, offset, limit, sort } = sent;
    const isFiltered = [targetId, status, applicationId].some((one) => one !== undefined);
    const found = applications.find(platform, place.environment.id, {
      order: orders[sort],
      where: isFiltered
        ? {
            key: JSON.stringify([targetId, status, applicationId]),
            holds: () => (application) =>
              (applicationId === undefined || application.id === applicationId) &&
              (targetId === undefined || application.targetId === targetId) &&
              (status === undefined || reportedStatusOf(platform, application) === status),
          }
        : undefined,
    });
    const page = found.slice(offset, offset + limit);
    return c.json({ data: page.map((application) => hybridApplicationView(platform, application, originOf(c))) });
  }),

  arm.environment('POST', all, create, async (c, place) => {
    const { platform } = c.var;
    const application = newApplication(platform, place, await readApplication(c));
    platform.store.of(hybridApplications).set(application.id, application);
    startArm(platform, application, 'UNDEPLOYED');
    return c.json(view(c, application), 202);
  }),

  arm.environment('GET', one, read, (c, place) => c.json(view(c, requireApplication(c, place)))),

  arm.environment('PATCH', one, change, async (c, place) => {
    const { platform } = c.var;
    const application = withDeployment(platform, place, requireApplication(c, place));
    if (isMultipart(c)) {
      // With a file this is a new artifact, without one a restart [docs/platform/applications.md#on-servers].
      redeployArm(platform, application, await readApplication(c));
    } else {
      const { desiredStatus } = await readBody(c, desiredBody, fail);
      if (desiredStatus === 'STOPPED') stopArm(platform, application);
      else startArm(platform, application, 'STARTING');
    }
    // Two clients take only 200 [docs/platform/disagreements.md#arm-deploy-status].
    return c.json(view(c, application));
  }),

  arm.environment('PATCH', `${one}/artifact`, change, async (c, place) => {
    const { platform } = c.var;
    const application = requireApplication(c, place);
    const sent = await readApplication(c);
    if (sent.artifact === undefined) throw fail(400, 'applicationSource is required');
    redeployArm(platform, withDeployment(platform, place, application), sent);
    return c.json(view(c, application));
  }),

  arm.environment('GET', `${one}/artifact`, read, (c, place) => {
    const { deployed } = requireApplication(c, place);
    if (deployed === undefined) throw fail(404, 'artifact not found');
    c.header('content-type', 'application/java-archive');
    c.header('content-disposition', `attachment; filename="${deployed.fileName}"`);
    return c.body(deployed.file);
  }),

  arm.environment('DELETE', one, remove, (c, place) => {
    removeArm(c.var.platform, requireApplication(c, place));
    return c.body(null, 204);
  }),
];

function view(c: Call, application: HybridApplication) {
  return { data: hybridApplicationView(c.var.platform, application, originOf(c)) };
}

/**
 * The application of the path by id, or by name, which the CLI tries as well
 * [docs/platform/cli.md#applications-on-servers]. @throws PlatformError 404
 */
function requireApplication(c: Call, place: Place): HybridApplication {
  const { platform } = c.var;
  const key = c.req.param('applicationId') ?? '';
  const found = applications
    .find(platform, place.environment.id)
    .find(({ id, name }) => String(id) === key || name === key);
  const application = found && platform.store.of(hybridApplications).get(found.id);
  if (application === undefined) throw fail(404, 'application not found');
  return application;
}

/** The applications on the servers, groups and clusters of an environment. */
export function hybridApplicationsAt(platform: Platform, environmentId: string): Listed<HybridApplication> {
  return applications.find(platform, environmentId);
}

/** An application is in the environment of its target. */
const applications = new Listing(
  hybridApplications,
  ({ targetId }, { store }) => targetOf({ store }, targetId)?.environmentId,
);

function newApplication(platform: Platform, place: Place, sent: ApplicationRequest): DeployedHybridApplication {
  const { store, clock } = platform;
  const name = sent.artifactName ?? '';
  if (!/^[\w.-]+$/.test(name)) throw fail(400, 'artifactName: is required, without spaces');
  const { targetId } = sent;
  if (targetId === undefined || !isTarget(platform, place, targetId)) throw fail(404, 'target not found');
  if (sent.artifact === undefined) throw fail(400, 'file: an application needs its JAR or an applicationSource');
  const server = store.of(servers).get(targetId);
  if (server !== undefined && membershipOf(platform, server) !== undefined) {
    throw fail(409, `Server ${server.name} (id: ${server.id}) is part of a group or cluster: deploy to that`);
  }
  const others = applications.find(platform, place.environment.id);
  if (others.some((other) => other.name === name && other.targetId === targetId)) {
    throw fail(409, `An application named ${name} is already deployed to this target`);
  }
  const { properties = {}, configuration } = sent;
  const deployed = { ...newDeployment(place, clock.now()), properties, configuration, ...sent.artifact };
  return { id: takeId(store), name, targetId, deployed };
}
