import { Hono } from 'hono';
import * as z from 'zod';
import { requireDistinct, statusTogether } from './arm-server-groups.ts';
import {
  idInBody,
  isUp,
  renameBody,
  requireFreeServer,
  requireNoApplications,
  requireServer,
  serverView,
  statusOf,
} from './arm-servers.ts';
import { armError, armErrorList, type Fail } from './errors.ts';
import { forbiddenText, type Place } from './places.ts';
import type { Platform, PlatformEnv } from './platform.ts';
import { readBody } from './requests.ts';
import { type ArmCluster, type ArmServer, type ClusterMember, type Store, takeId } from './store.ts';
import { durations } from './transitions.ts';

const ip = z.union([z.ipv4(), z.ipv6()], 'must be an IP address');

const memberBody = z.object({ serverId: idInBody, serverIp: ip.optional() });

/** `multicastEnabled` is a boolean in [spec:arm] and a string in the seed document: both are taken (reference 3.3). */
const createBody = z.object({
  name: renameBody.shape.name,
  multicastEnabled: z.union(
    [z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')],
    'must be a boolean',
  ),
  servers: z.array(memberBody).min(1, 'must name at least one server'),
});

const addressBody = z.object({ serverIp: ip, serverPort: z.int().min(1).max(65535).optional() });

/** Hazelcast's port, which Mule clusters use unless told otherwise (reference 3.1). */
const clusterPort = 5701;

const unicastText = 'All servers of a unicast cluster must have their corresponding IP.';

/** Clusters (reference 3.3). */
export function armClusterRoutes({ store, clock }: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();

  const newMember = ({ serverId, serverIp }: z.output<typeof memberBody>): ClusterMember => ({
    serverId,
    ...(serverIp === undefined ? {} : { serverIp }),
    serverPort: clusterPort,
    joinsAt: clock.after(durations.clusterForms),
  });

  app.get('/clusters', (c) => {
    const data = clustersAt(store, c.get('place')).map((cluster) => clusterView(store, cluster, clock.now()));
    return c.json({ data });
  });

  app.post('/clusters', async (c) => {
    const place = c.get('place');
    const body = await readBody(c, createBody, armError);
    if (!place.organization.entitlements.highAvailability.clustering) throw armError(403, forbiddenText);
    requireFreeClusterName(store, place, body.name);
    requireDistinct(body.servers.map(({ serverId }) => serverId));
    const servers = body.servers.map(({ serverId }) => requireServer(store, place, serverId));
    for (const server of servers) {
      requireFreeServer(store, server);
      requireNoApplications(store, server);
    }
    const now = clock.now();
    for (const [index, server] of servers.entries()) {
      requireMemberFits(body.multicastEnabled, server, body.servers[index]?.serverIp, now);
    }
    const cluster: ArmCluster = {
      id: takeId(store),
      organizationId: place.organization.id,
      environmentId: place.environment.id,
      name: body.name,
      multicastEnabled: body.multicastEnabled,
      members: body.servers.map(newMember),
      timeCreated: now,
      timeUpdated: now,
    };
    store.clusters.set(cluster.id, cluster);
    for (const server of servers) server.clusterId = cluster.id;
    return c.json({ data: clusterView(store, cluster, now) }, 201);
  });

  app.get('/clusters/:clusterId', (c) => {
    const cluster = requireCluster(store, c.get('place'), c.req.param('clusterId'));
    return c.json({ data: clusterView(store, cluster, clock.now()) });
  });

  app.patch('/clusters/:clusterId', async (c) => {
    const cluster = requireCluster(store, c.get('place'), c.req.param('clusterId'));
    const { name } = await readBody(c, renameBody, armError);
    if (name !== cluster.name) requireFreeClusterName(store, c.get('place'), name);
    cluster.name = name;
    cluster.timeUpdated = clock.now();
    return c.json({ data: clusterView(store, cluster, clock.now()) }, 202);
  });

  app.delete('/clusters/:clusterId', (c) => {
    const cluster = requireCluster(store, c.get('place'), c.req.param('clusterId'));
    for (const server of membersOf(store, cluster)) delete server.clusterId;
    store.clusters.delete(cluster.id);
    store.components.delete(cluster.id);
    return c.body(null, 202);
  });

  app.post('/clusters/:clusterId/servers', async (c) => {
    const place = c.get('place');
    const cluster = requireCluster(store, place, c.req.param('clusterId'));
    const body = await readBody(c, memberBody, armError);
    const server = requireServer(store, place, body.serverId);
    requireFreeServer(store, server);
    requireNoApplications(store, server);
    requireMemberFits(cluster.multicastEnabled, server, body.serverIp, clock.now());
    cluster.members.push(newMember(body));
    server.clusterId = cluster.id;
    cluster.timeUpdated = clock.now();
    return c.json({ data: clusterView(store, cluster, clock.now()) }, 202);
  });

  app.put('/clusters/:clusterId/servers/:serverId', async (c) => {
    const { clusterId, serverId } = c.req.param();
    const place = c.get('place');
    const clusterText = 'Cluster does not exist in your organization.';
    const cluster = requireCluster(store, place, clusterId, armErrorList, clusterText);
    const serverText = 'Server does not exist for this organization.';
    const server = requireServer(store, place, serverId, armErrorList, serverText);
    const member = cluster.members.find((candidate) => candidate.serverId === server.id);
    if (member === undefined) {
      const text = `Server ${server.name} (id: ${server.id}) does not belong to Cluster ${cluster.name} (id: ${cluster.id}).`;
      throw armErrorList(400, text);
    }
    const body = await readBody(c, addressBody, armErrorList);
    member.serverIp = body.serverIp;
    member.serverPort = body.serverPort ?? member.serverPort;
    member.joinsAt = clock.after(durations.clusterForms);
    cluster.timeUpdated = clock.now();
    return c.json({ data: clusterView(store, cluster, clock.now()) }, 202);
  });

  app.delete('/clusters/:clusterId/servers/:serverId', (c) => {
    const cluster = requireCluster(store, c.get('place'), c.req.param('clusterId'));
    const server = requireServer(store, c.get('place'), c.req.param('serverId'));
    if (server.clusterId !== cluster.id) throw armError(404, 'server not found');
    cluster.members = cluster.members.filter(({ serverId }) => serverId !== server.id);
    delete server.clusterId;
    cluster.timeUpdated = clock.now();
    return c.body(null, 204);
  });

  return app;
}

/** The clusters of an environment. */
export function clustersAt(store: Store, { environment }: Place): ArmCluster[] {
  return [...store.clusters.values()].filter(({ environmentId }) => environmentId === environment.id);
}

function requireCluster(
  store: Store,
  { environment }: Place,
  id: string,
  fail: Fail = armError,
  text = 'cluster not found',
): ArmCluster {
  const cluster = store.clusters.get(Number(id));
  if (cluster === undefined || cluster.environmentId !== environment.id) throw fail(404, text);
  return cluster;
}

function requireFreeClusterName(store: Store, place: Place, name: string): void {
  if (clustersAt(store, place).some((cluster) => cluster.name === name)) {
    throw armError(409, `A cluster named ${name} already exists`);
  }
}

/** Unicast needs every address; multicast needs every server up, because the members find each other (reference 3.3). */
function requireMemberFits(multicast: boolean, server: ArmServer, serverIp: string | undefined, now: number): void {
  if (!multicast && serverIp === undefined) throw armError(400, unicastText);
  if (multicast && !isUp(server, now)) {
    const text = `All servers of a multicast cluster must be up and running: ${server.name} (id: ${server.id}) is ${statusOf(server, now)}.`;
    throw armError(400, text);
  }
}

function membersOf(store: Store, cluster: ArmCluster): ArmServer[] {
  return cluster.members.map(({ serverId }) => store.servers.get(serverId)).filter((server) => server !== undefined);
}

/** The members that take part: they have joined and are up. */
function activeIds(store: Store, cluster: ArmCluster, now: number): number[] {
  return cluster.members
    .filter(({ serverId, joinsAt }) => {
      const server = store.servers.get(serverId);
      return joinsAt <= now && server !== undefined && isUp(server, now);
    })
    .map(({ serverId }) => serverId);
}

function clusterStatus(store: Store, cluster: ArmCluster, now: number): string {
  if (cluster.members.length === 0) return 'EMPTY';
  const joined = cluster.members.filter(({ joinsAt }) => joinsAt <= now).length;
  if (joined === 0) return 'CREATED';
  const together = statusTogether(membersOf(store, cluster), now);
  return together === 'RUNNING' && joined < cluster.members.length ? 'PARTIAL' : together;
}

function visibilityMap(store: Store, cluster: ArmCluster, active: readonly number[]) {
  const partition = (id: number): number => cluster.partitions?.findIndex((ids) => ids.includes(id)) ?? 0;
  // Ids are above any index: each isolated server is a side of its own.
  const side = (id: number): number => (store.servers.get(id)?.isolated === true ? id : partition(id));
  return {
    mapNodes: cluster.members.map(({ serverId }) => ({
      serverId,
      visibleNodeIds: active.includes(serverId)
        ? active.filter((other) => other !== serverId && side(other) === side(serverId))
        : [],
      unknownNodeIps: [],
    })),
  };
}

function clusterView(store: Store, cluster: ArmCluster, now: number) {
  const active = activeIds(store, cluster, now);
  return {
    id: cluster.id,
    timeCreated: cluster.timeCreated,
    timeUpdated: cluster.timeUpdated,
    name: cluster.name,
    type: 'CLUSTER',
    status: clusterStatus(store, cluster, now),
    multicastEnabled: cluster.multicastEnabled,
    // Null until nodes see each other [spec:arm].
    primaryNodeId: active[0] ?? null,
    servers: membersOf(store, cluster).map((server) => serverView(store, server, now)),
    visibilityMap: visibilityMap(store, cluster, active),
  };
}
