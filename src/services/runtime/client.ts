import * as z from 'zod';
import type { PlaceIds, PlatformClient } from '../../platform/client.ts';
import { armList } from '../../platform/lists.ts';
import { defineOperations } from '../../platform/operations.ts';
import {
  armData,
  idText,
  lenientBoolean,
  lenientText,
  lenientTime,
  lenientWord,
  nameText,
  wordText,
} from '../../platform/reading.ts';
import type { PlatformText } from '../../platform/text.ts';

const tokenText = nameText.refine((token) => token !== '', 'is empty');

const addressSchema = z.object({ ip: wordText, networkInterface: lenientWord });

const serverSchema = z
  .object({
    id: idText,
    name: nameText,
    status: lenientWord,
    serverType: lenientWord,
    muleVersion: lenientWord,
    agentVersion: lenientWord,
    addresses: z
      .array(addressSchema)
      .nullish()
      .transform((addresses) => (addresses ?? []).map(({ ip }) => ip)),
    currentClusteringIp: lenientWord,
    clusterId: lenientWord,
    clusterName: lenientText,
    serverGroupId: lenientWord,
    serverGroupName: lenientText,
    timeUpdated: lenientTime,
    licenseExpirationDate: lenientTime,
    certificateExpirationDate: lenientTime,
  })
  .transform((server) => ({ ...server, status: server.status ?? 'UNKNOWN' }));

const clusterSchema = z
  .object({
    id: idText,
    name: nameText,
    status: lenientWord,
    multicastEnabled: lenientBoolean,
    primaryNodeId: lenientWord,
    servers: z
      .array(serverSchema)
      .nullish()
      .transform((servers) => servers ?? []),
    timeUpdated: lenientTime,
    visibilityMap: z
      .object({
        mapNodes: z
          .array(
            z.object({
              serverId: idText,
              visibleNodeIds: z
                .array(idText)
                .nullish()
                .transform((ids) => ids ?? []),
            }),
          )
          .nullish(),
      })
      .nullish(),
  })
  .transform((cluster) => ({ ...cluster, status: cluster.status ?? 'UNKNOWN' }));

/** A Mule runtime registered with Runtime Manager. Ids are texts; times ISO 8601 [docs/platform/runtime.md#servers]. */
export type Server = z.output<typeof serverSchema>;
/** A cluster of servers [docs/platform/runtime.md#cluster-view]. `primaryNodeId` is undefined until the nodes see each other. */
export type Cluster = z.output<typeof clusterSchema>;

/** A member of a new cluster. The IP is required for unicast. */
export interface ClusterMember {
  serverId: string;
  serverIp?: string | undefined;
}

const createdSchema = z.object({ id: idText });

/** The operations of ARM that are about servers and clusters. */
export const runtimeOperations = defineOperations(
  {
    base: '/hybrid/api/v1',
    source: { document: 'arm-rest-services' },
    read: 'Read Servers',
    write: 'Manage Servers',
  },
  {
    servers: 'GET /servers',
    server: 'GET /servers/{serverId}',
    renameServer: 'PATCH /servers/{serverId}',
    deleteServer: 'DELETE /servers/{serverId}',
    registrationToken: 'GET /servers/registrationToken',
    clusters: 'GET /clusters',
    cluster: 'GET /clusters/{clusterId}',
    createCluster: 'POST /clusters',
    renameCluster: 'PATCH /clusters/{clusterId}',
    deleteCluster: 'DELETE /clusters/{clusterId}',
    addClusterServer: 'POST /clusters/{clusterId}/servers',
    removeClusterServer: 'DELETE /clusters/{clusterId}/servers/{serverId}',
  },
);

declare module '../../platform/permissions.ts' {
  interface Permissions {
    'Read Servers': true;
    'Manage Servers': true;
  }
}

declare module '../../platform/platform.ts' {
  interface Platform {
    runtimeManager: RuntimeManager;
  }
}

