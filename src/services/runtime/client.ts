import * as z from 'zod';
import type { PlaceIds, PlatformClient, PlatformRequest } from '../../platform/client.ts';
import { apiPath } from '../../platform/paths.ts';
import { idText, lenientBoolean, lenientText, lenientTime, parseResponse, unwrapData } from '../../platform/reading.ts';

const addressSchema = z.object({ ip: z.string(), networkInterface: lenientText });

const serverSchema = z
  .object({
    id: idText,
    name: z.string(),
    status: lenientText,
    serverType: lenientText,
    muleVersion: lenientText,
    agentVersion: lenientText,
    addresses: z
      .array(addressSchema)
      .nullish()
      .transform((addresses) => (addresses ?? []).map(({ ip }) => ip)),
    currentClusteringIp: lenientText,
    clusterId: lenientText,
    clusterName: lenientText,
    serverGroupId: lenientText,
    serverGroupName: lenientText,
    timeUpdated: lenientTime,
    licenseExpirationDate: lenientTime,
    certificateExpirationDate: lenientTime,
  })
  .transform((server) => ({ ...server, status: server.status ?? 'UNKNOWN' }));

const clusterSchema = z
  .object({
    id: idText,
    name: z.string(),
    status: lenientText,
    multicastEnabled: lenientBoolean,
    primaryNodeId: lenientText,
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

/** A Mule runtime registered with Runtime Manager. Ids are texts; times ISO 8601 (`[spec:arm]`, reference 3.1). */
export type Server = z.output<typeof serverSchema>;
/** A cluster of servers (reference 3.3). `primaryNodeId` is undefined until the nodes see each other. */
export type Cluster = z.output<typeof clusterSchema>;

/** A member of a new cluster. The IP is required for unicast. */
export interface ClusterMember {
  serverId: string;
  serverIp?: string | undefined;
}

const createdSchema = z.object({ id: idText });

/** ARM: servers and clusters (`[spec:arm]`). Organization and environment travel in headers, in every call. */
export class RuntimeManager {
  readonly #client: PlatformClient;

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  /** All servers of the environment; the service does not page. */
  async servers(place: PlaceIds, signal?: AbortSignal): Promise<Server[]> {
    return this.#list(serverSchema, { method: 'GET', path: apiPath`/hybrid/api/v1/servers`, place, signal });
  }

  async server(place: PlaceIds, id: string, signal?: AbortSignal): Promise<Server> {
    return this.#one(serverSchema, { method: 'GET', path: apiPath`/hybrid/api/v1/servers/${id}`, place, signal });
  }

  async renameServer(place: PlaceIds, id: string, name: string, signal?: AbortSignal): Promise<void> {
    await this.#client.call({
      method: 'PATCH',
      path: apiPath`/hybrid/api/v1/servers/${id}`,
      json: { name },
      place,
      signal,
    });
  }

  /** Removes the server from Runtime Manager; the runtime on the machine goes on, unmanaged. */
  async deleteServer(place: PlaceIds, id: string, signal?: AbortSignal): Promise<void> {
    await this.#client.call({ method: 'DELETE', path: apiPath`/hybrid/api/v1/servers/${id}`, place, signal });
  }

  /** The token with which a new runtime registers in this environment. It is a secret. */
  async registrationToken(place: PlaceIds, signal?: AbortSignal): Promise<string> {
    const { body, http } = await this.#client.call({
      method: 'GET',
      path: apiPath`/hybrid/api/v1/servers/registrationToken`,
      place,
      signal,
    });
    return parseResponse(z.string().min(1), unwrapData(body), http);
  }

  /** All clusters of the environment; the service does not page. */
  async clusters(place: PlaceIds, signal?: AbortSignal): Promise<Cluster[]> {
    return this.#list(clusterSchema, { method: 'GET', path: apiPath`/hybrid/api/v1/clusters`, place, signal });
  }

  async cluster(place: PlaceIds, id: string, signal?: AbortSignal): Promise<Cluster> {
    return this.#one(clusterSchema, { method: 'GET', path: apiPath`/hybrid/api/v1/clusters/${id}`, place, signal });
  }

  /** Returns the new cluster's id: the only member of the answer that is sure (reference 15.4). */
  async createCluster(
    place: PlaceIds,
    cluster: { name: string; multicastEnabled: boolean; servers: ClusterMember[] },
    signal?: AbortSignal,
  ): Promise<string> {
    const json = { ...cluster, servers: cluster.servers.map(memberBody) };
    const { id } = await this.#one(createdSchema, {
      method: 'POST',
      path: apiPath`/hybrid/api/v1/clusters`,
      json,
      place,
      signal,
    });
    return id;
  }

  async renameCluster(place: PlaceIds, id: string, name: string, signal?: AbortSignal): Promise<void> {
    await this.#client.call({
      method: 'PATCH',
      path: apiPath`/hybrid/api/v1/clusters/${id}`,
      json: { name },
      place,
      signal,
    });
  }

  /** Deletes the cluster and frees its servers. */
  async deleteCluster(place: PlaceIds, id: string, signal?: AbortSignal): Promise<void> {
    await this.#client.call({ method: 'DELETE', path: apiPath`/hybrid/api/v1/clusters/${id}`, place, signal });
  }

  async addClusterServer(place: PlaceIds, id: string, member: ClusterMember, signal?: AbortSignal): Promise<void> {
    await this.#client.call({
      method: 'POST',
      path: apiPath`/hybrid/api/v1/clusters/${id}/servers`,
      json: memberBody(member),
      place,
      signal,
    });
  }

  async removeClusterServer(place: PlaceIds, id: string, serverId: string, signal?: AbortSignal): Promise<void> {
    await this.#client.call({
      method: 'DELETE',
      path: apiPath`/hybrid/api/v1/clusters/${id}/servers/${serverId}`,
      place,
      signal,
    });
  }

  async #one<T>(schema: z.ZodType<T>, request: PlatformRequest): Promise<T> {
    const { body, http } = await this.#client.call(request);
    return parseResponse(schema, unwrapData(body), http);
  }

  async #list<T>(schema: z.ZodType<T>, request: PlatformRequest): Promise<T[]> {
    const { body, http } = await this.#client.call(request);
    // With no elements `data` is missing or null (reference 3).
    const rows = unwrapData(body);
    return parseResponse(z.array(schema), Array.isArray(rows) ? rows : [], http);
  }
}

/** The document wants `serverId` as an integer; an IP is sent only where there is one. */
function memberBody({ serverId, serverIp }: ClusterMember): { serverId: number; serverIp?: string } {
  return { serverId: Number(serverId), ...(serverIp === undefined ? {} : { serverIp }) };
}
