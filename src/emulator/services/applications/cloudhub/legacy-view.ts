import type { Platform } from '../../../core/platform.ts';
import { hexFrom } from '../../../core/scenario/names.ts';
import type { CloudHubApplication } from '../model.ts';
import { muleVersions } from './catalog.ts';
import { applicationView } from './view.ts';

/** The workers of an application, one for each that was asked for while it runs. */
export function workersOf(app: Readonly<CloudHubApplication>, status: string) {
  if (status !== 'STARTED') return [];
  return Array.from({ length: app.workers.amount }, (_, index) => ({
    id: `i-${hexFrom('worker', app.domain, String(index)).slice(0, 8)}`,
    host: '127.0.0.1',
    port: 0,
    status,
    staticIPEnabled: false,
  }));
}

/** An application as the first version of CloudHub's API shows it [docs/platform/applications.md#version-1]. */
export function legacyView(platform: Platform, app: CloudHubApplication, baseUrl: string) {
  const view = applicationView(platform, app, baseUrl);
  return {
    id: hexFrom('application', app.domain).slice(0, 24),
    href: `${baseUrl}/cloudhub/api/applications/${app.domain}`,
    domain: app.domain,
    fullDomain: view.fullDomain,
    description: view.description,
    properties: view.properties,
    propertiesOptions: view.propertiesOptions,
    status: view.status,
    ...(view.deploymentUpdateStatus === undefined ? {} : { deploymentUpdateStatus: view.deploymentUpdateStatus }),
    workers: app.workers.amount,
    workerType: app.workers.type,
    lastUpdateTime: app.lastUpdateTime,
    remainingWorkerCount: view.workers.remainingOrgWorkers,
    filename: app.fileName,
    muleVersion: app.muleVersion,
    supportedVersions: muleVersions.map(({ version }) => version),
    tenants: 0,
    region: app.region,
    userId: view.userId,
    userName: view.userName,
    hasFile: view.hasFile,
    staticIPsEnabled: view.staticIPsEnabled,
    multitenanted: false,
    persistentQueues: app.persistentQueues,
    monitoringAutoRestart: app.monitoringAutoRestart,
    encryptedPersistentQueues: view.persistentQueuesEncrypted,
    ipAddresses: [],
    secureDataGateway: { connected: false },
    secureDataGatewayEnabled: false,
    vpnEnabled: false,
  };
}
