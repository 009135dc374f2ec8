import { Derived } from '../../../core/derived.ts';
import { organizations } from '../../../core/identity/organizations.ts';
import type { Platform } from '../../../core/platform.ts';
import { supportOf } from '../../runtime-fabric/index.ts';
import { applicationUrl } from '../deployed-applications.ts';
import type { CloudHubApplication } from '../model.ts';
import { masked } from '../properties.ts';
import { changerOf } from './account.ts';
import { cloudHubApplications, stateOf } from './application.ts';
import { fullDomainOf, isWorkerType, muleVersions, workerTypes } from './catalog.ts';

/** An application as CloudHub 1.0 shows it [docs/platform/applications.md#cloudhub-state]. */
export function applicationView(platform: Platform, app: CloudHubApplication, baseUrl: string) {
  const { store, clock } = platform;
  const { status, updateStatus } = stateOf(app, clock.now());
  const mule = muleVersions.find(({ version }) => version === app.muleVersion) ?? muleVersions[0];
  const type = isWorkerType(app.workers.type) ? workerTypes[app.workers.type] : workerTypes.Micro;
  const sandbox = store.of(organizations).get(app.organizationId)?.entitlements.vCoresSandbox;
  const total = (sandbox?.assigned ?? 0) - (sandbox?.reassigned ?? 0);
  return {
    domain: app.domain,
    fullDomain: fullDomainOf(app),
    // Emulator only: its address on the data plane. `fullDomain` is a host name without a path.
    dataPlaneUrl: applicationUrl(baseUrl, app),
    status,
    ...(updateStatus === null ? {} : { deploymentUpdateStatus: updateStatus }),
    versionId: app.deployments.at(-1)?.id ?? null,
    fileName: app.fileName,
    hasFile: app.file.length > 0,
    lastUpdateTime: app.lastUpdateTime,
    ...changerOf(store, app),
    region: app.region,
    properties: masked(app.properties, app.secureKeys),
    propertiesOptions: Object.fromEntries(app.secureKeys.map((name) => [name, { secure: true }])),
    workers: {
      amount: app.workers.amount,
      type: { name: app.workers.type, weight: type.weight, cpu: `${type.weight} vCores`, memory: type.memory },
      remainingOrgWorkers: Math.round((total - vCoresIn(platform, app.organizationId)) * 10) / 10,
      totalOrgWorkers: total,
    },
    workerStatuses: status === 'STARTED' ? [{ host: '127.0.0.1', status }] : [],
    muleVersion: {
      ...muleVersionView(mule.version),
      updateId: app.updateId ?? hexOf(mule.version),
      latestUpdateId: hexOf(mule.version),
    },
    ...(app.previousMuleVersion === null
      ? {}
      : {
          previousMuleVersion: {
            ...muleVersionView(app.previousMuleVersion),
            updateId: hexOf(app.previousMuleVersion),
          },
        }),
    loggingNgEnabled: app.loggingNgEnabled,
    monitoringEnabled: app.monitoringEnabled,
    monitoringAutoRestart: app.monitoringAutoRestart,
    persistentQueues: app.persistentQueues,
    objectStoreV1: app.objectStoreV1,
    loggingCustomLog4JEnabled: false,
    logLevels: [],
    persistentQueuesEncrypted: false,
    persistentQueuesEncryptionEnabled: false,
    multitenanted: false,
    tenants: 0,
    secureDataGatewayEnabled: false,
    vpnEnabled: false,
    staticIPsEnabled: false,
    trackingSettings: { trackingLevel: 'DISABLED' },
    ipAddresses: [],
    description: '',
    ...app.settings,
  };
}

/** A version of Mule with the ends of its support; of one that is not in the catalog only its name is known. */
function muleVersionView(version: string) {
  const mule = muleVersions.find((known) => known.version === version);
  if (mule === undefined) return { version };
  const { standardEnds, lifeEnds } = supportOf(version, mule.releaseChannel);
  return {
    version,
    endOfSupportDate: Date.parse(standardEnds),
    endOfLifeDate: Date.parse(lifeEnds),
    releaseChannel: mule.releaseChannel,
    javaVersion: mule.javaVersion,
  };
}

const vCores = new Derived<number>();

function vCoresIn(platform: Platform, organizationId: string): number {
  return vCores.of(platform, organizationId, () => {
    let used = 0;
    for (const [, app] of platform.store.look(cloudHubApplications)) {
      if (app.organizationId === organizationId) used += app.workers.amount * weightOf(app.workers.type);
    }
    return used;
  });
}

function weightOf(type: string): number {
  return isWorkerType(type) ? workerTypes[type].weight : 0;
}

function hexOf(version: string): string {
  return Buffer.from(version.padEnd(12, '0')).toString('hex').slice(0, 24);
}
