import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { cloudHubError as fail } from '../../../core/errors.ts';
import type { Platform, PlatformEnv } from '../../../core/platform.ts';
import { isMultipart, originOf, readBody, readParts } from '../../../core/requests.ts';
import { steady } from '../../../core/transitions.ts';
import type { CloudHubApplication } from '../model.ts';
import { applicationScopes, requireApplication, requireScopes } from './access.ts';
import { type ApplicationRequest, readApplication, readArtifact } from './body.ts';
import { muleVersions, regions } from './catalog.ts';
import { startCloudHub, stateOf, stopCloudHub } from './lifecycle.ts';
import { applicationView } from './view.ts';

const statusBody = z.object({ status: z.string() });

const bulkBody = z.object({
  action: z.enum(['UPDATE', 'START', 'STOP', 'RESTART', 'DELETE']),
  domains: z.array(z.string()).min(1).max(100),
});

const domainPattern = /^[a-z0-9]([a-z0-9-]{1,40}[a-z0-9])$/;

/** Applications of CloudHub 1.0 (reference 7). */
export function cloudHubApplicationRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  const one = '/v2/applications/:domain';
  const view = (c: Context<PlatformEnv>, application: CloudHubApplication) =>
    applicationView(platform, application, originOf(c));

  app.get('/v2/applications', (c) => {
    const { environment } = c.get('place');
    const own = [...store.cloudHubApplications.values()].filter(
      ({ environmentId }) => environmentId === environment.id,
    );
    return c.json(own.map((application) => view(c, application)));
  });

  app.post('/v2/applications', async (c) => {
    const { organization, environment } = requireScopes(platform, c, applicationScopes.create);
    const sent = await readApplication(platform, c);
    const domain = sent.info.domain ?? '';
    requireDomain(domain);
    if (store.cloudHubApplications.has(domain)) throw fail(409, `Domain ${domain} is not available`);
    if (sent.artifact === undefined) throw fail(400, 'file: the application needs a JAR');
    const created: CloudHubApplication = {
      domain,
      organizationId: organization.id,
      environmentId: environment.id,
      muleVersion: muleVersions[0].version,
      previousMuleVersion: null,
      region: regions[0].id,
      workers: { amount: 1, type: 'Micro' },
      properties: {},
      secureKeys: [],
      loggingNgEnabled: true,
      monitoringEnabled: true,
      monitoringAutoRestart: true,
      persistentQueues: false,
      objectStoreV1: false,
      ...sent.artifact,
      lastUpdateTime: clock.now(),
      runtime: steady({ status: 'UNDEPLOYED', updateStatus: null, process: null }),
      deployments: [],
      logs: [],
    };
    change(created, sent, clock.now());
    store.cloudHubApplications.set(domain, created);
    if (sent.autoStart) startCloudHub(platform, created);
    return c.json(view(c, created));
  });

  app.put('/v2/applications', async (c) => {
    requireScopes(platform, c, applicationScopes.change);
    const { action, domains } = await readBody(c, bulkBody, fail);
    if (action === 'DELETE') requireScopes(platform, c, applicationScopes.remove);
    const { environment } = c.get('place');
    const all = domains.map((domain) => {
      const found = store.cloudHubApplications.get(domain);
      if (found?.environmentId !== environment.id) throw fail(404, `Application with domain ${domain} was not found`);
      return found;
    });
    for (const application of all) {
      if (action === 'DELETE') store.cloudHubApplications.delete(application.domain);
      else if (action === 'STOP') stopCloudHub(platform, application);
      else startCloudHub(platform, application);
    }
    return c.json({});
  });

  app.get(one, (c) => c.json(view(c, requireApplication(platform, c))));

  app.put(one, async (c) => {
    requireScopes(platform, c, applicationScopes.change);
    const application = requireApplication(platform, c);
    const sent = await readApplication(platform, c);
    const wasStopped = stateOf(application, clock.now()).status === 'UNDEPLOYED';
    change(application, sent, clock.now());
    // A stopped application is changed without being started, unless a new JAR comes with the wish to start it.
    if (!wasStopped || (sent.artifact !== undefined && sent.autoStart)) startCloudHub(platform, application);
    return c.json(view(c, application));
  });

  app.on('DELETE', [one, '/applications/:domain'], (c) => {
    requireScopes(platform, c, applicationScopes.remove);
    store.cloudHubApplications.delete(requireApplication(platform, c).domain);
    return c.body(null, 204);
  });

  app.post(`${one}/files`, async (c) => {
    requireScopes(platform, c, applicationScopes.change);
    const application = requireApplication(platform, c);
    const file = isMultipart(c) ? (await readParts(c, fail)).files.get('file') : undefined;
    if (file === undefined) throw fail(400, 'file: the application needs a JAR');
    Object.assign(application, await readArtifact(file), { lastUpdateTime: clock.now() });
    startCloudHub(platform, application);
    return c.json(view(c, application));
  });

  app.get('/applications/:domain/download/:fileName', (c) => {
    c.header('content-type', 'application/java-archive');
    return c.body(requireApplication(platform, c).file);
  });

  app.get('/applications/domains/:domain', (c) => {
    const { domain } = c.req.param();
    requireDomain(domain);
    return c.json({ available: !store.cloudHubApplications.has(domain) });
  });

  app.get('/applications/:domain/status', (c) => c.text(stateOf(requireApplication(platform, c), clock.now()).status));

  app.post('/applications/:domain/status', async (c) => {
    requireScopes(platform, c, applicationScopes.change);
    const application = requireApplication(platform, c);
    const action = (await readBody(c, statusBody, fail)).status.toLowerCase();
    if (!/^(start|stop|restart)$/.test(action)) throw fail(400, 'status: must be start, stop or restart');
    const { status, process } = stateOf(application, clock.now());
    const isStopped = process === null && status !== 'DEPLOYING';
    if (action === 'restart' && isStopped) throw fail(400, `Application ${application.domain} is not started`);
    // Already as asked (CLI reference 2). A deployment that failed can be started again.
    if (action === 'start' ? !isStopped : action === 'stop' && /^UNDEPLOY(ED|ING)$/.test(status)) {
      return c.body(null, 304);
    }
    if (action === 'stop') stopCloudHub(platform, application);
    else startCloudHub(platform, application);
    application.lastUpdateTime = clock.now();
    return c.json({});
  });

  return app;
}

