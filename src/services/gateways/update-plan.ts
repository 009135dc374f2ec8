import { tool } from '../../core/operations.ts';
import { leafChanges } from '../../core/plan/diff.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { requireUnchanged } from '../../core/plan/unchanged.ts';
import { ifReadable } from '../../core/reading/partial.ts';
import { quote } from '../../core/text/quote.ts';
import { compareVersions } from '../../core/text/versions.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import { inputFailure } from '../../platform/errors.ts';
import { capacityText, gatewaySizes, readCapacity, requireCapacity } from './capacity.ts';
import type { GatewayDefinition } from './client.ts';
import { judgedManaged, versionFrom } from './create-plan.ts';
import { changedDefinition, type DefinitionSettings, definitionOf } from './definition.ts';
import { type GatewayFacts, managedFacts } from './facts.ts';
import { managedDetail, requireManaged, resolveGateway } from './gateways.ts';
import { unusualValues } from './runtime-configuration/usual-values.ts';
import { hasFailed, notApplying } from './status.ts';
import { checkPublicUrl } from './targets.ts';
import { undoOfUpdate } from './update-undo.ts';
import type { ChosenVersion } from './versions.ts';

/** The requested changes; everything else stays. */
export interface GatewayUpdateRequest extends DefinitionSettings {
  gateway: string;
  size?: string | undefined;
  releaseChannel?: string | undefined;
  runtimeVersion?: string | undefined;
}

/** The definition that the plan saw, and the one that replaces it. */
export interface UpdateIntent {
  id: string;
  before: GatewayDefinition;
  after: GatewayDefinition;
}

/** Reads the definition and makes the complete one that replaces it. @throws Failure */
export async function planGatewayUpdate(
  request: GatewayUpdateRequest,
  ctx: EnvironmentContext,
): Promise<Plan<UpdateIntent>> {
  const { gateway: reference, size, releaseChannel, runtimeVersion, ...settings } = request;
  requireSomething({ size, releaseChannel, runtimeVersion, ...settings });
  const found = requireManaged(
    await resolveGateway(reference, ctx),
    'updated',
    advice`Update it on its own machines. Its logging, tracing and timeouts can be changed with ${tool('gatewayRuntimeConfiguration.upsert')}.`,
  );
  const { platform, place, signal } = ctx;
  const detail = await managedDetail(found, ctx);
  const before = definitionOf(detail);
  const resized = size !== undefined && size !== before.size;
  const moved = changesVersion({ releaseChannel, runtimeVersion }, before);
  const [published, capacities, domains] = await Promise.all([
    moved ? ifReadable(platform.gatewayManager.versions(signal), ctx) : undefined,
    resized ? readCapacity(place.organizationId, gatewaySizes, ctx) : [],
    settings.publicUrl === undefined
      ? undefined
      : ifReadable(platform.runtimeFabric.domains(place, before.targetId, signal), ctx),
  ]);
  const warnings: Advice[] =
    settings.publicUrl === undefined ? [] : checkPublicUrl(settings.publicUrl, { name: detail.targetName }, domains);
  const version = moved
    ? versionFrom({ releaseChannel: releaseChannel ?? before.releaseChannel, runtimeVersion }, published)
    : undefined;
  if (version !== undefined && compareVersions(version.runtimeVersion, before.runtimeVersion) < 0) {
    warnings.push(`Version ${version.runtimeVersion} is older than the current version ${before.runtimeVersion}.`);
  }
  if (resized) requireCapacity(size, capacities, place.organizationName);
  const capacity = resized ? capacities.find((candidate) => candidate.size === size) : undefined;

  const after = changedDefinition(before, { ...version, ...(size === undefined ? {} : { size }) }, settings);
  const changes = leafChanges(before, after);
  warnings.push(...(changes.length === 0 ? [] : unusualValues(settings, judgedManaged(settings, place))));
  // A new definition is what a failed gateway needs; without one it stays as broken as it is.
  const unapplied = changes.length > 0 && hasFailed(detail.status ?? '') ? undefined : notApplying(found, detail);
  if (unapplied !== undefined) warnings.push(unapplied);
  const summary =
    changes.length === 0
      ? `gateway ${quote(found.name)} (${found.id}) already has these values.`
      : `update managed gateway ${quote(found.name)} (${found.id}).`;
  const stock = capacity === undefined ? '' : ` Size ${size}: ${capacityText(capacity)} before.`;
  return {
    summary,
    steps:
      changes.length === 0
        ? []
        : [
            {
              kind: 'update',
              thing: { kind: 'gateway', id: found.id, name: found.name },
              action: `Replace the definition, which the platform then applies; other settings stay.${stock}`,
              changes,
            },
          ],
    warnings,
    undo: changes.length === 0 ? 'nothing' : undoOfUpdate({ id: found.id, before, after, published }),
    intent: { id: found.id, before, after },
  };
}

/** Sends it, unless somebody has changed the gateway since it was read. @throws Failure */
export async function updateGateway(
  { id, before, after }: UpdateIntent,
  { platform, place, signal }: EnvironmentContext,
): Promise<GatewayFacts> {
  const current = await platform.gatewayManager.gateway(place, id, signal);
  requireUnchanged(`The definition of gateway ${quote(current.name)}`, leafChanges(before, definitionOf(current)));
  const updated = await platform.gatewayManager.replace(place, id, after, signal);
  const { tracing } = after.configuration;
  const shown = {
    ...updated,
    configuration: { ...(tracing === undefined ? {} : { tracing }), ...updated.configuration },
  };
  return { ...managedFacts(shown), ...(current.desiredStatus ? { desiredStatus: current.desiredStatus } : {}) };
}

function requireSomething(request: object): void {
  if (Object.values(request).some((value) => value !== undefined)) return;
  throw inputFailure({
    what: 'No change was requested.',
    next: 'Give at least one of runtimeVersion, releaseChannel, size, publicUrl, the timeouts, logging, tracing or TLS flags. Name and target of a gateway cannot be changed: create another gateway for that.',
  });
}

/** Naming the channel that it already follows does not ask for the newest version. */
function changesVersion(
  { releaseChannel, runtimeVersion }: Partial<Record<keyof ChosenVersion, string | undefined>>,
  before: GatewayDefinition,
): boolean {
  const otherChannel = releaseChannel !== undefined && releaseChannel.toLowerCase() !== before.releaseChannel;
  return otherChannel || (runtimeVersion !== undefined && runtimeVersion !== before.runtimeVersion);
}
