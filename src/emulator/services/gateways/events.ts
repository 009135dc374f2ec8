import * as z from 'zod';
import { placeIn } from '../../core/identity/scenario-places.ts';
import type { Platform } from '../../core/platform.ts';
import { defineEvent } from '../../core/scenario/events.ts';
import { place, reference } from '../../core/scenario/fields.ts';
import type { LoadContext } from '../../core/scenario/load-context.ts';
import { durations, settled } from '../../core/transitions.ts';
import { managedGateways } from './managed-gateway.ts';
import type { ManagedGateway, SelfManagedGateway } from './model.ts';
import { applyGateway } from './phases.ts';
import { selfManagedGateways } from './self-managed-gateway.ts';

const fields = { ...place, gateway: reference.describe('Name or id of a gateway, managed or self-managed') };

function gatewayIn(at: LoadContext, event: z.output<z.ZodObject<typeof fields>>): { id: string } {
  const { environmentId } = placeIn(at, event);
  return { id: at.at('gateway').find([managedGateways, selfManagedGateways], environmentId, event.gateway) };
}

/** A managed gateway fails, or a self-managed one disconnects. */
const failGateway = defineEvent({
  do: 'fail-gateway',
  fields: { ...fields, message: z.string().min(1) },
  description:
    'A managed gateway fails with the message, now and whenever it is applied again; a self-managed one disconnects',
  plan: (event, at) => ({ ...gatewayIn(at, event), message: event.message }),
  apply: ({ id = '', at, message = '' }, { platform }) => {
    const managed = platform.store.of(managedGateways).get(id);
    if (managed !== undefined) {
      managed.failure = message;
      // It fails immediately.
      applyChanged(platform, managed, 0);
    }
    setConnected(platform.store.of(selfManagedGateways).get(id), at, false);
  },
});

/** A gateway recovers. */
const recoverGateway = defineEvent({
  do: 'recover-gateway',
  fields,
  plan: (event, at) => gatewayIn(at, event),
  apply: ({ id = '', at }, { platform }) => {
    const managed = platform.store.of(managedGateways).get(id);
    if (managed !== undefined) {
      delete managed.failure;
      // Recovering takes as long as starting.
      applyChanged(platform, managed, durations.gatewayStarts);
    }
    setConnected(platform.store.of(selfManagedGateways).get(id), at, true);
  },
});

/** The events of gateways. */
export const gatewayEvents = [failGateway, recoverGateway];

function applyChanged(platform: Platform, gateway: ManagedGateway, ms: number): void {
  delete gateway.neverReady;
  applyGateway(platform, gateway, ms);
}

function setConnected(gateway: SelfManagedGateway | undefined, at: number, isConnected: boolean): void {
  for (const replica of gateway?.replicas ?? []) {
    replica.status = settled(isConnected ? 'CONNECTED' : 'DISCONNECTED');
    if (isConnected) replica.connectedAt = at;
    replica.disconnectedAt = isConnected ? null : at;
  }
}
