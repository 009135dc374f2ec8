import type { Hono } from 'hono';
import * as z from 'zod';
import { armError } from '../../core/errors.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { ArmServerGroup, Store } from '../../core/store.ts';
import { requireCandidate, requireCandidates } from './membership.ts';
import { statusTogether } from './server-status.ts';
import { serverView } from './server-view.ts';
import { multiServerTargetRoutes } from './target-routes.ts';
import {
  basicsView,
  idInBody,
  newTarget,
  requireFreeName,
  requireTarget,
  serversOfTarget,
  type TargetKind,
  targetName,
} from './targets.ts';

/** A group takes plain ids, unlike a cluster (reference 3.2). */
const createBody = z.object({ name: targetName, serverIds: z.array(idInBody) });

const serverGroupKind: TargetKind<ArmServerGroup> = {
  collection: 'serverGroups',
  noun: 'server group',
  notFound: 'serverGroup not found',
  all: ({ serverGroups }) => serverGroups,
  view: groupView,
};

/** Server groups (reference 3.2); how one is read, renamed, deleted and left is that of all targets of several servers. */
export function armServerGroupRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = multiServerTargetRoutes(platform, serverGroupKind);

  app.post('/serverGroups', async (c) => {
    const place = c.get('place');
    const body = await readBody(c, createBody, armError);
    requireFreeName(store, serverGroupKind, place, body.name);
    const servers = requireCandidates(store, place, body.serverIds);
    const group: ArmServerGroup = newTarget(store, place, body.name, clock.now());
    store.serverGroups.set(group.id, group);
    for (const server of servers) server.serverGroupId = group.id;
    return c.json({ data: groupView(store, group, clock.now()) }, 201);
  });

  app.post('/serverGroups/:serverGroupId/servers/:serverId', (c) => {
    const place = c.get('place');
    const group = requireTarget(store, serverGroupKind, place, c.req.param('serverGroupId'));
    const server = requireCandidate(store, place, c.req.param('serverId'));
    server.serverGroupId = group.id;
    group.timeUpdated = clock.now();
    return c.json({ data: groupView(store, group, clock.now()) }, 201);
  });

  return app;
}

function groupView(store: Store, group: ArmServerGroup, now: number) {
  const servers = serversOfTarget(store, group.id);
  return {
    ...basicsView(group, 'SERVER_GROUP'),
    status: statusTogether(servers, now),
    servers: servers.map((server) => serverView(store, server, now)),
  };
}
