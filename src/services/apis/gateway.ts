import { tool } from '../../core/operations.ts';
import { ifReadable } from '../../core/reading/partial.ts';
import { quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { advice } from '../../platform/advice.ts';
import type { Clock } from '../../platform/clock.ts';
import { Failure, inputFailure } from '../../platform/errors.ts';
import { word } from '../../platform/text.ts';
import { newestVersion } from '../exchange/index.ts';
import {
  desiredStatusOf,
  managedDetail,
  publicUrlsOf,
  readLiveStatus,
  resolveGateway,
  selfManagedDetail,
  startAdvice,
} from '../gateways/index.ts';
import type { ApiInstance } from './client.ts';
import type { GatewayDeployment } from './deployments-client.ts';
import { requireRemoteUpstream } from './upstream.ts';

/** How a Flex API is reached and where it goes. */
export interface FlexEndpoint {
  upstream: string;
  port: number;
  basePath: string;
}

/** A gateway to which an API can be deployed now. */
export interface ReadyGateway extends GatewayDeployment {
  kind: 'managed' | 'self-managed';
  publicUrl: string | undefined;
}

const defaultPort = 8081;

/** The endpoint with its defaults, checked. @throws Failure (input) naming the argument */
export function flexEndpoint(
  request: { upstream: string; port?: number | undefined; basePath?: string | undefined },
  { assetId, allowLocal }: { assetId: string; allowLocal: boolean },
): FlexEndpoint {
  const { upstream, port = defaultPort } = request;
  const basePath = `/${(request.basePath ?? assetId).trim().replace(/^\/+|\/+$/g, '')}`;
  if (!/^[\w.~!$&'()*+,;=:@%/-]+$/.test(basePath)) {
    throw inputFailure({
      what: `${quote(request.basePath ?? '')} is not a path.`,
      next: 'Write basePath like /orders.',
    });
  }
  if (port > 65_535) {
    throw inputFailure({
      what: `${port} is not a port.`,
      next: 'Give port as a number from 1 to 65535; default 8081.',
    });
  }
  const url = URL.canParse(upstream) ? new URL(upstream) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw inputFailure({
      what: 'The argument upstream is not a web address.',
      next: 'Write it like https://orders.internal.example.com.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw inputFailure({
      what: 'The argument upstream holds a user name or password, which anybody who can see the API could read.',
      next: 'Remove them; the policy credential-injection-basic-auth signs in to the upstream service.',
    });
  }
  requireRemoteUpstream(url, allowLocal);
  return { upstream, port, basePath };
}

/** The address a Flex instance listens on, as API Manager writes it [docs/platform/apis.md#create]. */
export function proxyUri({ port, basePath }: Pick<FlexEndpoint, 'port' | 'basePath'>): string {
  return `http://0.0.0.0:${port}${basePath === '/' ? '' : basePath}`;
}

/**
 * Resolves a gateway that takes traffic and has a known version, which the platform requires for a deployment [docs/platform/apis.md#deployments].
 * @throws Failure (input) that says what to do about the gateway
 */
export async function requireGateway(reference: string, ctx: EnvironmentContext): Promise<ReadyGateway> {
  const found = await resolveGateway(reference, ctx);
  const name = `${quote(found.name)} (${found.id})`;
  if (found.kind === 'self-managed') {
    const detail = await selfManagedDetail(found, ctx);
    if (detail.status !== 'CONNECTED') {
      throw inputFailure({
        what: `Gateway ${name} is ${detail.status ?? 'in an unknown state'}: none of its replicas is connected, so no API can be deployed to it.`,
        next: advice`Start a replica on its machine, or choose another gateway; ${tool('gateway.list')} lists them.`,
      });
    }
    const version = newestVersion(detail.versions ?? []);
    if (version === undefined) throw versionUnknown(name);
    return {
      kind: found.kind,
      targetId: found.id,
      targetName: found.name,
      gatewayVersion: version,
      publicUrl: undefined,
    };
  }
  const [detail, live] = await Promise.all([managedDetail(found, ctx), readLiveStatus(found.id, ctx)]);
  if (!live.running || !live.ready) {
    throw inputFailure({
      what: `Gateway ${name} is ${live.status} and takes no traffic, so no API can be deployed to it.`,
      next: startAdvice(found.id, live, desiredStatusOf(detail.desiredStatus)),
    });
  }
  if (detail.runtimeVersion === undefined) throw versionUnknown(name);
  return {
    kind: found.kind,
    targetId: found.id,
    targetName: found.name,
    gatewayVersion: detail.runtimeVersion,
    publicUrl: publicUrlsOf(detail)?.[0],
  };
}

function versionUnknown(name: string): Error {
  return inputFailure({
    what: `The platform returned no version for gateway ${name}, and a deployment needs it.`,
    next: advice`Try again in a minute: ${tool('gateway.get')} shows the version once the platform has it. Or choose another gateway; ${tool('gateway.list')} lists them.`,
    retryable: true,
  });
}

const maxCompared = 50;

/**
 * Requires a listening address that no other API of the gateway has. `own` is the instance that may have it
 * @throws Failure (input) naming the other API
 */
export async function requireFreePath(
  { endpoint, gateway, own }: { endpoint: FlexEndpoint; gateway: ReadyGateway; own: string | undefined },
  instances: readonly ApiInstance[],
  ctx: EnvironmentContext,
): Promise<void> {
  const { platform, place, signal } = ctx;
  const there = instances.filter(({ id, deployment }) => id !== own && deployment?.targetId === gateway.targetId);
  const details = await Promise.all(
    there.slice(0, maxCompared).map(({ id }) => ifReadable(platform.apiManager.instance(place, id, signal), ctx)),
  );
  const taken = details.find((detail) => detail !== undefined && listensOn(detail) === proxyUri(endpoint));
  if (taken === undefined) return;
  throw inputFailure({
    what: `API ${taken.id} already listens on port ${endpoint.port}, path ${endpoint.basePath} of gateway ${quote(gateway.targetName)}.`,
    next: 'Give another basePath or port.',
  });
}

/** The listening address of an instance without a slash at its end. */
export function listensOn({ endpoint }: ApiInstance): string | undefined {
  const address = endpoint?.['proxyUri'];
  return typeof address === 'string' ? address.replace(/\/+$/, '') : undefined;
}

/** Official clients try five more times, 20 s apart; most hosts would have given up by then. */
const deployTries = 6;
const deployPauseMs = 5_000;

/** Deploys an instance; retries while the platform says that the gateway is not ready (GatewayNotReadyError) [docs/platform/apis.md#gateway-not-ready]. @throws Failure */
export async function deployToGateway(
  apiId: string,
  gateway: ReadyGateway,
  {
    platform,
    place,
    signal,
    clock,
    progress,
  }: EnvironmentContext & { clock: Clock; progress: (message: string) => void },
): Promise<void> {
  const { targetId, targetName, gatewayVersion } = gateway;
  for (let attempt = 1; ; attempt++) {
    try {
      await platform.apiDeployments.deploy(place, apiId, { targetId, targetName, gatewayVersion }, signal);
      return;
    } catch (error) {
      if (attempt >= deployTries || !isGatewayNotReady(error)) throw error;
      progress(`Gateway ${word(targetName)} is not ready yet; trying again`);
      await clock.sleep(deployPauseMs, signal);
    }
  }
}

function isGatewayNotReady(error: unknown): boolean {
  if (!(error instanceof Failure) || error.http?.status !== 400) return false;
  // The platform's own words are a text.
  return typeof error.why === 'string' && /GatewayNotReady|not ready/i.test(error.why);
}
