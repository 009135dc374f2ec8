import * as z from 'zod';
import type { PlaceIds, PlatformClient } from '../../platform/client.ts';
import { isObject, type JsonObject } from '../../platform/json.ts';
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
import type { PlatformText } from '../../platform/text.ts';

const overviewSchema = z.object({
  id: idText,
  name: nameText,
  status: lenientWord,
  targetId: lenientWord,
  targetName: lenientText,
  lastUpdated: lenientTime,
});

const detailSchema = overviewSchema.extend({
  desiredStatus: lenientWord,
  statusMessage: lenientText,
  runtimeVersion: lenientWord,
  releaseChannel: lenientWord,
  size: lenientWord,
  apiLimit: lenientNumber,
  dateCreated: lenientTime,
  configuration: z
    .looseObject({})
    .nullish()
    .transform((configuration): JsonObject => configuration ?? {}),
});

const statusSchema = z.object({
  status: lenientWord,
  ready: z.boolean().nullish(),
  running: z.boolean().nullish(),
});

/** A row of the list of managed gateways [document flex-gateway-manager]. */
export type ManagedGatewayOverview = z.output<typeof overviewSchema>;
/** One managed gateway. `configuration` is kept as it came: an update has to send all of it back. */
export type ManagedGateway = z.output<typeof detailSchema>;

/** Live state: `ready` and `running` are the better readiness test than the free text `status` [docs/platform/gateways.md#gateway-status]. */
export interface GatewayStatus {
  status: string;
  ready: boolean;
  running: boolean;
}

/** Body of create and update; an update replaces everything [docs/platform/gateways.md#definition]. */
export interface GatewayDefinition {
  name: PlatformText;
  targetId: string;
  runtimeVersion: string;
  releaseChannel: string;
  size: string;
  configuration: JsonObject;
}

/** The runtime configuration of a managed or self-managed gateway; members as [docs/platform/gateways.md#runtime-configuration]. */
export interface RuntimeConfiguration {
  configuration: JsonObject;
  gatewayVersion: string | undefined;
  updatedAt: string | undefined;
}

const runtimeConfigurationSchema = z.preprocess(
  (body) => body ?? {},
  z.object({
    // The document guarantees it; a gateway that never had one may still answer without.
    configuration: z
      .looseObject({})
      .nullish()
      .transform((configuration): JsonObject => configuration ?? {}),
    gatewayVersion: lenientWord,
    updatedAt: lenientTime,
  }),
);

/** Versions of one release channel, newest first [docs/platform/gateways.md#versions]. */
export interface ReleaseChannel {
  name: string;
  versions: string[];
}

const versionsSchema = z.object({
  channels: z.record(
    wordText,
    z.object({
      versions: z
        .array(z.object({ displayName: wordText }))
        .nullish()
        .transform((versions) => (versions ?? []).map(({ displayName }) => displayName)),
    }),
  ),
  default: lenientWord,
});

/** Where the facade of the platform's own web pages has the same things. */
const facade = '/gatewaymanager/xapi/v1/organizations/{organizationId}/environments/{environmentId}';

/** The operations of Gateway Manager. */
export const gatewayManagerOperations = defineOperations(
  {
    base: '/gatewaymanager/api/v1/organizations/{organizationId}/environments/{environmentId}',
    source: { document: 'flex-gateway-manager' },
    read: ['Read Servers', 'View Managed Gateways'],
    write: ['Manage Servers', 'Manage Managed Gateways'],
  },
  {
    gateways: 'GET /gateways',
    create: 'POST /gateways',
    gateway: 'GET /gateways/{gatewayId}',
    replace: 'PUT /gateways/{gatewayId}',
    delete: 'DELETE /gateways/{gatewayId}',
    status: 'GET /gateways/{gatewayId}/status',
    setDesiredStatus: 'PATCH /gateways/{gatewayId}/desiredstatus',
    registration: 'GET /gateways/{gatewayId}/registration',
    runtimeConfiguration: 'GET /gateways/{gatewayId}/runtime-configuration',
    putRuntimeConfiguration: 'PUT /gateways/{gatewayId}/runtime-configuration',
    usage: { call: 'GET /organizations/{organizationId}/usage/managed-gateways', base: '/gatewaymanager/api/v1' },
    // The published single read has no statusMessage.
    statusMessage: {
      call: 'GET /gateways/{gatewayId}',
      base: facade,
      source: { unpublished: 'docs/platform/gateways.md#gateway-status' },
    },
    targets: {
      call: 'GET /gateways/targets',
      base: facade,
      source: { unpublished: 'docs/platform/gateways.md#target-and-public-url' },
    },
    versions: {
      call: 'GET /gateway/versions',
      base: '/gatewaymanager/xapi/v1',
      source: { unpublished: 'docs/platform/gateways.md#versions' },
    },
  },
);

declare module '../../platform/permissions.ts' {
  interface Permissions {
    'View Managed Gateways': true;
    'Manage Managed Gateways': true;
  }
}

declare module '../../platform/platform.ts' {
  interface Platform {
    gatewayManager: GatewayManager;
  }
}

