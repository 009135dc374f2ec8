import type { EnvironmentContext } from '../../core/tools/context.ts';
import { type ReplicaGroup, replicaGroups, selfManagedFacts } from './facts.ts';
import type { FoundGateway, GatewayKind } from './gateways.ts';
import { selfManagedDetail } from './gateways.ts';

/** When a gateway's registration ends; for a self-managed one, the first certificate of its replicas. */
export interface RegistrationFacts {
  /** ISO 8601; missing when the platform does not say. */
  expiresAt?: string | undefined;
  /** Whole days from now, negative when it is past. */
  daysLeft?: number | undefined;
  state: 'valid' | 'expires soon' | 'expired' | 'unknown';
  /** What it means and what to do about it. */
  advice: string;
  replicas?: ReplicaGroup[];
}

const dayMs = 24 * 3600 * 1000;
/** A month is time enough to renew on somebody else's machines. */
const soonDays = 30;

/** Reads it. `now` is ms since the epoch. @throws Failure */
export async function readRegistration(
  found: FoundGateway,
  ctx: EnvironmentContext,
  now: number,
): Promise<RegistrationFacts> {
  if (found.kind === 'managed') {
    const { platform, place, signal } = ctx;
    return judged(found.kind, await platform.gatewayManager.registrationExpiration(place, found.id, signal), now);
  }
  const gateway = await selfManagedDetail(found, ctx);
  return {
    ...judged(found.kind, selfManagedFacts(gateway).certificateExpiresAt, now),
    replicas: replicaGroups(gateway),
  };
}

function judged(kind: GatewayKind, expiration: string | undefined, now: number): RegistrationFacts {
  if (expiration === undefined) {
    return { state: 'unknown', advice: 'The API returned no expiry of the registration.' };
  }
  const daysLeft = Math.floor((Date.parse(expiration) - now) / dayMs);
  const state = daysLeft < 0 ? 'expired' : daysLeft <= soonDays ? 'expires soon' : 'valid';
  return { expiresAt: expiration, daysLeft, state, advice: adviceFor(kind, state) };
}

/**
 * Self-managed registrations are renewed with `flexctl registration renew` (docs.mulesoft.com, Renew Self-Managed Flex
 * Gateway Registration); how those of managed gateways are is not documented.
 */
function adviceFor(kind: GatewayKind, state: 'valid' | 'expires soon' | 'expired'): string {
  if (state === 'valid') return 'Nothing to do.';
  if (kind === 'managed') {
    const owner = 'The platform renews the registrations of managed gateways';
    return state === 'expired'
      ? `${owner}, and this one has expired: if the gateway is not ready, open a case with MuleSoft support.`
      : `${owner}: if the date has not moved by then, open a case with MuleSoft support.`;
  }
  const loss =
    state === 'expired' ? 'Without it the gateway cannot talk to the platform.' : 'Renew it before that day.';
  return `${loss} On the machine of the gateway: flexctl registration renew, then restart the replicas with the new file.`;
}
