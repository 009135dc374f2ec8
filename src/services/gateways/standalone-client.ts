import * as z from 'zod';
import type { PlaceIds, PlatformClient } from '../../platform/client.ts';
import { isObject } from '../../platform/json.ts';
import { listIn } from '../../platform/lists.ts';
import { defineOperations } from '../../platform/operations.ts';
import { type Listing, readPages } from '../../platform/paging.ts';
import {
  idText,
  lenientNumber,
  lenientText,
  lenientTime,
  lenientWord,
  nameText,
  parseResponse,
  wordText,
} from '../../platform/reading.ts';

const gatewaySchema = z.object({
  id: idText,
  name: nameText,
  status: lenientWord,
  lastUpdate: lenientTime,
  versions: z.array(wordText).nullish(),
  replicas: z
    .array(
      z.object({
        status: lenientWord,
        count: lenientNumber,
        certificateExpirationDates: z.array(lenientTime).nullish(),
      }),
    )
    .nullish()
    .transform((replicas) => replicas ?? []),
});

const replicaSchema = z.object({
  id: idText,
  name: lenientText,
  status: lenientWord,
  disconnectedAt: lenientTime,
  configurationStatus: z.object({ status: lenientWord, message: lenientText }).nullish(),
});

/** One process of such a gateway. `configurationStatus` says whether it has the newest configuration. */
export type GatewayReplica = z.output<typeof replicaSchema>;

/** A gateway on the customer's own machines. `status` is CONNECTED, DISCONNECTED or DELETED [docs/platform/gateways.md#self-managed-gateways]. */
export type SelfManagedGateway = z.output<typeof gatewaySchema>;

/** The operations of the service of self-managed gateways, which no document publishes. */
export const standaloneGatewayOperations = defineOperations(
  {
    base: '/standalone/api/v1/organizations/{organizationId}/environments/{environmentId}',
    source: { unpublished: 'docs/platform/gateways.md#self-managed-gateways' },
    read: 'Read Servers',
    write: 'Manage Servers',
  },
  {
    gateways: 'GET /gateways',
    gateway: 'GET /gateways/{gatewayId}',
    replicas: 'GET /gateways/{gatewayId}/replicas',
  },
);

declare module '../../platform/platform.ts' {
  interface Platform {
    standaloneGateways: StandaloneGateways;
  }
}

/** Self-managed Flex gateways. The service has no published document [docs/platform/gateways.md#self-managed-gateways]. */
export class StandaloneGateways {
  readonly #client: PlatformClient;

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  /** All pages up to `limit`. Deleted ones stay listed by the platform and are left out here. */
  async gateways(place: PlaceIds, limit: number, signal?: AbortSignal): Promise<Listing<SelfManagedGateway>> {
    const listing = await readPages(
      async ({ page, size }) => {
        const { body, http } = await this.#client.send(standaloneGatewayOperations.gateways, {
          query: { pageNumber: page, pageSize: size },
          place,
          signal,
        });
        const items = listIn(body, http, 'content').map((row) => parseResponse(gatewaySchema, row, http));
        const total = isObject(body) && typeof body['totalElements'] === 'number' ? body['totalElements'] : undefined;
        return { items, total };
      },
      // The service refuses pages above a limit that is not documented [docs/platform/gateways.md#self-managed-gateways], so they are kept small.
      { limit, pageSize: 30 },
    );
    const items = listing.items.filter(({ status }) => status !== 'DELETED');
    return { ...listing, items, total: listing.total - (listing.items.length - items.length) };
  }

  /** One gateway with its runtime versions. */
  async gateway(place: PlaceIds, id: string, signal?: AbortSignal): Promise<SelfManagedGateway> {
    const { body, http } = await this.#client.send(standaloneGatewayOperations.gateway, {
      parameters: { gatewayId: id },
      place,
      signal,
    });
    return parseResponse(gatewaySchema, body, http);
  }

  /** Its processes one by one, as far as the first page goes. */
  async replicas(place: PlaceIds, id: string, signal?: AbortSignal): Promise<GatewayReplica[]> {
    const { body, http } = await this.#client.send(standaloneGatewayOperations.replicas, {
      parameters: { gatewayId: id },
      place,
      signal,
    });
    return listIn(body, http, 'content').map((row) => parseResponse(replicaSchema, row, http));
  }
}
