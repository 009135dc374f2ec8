import type { EnvironmentType } from '../../../core/identity/model.ts';
import { environments } from '../../../core/identity/organizations.ts';
import type { Place } from '../../../core/identity/places.ts';
import type { Platform } from '../../../core/platform.ts';
import { lastStage } from '../../../core/transitions.ts';
import { cloudHubApplications } from '../cloudhub/application.ts';
import { isWorkerType, workerTypes } from '../cloudhub/catalog.ts';
import type { AmcDeployment } from '../model.ts';
import type { DeploymentBody } from './body.ts';
import { amcDeployments } from './deployment.ts';
import { amcError as fail } from './errors.ts';
import { replicaCount } from './replicas.ts';

const allotments = {
  production: 'vCoresProduction',
  sandbox: 'vCoresSandbox',
  design: 'vCoresDesign',
} as const satisfies Record<EnvironmentType, string>;

/** The vCores of a deployment while it runs. Without a size, it has the smallest one. */
function vCoresOf({ desiredState, settings, target }: Pick<AmcDeployment, 'desiredState' | 'settings' | 'target'>) {
  return desiredState === 'STOPPED' ? 0 : Number(settings['vCores'] ?? 0.1) * replicaCount({ target });
}

/** The vCores that applications other than one use in the environments of a type of an organization. */
function usedBeside({ store }: Platform, { organization, environment }: Place, exceptId: string | undefined): number {
  const counts = ({ organizationId, environmentId }: { organizationId: string; environmentId: string }): boolean =>
    organizationId === organization.id && store.of(environments).get(environmentId)?.type === environment.type;
  let used = 0;
  for (const [id, deployment] of store.look(amcDeployments)) {
    if (id !== exceptId && counts(deployment)) used += vCoresOf(deployment);
  }
  for (const [, app] of store.look(cloudHubApplications)) {
    const { amount, type } = app.workers;
    if (!counts(app) || lastStage(app.runtime).process === null) continue;
    used += amount * (isWorkerType(type) ? workerTypes[type].weight : 0);
  }
  return used;
}

/**
 * Refuses to run more vCores than the organization has for this type of environment. A deployment that is not started
 * can always be created [docs/platform/cloudhub-2.md#sizes-and-limits]. @throws PlatformError 403
 */
export function requireVCores(
  platform: Platform,
  place: Place,
  { target, application }: DeploymentBody,
  old?: AmcDeployment,
): void {
  const { entitlements } = place.organization;
  // Usage-based pricing counts what was used, and has no limit here.
  if (entitlements.usageBasedPricing.muleRuntimeIntegration.enabled) return;
  const needed = vCoresOf({
    desiredState: application?.desiredState ?? old?.desiredState ?? 'STARTED',
    settings: { vCores: application?.vCores ?? old?.settings['vCores'] },
    target: { replicas: target?.replicas ?? old?.target['replicas'] },
  });
  const { assigned, reassigned } = entitlements[allotments[place.environment.type]];
  const free = rounded(assigned - reassigned - usedBeside(platform, place, old?.id));
  if (needed <= free || needed <= (old === undefined ? 0 : vCoresOf(old))) return;
  throw fail(
    403,
    `The organization has ${Math.max(0, free)} vCores left for ${place.environment.type} environments, and ${rounded(needed)} are needed`,
  );
}

/** Sums of tenths are not exact. */
function rounded(vCores: number): number {
  return Math.round(vCores * 1000) / 1000;
}
