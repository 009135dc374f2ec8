import type { Place } from '../../../core/identity/places.ts';
import type { Platform } from '../../../core/platform.ts';
import { durations, staged } from '../../../core/transitions.ts';
import { managedGateways, phaseOf, selfManagedGateways, selfManagedStatusOf } from '../../gateways/index.ts';
import { isTarget, targetOf } from '../../runtime/index.ts';
import { type DeploymentTarget, targetsForEnvironment } from '../../runtime-fabric/index.ts';
import { basePathOf } from '../data-plane/urls.ts';
import { apiManagerError as fail, gatewayNotReady } from '../errors.ts';
import { takeApiId } from '../ids.ts';
import { apis } from '../instances/instance.ts';
import type { ApiDeployment, ApiInstance } from '../model.ts';
import type { DeploymentBody } from './body.ts';

function targetNameOf(platform: Platform, place: Place, id: string): string | undefined {
  const { store } = platform;
  return (
    store.of(managedGateways).get(id)?.name ??
    store.of(selfManagedGateways).get(id)?.name ??
    spaceAt(platform, place, id)?.name ??
    targetOf(platform, Number(id))?.name
  );
}

function spaceAt(platform: Platform, place: Place, targetId: string): DeploymentTarget | undefined {
  return targetsForEnvironment(platform, place).find(({ id }) => id === targetId);
}

/** Checks that a Flex instance has a gateway of the environment that is ready. @throws PlatformError */
function requireGateway({ store, clock }: Platform, { environment }: Place, targetId: string): void {
  const managed = store.of(managedGateways).get(targetId);
  if (managed?.environmentId === environment.id) {
    if (!phaseOf(managed, clock.now()).ready) throw gatewayNotReady(managed.name);
    return;
  }
  const selfManaged = store.of(selfManagedGateways).get(targetId);
  if (selfManaged === undefined || selfManaged.environmentId !== environment.id || selfManaged.deleted) {
    throw fail(404, `Deployment target ${targetId} was not found`);
  }
  if (selfManagedStatusOf(selfManaged, clock.now()) !== 'CONNECTED') throw gatewayNotReady(selfManaged.name);
}

/** A path belongs to one instance per gateway. Status and text are assumptions. @throws PlatformError 409 */
function requireFreePath({ store }: Platform, api: ApiInstance, targetId: string): void {
  const path = basePathOf(api);
  for (const [, other] of store.look(apis)) {
    if (other.id !== api.id && other.deployment?.targetId === targetId && basePathOf(other) === path) {
      throw fail(409, `API ${other.id} already listens on ${path === '' ? '/' : path} of this gateway`);
    }
  }
}

function requireTarget(platform: Platform, place: Place, api: ApiInstance, body: DeploymentBody): string {
  const targetId = body.targetId ?? body.target?.targetId;
  if (body.type === 'CH') return body.applicationName ?? `proxy-${api.id}`;
  if (targetId === undefined) throw fail(400, `Field targetId is required for deployment type ${body.type}`);
  if (body.type !== 'HY') {
    if (spaceAt(platform, place, targetId) === undefined)
      throw fail(404, `Deployment target ${targetId} was not found`);
  } else if (api.technology === 'flexGateway') {
    requireGateway(platform, place, targetId);
    requireFreePath(platform, api, targetId);
  } else if (!isTarget(platform, place, Number(targetId))) {
    throw fail(404, `Deployment target ${targetId} was not found`);
  }
  return targetId;
}

/** Checks a deployment and returns the id of its target. @throws PlatformError */
export function checkDeployment(platform: Platform, place: Place, api: ApiInstance, body: DeploymentBody): string {
  if (api.technology === 'flexGateway' && body.type !== 'HY') {
    throw fail(400, `Deployment type ${body.type} is not supported for technology flexGateway`);
  }
  if (body.type === 'HY') {
    // These texts are those that MuleSoft's skills report [docs/platform/apis.md#deployments].
    if (body.environmentId === undefined) throw fail(400, 'Field environmentId is required for deployment type HY');
    if (body.gatewayVersion === undefined) throw fail(400, 'Field gatewayVersion is required for deployment type HY');
  }
  if (body.environmentId !== undefined && body.environmentId !== place.environment.id) {
    throw fail(400, 'Field environmentId is not the environment of the API');
  }
  const version = body.gatewayVersion ?? body.target?.deploymentSettings?.runtimeVersion ?? '';
  if (!/^\d+\.\d+/.test(version)) {
    throw fail(400, 'Policy implementations cannot be set because runtime version is unknown');
  }
  return requireTarget(platform, place, api, body);
}

/** Deploys or redeploys an instance [docs/platform/apis.md#deployments]. @throws PlatformError */
export function deploy(platform: Platform, place: Place, api: ApiInstance, body: DeploymentBody): ApiDeployment {
  const { store, clock } = platform;
  const targetId = checkDeployment(platform, place, api, body);
  const now = clock.now();
  const expectedStatus = body.expectedStatus ?? 'deployed';
  const deployment: ApiDeployment = {
    id: api.deployment?.id ?? takeApiId(store),
    type: body.type,
    targetId,
    targetName: body.targetName ?? targetNameOf(platform, place, targetId) ?? targetId,
    ...(body.targetType == null ? {} : { targetType: body.targetType }),
    gatewayVersion: body.gatewayVersion ?? body.target?.deploymentSettings?.runtimeVersion ?? '',
    applicationName: body.applicationName ?? body.name ?? null,
    expectedStatus,
    status:
      expectedStatus === 'deployed'
        ? staged(clock, 'deploying', [durations.apiDeploys, 'deployed'])
        : staged(clock, 'undeployed'),
    createdAt: api.deployment?.createdAt ?? now,
    updatedAt: now,
  };
  api.deployment = deployment;
  return deployment;
}
