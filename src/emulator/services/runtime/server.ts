import * as z from 'zod';
import { placeIn } from '../../core/identity/scenario-places.ts';
import { defineKind } from '../../core/kinds.ts';
import { name, number, place, times } from '../../core/scenario/fields.ts';
import { timeOf } from '../../core/scenario/load-context.ts';
import { defineList } from '../../core/scenario/sections.ts';
import { settled, stateAt } from '../../core/transitions.ts';
import { runtimeIds, takeId } from './ids.ts';
import type { ArmServer, ServerStatus } from './model.ts';

/** Servers. */
export const servers = defineKind({ name: 'servers', noun: 'server', empty: () => new Map<number, ArmServer>() });

/** When licences and certificates of servers from scenarios expire. */
const expires = Date.UTC(2030, 0, 1);

/** The scenario section for servers. */
export const serversSection = defineList({
  name: 'servers',
  entry: z.strictObject({
    ...place,
    name,
    id: number,
    status: z.enum(['CREATED', 'RUNNING', 'CONNECTED', 'DISCONNECTED']).default('RUNNING'),
    ip: z.union([z.ipv4(), z.ipv6()]).optional(),
    muleVersion: name.default('4.9.6'),
    serverType: z.enum(['MULE', 'GATEWAY']).default('MULE'),
    isolated: z.boolean().default(false).describe('It and the other members of its cluster do not see each other'),
    ...times,
  }),
  sequence: runtimeIds,
  idsOf: ({ id }) => [id],
  load: (entry, at) => {
    const { organizationId, environmentId } = placeIn(at, entry);
    const id = entry.id ?? takeId(at.store);
    at.claim(servers, { name: entry.name, id, scope: environmentId });
    const timeCreated = timeOf(entry.createdAt);
    at.store.of(servers).set(id, {
      id,
      organizationId,
      environmentId,
      name: entry.name,
      serverType: entry.serverType,
      muleVersion: entry.muleVersion,
      gatewayVersion: entry.muleVersion,
      agentVersion: entry.muleVersion.startsWith('4.4') ? '2.5.3' : '2.7.2',
      status: settled(entry.status),
      addresses: entry.ip === undefined ? [] : [{ ip: entry.ip, networkInterface: 'eth0' }],
      timeCreated,
      timeUpdated: timeOf(entry.updatedAt, timeCreated),
      licenseExpirationDate: expires,
      certificateExpirationDate: expires,
      ...(entry.isolated ? { isolated: true } : {}),
    });
  },
});

/** A server's status at a moment. */
export function statusOf(server: ArmServer, now: number): ServerStatus {
  return stateAt(server.status, now);
}

/**
 * Whether a server is up and connected. CONNECTED counts as up; its meaning is not documented
 * [docs/platform/runtime.md#server-status].
 */
export function isUp(server: ArmServer, now: number): boolean {
  return /^(RUNNING|CONNECTED)$/.test(statusOf(server, now));
}

/**
 * The combined status of several servers [docs/platform/lifecycles.md#state-changes], with the values of groups
 * [docs/platform/runtime.md#server-groups].
 */
export function combinedStatus(members: readonly ArmServer[], now: number): string {
  if (members.length === 0) return 'EMPTY';
  if (members.every((server) => statusOf(server, now) === 'CREATED')) return 'CREATED';
  const up = members.filter((server) => isUp(server, now)).length;
  if (up === members.length) return 'RUNNING';
  return up === 0 ? 'DISCONNECTED' : 'PARTIAL';
}
