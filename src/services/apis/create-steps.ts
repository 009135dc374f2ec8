import type { EnvironmentContext } from '../../core/tools/context.ts';
import type { Observation } from '../../core/waiting/wait.ts';
import { withoutUndefined } from '../../platform/json.ts';
import { word } from '../../platform/text.ts';
import { publishAsset } from '../exchange/index.ts';
import type { ApiDeployment } from './client.ts';
import type { CreateIntent } from './create-plan.ts';
import { deployToGateway } from './gateway.ts';
import { type ApiFacts, apiFacts, apiName } from './instances.ts';
import { afterSteps } from './partial.ts';

/** Where an instance is deployed, as results show it. */
export interface DeploymentFacts {
  status: string;
  target?: string | undefined;
  targetId?: string | undefined;
  gatewayVersion?: string | undefined;
}

/** An instance that was made or found, and where it is being deployed. */
export interface CreatedApi {
  api: ApiFacts;
  deployment?: DeploymentFacts | undefined;
}

/**
 * Executes the steps of a plan in order. When one fails, the error says what the earlier ones did, and a repeated call continues from there.
 * @throws Failure
 */
export async function createApi(intent: CreateIntent, ctx: EnvironmentContext): Promise<CreatedApi> {
  const { platform, place, signal } = ctx;
  const { asset, instance, gateway } = intent;
  let done = '';
  const again = 'Call again with the same arguments: what already exists is reused, nothing is created twice.';
  const step = async <T>(take: () => Promise<T>): Promise<T> => {
    try {
      return await take();
    } catch (error) {
      throw afterSteps(error, done, again);
    }
  };
  if (asset?.kind === 'new') {
    const { assetId, version } = asset.asset;
    ctx.progress(`Publishing ${assetId} ${word(version)} in Exchange`);
    await step(() => publishAsset(asset.asset, ctx));
    done = `Asset ${assetId} ${word(version)} is published in Exchange.`;
  }
  let api: ApiFacts;
  if (instance.kind === 'new') {
    ctx.progress('Creating the API instance');
    const { definition } = instance;
    api = apiFacts(await step(() => platform.apiManager.create(place, definition, signal)));
    done = `${done} API instance ${apiName(api)} is created.`.trim();
  } else {
    api = instance.api;
    done = `API instance ${apiName(api)} exists.`;
  }
  if (gateway === undefined) return { api };
  ctx.progress(`Deploying to gateway ${word(gateway.targetName)}`);
  await step(() => deployToGateway(api.id, gateway, ctx));
  const { targetName: target, targetId, gatewayVersion } = gateway;
  return { api, deployment: { status: 'deploying', target, targetId, gatewayVersion } };
}

/** A deployment in plain words. */
export function deploymentFacts(deployment: ApiDeployment): DeploymentFacts {
  const { status, expectedStatus, targetName, targetId, gatewayVersion } = deployment;
  return withoutUndefined<DeploymentFacts>({
    status: status ?? (expectedStatus === undefined ? 'unknown' : `expected: ${expectedStatus}`),
    target: targetName,
    targetId,
    gatewayVersion,
  });
}

/**
 * Observes a new instance. One for a Mule application is complete once it exists; one on a gateway when the gateway has accepted it. The names of the states are not published, so they are matched by words [docs/platform/apis.md#active-and-inactive, docs/platform/apis.md#deployments].
 * @throws Failure when it cannot be read
 */
export async function observeCreated<T extends CreatedApi>(
  created: T,
  ctx: EnvironmentContext,
): Promise<Observation<T>> {
  if (created.deployment === undefined) return { value: created, state: 'Created', isComplete: true };
  const { platform, place, signal } = ctx;
  const [instance, deployments] = await Promise.all([
    platform.apiManager.instance(place, created.api.id, signal),
    platform.apiDeployments.deployments(place, created.api.id, signal),
  ]);
  const read = deployments[0] ?? instance.deployment;
  const deployment = read === undefined ? created.deployment : { ...created.deployment, ...deploymentFacts(read) };
  const api = apiFacts(instance);
  const failed = /fail|error/i.test(deployment.status);
  return {
    value: { ...created, api, deployment },
    state: `Deployment ${deployment.status}`,
    isComplete:
      failed || api.status === 'active' || /^(deployed|applied|active|started|running)$/i.test(deployment.status),
    ...(failed ? { failure: 'the gateway did not accept it.' } : {}),
  };
}
