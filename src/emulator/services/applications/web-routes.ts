import type { Call } from '../../core/call.ts';
import type { Place } from '../../core/identity/places.ts';
import { listingOf } from '../../core/listing.ts';
import type { Platform } from '../../core/platform.ts';
import { integer } from '../../core/queries.ts';
import { originOf } from '../../core/requests.ts';
import { type Route, routesBelow } from '../../core/routes.ts';
import { armError as fail, placeFromHeaders, serversOfTarget, type WebDeployment } from '../runtime/index.ts';
import { targetsForOrganization } from '../runtime-fabric/index.ts';
import { amcDeployments } from './amc/deployment.ts';
import { itemView } from './amc/views.ts';
import { cloudHubApplications } from './cloudhub/application.ts';
import { applicationView as cloudHubView } from './cloudhub/view.ts';
import { applicationScopes } from './scopes.ts';
import { hybridApplicationsAt } from './servers/application-routes.ts';
import { hybridApplicationView } from './servers/views.ts';

/** The web UI appends the time as `_`, so that nothing is taken from a cache. */
const list = { scopes: applicationScopes.read, query: { _: integer } };

/**
 * The list of applications of Runtime Manager's web UI, which scripts use as well: applications on CloudHub 1.0, CloudHub
 * 2.0 and servers together [docs/platform/applications.md#the-list-of-the-web-ui].
 */
export const webRoutes: readonly Route[] = ['/armui/api/v1', '/armui/api/v2'].map((prefix) =>
  routesBelow(prefix, { fail, place: placeFromHeaders }).environment('GET', '/applications', list, (c, place) => {
    const data = [...cloudHubRows(c, place), ...amcRows(c.var.platform, place), ...serverRows(c, place)];
    return c.json({ data, total: data.length });
  }),
);

function cloudHubRows(c: Call, { environment }: Place) {
  const { platform } = c.var;
  return listingOf(cloudHubApplications)
    .find(platform, environment.id)
    .map((app) => {
      const { domain, fullDomain, status, lastUpdateTime, fileName, muleVersion, region, workers } = cloudHubView(
        platform,
        app,
        originOf(c),
      );
      return {
        id: domain,
        name: domain,
        target: { type: 'CLOUDHUB', id: region, name: 'CloudHub' },
        artifact: { name: domain, fileName, createTime: app.deployments[0]?.createdAt ?? null, lastUpdateTime },
        muleVersion,
        isDeploymentWaiting: false,
        lastReportedStatus: status,
        details: { domain, fullDomain, region, workers },
      };
    });
}

function amcRows(platform: Platform, { organization, environment }: Place) {
  const targets = new Map(targetsForOrganization(platform, organization).map((target) => [target.id, target]));
  return listingOf(amcDeployments)
    .find(platform, environment.id)
    .map((deployment) => {
      const { id, name, creationDate, lastModifiedDate, status, application, currentRuntimeVersion } = itemView(
        platform,
        deployment,
      );
      const { type: subtype, name: targetName } = targets.get(deployment.targetId) ?? {};
      return {
        id,
        name,
        target: { type: 'MC', subtype, provider: 'MC', id: deployment.targetId, name: targetName },
        artifact: { name, createTime: creationDate, lastUpdateTime: lastModifiedDate },
        muleVersion: { version: currentRuntimeVersion },
        isDeploymentWaiting: false,
        status,
        application,
        lastReportedStatus: application.status,
        details: {},
      };
    });
}

function serverRows(c: Call, { environment }: Place) {
  const { platform } = c.var;
  return hybridApplicationsAt(platform, environment.id).map((application) => {
    const view = hybridApplicationView(platform, application, originOf(c));
    const [server] = serversOfTarget(platform, application.targetId);
    const { id, name, type, status } = view.target;
    return {
      id: String(application.id),
      name: application.name,
      target: { id, name, type, status },
      artifact: {
        name: application.name,
        fileName: view.artifact.fileName,
        fileChecksum: view.artifact.fileChecksum,
        createTime: view.timeCreated,
        lastUpdateTime: view.timeUpdated,
      },
      muleVersion: { version: server?.muleVersion ?? null },
      // Without a server the deployment waits.
      isDeploymentWaiting: server === undefined,
      lastReportedStatus: view.lastReportedStatus,
      details: {},
    };
  });
}

/** The applications of a target, as the list of servers shows them. */
export function webDeploymentsOf(
  platform: Platform,
  target: { id: number; environmentId: string },
  baseUrl: string,
): WebDeployment[] {
  return hybridApplicationsAt(platform, target.environmentId)
    .filter(({ targetId }) => targetId === target.id)
    .map((application) => {
      const { id, artifact, lastReportedStatus } = hybridApplicationView(platform, application, baseUrl);
      const { name, fileName, fileChecksum, timeUpdated } = artifact;
      return { id, lastReportedStatus, artifact: { name, fileName, fileChecksum, lastUpdateTime: timeUpdated } };
    });
}
