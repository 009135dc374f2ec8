import { Hono } from 'hono';
import * as z from 'zod';
import { armError } from '../../core/errors.ts';
import type { Place } from '../../core/places.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { readBody, readFlag } from '../../core/requests.ts';
import { type ArmServer, type ServerStatus, type Store, takeId } from '../../core/store.ts';
import { durations, moving } from '../../core/transitions.ts';
import { membershipOf, release } from './membership.ts';
import { statusOf } from './server-status.ts';
import { serverKind, serverView } from './server-view.ts';
import { targetRoutes } from './target-routes.ts';
import { deleteTarget, requireTarget, targetsAt } from './targets.ts';

const actionBody = z.object({ actionType: z.enum(['RESTART', 'SHUTDOWN', 'DELETE', 'RENEW_CERTIFICATE']) });

const yearMs = 365 * 24 * 3600 * 1000;

/** Servers (reference 3.1); how one is read and renamed is that of all targets. */
export function armServerRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();

  app.get('/servers', (c) => {
    const belongsTo = c.req.query('belongsTo');
    if (belongsTo !== undefined && !/^(SERVER_GROUP|CLUSTER|NO_GROUP)$/.test(belongsTo)) {
      throw armError(400, `Invalid value for belongsTo: ${belongsTo}`);
    }
    const data = targetsAt(store.servers, c.get('place'))
      .filter((server) => belongsTo === undefined || belongsTo === (membershipOf(store, server)?.type ?? 'NO_GROUP'))
      .map((server) => serverView(store, server, clock.now()));
    return c.json({ data });
  });

  app.get('/servers/registrationToken', (c) => c.json({ data: registrationTokenOf(store, c.get('place')) }));

  app.patch('/servers/registrationToken', (c) => {
    const { environment } = c.get('place');
    store.serverRegistrationTokens.delete(environment.id);
    return c.json({ data: registrationTokenOf(store, c.get('place')) }, 202);
  });

  // After the registration token, which is no server.
  app.route('/', targetRoutes(platform, serverKind));

  app.delete('/servers/:serverId', (c) => {
    const server = requireTarget(store, serverKind, c.get('place'), c.req.param('serverId'));
    removeServer(store, server, readFlag(c, 'isForce', armError) === true);
    return c.body(null, 204);
  });

  app.post('/servers/:serverId/actions', async (c) => {
    const server = requireTarget(store, serverKind, c.get('place'), c.req.param('serverId'));
    const { actionType } = await readBody(c, actionBody, armError);
    const now = clock.now();
    if (actionType !== 'DELETE' && statusOf(server, now) !== 'RUNNING') {
      throw armError(409, `Action ${actionType} needs a connected server: ${server.name} is ${statusOf(server, now)}`);
    }
    if (actionType === 'DELETE') removeServer(store, server, false);
    if (actionType === 'RESTART') {
      server.status = moving<ServerStatus>(clock, 'DISCONNECTED', 'RUNNING', durations.serverRestarts);
    }
    if (actionType === 'SHUTDOWN') {
      server.status = moving<ServerStatus>(clock, 'RUNNING', 'DISCONNECTED', durations.serverShutsDown);
    }
    if (actionType === 'RENEW_CERTIFICATE') server.certificateExpirationDate = now + 2 * yearMs;
    server.timeUpdated = now;
    return c.json({
      data: {
        id: takeId(store),
        timeCreated: now,
        timeUpdated: now,
        timeExecuted: now,
        actionType,
        status: 'PENDING',
        reason: '',
        description: '',
      },
    });
  });

  return app;
}

/** The registration token of an environment; there is always one (reference 3.1). */
function registrationTokenOf(store: Store, { environment }: Place): string {
  const existing = store.serverRegistrationTokens.get(environment.id);
  if (existing !== undefined) return existing;
  const token = `${crypto.randomUUID()}---1`;
  store.serverRegistrationTokens.set(environment.id, token);
  return token;
}

function removeServer(store: Store, server: ArmServer, isForce: boolean): void {
  const current = membershipOf(store, server);
  if (current !== undefined && !isForce) {
    throw armError(
      409,
      `Server ${server.name} (id: ${server.id}) belongs to ${current.called}: remove it from there first`,
    );
  }
  release(store, server);
  deleteTarget(store, serverKind, server);
}
