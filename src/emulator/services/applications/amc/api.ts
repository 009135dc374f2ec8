import type { Place } from '../../../core/identity/places.ts';
import type { Platform } from '../../../core/platform.ts';
import { routesBelow } from '../../../core/routes.ts';
import type { AmcDeployment } from '../model.ts';
import { amcDeployments } from './deployment.ts';
import { amcError as fail } from './errors.ts';

/** AMC, the Application Manager [docs/platform/cloudhub-2.md#operations]. */
export const amc = routesBelow('/amc/application-manager/api/v2', { fail });

/** The API of the web UI, which the documentation of TCP and an official CLI use as well. */
export const adam = routesBelow('/amc/adam/api', { fail });

/**
 * The older address of the same deployments, from when ARM had them [docs/platform/cloudhub-2.md#other-addresses]. The
 * form of its errors is not published: it is that of AMC.
 */
export const hybrid = routesBelow('/hybrid/api/v2', { fail });

/** The path of all deployments of an environment. */
export const deploymentsPath = '/organizations/{organizationId}/environments/{environmentId}/deployments';

/** The path of one deployment. */
export const deploymentPath = `${deploymentsPath}/{deploymentId}` as const;

/** A deployment of the environment. @throws PlatformError 404 */
export function requireDeployment({ store }: Platform, { environment }: Place, id: string): AmcDeployment {
  const deployment = store.of(amcDeployments).get(id);
  if (deployment?.environmentId !== environment.id) throw fail(404, `Deployment ${id} was not found`);
  return deployment;
}
