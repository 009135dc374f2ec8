import { addressOf, type PublicAddress } from '../../core/data-plane/addresses.ts';
import { dataPlanePath, hostIn } from '../../core/data-plane/hosts.ts';
import type { DeployedApplication } from '../../core/data-plane/model.ts';
import type { Platform } from '../../core/platform.ts';
import { recordOf } from '../../core/requests.ts';
import { stageAt } from '../../core/transitions.ts';
import { serversOfTarget } from '../runtime/index.ts';
import { amcDeployments } from './amc/deployment.ts';
import { cloudHubApplications, stateOf } from './cloudhub/application.ts';
import { fullDomainOf } from './cloudhub/catalog.ts';
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
    yield {
      host: hostIn(app),
      publicHosts: publicHostsOf(app),
      name,
      organizationId,
      environmentId,
      spaceId: app.targetId,
      process,
    };
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
 * The hosts of the public addresses that a deployment was given. It answers below the emulator's own address by each of
 * them as well [docs/platform/cloudhub-2.md#create].
 */
function publicHostsOf(app: Readonly<AmcDeployment>): string[] {
  return givenAddresses(app).map(({ host }) => host);
}

/** The addresses that a deployment was given, in any of the settings that have some. */
function givenAddresses({ target }: Readonly<AmcDeployment>): Omit<PublicAddress, 'answeredBy'>[] {
  const settings = recordOf(target['deploymentSettings']);
  const inbound = recordOf(recordOf(settings['http'])['inbound']);
  const endpoints = Array.isArray(inbound['endpoints']) ? inbound['endpoints'].map(recordOf) : [];
  return [
    { url: settings['publicUrl'], pathRewrite: inbound['pathRewrite'] },
    { url: inbound['publicUrl'], pathRewrite: inbound['pathRewrite'] },
    ...endpoints,
  ].flatMap(({ url, pathRewrite }) => {
    const rewrite = typeof pathRewrite === 'string' ? pathRewrite.replace(/\/+$/, '') : undefined;
    return (typeof url === 'string' ? url.split(',') : [])
      .map(addressOf)
      .flatMap((address) => (address === undefined ? [] : [{ ...address, rewrite }]));
  });
}

/** The public addresses at a host: those that AMC was given, and the full domains of CloudHub 1.0. */
export function* addressesAt({ store }: Platform, host: string): Generator<PublicAddress> {
  for (const [, app] of store.look(amcDeployments)) {
    for (const address of givenAddresses(app)) {
      if (address.host === host) yield { ...address, answeredBy: `/apps/${hostIn(app)}` };
    }
  }
  const domain = /^([a-z0-9-]+)\.[a-z0-9-]+\.cloudhub\.io$/.exec(host)?.[1] ?? '';
  const app = store.of(cloudHubApplications).get(domain);
  if (app !== undefined && fullDomainOf(app) === host) yield { host, path: '', answeredBy: `/apps/${domain}` };
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
