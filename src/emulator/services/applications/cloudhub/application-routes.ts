import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import { type Place, requireScopes } from '../../../core/identity/places.ts';
import { listingOf } from '../../../core/listing.ts';
import { flag, integer, type Query } from '../../../core/queries.ts';
import { isMultipart, originOf, readBody, readParts } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { readArtifact } from '../artifacts.ts';
import type { CloudHubApplication } from '../model.ts';
import { applicationScopes } from '../scopes.ts';
import { applicationPath, cloudHub, requireApplication } from './api.ts';
import { cloudHubApplications, stateOf } from './application.ts';
import { readApplication } from './body.ts';
import { changeApplication, newApplication, noteChange, requireDomain } from './change.ts';
import { cloudHubError as fail } from './errors.ts';
import { startCloudHub, stopCloudHub } from './lifecycle.ts';
import { applicationView } from './view.ts';

const statusBody = z.strictObject({ status: z.string() });

const bulkBody = z.strictObject({
  action: z.enum(['UPDATE', 'START', 'STOP', 'RESTART', 'DELETE']),
  domains: z.array(z.string()).min(1).max(100),
});

/** What a list shows in addition. Nothing is measured here, so there are no statistics of any `period`. */
const listQuery = {
  retrieveStatistics: flag,
  period: integer,
  retrieveLogLevels: flag,
  retrieveTrackingSettings: flag,
  retrieveIpAddresses: flag,
};

const { read, create, change, remove } = applicationScopes;
const all = '/v2/applications';

/** Applications of CloudHub 1.0 [docs/platform/applications.md#cloudhub-10]. */
export const applicationRoutes: readonly Route[] = [
  cloudHub.environment('GET', all, { scopes: read, query: listQuery }, (c, { environment }, sent) => {
    const own = listingOf(cloudHubApplications).find(c.var.platform, environment.id);
    return c.json(own.map((application) => listed(view(c, application), sent)));
  }),

  cloudHub.environment('POST', all, create, async (c, place) => {
    const { platform } = c.var;
    const sent = await readApplication(c);
    if (sent.artifact === undefined) throw fail(400, 'file: the application needs a JAR');
    const application = newApplication(platform, place, sent);
    changeApplication(application, sent);
    noteChange(c, application);
    platform.store.of(cloudHubApplications).set(application.domain, application);
    if (sent.autoStart) startCloudHub(platform, application);
    return c.json(view(c, application));
  }),

  cloudHub.environment('PUT', all, change, async (c, place) => {
    const { platform } = c.var;
    const { action, domains } = await readBody(c, bulkBody, fail);
    if (action === 'DELETE') requireScopes(c, place, remove, fail);
    for (const application of domains.map((domain) => requireApplication(c, place, domain))) {
      if (action === 'DELETE') platform.store.delete(cloudHubApplications, application.domain);
      else if (action === 'STOP') stopCloudHub(platform, application);
      else startCloudHub(platform, application);
      if (action !== 'DELETE') noteChange(c, application);
    }
    return c.json({});
  }),

  cloudHub.environment('GET', applicationPath, read, (c, place) =>
    c.json(view(c, requireApplication(c, place, c.req.param('domain')))),
  ),

  cloudHub.environment('PUT', applicationPath, change, async (c, place) => {
    const { platform } = c.var;
    const application = requireApplication(c, place, c.req.param('domain'));
    const sent = await readApplication(c);
    const wasStopped = stateOf(application, platform.clock.now()).status === 'UNDEPLOYED';
    changeApplication(application, sent);
    noteChange(c, application);
    // A stopped application stays stopped, unless a new JAR comes with `autoStart`.
    if (!wasStopped || (sent.artifact !== undefined && sent.autoStart)) startCloudHub(platform, application);
    return c.json(view(c, application));
  }),

  cloudHub.environment('DELETE', applicationPath, remove, deleteApplication),
  // The older path answers 200 [docs/platform/applications.md#cloudhub-10].
  cloudHub.environment('DELETE', '/applications/{domain}', remove, (c, place) => {
    deleteApplication(c, place);
    return c.body(null, 200);
  }),

  cloudHub.environment('POST', `${applicationPath}/files`, change, async (c, place) => {
    const { platform } = c.var;
    const application = requireApplication(c, place, c.req.param('domain'));
    if (!isMultipart(c)) throw fail(415, 'Unsupported Media Type');
    const { files, texts } = await readParts(c, fail);
    const file = files.get('file');
    if (file === undefined) throw fail(400, 'file: the application needs a JAR');
    if (texts.has('staticIp')) throw fail(400, 'staticIp: static IPs are not available for this application');
    Object.assign(application, await readArtifact(file, fail));
    noteChange(c, application);
    startCloudHub(platform, application);
    return c.json(view(c, application));
  }),

  cloudHub.environment('GET', '/applications/{domain}/download/{fileName}', read, (c, place) => {
    const { file } = requireApplication(c, place, c.req.param('domain'));
    c.header('content-type', 'application/java-archive');
    return c.body(file);
  }),

  cloudHub.environment('GET', '/applications/domains/{domain}', read, (c) => {
    const domain = c.req.param('domain');
    requireDomain(domain);
    return c.json({ available: !c.var.platform.store.of(cloudHubApplications).has(domain) });
  }),

  cloudHub.environment('GET', '/applications/{domain}/status', read, (c, place) => {
    const application = requireApplication(c, place, c.req.param('domain'));
    return c.text(stateOf(application, c.var.platform.clock.now()).status);
  }),

  cloudHub.environment('POST', '/applications/{domain}/status', change, async (c, place) => {
    const { platform } = c.var;
    const application = requireApplication(c, place, c.req.param('domain'));
    const action = (await readBody(c, statusBody, fail)).status.toLowerCase();
    if (!/^(start|stop|restart)$/.test(action)) throw fail(400, 'status: must be start, stop or restart');
    const { status, process } = stateOf(application, platform.clock.now());
    const isStopped = process === null && status !== 'DEPLOYING';
    if (action !== 'stop' && application.file.length === 0) {
      throw fail(400, `Application ${application.domain} has no file`);
    }
    if (action === 'restart' && isStopped) throw fail(400, `Application ${application.domain} is not started`);
    // 304: already in that state [docs/platform/applications.md#cloudhub-10]. A failed deployment can be started again.
    if (action === 'start' ? !isStopped : action === 'stop' && /^UNDEPLOY(ED|ING)$/.test(status)) {
      return c.body(null, 304);
    }
    if (action === 'stop') stopCloudHub(platform, application);
    else startCloudHub(platform, application);
    noteChange(c, application);
    return c.json({});
  }),
];

/** An application in a list, which shows some members only when they are asked for. */
function listed(
  { logLevels, trackingSettings, ipAddresses, ...rest }: ReturnType<typeof view>,
  sent: Query<typeof listQuery>,
) {
  return {
    ...rest,
    ...(sent.retrieveLogLevels === true ? { logLevels } : {}),
    ...(sent.retrieveTrackingSettings === true ? { trackingSettings } : {}),
    ...(sent.retrieveIpAddresses === true ? { ipAddresses } : {}),
  };
}

function view(c: Call, application: CloudHubApplication) {
  return applicationView(c.var.platform, application, originOf(c));
}

function deleteApplication(c: Call, place: Place): Response {
  const { domain } = requireApplication(c, place, c.req.param('domain') ?? '');
  c.var.platform.store.delete(cloudHubApplications, domain);
  return c.body(null, 204);
}