function requireDomain(domain: string): void {
  if (!domainPattern.test(domain)) {
    throw fail(400, 'Domain name must be 3 to 42 characters: lower-case letters, digits and dashes');
  }
}

/**
 * What is sent is changed, the rest stays; properties and their options are replaced as a whole (reference 7). What the
 * platform does with a mask that is written back is not documented: here the stars are taken as the new value, so that a
 * client that writes back what it read loses the secret, and shows.
 */
function change(app: CloudHubApplication, { info, artifact }: ApplicationRequest, now: number): void {
  const { muleVersion, region, workers, properties, propertiesOptions } = info;
  if (muleVersion !== undefined && muleVersion.version !== app.muleVersion) {
    app.previousMuleVersion = app.muleVersion;
    app.muleVersion = muleVersion.version;
  }
  app.region = region ?? app.region;
  app.workers = { amount: workers?.amount ?? app.workers.amount, type: workers?.type?.name ?? app.workers.type };
  if (properties !== undefined) {
    app.properties = properties;
    app.secureKeys = [];
  }
  if (propertiesOptions) {
    app.secureKeys = Object.keys(propertiesOptions).filter((name) => propertiesOptions[name]?.secure === true);
  }
  for (const key of [
    'loggingNgEnabled',
    'monitoringEnabled',
    'monitoringAutoRestart',
    'persistentQueues',
    'objectStoreV1',
  ] as const) {
    app[key] = info[key] ?? app[key];
  }
  Object.assign(app, artifact);
  app.lastUpdateTime = now;
}
