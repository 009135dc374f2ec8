import type { Clock } from '../clock.ts';
import { durations } from '../transitions.ts';
import type { RuntimeProcess, RuntimeState } from './model.ts';

/** Names of the properties that pair an application with API Manager [docs/platform/autodiscovery.md#properties]. */
export const propertyNames = {
  clientId: 'anypoint.platform.client_id',
  clientSecret: 'anypoint.platform.client_secret',
  gatekeeper: 'anypoint.platform.gatekeeper',
} as const;

/** A process that starts in `ms` milliseconds. */
export function processIn(clock: Clock, ms: number, properties: Record<string, string>): RuntimeProcess {
  return {
    properties: { ...properties },
    startedAt: clock.after(ms),
    trackedAt: clock.after(ms + durations.apiTracked),
    opensAt: clock.after(ms + durations.gatekeeperOpens),
  };
}

/** A state without an update in progress. Without a process, no requests are served. */
export function runtimeState(status: string, process: RuntimeProcess | null = null): RuntimeState {
  return { status, updateStatus: null, process };
}
