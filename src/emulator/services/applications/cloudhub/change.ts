import type { Call } from '../../../core/call.ts';
import { runtimeState } from '../../../core/data-plane/processes.ts';
import type { Place } from '../../../core/identity/places.ts';
import type { Platform } from '../../../core/platform.ts';
import { steady } from '../../../core/transitions.ts';
import { creatorOf } from '../../access/index.ts';
import type { CloudHubApplication } from '../model.ts';
import { cloudHubApplications } from './application.ts';
import type { ApplicationRequest } from './body.ts';
import { muleVersions, regions } from './catalog.ts';
import { cloudHubError as fail } from './errors.ts';

const domainPattern = /^[a-z0-9]([a-z0-9-]{1,40}[a-z0-9])$/;

/** A new application that was never deployed. @throws PlatformError 400, 409 */
export function newApplication(
  { store, clock }: Platform,
  place: Place,
  { info, artifact }: ApplicationRequest,
): CloudHubApplication {
  const domain = info.domain ?? '';
  requireDomain(domain);
  if (store.of(cloudHubApplications).has(domain)) throw fail(409, `Domain ${domain} is not available`);
  return {
    domain,
    organizationId: place.organization.id,
    environmentId: place.environment.id,
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
    settings: {},
    fileName: '',
    file: new Uint8Array(),
    ...artifact,
    lastUpdateTime: clock.now(),
    runtime: steady(runtimeState('UNDEPLOYED')),
    deployments: [],
    logs: [],
  };
}

/** @throws PlatformError 400 */
export function requireDomain(domain: string): void {
  if (!domainPattern.test(domain)) {
    throw fail(400, 'Domain name must be 3 to 42 characters: lower-case letters, digits and dashes');
  }
}

/** Settings that change nothing here, and are read back. */
const keptSettings = [
  'loggingCustomLog4JEnabled',
  'logLevels',
  'persistentQueuesEncrypted',
  'staticIPsEnabled',
  'trackingSettings',
  'description',
] as const;

/**
 * Changes what was sent and keeps the rest. Properties and their options are replaced as a whole
 * [docs/platform/applications.md#cloudhub-properties]. What the platform does with a mask that is written back is not
 * documented: here it becomes the new value, which exposes clients that write back what they read.
 */
export function changeApplication(app: CloudHubApplication, { info, artifact }: ApplicationRequest): void {
  const { muleVersion, region, workers, properties, propertiesOptions } = info;
  if (muleVersion?.updateId != null) app.updateId = muleVersion.updateId;
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
  for (const key of keptSettings) {
    if (info[key] !== undefined) app.settings = { ...app.settings, [key]: info[key] };
  }
  Object.assign(app, artifact);
  app.fileName = info.fileName ?? app.fileName;
}

/** Notes who changed, started or stopped an application, and when. */
export function noteChange(c: Call, app: CloudHubApplication): void {
  app.lastUpdateTime = c.var.platform.clock.now();
  app.changedBy = (c.var.principal.user ?? creatorOf(c)).id;
}
