import type { Hono } from 'hono';
import * as z from 'zod';
import { armError, armErrorList } from '../../core/errors.ts';
import { forbiddenText } from '../../core/places.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { ArmCluster, ArmServer, ClusterMember } from '../../core/store.ts';
import { durations } from '../../core/transitions.ts';
import { clusterKind, clusterView } from './cluster-view.ts';
import { requireCandidate, requireCandidates } from './membership.ts';
import { isUp, statusOf } from './server-status.ts';
import { serverKind } from './server-view.ts';
import { multiServerTargetRoutes } from './target-routes.ts';
import { idInBody, newTarget, requireFreeName, requireTarget, targetName } from './targets.ts';

const ip = z.union([z.ipv4(), z.ipv6()], 'must be an IP address');

const memberBody = z.object({ serverId: idInBody, serverIp: ip.optional() });

/** `multicastEnabled` is a boolean in [spec:arm] and a string in the seed document: both are taken (reference 3.3). */
const createBody = z.object({
  name: targetName,
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

/** Clusters (reference 3.3); how one is read, renamed, deleted and left is that of all targets of several servers. */
export function armClusterRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = multiServerTargetRoutes(platform, clusterKind);

  const newMember = ({ serverId, serverIp }: z.output<typeof memberBody>): ClusterMember => ({
    serverId,
    ...(serverIp === undefined ? {} : { serverIp }),
    serverPort: clusterPort,
    joinsAt: clock.after(durations.clusterForms),
  });

  app.post('/clusters', async (c) => {
    const place = c.get('place');
    const body = await readBody(c, createBody, armError);
    if (!place.organization.entitlements.highAvailability.clustering) throw armError(403, forbiddenText);
    requireFreeName(store, clusterKind, place, body.name);
    const serverIds = body.servers.map(({ serverId }) => serverId);
    const now = clock.now();
    const servers = requireCandidates(store, place, serverIds);
    for (const [index, server] of servers.entries()) {
      requireMemberFits(body.multicastEnabled, server, body.servers[index]?.serverIp, now);
    }
    const cluster: ArmCluster = {
      ...newTarget(store, place, body.name, now),
      multicastEnabled: body.multicastEnabled,
      members: body.servers.map(newMember),
    };
    store.clusters.set(cluster.id, cluster);
    for (const server of servers) server.clusterId = cluster.id;
    return c.json({ data: clusterView(store, cluster, now) }, 201);
  });

  app.post('/clusters/:clusterId/servers', async (c) => {
    const place = c.get('place');
    const cluster = requireTarget(store, clusterKind, place, c.req.param('clusterId'));
    const body = await readBody(c, memberBody, armError);
    const server = requireCandidate(store, place, body.serverId);
    requireMemberFits(cluster.multicastEnabled, server, body.serverIp, clock.now());
    cluster.members.push(newMember(body));
    server.clusterId = cluster.id;
    cluster.timeUpdated = clock.now();
    return c.json({ data: clusterView(store, cluster, clock.now()) }, 202);
  });

  // Its errors are arrays, with texts of their own [spec:arm].
  app.put('/clusters/:clusterId/servers/:serverId', async (c) => {
    const { clusterId, serverId } = c.req.param();
    const place = c.get('place');
    const clusterText = 'Cluster does not exist in your organization.';
    const cluster = requireTarget(store, clusterKind, place, clusterId, armErrorList, clusterText);
    const serverText = 'Server does not exist for this organization.';
    const server = requireTarget(store, serverKind, place, serverId, armErrorList, serverText);
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

  return app;
}

/** Unicast needs every address; multicast needs every server up, because the members find each other (reference 3.3). */
function requireMemberFits(multicast: boolean, server: ArmServer, serverIp: string | undefined, now: number): void {
  if (!multicast && serverIp === undefined) throw armError(400, unicastText);
  if (multicast && !isUp(server, now)) {
    const text = `All servers of a multicast cluster must be up and running: ${server.name} (id: ${server.id}) is ${statusOf(server, now)}.`;
    throw armError(400, text);
  }
}
