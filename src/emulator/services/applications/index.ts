import { publicAddresses } from '../../core/data-plane/addresses.ts';
import { defineService } from '../../core/service.ts';
import { armPath, groupDissolution, webDeployments } from '../runtime/index.ts';
import { leasedPorts } from '../runtime-fabric/index.ts';
import { amcDeployments } from './amc/deployment.ts';
import { deploymentRoutes } from './amc/deployment-routes.ts';
import { diagnosticRoutes } from './amc/diagnostic-routes.ts';
import { schedulerRoutes } from './amc/scheduler-routes.ts';
import { leasedPortsIn } from './amc/tcp-ports.ts';
import { cloudHubAlerts } from './cloudhub/alert.ts';
import { alertRoutes } from './cloudhub/alert-routes.ts';
import { cloudHubApplications } from './cloudhub/application.ts';
import { applicationRoutes as cloudHubRoutes } from './cloudhub/application-routes.ts';
import { historyRoutes } from './cloudhub/history-routes.ts';
import { legacyRoutes } from './cloudhub/legacy-routes.ts';
import { notifications } from './cloudhub/notification.ts';
import { notificationRoutes } from './cloudhub/notification-routes.ts';
import { organizationRoutes } from './cloudhub/organization-routes.ts';
import { settingsRoutes } from './cloudhub/settings-routes.ts';
import { cloudHubVisits } from './cloudhub/visits.ts';
import { dataPlaneRoutes } from './data-plane-routes.ts';
import { addressesAt } from './deployed-applications.ts';
import { emulated } from './emulated.ts';
import { crashReplicaEvent, stopApplication } from './events.ts';
import { applicationsSection } from './scenario.ts';
import { hybridApplications } from './servers/application.ts';
import { applicationRoutes as serverRoutes } from './servers/application-routes.ts';
import { keepOnServers, purgeDeleted } from './servers/lifecycle.ts';
import { webDeploymentsOf, webRoutes } from './web-routes.ts';

/** @internal */
export { applicationsOf, applicationUrl, hostUrl } from './deployed-applications.ts';
/** @internal */
export { runtimeLog } from './logs.ts';
export type { AmcDeployment, CloudHubApplication, HybridApplication } from './model.ts';

/**
 * Applications on CloudHub 1.0, CloudHub 2.0 (AMC) and servers [docs/platform/applications.md,
 * docs/platform/cloudhub-2.md].
 */
export const applications = defineService({
  name: 'applications',
  product: 'Runtime Manager',
  emulates: emulated,
  scopes: {
    'read:applications': { name: 'Read Applications', level: 'environment' },
    'create:applications': { name: 'Create Applications', level: 'environment' },
    'delete:applications': { name: 'Delete Applications', level: 'environment' },
    'read:application_alerts': { name: 'Read Alerts', level: 'environment' },
    'manage:application_alerts': { name: 'Manage Alerts', level: 'environment' },
    'manage:settings': { name: 'Manage Settings', level: 'environment' },
  },
  state: [cloudHubApplications, amcDeployments, hybridApplications, cloudHubVisits, notifications, cloudHubAlerts],
  scenario: [applicationsSection],
  events: [stopApplication, crashReplicaEvent],
  extensions: [
    leasedPorts.provide(leasedPortsIn),
    publicAddresses.provide(addressesAt),
    groupDissolution.provide(keepOnServers),
    webDeployments.provide(webDeploymentsOf),
  ],
  routes: [
    ...serverRoutes,
    ...cloudHubRoutes,
    ...historyRoutes,
    ...legacyRoutes,
    ...notificationRoutes,
    ...settingsRoutes,
    ...organizationRoutes,
    ...alertRoutes,
    ...deploymentRoutes,
    ...schedulerRoutes,
    ...diagnosticRoutes,
    ...dataPlaneRoutes,
    ...webRoutes,
  ],
  before: [{ matches: ({ path }) => path.startsWith(`${armPath}/`), run: purgeDeleted }],
});
