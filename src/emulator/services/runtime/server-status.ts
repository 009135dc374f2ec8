import type { ArmServer, ServerStatus } from '../../core/store.ts';
import { stateAt } from '../../core/transitions.ts';

/** A server's status at a moment. */
export function statusOf(server: ArmServer, now: number): ServerStatus {
  return stateAt(server.status, now);
}

/** Whether a server is up and connected; CONNECTED is counted in, its meaning is not documented (reference 3.1). */
export function isUp(server: ArmServer, now: number): boolean {
  return /^(RUNNING|CONNECTED)$/.test(statusOf(server, now));
}

/** The status of several servers together: reference 14, with the values of [spec:arm]. */
export function statusTogether(servers: readonly ArmServer[], now: number): string {
  if (servers.length === 0) return 'EMPTY';
  if (servers.every((server) => statusOf(server, now) === 'CREATED')) return 'CREATED';
  const up = servers.filter((server) => isUp(server, now)).length;
  if (up === servers.length) return 'RUNNING';
  return up === 0 ? 'DISCONNECTED' : 'PARTIAL';
}
