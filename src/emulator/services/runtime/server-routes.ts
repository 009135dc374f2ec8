import * as z from 'zod';
import type { Platform } from '../../core/platform.ts';
import { flag, oneOf } from '../../core/queries.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { changing, durations } from '../../core/transitions.ts';
import { arm, serverScopes } from './api.ts';
import { armError } from './errors.ts';
import { takeId } from './ids.ts';
import { leaveTarget, membershipOf } from './membership.ts';
import type { ArmServer, ServerStatus } from './model.ts';
import { registrationTokenOf, serverRegistrationTokens } from './registration-token.ts';
import { servers, statusOf } from './server.ts';
import { serverType, serverView } from './server-view.ts';
import { targetRoutes } from './target-routes.ts';
import { requireTarget, targetsAt } from './targets.ts';

const actionBody = z.strictObject({ actionType: z.enum(['RESTART', 'SHUTDOWN', 'DELETE', 'RENEW_CERTIFICATE']) });

const listQuery = { belongsTo: oneOf(['SERVER_GROUP', 'CLUSTER', 'NO_GROUP']) };
const force = { isForce: flag };

const yearMs = 365 * 24 * 3600 * 1000;

/** Servers [docs/platform/runtime.md#servers]. The routes that all targets have come from `targetRoutes`. */
export const serverRoutes: readonly Route[] = [
  arm.environment('GET', '/servers', { scopes: serverScopes.read, query: listQuery }, (c, place, { belongsTo }) => {
    const { platform } = c.var;
    const found = targetsAt(platform, servers, place, {
      where: belongsTo === undefined ? undefined : { key: belongsTo, holds: () => isIn(platform, belongsTo) },
    });
    return c.json({ data: found.map((server) => serverView(platform, server)) });
  }),

  arm.environment('GET', '/servers/registrationToken', serverScopes.read, (c, { environment }) =>
    c.json({ data: registrationTokenOf(c.var.platform, environment.id) }),
  ),

  arm.environment('PATCH', '/servers/registrationToken', serverScopes.manage, (c, { environment }) => {
    const { platform } = c.var;
    platform.store.delete(serverRegistrationTokens, environment.id);
    return c.json({ data: registrationTokenOf(platform, environment.id) }, 202);
  }),

  // After the registration token, whose path would match as well.
  ...targetRoutes(serverType),

  arm.environment('DELETE', '/servers/{serverId}', { scopes: serverScopes.manage, query: force }, (c, place, sent) => {
    const { platform } = c.var;
    const server = requireTarget(platform, serverType, place, { id: c.req.param('serverId') });
    removeServer(platform, server, sent.isForce === true);
    return c.body(null, 204);
  }),

  arm.environment('POST', '/servers/{serverId}/actions', serverScopes.manage, async (c, place) => {
    const { platform } = c.var;
    const server = requireTarget(platform, serverType, place, { id: c.req.param('serverId') });
    const { actionType } = await readBody(c, actionBody, armError);
    performAction(platform, server, actionType);
    const now = platform.clock.now();
    return c.json({
      data: {
        id: takeId(platform.store),
        timeCreated: now,
        timeUpdated: now,
        timeExecuted: now,
        actionType,
        status: 'PENDING',
        reason: '',
        description: '',
      },
    });
  }),
];

/** Whether a server belongs to a type of target, or to none. */
function isIn(platform: Platform, type: string): (server: ArmServer) => boolean {
  return (server) => type === (membershipOf(platform, server)?.type ?? 'NO_GROUP');
}

function performAction(
  platform: Platform,
  server: ArmServer,
  actionType: z.output<typeof actionBody>['actionType'],
): void {
  const { clock } = platform;
  const now = clock.now();
  if (actionType !== 'DELETE' && statusOf(server, now) !== 'RUNNING') {
    throw armError(409, `Action ${actionType} needs a connected server: ${server.name} is ${statusOf(server, now)}`);
  }
  if (actionType === 'DELETE') removeServer(platform, server, false);
  if (actionType === 'RESTART') {
    server.status = changing<ServerStatus>(clock, 'DISCONNECTED', 'RUNNING', durations.serverRestarts);
  }
  if (actionType === 'SHUTDOWN') {
    server.status = changing<ServerStatus>(clock, 'RUNNING', 'DISCONNECTED', durations.serverShutsDown);
  }
  if (actionType === 'RENEW_CERTIFICATE') server.certificateExpirationDate = now + 2 * yearMs;
  server.timeUpdated = now;
}

function removeServer(platform: Platform, server: ArmServer, isForce: boolean): void {
  const current = membershipOf(platform, server);
  if (current !== undefined && !isForce) {
    throw armError(
      409,
      `Server ${server.name} (id: ${server.id}) belongs to ${current.label}: remove it from there first`,
    );
  }
  leaveTarget(platform, server);
  platform.store.delete(servers, server.id);
}
