import * as z from 'zod';
import { placeIn } from '../../core/identity/scenario-places.ts';
import type { Platform } from '../../core/platform.ts';
import { defineEvent } from '../../core/scenario/events.ts';
import { place, reference } from '../../core/scenario/fields.ts';
import type { Loading } from '../../core/scenario/loading.ts';
import { durations, settled } from '../../core/transitions.ts';
import { managedGateways } from './managed-gateway.ts';
import type { ManagedGateway, SelfManagedGateway } from './model.ts';
import { applyGateway } from './phases.ts';
import { selfManagedGateways } from './self-managed-gateway.ts';

const fields = { ...place, gateway: reference.describe('Name or id of a gateway, managed or self-managed') };

function gatewayIn(at: Loading, event: z.output<z.ZodObject<typeof fields>>): { id: string } {
  const { environmentId } = placeIn(at, event);
  return { id: at.at('gateway').find([managedGateways, selfManagedGateways], environmentId, event.gateway) };
}

/** A managed gateway breaks, or a self-managed one loses its connection. */
const failGateway = defineEvent({
  do: 'fail-gateway',
  fields: { ...fields, message: z.string().min(1) },
  description: 'A managed gateway fails with the message, and whenever it is applied; a self-managed one disconnects',
  plan: (event, at) => ({ ...gatewayIn(at, event), message: event.message }),
  happen: ({ id = '', at, message = '' }, { platform }) => {
    const managed = platform.store.of(managedGateways).get(id);
    if (managed !== undefined) {
      managed.fault = message;
      // It fails at once.
      applyChanged(platform, managed, 0);
    }
    connectReplicas(platform.store.of(selfManagedGateways).get(id), at, false);
  },
});

/** A gateway works again. */
const healGateway = defineEvent({
  do: 'heal-gateway',
  fields,
  plan: (event, at) => gatewayIn(at, event),
  happen: ({ id = '', at }, { platform }) => {
    const managed = platform.store.of(managedGateways).get(id);
    if (managed !== undefined) {
      delete managed.fault;
      // Recovering takes as long as starting.
      applyChanged(platform, managed, durations.gatewayStarts);
    }
    connectReplicas(platform.store.of(selfManagedGateways).get(id), at, true);
  },
});

/** What can happen to gateways later. */
export const gatewayEvents = [failGateway, healGateway];

function applyChanged(platform: Platform, gateway: ManagedGateway, ms: number): void {
  delete gateway.neverReady;
  applyGateway(platform, gateway, ms);
}

function connectReplicas(gateway: SelfManagedGateway | undefined, at: number, isConnected: boolean): void {
  for (const replica of gateway?.replicas ?? []) {
    replica.status = settled(isConnected ? 'CONNECTED' : 'DISCONNECTED');
    if (isConnected) replica.connectedAt = at;
    replica.disconnectedAt = isConnected ? null : at;
  }
}
