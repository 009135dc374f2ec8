import { tool } from '../../core/operations.ts';
import { ifReadable } from '../../core/reading/partial.ts';
import { quote } from '../../core/text/quote.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import { advice } from '../../platform/advice.ts';
import { inputFailure } from '../../platform/errors.ts';
import { withoutUndefined } from '../../platform/json.ts';

/** Sizes of managed gateways [docs/platform/gateways.md#definition]. */
export const gatewaySizes = ['small', 'large'] as const;
export type GatewaySize = (typeof gatewaySizes)[number];

/** Whether a text is one of the sizes. */
export function isGatewaySize(text: string | undefined): text is GatewaySize {
  return gatewaySizes.some((size) => size === text);
}

/** How many managed gateways of a size a business group may have and has, in all its environments. */
export interface SizeCapacity {
  size: GatewaySize;
  used?: number | undefined;
  /** What Access Management assigns (`managedGatewaySmall`, `managedGatewayLarge`) [docs/platform/gateways.md#sizes-and-entitlements]. */
  entitled?: number | undefined;
  remaining?: number | undefined;
}

/**
 * Counts the sizes asked for, all at once. A number that the principal may not read is missing; the platform checks the capacity itself.
 */
export async function readCapacity(
  organizationId: string,
  sizes: readonly GatewaySize[],
  ctx: ToolContext,
): Promise<SizeCapacity[]> {
  const { platform, signal } = ctx;
  const [entitlement, ...used] = await Promise.all([
    ifReadable(platform.accessManagement.gatewayEntitlement(organizationId, signal), ctx),
    ...sizes.map((size) => ifReadable(platform.gatewayManager.usage(organizationId, size, signal), ctx)),
  ]);
  return sizes.map((size, index) => withRoom({ size, used: used[index], entitled: entitlement?.[size] }));
}

/** A count with what remains, if both numbers are known. */
export function withRoom({ size, used, entitled }: Omit<SizeCapacity, 'left'>): SizeCapacity {
  const left = used === undefined || entitled === undefined ? undefined : Math.max(0, entitled - used);
  return withoutUndefined<SizeCapacity>({ size, used, entitled, remaining: left });
}

/** `2 of 5 used, 3 remaining`, as far as it is known. */
export function capacityText({ used, entitled, remaining: left }: SizeCapacity): string {
  if (left !== undefined) return `${used} of ${entitled} used, ${left} left`;
  if (used !== undefined) return `${used} used, entitlement unreadable`;
  return entitled === undefined ? 'unreadable' : `${entitled} entitled, use unreadable`;
}

/**
 * Requires a size that is not known to be used up.
 * @param capacities of every size, so that another one can be offered
 * @throws Failure (input)
 */
export function requireCapacity(size: string, capacities: readonly SizeCapacity[], organizationName: string): void {
  const capacity = capacities.find((capacity) => capacity.size === size);
  if (capacity?.remaining !== 0) return;
  const others = capacities.filter(({ remaining: left, size: other }) => other !== size && (left ?? 0) > 0);
  const offer = others.map((other) => `size ${other.size} (${other.remaining} left)`).join(' or ');
  throw inputFailure({
    what: `No managed gateway of size ${size} is left in ${quote(organizationName)}: ${capacityText(capacity)}.`,
    next: advice`${offer === '' ? 'Delete' : `Use ${offer}, delete`} one that is not needed with ${tool('gateway.delete')}, or ask for a larger entitlement. ${tool('gateway.getUsage')} counts them.`,
  });
}