/** ARM: servers and clusters. Organization and environment travel in headers, in every call. */
export class RuntimeManager {
  readonly #client: PlatformClient;

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  /** All servers of the environment; the service does not page. */
  async servers(place: PlaceIds, signal?: AbortSignal): Promise<Server[]> {
    const { body, http } = await this.#client.send(runtimeOperations.servers, { place, signal });
    return armList(serverSchema, body, http);
  }

  async server(place: PlaceIds, serverId: string, signal?: AbortSignal): Promise<Server> {
    return this.#client.read(runtimeOperations.server, armData(serverSchema), {
      parameters: { serverId },
      place,
      signal,
    });
  }

  async renameServer(place: PlaceIds, serverId: string, name: string, signal?: AbortSignal): Promise<void> {
    await this.#client.send(runtimeOperations.renameServer, {
      parameters: { serverId },
      json: { name },
      place,
      signal,
    });
  }

  /** Removes the server from Runtime Manager; the runtime on the machine goes on, unmanaged. */
  async deleteServer(place: PlaceIds, serverId: string, signal?: AbortSignal): Promise<void> {
    await this.#client.send(runtimeOperations.deleteServer, { parameters: { serverId }, place, signal });
  }

  /** The token with which a new runtime registers in this environment. It is a secret. */
  async registrationToken(place: PlaceIds, signal?: AbortSignal): Promise<PlatformText> {
    return this.#client.read(runtimeOperations.registrationToken, armData(tokenText), { place, signal });
  }

  /** All clusters of the environment; the service does not page. */
  async clusters(place: PlaceIds, signal?: AbortSignal): Promise<Cluster[]> {
    const { body, http } = await this.#client.send(runtimeOperations.clusters, { place, signal });
    return armList(clusterSchema, body, http);
  }

  async cluster(place: PlaceIds, clusterId: string, signal?: AbortSignal): Promise<Cluster> {
    return this.#client.read(runtimeOperations.cluster, armData(clusterSchema), {
      parameters: { clusterId },
      place,
      signal,
    });
  }

  /** Returns the new cluster's id, the only reliable member of the answer [docs/platform/unknown.md#answers-of-cluster-writes]. */
  async createCluster(
    place: PlaceIds,
    cluster: { name: string; multicastEnabled: boolean; servers: ClusterMember[] },
    signal?: AbortSignal,
  ): Promise<string> {
    const { id } = await this.#client.read(runtimeOperations.createCluster, armData(createdSchema), {
      json: { ...cluster, servers: cluster.servers.map(memberBody) },
      place,
      signal,
    });
    return id;
  }

  async renameCluster(place: PlaceIds, clusterId: string, name: string, signal?: AbortSignal): Promise<void> {
    await this.#client.send(runtimeOperations.renameCluster, {
      parameters: { clusterId },
      json: { name },
      place,
      signal,
    });
  }

  /** Deletes the cluster and frees its servers. */
  async deleteCluster(place: PlaceIds, clusterId: string, signal?: AbortSignal): Promise<void> {
    await this.#client.send(runtimeOperations.deleteCluster, { parameters: { clusterId }, place, signal });
  }

  async addClusterServer(
    place: PlaceIds,
    clusterId: string,
    member: ClusterMember,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#client.send(runtimeOperations.addClusterServer, {
      parameters: { clusterId },
      json: memberBody(member),
      place,
      signal,
    });
  }

  async removeClusterServer(place: PlaceIds, clusterId: string, serverId: string, signal?: AbortSignal): Promise<void> {
    await this.#client.send(runtimeOperations.removeClusterServer, {
      parameters: { clusterId, serverId },
      place,
      signal,
    });
  }
}

/** The document wants `serverId` as an integer; an IP is sent only where there is one. */
function memberBody({ serverId, serverIp }: ClusterMember): { serverId: number; serverIp?: string } {
  return { serverId: Number(serverId), ...(serverIp === undefined ? {} : { serverIp }) };
}
