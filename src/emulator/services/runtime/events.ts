import { placeIn } from '../../core/identity/scenario-places.ts';
import { defineEvent, type EventKind } from '../../core/scenario/events.ts';
import { place, reference } from '../../core/scenario/fields.ts';
import { settled } from '../../core/transitions.ts';
import type { ArmServer } from './model.ts';
import { servers } from './server.ts';

const fields = { ...place, server: reference.describe('Name or id of a server') };

/** An event that changes a server. */
function serverEvent(name: string, change: (server: ArmServer, at: number) => void, description?: string): EventKind {
  return defineEvent({
    do: name,
    fields,
    ...(description === undefined ? {} : { description }),
    plan: (event, at) => ({ id: at.at('server').find([servers], placeIn(at, event).environmentId, event.server) }),
    apply: ({ id, at }, { platform }) => {
      const server = platform.store.of(servers).get(Number(id));
      if (server !== undefined) change(server, at);
    },
  });
}

/** The events of servers. */
export const serverEvents: readonly EventKind[] = [
  serverEvent('disconnect-server', (server, at) => {
    server.status = settled('DISCONNECTED');
    server.timeUpdated = at;
  }),
  serverEvent('connect-server', (server, at) => {
    server.status = settled('RUNNING');
    server.timeUpdated = at;
  }),
  serverEvent(
    'isolate-server',
    (server) => {
      server.isolated = true;
    },
    'The other members of its cluster no longer see it',
  ),
  serverEvent(
    'rejoin-server',
    (server) => {
      server.isolated = false;
    },
    'The other members of its cluster see it again',
  ),
];
