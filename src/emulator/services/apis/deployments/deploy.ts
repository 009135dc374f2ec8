import * as z from 'zod';
import { basePathOf } from '../../../core/data-plane/urls.ts';
import { apiManagerError as fail, PlatformError } from '../../../core/errors.ts';
import type { Place } from '../../../core/places.ts';
import type { Platform } from '../../../core/platform.ts';
import type { Store } from '../../../core/store.ts';
import { takeApiId } from '../../../core/store.ts';
import { durations, staged } from '../../../core/transitions.ts';
import { phaseOf, selfManagedStatusOf } from '../../gateways/views.ts';
import { isTarget, targetOf } from '../../runtime/targets.ts';
import type { ApiDeployment, ApiInstance } from '../model.ts';

/** A deployment as it is sent, alone or as part of an instance (reference 5.4); a Mule target's id may be a number. */
export const deploymentBody = z.looseObject({
  type: z.enum(['CH', 'HY', 'RF', 'CH2']),
  environmentId: z.string().optional(),
  targetId: z.union([z.string(), z.int().transform(String)]).optional(),
  targetName: z.string().nullish(),
  gatewayVersion: z.string().optional(),
  applicationName: z.string().nullish(),
  name: z.string().nullish(),
  expectedStatus: z.enum(['deployed', 'undeployed']).optional(),
  overwrite: z.boolean().nullish(),
  target: z
    .looseObject({
      targetId: z.string().optional(),
      deploymentSettings: z.looseObject({ runtimeVersion: z.string().optional() }).optional(),
    })
    .optional(),
});

/** A deployment as it was sent. */
export type DeploymentBody = z.output<typeof deploymentBody>;

/** 400 with a name of its own, on which official clients try again (reference 5.2). */
function gatewayNotReady(name: string): PlatformError {
  const message = `Gateway ${name} is not ready`;
  return new PlatformError(400, message, { name: 'GatewayNotReadyError', message });
}

function targetNameOf(store: Store, id: string): string | undefined {
  return (
    store.managedGateways.get(id)?.name ??
    store.selfManagedGateways.get(id)?.name ??
    store.privateSpaces.get(id)?.name ??
    targetOf(store, Number(id))?.name
  );
}

/** A Flex instance needs a gateway of the environment, one that can take it now. */
function requireGateway({ store, clock }: Platform, { environment }: Place, targetId: string): void {
  const managed = store.managedGateways.get(targetId);
  if (managed?.environmentId === environment.id) {
    if (!phaseOf(managed, clock.now()).ready) throw gatewayNotReady(managed.name);
    return;
  }
  const own = store.selfManagedGateways.get(targetId);
  if (own === undefined || own.environmentId !== environment.id || own.deleted) {
    throw fail(404, `Deployment target ${targetId} was not found`);
  }
  if (selfManagedStatusOf(own, clock.now()) !== 'CONNECTED') throw gatewayNotReady(own.name);
}

/** On one gateway a path belongs to one instance; the status is believable, the text is ours. */
function requireFreePath(store: Store, api: ApiInstance, targetId: string): void {
  const path = basePathOf(api);
  for (const other of store.apis.values()) {
    if (other.id !== api.id && other.deployment?.targetId === targetId && basePathOf(other) === path) {
      throw fail(409, `API ${other.id} already listens on ${path === '' ? '/' : path} of this gateway`);
    }
  }
}

function requireTarget(platform: Platform, place: Place, api: ApiInstance, body: DeploymentBody): string {
  const { store } = platform;
  const targetId = body.targetId ?? body.target?.targetId;
  if (body.type === 'CH') return body.applicationName ?? `proxy-${api.id}`;
  if (targetId === undefined) throw fail(400, `Field targetId is required for deployment type ${body.type}`);
  if (body.type !== 'HY') {
    if (!store.privateSpaces.has(targetId)) throw fail(404, `Deployment target ${targetId} was not found`);
  } else if (api.technology === 'flexGateway') {
    requireGateway(platform, place, targetId);
    requireFreePath(store, api, targetId);
  } else if (!isTarget(store, place, Number(targetId))) {
    throw fail(404, `Deployment target ${targetId} was not found`);
  }
  return targetId;
}

/** Checks a deployment without making it: an instance that cannot be deployed is not to be created either. */
export function checkDeployment(platform: Platform, place: Place, api: ApiInstance, body: DeploymentBody): string {
  if (api.technology === 'flexGateway' && body.type !== 'HY') {
    throw fail(400, `Deployment type ${body.type} is not supported for technology flexGateway`);
  }
  if (body.type === 'HY') {
    // Texts as the official skills report them (reference 5.4).
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

/** Deploys an instance, or deploys it again (reference 5.4). */
export function deploy(platform: Platform, place: Place, api: ApiInstance, body: DeploymentBody): ApiDeployment {
  const { store, clock } = platform;
  const targetId = checkDeployment(platform, place, api, body);
  const now = clock.now();
  const expectedStatus = body.expectedStatus ?? 'deployed';
  const deployment: ApiDeployment = {
    id: api.deployment?.id ?? takeApiId(store),
    type: body.type,
    targetId,
    targetName: body.targetName ?? targetNameOf(store, targetId) ?? targetId,
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
