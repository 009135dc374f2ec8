import type { Dependent } from '../../../core/dependents.ts';
import { type PartReader, partReader, type UnreadPart } from '../../../core/reading/partial.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import type { JsonObject } from '../../../platform/json.ts';
import type { PlatformText } from '../../../platform/text.ts';
import type { TargetDomains } from '../../runtime-fabric/index.ts';
import { gatewaySizes, readCapacity, type SizeCapacity, withRoom } from '../capacity.ts';
import type { ManagedGateway } from '../client.ts';
import { type GatewayFacts, managedFacts, selfManagedFacts } from '../facts.ts';
import { type FoundGateway, type FoundManaged, managedDetail, resolveGateway, selfManagedDetail } from '../gateways.ts';
import { type RegistrationFacts, readRegistration } from '../registration.ts';
import { readRuntimeConfiguration } from '../runtime-configuration/runtime-configuration.ts';
import type { GatewayReplica } from '../standalone-client.ts';
import { desiredStatusOf, hasFailed, type LiveStatus } from '../status.ts';
import type { PublishedVersions } from '../versions.ts';

/** The private space of a managed gateway, as far as it could be read. */
export interface TargetEvidence {
  id: string;
  name: PlatformText;
  /** Whether the environment may use it. */
  open?: boolean | undefined;
  status?: string | undefined;
  domains?: TargetDomains | undefined;
}

/** Everything the findings are drawn from; what could not be read is missing, and named in `unreadable`. */
export interface GatewayEvidence {
  gateway: GatewayFacts;
  environmentType: string | undefined;
  /** When it was read, ms since the epoch. */
  now: number;
  registration?: RegistrationFacts | undefined;
  published?: PublishedVersions | undefined;
  target?: TargetEvidence | undefined;
  runtime?: { configuration: JsonObject; updatedAt?: string | undefined } | undefined;
  /** The APIs that are deployed to it. */
  apis?: readonly Dependent[] | undefined;
  /** Of the gateway's size, in the whole business group. */
  capacity?: SizeCapacity | undefined;
  /** The same of size large, for a small gateway that needs more room. */
  larger?: SizeCapacity | undefined;
  replicas?: GatewayReplica[] | undefined;
  /** When the certificates of the replicas of a self-managed gateway end, ISO 8601. */
  certificates?: string[] | undefined;
  unreadable: UnreadPart[];
}

/** From this share on a gateway is nearly full of APIs. */
export const fullShare = 0.9;

/**
 * Reads everything about a gateway that may explain a problem, at once. A part that may not be read leaves the others.
 * @throws Failure when the gateway itself cannot be found or read
 */
export async function gatherGatewayEvidence(reference: string, ctx: EnvironmentContext): Promise<GatewayEvidence> {
  const { platform, place, signal, clock } = ctx;
  const found = await resolveGateway(reference, ctx);
  ctx.progress(`reading state, target, configuration and APIs of gateway ${found.id}`);
  const { part, unreadable } = partReader(ctx);
  const [own, published, runtime, dependentsOf] = await Promise.all([
    found.kind === 'managed' ? readManaged(found, ctx, part) : readSelfManaged(found, ctx, part),
    part('published versions', platform.gatewayManager.versions(signal)),
    part('runtime configuration', readRuntimeConfiguration(found, ctx)),
    ctx.dependents.on('gateway', ctx, part),
  ]);
  const apis = dependentsOf?.({ kind: 'gateway', id: found.id, name: found.name });
  const larger = await readLarger(own.gateway, apis?.length ?? 0, ctx);
  return {
    ...own,
    larger,
    environmentType: place.environmentType,
    now: clock.now(),
    published,
    runtime,
    apis,
    unreadable,
  };
}

type OwnEvidence = Pick<
  GatewayEvidence,
  'gateway' | 'registration' | 'target' | 'capacity' | 'replicas' | 'certificates'
>;

async function readManaged(found: FoundManaged, ctx: EnvironmentContext, part: PartReader): Promise<OwnEvidence> {
  const detail = await managedDetail(found, ctx);
  const { targetId, targetName = targetId } = detail;
  const [live, registration, target, capacity] = await Promise.all([
    readState(detail, ctx, part),
    part('registration', readRegistration(found, ctx, ctx.clock.now())),
    targetId === undefined ? undefined : readTarget({ id: targetId, name: targetName ?? targetId }, ctx, part),
    readUse(detail.size, ctx, part),
  ]);
  return { gateway: managedFacts(detail, live), registration, target, capacity };
}

async function readSelfManaged(
  found: Extract<FoundGateway, { kind: 'self-managed' }>,
  ctx: EnvironmentContext,
  part: PartReader,
): Promise<OwnEvidence> {
  const { platform, place, signal, clock } = ctx;
  const detail = await selfManagedDetail(found, ctx);
  const [registration, replicas] = await Promise.all([
    // Judges the certificates of the detail; nothing is read again.
    readRegistration({ ...found, detail }, ctx, clock.now()),
    part('replicas', platform.standaloneGateways.replicas(place, found.id, signal)),
  ]);
  const certificates = detail.replicas
    .flatMap(({ certificateExpirationDates }) => certificateExpirationDates ?? [])
    .filter((date) => date !== undefined)
    .sort();
  return { gateway: selfManagedFacts(detail), registration, replicas, certificates };
}

/** The live state, and the platform's words about it unless the gateway is as it should be. */
async function readState(
  { id, desiredStatus }: ManagedGateway,
  { platform, place, signal }: EnvironmentContext,
  part: PartReader,
): Promise<LiveStatus | undefined> {
  const live = await part('status', platform.gatewayManager.status(place, id, signal), 'essential');
  if (live === undefined || live.ready || desiredStatusOf(desiredStatus) === 'STOPPED') return live;
  const statusMessage = await part('status message', platform.gatewayManager.statusMessage(place, id, signal));
  return { ...live, ...(statusMessage === undefined ? {} : { statusMessage }) };
}

async function readTarget(
  target: { id: string; name: string },
  { platform, place, signal }: EnvironmentContext,
  part: PartReader,
): Promise<TargetEvidence> {
  const [targets, spaces, domains] = await Promise.all([
    part('targets of the environment', platform.gatewayManager.targets(place, signal)),
    part('private spaces', platform.runtimeFabric.privateSpaces(place.organizationId, signal)),
    part('domains of its target', platform.runtimeFabric.domains(place, target.id, signal)),
  ]);
  return {
    ...target,
    open: targets?.some(({ id }) => id === target.id),
    status: spaces?.find(({ id }) => id === target.id)?.status,
    domains,
  };
}

async function readUse(
  text: string | undefined,
  { platform, place: { organizationId }, signal }: EnvironmentContext,
  part: PartReader,
): Promise<SizeCapacity | undefined> {
  const size = gatewaySizes.find((one) => one === text);
  if (size === undefined) return undefined;
  const [used, entitlement] = await Promise.all([
    part('usage', platform.gatewayManager.usage(organizationId, size, signal)),
    part('entitlement', platform.accessManagement.gatewayEntitlement(organizationId, signal)),
  ]);
  return withRoom({ size, used, entitled: entitlement?.[size] });
}

/** The capacity for a large one is read only where that would help: it failed, or is nearly full. */
async function readLarger(
  { size, status, apiLimit = Infinity }: GatewayFacts,
  apis: number,
  ctx: EnvironmentContext,
): Promise<SizeCapacity | undefined> {
  if (size !== 'small' || (!hasFailed(status) && apis < apiLimit * fullShare)) return undefined;
  const [larger] = await readCapacity(ctx.place.organizationId, ['large'], ctx);
  return larger;
}
