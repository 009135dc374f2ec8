import { dataPlanePath, hostIn } from '../../core/data-plane/hosts.ts';
import type { DeployedApplication } from '../../core/data-plane/model.ts';
import type { Platform } from '../../core/platform.ts';
import { recordOf } from '../../core/requests.ts';
import { stageAt } from '../../core/transitions.ts';
import { serversOfTarget } from '../runtime/index.ts';
import { amcDeployments } from './amc/deployment.ts';
import { cloudHubApplications, stateOf } from './cloudhub/application.ts';
import type { AmcDeployment, CloudHubApplication, HybridApplication } from './model.ts';
import { hybridApplications, hybridHostOf, hybridStateOf } from './servers/application.ts';

/** All applications of CloudHub 1.0, AMC and ARM. */
export function* applicationsOf(platform: Platform): Generator<DeployedApplication> {
  const { store, clock } = platform;
  const now = clock.now();
  for (const [, app] of store.look(cloudHubApplications)) {
    const { domain, organizationId, environmentId } = app;
    yield { host: domain, name: domain, organizationId, environmentId, process: stateOf(app, now).process };
  }
  for (const [, app] of store.look(amcDeployments)) {
    const { name, organizationId, environmentId } = app;
    const { process } = stageAt(app.runtime, now);
    yield { host: hostIn(app), publicHosts: publicHostsOf(app), name, organizationId, environmentId, process };
  }
  for (const [, app] of store.look(hybridApplications)) {
    const server = serversOfTarget(platform, app.targetId)[0];
    yield {
      host: hybridHostOf(app),
      name: app.name,
      organizationId: app.deployed?.organizationId ?? server?.organizationId ?? '',
      environmentId: app.deployed?.environmentId ?? server?.environmentId ?? '',
      process: hybridStateOf(platform, app).process,
    };
  }
}

/**
 * The hosts of the public addresses that a deployment was given. The emulator has one host name, so they answer below its
 * own address [docs/platform/cloudhub-2.md#create].
 */
function publicHostsOf({ target }: Readonly<AmcDeployment>): string[] {
  const settings = recordOf(target['deploymentSettings']);
  const inbound = recordOf(recordOf(settings['http'])['inbound']);
  const endpoints = Array.isArray(inbound['endpoints']) ? inbound['endpoints'].map((one) => recordOf(one)['url']) : [];
  return [settings['publicUrl'], inbound['publicUrl'], ...endpoints]
    .flatMap((given) => (typeof given === 'string' ? given.split(',') : []))
    .map((given) => (given.includes('://') ? given.trim() : `https://${given.trim()}`))
    .flatMap((given) => (URL.canParse(given) ? [new URL(given).hostname] : []));
}

/** The address of an application on the data plane of an emulator. */
export function applicationUrl(
  baseUrl: string,
  application: CloudHubApplication | AmcDeployment | HybridApplication,
): string {
  return hostUrl(baseUrl, hostOf(application));
}

/** The address of an application's host on the data plane. */
export function hostUrl(baseUrl: string, host: string): string {
  return `${baseUrl}${dataPlanePath}/apps/${host}/`;
}

function hostOf(application: CloudHubApplication | AmcDeployment | HybridApplication): string {
  if ('domain' in application) return application.domain;
  return 'ref' in application ? hostIn(application) : hybridHostOf(application);
}
