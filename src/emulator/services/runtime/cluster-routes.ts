import * as z from 'zod';
import type { Clock } from '../../core/clock.ts';
import { forbiddenText } from '../../core/identity/places.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { durations } from '../../core/transitions.ts';
import { arm, serverScopes } from './api.ts';
import { clusterPort, clusters } from './cluster.ts';
import { clusterType } from './cluster-view.ts';
import { armError, armErrorList } from './errors.ts';
import { requireClusterState, requireSameVersions } from './member-rules.ts';
import { addTarget, requireFreeServer, requireFreeServers } from './membership.ts';
import type { ArmCluster, ClusterMember } from './model.ts';
import { servers } from './server.ts';
import { multiServerRoutes } from './target-routes.ts';
import { idInBody, multiServerName, newTarget, requireFreeName, requireTarget, serversOfTarget } from './targets.ts';

const ip = z.union([z.ipv4(), z.ipv6()], 'must be an IP address');

const memberBody = z.strictObject({ serverId: idInBody, serverIp: ip.optional() });

/**
 * Sources disagree whether `multicastEnabled` is a boolean or a string: both are accepted
 * [docs/platform/disagreements.md#multicastenabled].
 */
const createBody = z.strictObject({
  name: multiServerName,
  multicastEnabled: z.union(
    [z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')],
    'must be a boolean',
  ),
  servers: z.array(memberBody).min(1, 'must name at least one server'),
});

const addressBody = z.strictObject({ serverIp: ip, serverPort: z.int().min(1).max(65535).optional() });

// Changing an address has error texts of its own [docs/platform/runtime.md#clusters].
const addressCluster = { kind: clusters, notFound: 'Cluster does not exist in your organization.' };
const addressServer = { kind: servers, notFound: 'Server does not exist for this organization.' };

/**
 * Clusters [docs/platform/runtime.md#clusters]. The routes that server groups have too come from `multiServerRoutes`.
 */
export const clusterRoutes: readonly Route[] = [
  ...multiServerRoutes(clusterType),

  arm.environment('POST', '/clusters', serverScopes.manage, async (c, place) => {
    const { platform } = c.var;
    const { name, multicastEnabled, servers: sent } = await readBody(c, createBody, armError);
    if (!place.organization.entitlements.highAvailability.clustering) throw armError(403, forbiddenText);
    requireFreeName(platform, clusters, place, { name });
    const serverIds = sent.map(({ serverId }) => serverId);
    const members = requireFreeServers(platform, place, serverIds);
    for (const [index, server] of members.entries()) {
      requireClusterState(platform, multicastEnabled, server, sent[index]?.serverIp);
    }
    requireSameVersions(members);
    const cluster: ArmCluster = {
      ...newTarget(platform, place, name),
      multicastEnabled,
      members: sent.map((member) => newMember(platform.clock, member)),
    };
    addTarget(platform, clusterType, cluster, members);
    return c.json({ data: clusterType.view(platform, cluster) }, 201);
  }),

  arm.environment('POST', '/clusters/{clusterId}/servers', serverScopes.manage, async (c, place) => {
    const { platform } = c.var;
    const cluster = requireTarget(platform, clusterType, place, { id: c.req.param('clusterId') });
    const body = await readBody(c, memberBody, armError);
    const server = requireFreeServer(platform, place, body.serverId);
    requireClusterState(platform, cluster.multicastEnabled, server, body.serverIp);
    requireSameVersions([...serversOfTarget(platform, cluster.id), server]);
    cluster.members.push(newMember(platform.clock, body));
    server.clusterId = cluster.id;
    cluster.timeUpdated = platform.clock.now();
    return c.json({ data: clusterType.view(platform, cluster) }, 202);
  }),

  arm.environment('PUT', '/clusters/{clusterId}/servers/{serverId}', serverScopes.manage, async (c, place) => {
    const { platform } = c.var;
    const { clusterId, serverId } = c.req.param();
    const fail = armErrorList;
    const cluster = requireTarget(platform, addressCluster, place, { id: clusterId, fail });
    const server = requireTarget(platform, addressServer, place, { id: serverId, fail });
    const member = cluster.members.find((candidate) => candidate.serverId === server.id);
    if (member === undefined) {
      const text = `Server ${server.name} (id: ${server.id}) does not belong to Cluster ${cluster.name} (id: ${cluster.id}).`;
      throw fail(400, text);
    }
    const body = await readBody(c, addressBody, fail);
    member.serverIp = body.serverIp;
    member.serverPort = body.serverPort ?? member.serverPort;
    member.joinsAt = platform.clock.after(durations.clusterForms);
    cluster.timeUpdated = platform.clock.now();
    return c.json({ data: clusterType.view(platform, cluster) }, 202);
  }),
];

function newMember(clock: Clock, { serverId, serverIp }: z.output<typeof memberBody>): ClusterMember {
  return {
    serverId,
    ...(serverIp === undefined ? {} : { serverIp }),
    serverPort: clusterPort,
    joinsAt: clock.after(durations.clusterForms),
  };
}
