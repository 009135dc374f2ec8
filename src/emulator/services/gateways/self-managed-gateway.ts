import * as z from 'zod';
import { placeIn } from '../../core/identity/scenario-places.ts';
import { defineKind } from '../../core/kinds.ts';
import { guid, name, place, times } from '../../core/scenario/fields.ts';
import { timeOf } from '../../core/scenario/load-context.ts';
import { guidFrom } from '../../core/scenario/names.ts';
import { defineList } from '../../core/scenario/sections.ts';
import { settled, stateAt } from '../../core/transitions.ts';
import type { RegistrationToken, Replica, SelfManagedGateway, SelfManagedStatus } from './model.ts';

/** Self-managed gateways, deleted ones included. */
export const selfManagedGateways = defineKind({
  name: 'selfManagedGateways',
  noun: 'self-managed gateway',
  empty: () => new Map<string, SelfManagedGateway>(),
});

/** Registration tokens of self-managed gateways, by their value. */
export const gatewayTokens = defineKind({
  name: 'gatewayTokens',
  noun: 'registration token',
  empty: () => new Map<string, RegistrationToken>(),
});

/** When certificates of replicas from scenarios expire. */
const expires = Date.UTC(2030, 0, 1);

/** The scenario section for self-managed gateways. */
export const selfManagedGatewaysSection = defineList({
  name: 'selfManagedGateways',
  entry: z.strictObject({
    ...place,
    name,
    id: guid,
    tags: z.array(name).default([]),
    gatewayVersion: name.default('1.11.4'),
    replicas: z
      .array(z.strictObject({ id: guid, status: z.enum(['CONNECTED', 'DISCONNECTED']).default('CONNECTED') }))
      .default([{ status: 'CONNECTED' }]),
    ...times,
  }),
  load: (entry, at) => {
    const { organizationId, environmentId } = placeIn(at, entry);
    const id = entry.id ?? guidFrom('self-managed gateway', environmentId, entry.name);
    at.claim(selfManagedGateways, { name: entry.name, id, scope: environmentId });
    const dateCreated = timeOf(entry.createdAt);
    const lastUpdate = timeOf(entry.updatedAt, dateCreated);
    const replicas = entry.replicas.map((given, index): Replica => {
      const replicaId = given.id ?? guidFrom('replica', id, String(index));
      return {
        id: replicaId,
        name: `${entry.name}-${index}`,
        nodeId: replicaId.slice(0, 8),
        gatewayVersion: entry.gatewayVersion,
        status: settled(given.status),
        connectedAt: dateCreated,
        disconnectedAt: given.status === 'DISCONNECTED' ? lastUpdate : null,
        certificateExpirationDate: expires,
      };
    });
    at.store.of(selfManagedGateways).set(id, {
      organizationId,
      environmentId,
      id,
      name: entry.name,
      deleted: false,
      tags: entry.tags,
      replicas,
      dateCreated,
      lastUpdate,
    });
  },
});

/**
 * The status of a self-managed gateway: connected while one of its replicas is
 * [docs/platform/gateways.md#self-managed-gateways].
 */
export function selfManagedStatusOf(gateway: SelfManagedGateway, now: number): SelfManagedStatus {
  if (gateway.deleted) return 'DELETED';
  const connected = gateway.replicas.some(({ status }) => stateAt(status, now) === 'CONNECTED');
  return connected ? 'CONNECTED' : 'DISCONNECTED';
}
