import { Hono } from 'hono';
import * as z from 'zod';
import {
  idInBody,
  isUp,
  renameBody,
  requireFreeServer,
  requireNoApplications,
  requireServer,
  serversAt,
  serverView,
  statusOf,
} from './arm-servers.ts';
import { armError } from './errors.ts';
import type { Place } from './places.ts';
import type { Platform, PlatformEnv } from './platform.ts';
import { readBody } from './requests.ts';
import { type ArmServer, type ArmServerGroup, type Store, takeId } from './store.ts';

/** A group takes plain ids, unlike a cluster (reference 3.2). */
const createBody = z.object({ name: renameBody.shape.name, serverIds: z.array(idInBody) });

/** Server groups (reference 3.2). */
export function armServerGroupRoutes({ store, clock }: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();

  app.get('/serverGroups', (c) => {
    const data = groupsAt(store, c.get('place')).map((group) => groupView(store, group, clock.now()));
    return c.json({ data });
  });

  app.post('/serverGroups', async (c) => {
    const place = c.get('place');
    const body = await readBody(c, createBody, armError);
    requireFreeGroupName(store, place, body.name);
    requireDistinct(body.serverIds);
    const servers = body.serverIds.map((id) => requireServer(store, place, id));
    for (const server of servers) {
      requireFreeServer(store, server);
      requireNoApplications(store, server);
    }
    const now = clock.now();
    const group: ArmServerGroup = {
      id: takeId(store),
      organizationId: place.organization.id,
      environmentId: place.environment.id,
      name: body.name,
      timeCreated: now,
      timeUpdated: now,
    };
    store.serverGroups.set(group.id, group);
    for (const server of servers) server.serverGroupId = group.id;
    return c.json({ data: groupView(store, group, now) }, 201);
  });

  app.get('/serverGroups/:serverGroupId', (c) => {
    const group = requireGroup(store, c.get('place'), c.req.param('serverGroupId'));
    return c.json({ data: groupView(store, group, clock.now()) });
  });

  app.patch('/serverGroups/:serverGroupId', async (c) => {
    const group = requireGroup(store, c.get('place'), c.req.param('serverGroupId'));
    const { name } = await readBody(c, renameBody, armError);
    if (name !== group.name) requireFreeGroupName(store, c.get('place'), name);
    group.name = name;
    group.timeUpdated = clock.now();
    return c.json({ data: groupView(store, group, clock.now()) }, 202);
  });

  app.delete('/serverGroups/:serverGroupId', (c) => {
    const group = requireGroup(store, c.get('place'), c.req.param('serverGroupId'));
    for (const server of membersOf(store, group)) delete server.serverGroupId;
    store.serverGroups.delete(group.id);
    store.components.delete(group.id);
    return c.body(null, 202);
  });

  app.post('/serverGroups/:serverGroupId/servers/:serverId', (c) => {
    const group = requireGroup(store, c.get('place'), c.req.param('serverGroupId'));
    const server = requireServer(store, c.get('place'), c.req.param('serverId'));
    requireFreeServer(store, server);
    requireNoApplications(store, server);
    server.serverGroupId = group.id;
    group.timeUpdated = clock.now();
    return c.json({ data: groupView(store, group, clock.now()) }, 201);
  });

  app.delete('/serverGroups/:serverGroupId/servers/:serverId', (c) => {
    const group = requireGroup(store, c.get('place'), c.req.param('serverGroupId'));
    const server = requireServer(store, c.get('place'), c.req.param('serverId'));
    if (server.serverGroupId !== group.id) throw armError(404, 'server not found');
    delete server.serverGroupId;
    group.timeUpdated = clock.now();
    return c.body(null, 204);
  });

  return app;
}

/** Refuses a request that names the same server twice. */
export function requireDistinct(serverIds: readonly number[]): void {
  if (new Set(serverIds).size !== serverIds.length) throw armError(400, 'A server is listed more than once');
}

/** The server groups of an environment. */
export function groupsAt(store: Store, { environment }: Place): ArmServerGroup[] {
  return [...store.serverGroups.values()].filter(({ environmentId }) => environmentId === environment.id);
}

function requireGroup(store: Store, { environment }: Place, id: string): ArmServerGroup {
  const group = store.serverGroups.get(Number(id));
  if (group === undefined || group.environmentId !== environment.id) throw armError(404, 'serverGroup not found');
  return group;
}

function requireFreeGroupName(store: Store, place: Place, name: string): void {
  if (groupsAt(store, place).some((group) => group.name === name)) {
    throw armError(409, `A server group named ${name} already exists`);
  }
}

function membersOf(store: Store, group: ArmServerGroup): ArmServer[] {
  return [...store.servers.values()].filter(({ serverGroupId }) => serverGroupId === group.id);
}

/** The status of several servers together: reference 14, with the values of [spec:arm]. */
export function statusTogether(servers: readonly ArmServer[], now: number): string {
  if (servers.length === 0) return 'EMPTY';
  if (servers.every((server) => statusOf(server, now) === 'CREATED')) return 'CREATED';
  const up = servers.filter((server) => isUp(server, now)).length;
  if (up === servers.length) return 'RUNNING';
  return up === 0 ? 'DISCONNECTED' : 'PARTIAL';
}

function groupView(store: Store, group: ArmServerGroup, now: number) {
  const servers = membersOf(store, group);
  return {
    id: group.id,
    timeCreated: group.timeCreated,
    timeUpdated: group.timeUpdated,
    name: group.name,
    type: 'SERVER_GROUP',
    status: statusTogether(servers, now),
    servers: servers.map((server) => serverView(store, server, now)),
  };
}

/** Whether an id is that of a server, group or cluster of the environment: they share one range (reference 3.5). */
export function isTarget(store: Store, place: Place, id: number): boolean {
  const cluster = store.clusters.get(id);
  return (
    serversAt(store, place).some((server) => server.id === id) ||
    groupsAt(store, place).some((group) => group.id === id) ||
    cluster?.environmentId === place.environment.id
  );
}