/** Flex (Omni) Gateway Manager [docs/platform/gateways.md], plus what its own UI facade knows about targets and versions. */
export class GatewayManager {
  readonly #client: PlatformClient;

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  /** Managed gateways of the environment, all pages up to `limit`. */
  async gateways(place: PlaceIds, limit: number, signal?: AbortSignal): Promise<Listing<ManagedGatewayOverview>> {
    return readPages(
      async ({ page, size }) => {
        const { body, http } = await this.#client.send(gatewayManagerOperations.gateways, {
          query: { pageNumber: page, pageSize: size },
          place,
          signal,
        });
        const items = listIn(body, http, 'content').map((row) => parseResponse(overviewSchema, row, http));
        const total = isObject(body) && typeof body['totalElements'] === 'number' ? body['totalElements'] : undefined;
        return { items, total };
      },
      { limit, pageSize: 100 },
    );
  }

  async gateway(place: PlaceIds, id: string, signal?: AbortSignal): Promise<ManagedGateway> {
    return this.#client.read(gatewayManagerOperations.gateway, detailSchema, {
      parameters: { gatewayId: id },
      place,
      signal,
    });
  }

  async create(place: PlaceIds, definition: GatewayDefinition, signal?: AbortSignal): Promise<ManagedGateway> {
    return this.#client.read(gatewayManagerOperations.create, detailSchema, { json: definition, place, signal });
  }

  /** Replaces the whole definition. */
  async replace(
    place: PlaceIds,
    id: string,
    definition: GatewayDefinition,
    signal?: AbortSignal,
  ): Promise<ManagedGateway> {
    return this.#client.read(gatewayManagerOperations.replace, detailSchema, {
      parameters: { gatewayId: id },
      json: definition,
      place,
      signal,
    });
  }

  async delete(place: PlaceIds, id: string, signal?: AbortSignal): Promise<void> {
    await this.#client.send(gatewayManagerOperations.delete, {
      parameters: { gatewayId: id },
      place,
      signal,
    });
  }

  async status(place: PlaceIds, id: string, signal?: AbortSignal): Promise<GatewayStatus> {
    const { status, ready, running } = await this.#client.read(gatewayManagerOperations.status, statusSchema, {
      parameters: { gatewayId: id },
      place,
      signal,
    });
    return { status: status ?? 'UNKNOWN', ready: ready ?? false, running: running ?? false };
  }

  /**
   * Why a gateway is as it is, in the platform's words; undefined when it says nothing. Only the facade of the platform's
   * own UI tells [docs/platform/gateways.md#answer].
   */
  async statusMessage(place: PlaceIds, id: string, signal?: AbortSignal): Promise<string | undefined> {
    const { statusMessage } = await this.#client.read(
      gatewayManagerOperations.statusMessage,
      z.object({ statusMessage: lenientText }),
      {
        parameters: { gatewayId: id },
        place,
        signal,
      },
    );
    return statusMessage === '' ? undefined : statusMessage;
  }

  async setDesiredStatus(
    place: PlaceIds,
    id: string,
    desiredStatus: 'STARTED' | 'STOPPED',
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#client.send(gatewayManagerOperations.setDesiredStatus, {
      parameters: { gatewayId: id },
      json: { desiredStatus },
      place,
      signal,
    });
  }

  /** When the gateway's registration ends, ISO 8601. */
  async registrationExpiration(place: PlaceIds, id: string, signal?: AbortSignal): Promise<string | undefined> {
    const { expiration } = await this.#client.read(
      gatewayManagerOperations.registration,
      z.object({ expiration: lenientTime }),
      {
        parameters: { gatewayId: id },
        place,
        signal,
      },
    );
    return expiration;
  }

  async runtimeConfiguration(place: PlaceIds, id: string, signal?: AbortSignal): Promise<RuntimeConfiguration> {
    return this.#client.read(gatewayManagerOperations.runtimeConfiguration, runtimeConfigurationSchema, {
      parameters: { gatewayId: id },
      place,
      signal,
    });
  }

  async putRuntimeConfiguration(
    place: PlaceIds,
    id: string,
    configuration: JsonObject,
    signal?: AbortSignal,
  ): Promise<RuntimeConfiguration> {
    return this.#client.read(gatewayManagerOperations.putRuntimeConfiguration, runtimeConfigurationSchema, {
      parameters: { gatewayId: id },
      json: { configuration },
      place,
      signal,
    });
  }

  /** How many managed gateways of a size the organization runs, in all its environments. */
  async usage(organizationId: string, size: 'small' | 'large', signal?: AbortSignal): Promise<number> {
    const { body, http } = await this.#client.send(gatewayManagerOperations.usage, {
      parameters: { organizationId },
      query: { size },
      signal,
    });
    const rows = parseResponse(
      z.array(z.object({ value: lenientNumber })),
      listIn(body, http, 'content', 'data'),
      http,
    );
    return rows.reduce((sum, { value }) => sum + (value ?? 0), 0);
  }

  /** Private spaces in which this environment may run gateways. Not in the published document [docs/platform/gateways.md#target-and-public-url]. */
  async targets(place: PlaceIds, signal?: AbortSignal): Promise<{ id: string; name: string }[]> {
    const { body, http } = await this.#client.send(gatewayManagerOperations.targets, {
      place,
      signal,
    });
    return listIn(body, http, 'content', 'data').map((row) => {
      const { id, name } = parseResponse(z.object({ id: idText, name: nameText }), row, http);
      return { id, name };
    });
  }

  /** Runtime versions by release channel, and the default channel. Not in the published document [docs/platform/gateways.md#versions]. */
  async versions(signal?: AbortSignal): Promise<{ channels: ReleaseChannel[]; defaultChannel: string | undefined }> {
    const found = await this.#client.read(gatewayManagerOperations.versions, versionsSchema, {
      signal,
    });
    return {
      channels: Object.entries(found.channels).map(([name, { versions }]) => ({ name, versions })),
      defaultChannel: found.default,
    };
  }
}
