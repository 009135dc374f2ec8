import { tool } from '../../core/operations.ts';
import { placeName } from '../../core/place/place.ts';
import {
  forNamesakes,
  type Named,
  named,
  resolveReference,
  type Search,
  unknownReference,
} from '../../core/resolve.ts';
import { quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { type Advice, advice, advise } from '../../platform/advice.ts';
import { Failure, inputFailure, isNotFound } from '../../platform/errors.ts';
import { uuid } from '../../platform/ids.ts';
import type { ManagedGateway, ManagedGatewayOverview } from './client.ts';
import type { SelfManagedGateway } from './standalone-client.ts';

/** `managed`: run by the platform in a private space. `self-managed`: on the customer's own machines. */
export type GatewayKind = 'managed' | 'self-managed';

/** Both kinds, in the order in which they are listed. */
export const gatewayKinds = ['managed', 'self-managed'] as const;

/** A gateway as it was found. `detail` is set when it was read by its id. */
export type FoundGateway =
  | { kind: 'managed'; id: string; name: string; detail?: ManagedGateway }
  | { kind: 'self-managed'; id: string; name: string; detail?: SelfManagedGateway };

/** A managed gateway that was looked for as such. */
export type FoundManaged = Extract<FoundGateway, { kind: 'managed' }>;

/** The gateways of an environment, and the kinds that could not be read, with the reason. */
export interface GatewayListing {
  managed: ManagedGatewayOverview[];
  selfManaged: SelfManagedGateway[];
  unreadable: { kind: GatewayKind; reason: Failure }[];
}

/** More than any environment has; a listing is read whole, so that names are found wherever they stand. */
const maxGateways = 5_000;

/**
 * Lists both kinds at once, or the one asked for. A principal often may read only one kind: they need different
 * permissions. Then the other is listed alone.
 * @throws Failure when nothing of what was asked for could be read
 */
export async function listGateways(kinds: readonly GatewayKind[], ctx: EnvironmentContext): Promise<GatewayListing> {
  const { platform, place, signal } = ctx;
  const unreadable: GatewayListing['unreadable'] = [];
  const read = async <T>(kind: GatewayKind, list: () => Promise<{ items: T[] }>): Promise<T[]> => {
    if (!kinds.includes(kind)) return [];
    try {
      return (await list()).items;
    } catch (reason) {
      if (!isRefusal(reason) || kinds.length === 1) throw reason;
      ctx.missing(reason);
      unreadable.push({ kind, reason });
      return [];
    }
  };
  const [managed, selfManaged] = await Promise.all([
    read('managed', () => platform.gatewayManager.gateways(place, maxGateways, signal)),
    read('self-managed', () => platform.standaloneGateways.gateways(place, maxGateways, signal)),
  ]);
  const refusal = unreadable.find(({ kind }) => kind === 'managed') ?? unreadable[0];
  if (refusal !== undefined && unreadable.length === kinds.length) throw refusal.reason;
  return { managed, selfManaged, unreadable };
}

/** The service refuses this principal or does not exist; anything else is a failure of the whole call. */
function isRefusal(error: unknown): error is Failure {
  return error instanceof Failure && [400, 403, 404].includes(error.http?.status ?? 0);
}

/**
 * Resolves a gateway of either kind by id or name. An id is read directly; only if that fails are the gateways listed.
 * @throws Failure (input) with the nearest candidates when it is unknown or ambiguous
 */
export async function resolveGateway(reference: string, ctx: EnvironmentContext): Promise<FoundGateway> {
  const text = reference.trim();
  const isId = uuid.test(text);
  const byId = isId ? await gatewayById(text, ctx) : undefined;
  if (byId !== undefined) return byId;
  const { managed, selfManaged, unreadable } = await listGateways(gatewayKinds, ctx);
  const candidates: FoundGateway[] = [
    ...managed.map(({ id, name }): FoundGateway => ({ kind: 'managed', id, name })),
    ...selfManaged.map((detail): FoundGateway => ({ kind: 'self-managed', id: detail.id, name: detail.name })),
  ];
  const search: Search<FoundGateway> = {
    kind: 'gateway',
    naming: ctx.naming,
    where: placeName(ctx.place),
    listed: 'gateway.list',
    detail: forNamesakes(candidates, ({ kind }) => kind),
  };
  try {
    // Once the gateway with that id is gone, a write must not go on to one that is only called so.
    if (isId && ctx.naming === 'exact') throw unknownReference(text, candidates, search);
    return resolveReference(text, candidates, search);
  } catch (error) {
    const [hidden] = unreadable;
    if (hidden === undefined || !(error instanceof Failure)) throw error;
    throw inputFailure({
      what: error.message,
      why: advise(error.why ?? '', `The ${hidden.kind} gateways could not be listed: ${hidden.reason.message}`),
      next: error.next,
      choice: error.choice,
      unknown: error.unknown,
    });
  }
}

/** Gateways of both kinds that a text names as a whole. @throws Failure */
export async function gatewaysNamed(text: string, ctx: EnvironmentContext): Promise<readonly Named[]> {
  const { managed, selfManaged } = await listGateways(gatewayKinds, ctx);
  return named(text, [...managed, ...selfManaged], 'exact');
}

async function gatewayById(
  id: string,
  { platform, place, signal }: EnvironmentContext,
): Promise<FoundGateway | undefined> {
  const managed = await unlessRefused(platform.gatewayManager.gateway(place, id, signal));
  if (managed !== undefined) return { kind: 'managed', id: managed.id, name: managed.name, detail: managed };
  const own = await unlessRefused(platform.standaloneGateways.gateway(place, id, signal));
  // A deleted one stays readable by its id [docs/platform/gateways.md#self-managed-gateways]; for our purposes it is gone.
  if (own === undefined || own.status === 'DELETED') return undefined;
  return { kind: 'self-managed', id: own.id, name: own.name, detail: own };
}

async function unlessRefused<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** A managed gateway in full; it is read only if finding it did not read it already. @throws Failure */
export async function managedDetail(found: FoundManaged, ctx: EnvironmentContext): Promise<ManagedGateway> {
  if (found.detail !== undefined) return found.detail;
  try {
    return await ctx.platform.gatewayManager.gateway(ctx.place, found.id, ctx.signal);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw inputFailure({
      what: `Gateway ${quote(found.name)} (${found.id}) existed a moment ago and is gone.`,
      next: advice`Somebody deleted it just now. ${tool('gateway.list')} lists the others.`,
    });
  }
}

/** A self-managed gateway with its versions, which only the single read returns. @throws Failure */
export async function selfManagedDetail(
  found: Extract<FoundGateway, { kind: 'self-managed' }>,
  { platform, place, signal }: EnvironmentContext,
): Promise<SelfManagedGateway> {
  return found.detail ?? platform.standaloneGateways.gateway(place, found.id, signal);
}

/**
 * Requires a managed gateway.
 * @param action what cannot be done, as in `cannot be updated`
 * @param instead what a person can do about it
 * @throws Failure (input) for a self-managed one
 */
export function requireManaged(found: FoundGateway, action: string, instead: Advice): FoundManaged {
  if (found.kind === 'managed') return found;
  throw inputFailure({
    what: `Gateway ${quote(found.name)} (${found.id}) is self-managed, so it cannot be ${action} by this server.`,
    why: "It runs on its owner's machines; the platform only has its registration.",
    next: instead,
  });
}
