import { call, tool } from '../../core/operations.ts';
import { placeName } from '../../core/place/place.ts';
import { leafChanges } from '../../core/plan/diff.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { backFromResult } from '../../core/plan/undo.ts';
import { ifReadable } from '../../core/reading/partial.ts';
import { quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { advice } from '../../platform/advice.ts';
import { inputFailure } from '../../platform/errors.ts';
import type { PlatformText } from '../../platform/text.ts';
import { capacityText, gatewaySizes, readCapacity, requireCapacity } from './capacity.ts';
import type { GatewayDefinition } from './client.ts';
import { type DefinitionSettings, newDefinition, requireGatewayName } from './definition.ts';
import { type GatewayFacts, managedFacts, managedSettings } from './facts.ts';
import { type GatewayListing, gatewayKinds, listGateways } from './gateways.ts';
import { type JudgedGateway, unusualValues } from './runtime-configuration/usual-values.ts';
import { hasFailed } from './status.ts';
import { checkPublicUrl, chooseTarget, publicUrlFor } from './targets.ts';
import { type ChosenVersion, chooseVersion, type PublishedVersions } from './versions.ts';

/** The request for a new gateway; everything but the name has a default. */
export interface GatewayRequest extends DefinitionSettings {
  name: PlatformText;
  /** Private space, by id or name. */
  target?: string | undefined;
  size?: string | undefined;
  releaseChannel?: string | undefined;
  runtimeVersion?: string | undefined;
}

/** The body that will be sent. */
export interface CreateIntent {
  definition: GatewayDefinition;
}

/**
 * Determines every value of a new managed gateway and checks what can be checked before: name, target, version, address
 * and entitlement.
 * @throws Failure
 */
export async function planGatewayCreate(request: GatewayRequest, ctx: EnvironmentContext): Promise<Plan<CreateIntent>> {
  const { name, target: targetReference, size = 'small', releaseChannel, runtimeVersion, ...settings } = request;
  requireGatewayName(name);
  const { platform, place, signal } = ctx;
  const [targets, published, capacities, existing] = await Promise.all([
    platform.gatewayManager.targets(place, signal),
    ifReadable(platform.gatewayManager.versions(signal), ctx),
    readCapacity(place.organizationId, gatewaySizes, ctx),
    listGateways(gatewayKinds, ctx),
  ]);
  requireFreeName(name, existing, ctx);
  const target = await chooseTarget(targetReference, targets, ctx);
  const version = versionFrom({ releaseChannel, runtimeVersion }, published);
  requireCapacity(size, capacities, place.organizationName);
  const domains = await ifReadable(platform.runtimeFabric.domains(place, target.id, signal), ctx);
  const publicUrl = settings.publicUrl ?? publicUrlFor(name, target, domains);
  const warnings = checkPublicUrl(publicUrl, target, domains);

  const definition = newDefinition({ name, targetId: target.id, ...version, size }, { ...settings, publicUrl });
  warnings.push(...unusualValues(settings, judgedManaged(settings, place)));
  const capacity = capacities.find((candidate) => candidate.size === size);
  const stock = capacity === undefined ? 'unknown' : capacityText(capacity);
  if (capacity?.remaining === undefined) warnings.push('The remaining entitlement could not be read.');
  if (existing.selfManaged.some((other) => other.name === name)) {
    warnings.push('A self-managed gateway has the same name: both then have to be named by id.');
  }
  return {
    summary: `create managed gateway ${quote(name)} (${size}, ${version.releaseChannel} ${version.runtimeVersion}) in private space ${quote(target.name)}.`,
    steps: [
      {
        kind: 'create',
        thing: { kind: 'gateway', name },
        action: `Create the gateway. It uses one of the entitled gateways of size ${size}: ${stock} before.`,
        changes: leafChanges({}, definition),
      },
    ],
    warnings,
    undo: { calls: [backFromResult('gateway.delete', {}, { gateway: 'gateway.id' })] },
    settings: managedSettings(definition),
    intent: { definition },
  };
}

/** Sends it. The answer leaves tracing out [docs/platform/gateways.md#answer], so it is shown as it was sent. @throws Failure */
export async function createGateway({ definition }: CreateIntent, ctx: EnvironmentContext): Promise<GatewayFacts> {
  const { platform, place, signal } = ctx;
  const created = await platform.gatewayManager.create(place, definition, signal);
  const { tracing } = definition.configuration;
  return managedFacts({ ...created, configuration: { tracing, ...created.configuration } });
}

function requireFreeName(name: string, { managed }: GatewayListing, { place }: EnvironmentContext): void {
  const taken = managed.find((gateway) => gateway.name === name);
  if (taken === undefined) return;
  throw inputFailure({
    what: `A managed gateway ${quote(name)} already exists in ${placeName(place)}: ${taken.id}, ${taken.status ?? 'status unknown'}.`,
    next: advice`Change the argument name, or ${
      hasFailed(taken.status ?? '')
        ? advice`see with ${call('gateway.diagnose', { gateway: taken.id })} why the existing one failed, and remove it with ${call('gateway.delete', { gateway: taken.id })} if it is not needed`
        : advice`change the existing one with ${tool('gateway.update')}`
    }.`,
  });
}

/** A managed gateway as its settings are judged; the definition traces once it has a percentage. */
export function judgedManaged(
  { tracingSampling }: DefinitionSettings,
  { environmentType }: EnvironmentContext['place'],
): JudgedGateway {
  return { kind: 'managed', environmentType, isTracing: tracingSampling !== undefined && tracingSampling > 0 };
}

/** The list of versions is not a published interface: without it, both version and channel have to be given. */
export function versionFrom(
  request: Partial<Record<keyof ChosenVersion, string | undefined>>,
  published: PublishedVersions | undefined,
): ChosenVersion {
  if (published !== undefined) return chooseVersion(request, published);
  const { releaseChannel, runtimeVersion } = request;
  if (releaseChannel !== undefined && runtimeVersion !== undefined && /\d/.test(runtimeVersion))
    return { releaseChannel, runtimeVersion };
  throw inputFailure({
    what: 'The platform does not list gateway versions to this principal, so none can be chosen.',
    next: 'Give both arguments, runtimeVersion and releaseChannel, for example 1.9.9 and lts.',
  });
}
