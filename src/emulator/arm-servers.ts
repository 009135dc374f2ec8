import { Hono } from 'hono';
import * as z from 'zod';
import { armError, type Fail } from './errors.ts';
import type { Place } from './places.ts';
import type { Platform, PlatformEnv } from './platform.ts';
import { readBody, readFlag } from './requests.ts';
import { type ArmServer, type ServerStatus, type Store, takeId } from './store.ts';
import { durations, moving, stateAt } from './transitions.ts';

/** The body of every rename in ARM: only the name can change (reference 3.1 to 3.3). */
export const renameBody = z.object({ name: z.string().trim().min(1, 'must not be empty') });

/** An id in a body: a number, or the same as a string, which the CLI sends (CLI reference 4). */
export const idInBody = z.union(
  [
    z.int(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ],
  'must be an integer',
);

const actionBody = z.object({ actionType: z.enum(['RESTART', 'SHUTDOWN', 'DELETE', 'RENEW_CERTIFICATE']) });

const yearMs = 365 * 24 * 3600 * 1000;

/** Servers (reference 3.1). */
export function armServerRoutes({ store, clock }: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();

  app.get('/servers', (c) => {
    const belongsTo = c.req.query('belongsTo');
    if (belongsTo !== undefined && !/^(SERVER_GROUP|CLUSTER|NO_GROUP)$/.test(belongsTo)) {
      throw armError(400, `Invalid value for belongsTo: ${belongsTo}`);
    }
    const data = serversAt(store, c.get('place'))
      .filter((server) => belongsTo === undefined || belongsTo === membershipOf(server))
      .map((server) => serverView(store, server, clock.now()));
    return c.json({ data });
  });

  app.get('/servers/registrationToken', (c) => c.json({ data: registrationTokenOf(store, c.get('place')) }));

  app.patch('/servers/registrationToken', (c) => {
    const { environment } = c.get('place');
    store.serverRegistrationTokens.delete(environment.id);
    return c.json({ data: registrationTokenOf(store, c.get('place')) }, 202);
  });

  app.get('/servers/:serverId', (c) => {
    const server = requireServer(store, c.get('place'), c.req.param('serverId'));
    return c.json({ data: serverView(store, server, clock.now()) });
  });

  app.patch('/servers/:serverId', async (c) => {
    const server = requireServer(store, c.get('place'), c.req.param('serverId'));
    const { name } = await readBody(c, renameBody, armError);
    requireFreeServerName(store, c.get('place'), name, server.id);
    server.name = name;
    server.timeUpdated = clock.now();
    return c.json({ data: serverView(store, server, clock.now()) }, 202);
  });

  app.delete('/servers/:serverId', (c) => {
    const server = requireServer(store, c.get('place'), c.req.param('serverId'));
    removeServer(store, server, readFlag(c, 'isForce', armError) === true);
    return c.body(null, 204);
  });

  app.post('/servers/:serverId/actions', async (c) => {
    const server = requireServer(store, c.get('place'), c.req.param('serverId'));
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

function membershipOf(server: ArmServer): string {
  if (server.clusterId !== undefined) return 'CLUSTER';
  return server.serverGroupId === undefined ? 'NO_GROUP' : 'SERVER_GROUP';
}

/** The servers of an environment, in the order in which they were registered. */
export function serversAt(store: Store, { environment }: Place): ArmServer[] {
  return [...store.servers.values()].filter(({ environmentId }) => environmentId === environment.id);
}

/** The registration token of an environment; there is always one (reference 3.1). */
export function registrationTokenOf(store: Store, { environment }: Place): string {
  const existing = store.serverRegistrationTokens.get(environment.id);
  if (existing !== undefined) return existing;
  const token = `${crypto.randomUUID()}---1`;
  store.serverRegistrationTokens.set(environment.id, token);
  return token;
}

/** A server of the environment, by an id from the path or a body. */
export function requireServer(
  store: Store,
  { environment }: Place,
  id: string | number,
  fail: Fail = armError,
  text = 'server not found',
): ArmServer {
  const server = store.servers.get(Number(id));
  if (server === undefined || server.environmentId !== environment.id) throw fail(404, text);
  return server;
}

/** Server names are unique in an environment; the status is believable, the text is ours. */
export function requireFreeServerName(store: Store, place: Place, name: string, exceptId?: number): void {
  for (const server of serversAt(store, place)) {
    if (server.id !== exceptId && server.name === name) throw armError(409, `A server named ${name} already exists`);
  }
}

/** A server may be in one group or cluster only [spec:arm]. */
export function requireFreeServer(store: Store, server: ArmServer): void {
  const owner = ownerText(store, server);
  if (owner !== undefined) {
    throw armError(409, `Server ${server.name} (id: ${server.id}) already belongs to ${owner}`);
  }
}

/** Applications on a server keep it out of a group or cluster; the text is that of [spec:arm]. */
export function requireNoApplications(store: Store, server: ArmServer): void {
  for (const { targetId } of store.hybridApplications.values()) {
    if (targetId === server.id) {
      throw armError(409, 'There are applications already deployed on the servers to be added');
    }
  }
}

function ownerText(store: Store, { clusterId, serverGroupId }: ArmServer): string | undefined {
  if (clusterId !== undefined) return `Cluster ${store.clusters.get(clusterId)?.name} (id: ${clusterId})`;
  if (serverGroupId === undefined) return undefined;
  return `Server Group ${store.serverGroups.get(serverGroupId)?.name} (id: ${serverGroupId})`;
}

function removeServer(store: Store, server: ArmServer, isForce: boolean): void {
  const owner = ownerText(store, server);
  if (owner !== undefined && !isForce) {
    throw armError(409, `Server ${server.name} (id: ${server.id}) belongs to ${owner}: remove it from there first`);
  }
  const cluster = server.clusterId === undefined ? undefined : store.clusters.get(server.clusterId);
  if (cluster !== undefined) cluster.members = cluster.members.filter(({ serverId }) => serverId !== server.id);
  store.servers.delete(server.id);
  store.components.delete(server.id);
  for (const application of [...store.hybridApplications.values()]) {
    if (application.targetId === server.id) store.hybridApplications.delete(application.id);
  }
}

/** A server's status at a moment. */
export function statusOf(server: ArmServer, now: number): ServerStatus {
  return stateAt(server.status, now);
}

/** Whether a server is up and connected; CONNECTED is counted in, its meaning is not documented (reference 3.1). */
export function isUp(server: ArmServer, now: number): boolean {
  return /^(RUNNING|CONNECTED)$/.test(statusOf(server, now));
}

/** A server as ARM shows it (reference 3.1): cluster and group are there only while it belongs to one. */
export function serverView(store: Store, server: ArmServer, now: number) {
  const { clusterId, serverGroupId } = server;
  const cluster = clusterId === undefined ? undefined : store.clusters.get(clusterId);
  const member = cluster?.members.find(({ serverId }) => serverId === server.id);
  const group = serverGroupId === undefined ? undefined : store.serverGroups.get(serverGroupId);
  return {
    id: server.id,
    timeCreated: server.timeCreated,
    timeUpdated: server.timeUpdated,
    name: server.name,
    type: 'SERVER',
    serverType: server.serverType,
    muleVersion: server.muleVersion,
    gatewayVersion: server.gatewayVersion,
    agentVersion: server.agentVersion,
    licenseExpirationDate: server.licenseExpirationDate,
    certificateExpirationDate: server.certificateExpirationDate,
    status: statusOf(server, now),
    addresses: server.addresses,
    ...(cluster === undefined || member === undefined
      ? {}
      : {
          currentClusteringIp: member.serverIp ?? server.addresses[0]?.ip ?? null,
          currentClusteringPort: member.serverPort,
          clusterId: cluster.id,
          clusterName: cluster.name,
        }),
    ...(group === undefined ? {} : { serverGroupId: group.id, serverGroupName: group.name }),
  };
}
