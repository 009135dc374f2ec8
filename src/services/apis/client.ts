import * as z from 'zod';
import type { PageForm, PlaceIds, PlatformClient } from '../../platform/client.ts';
import type { HttpFacts } from '../../platform/errors.ts';
import { isObject, type JsonObject } from '../../platform/json.ts';
import { listIn } from '../../platform/lists.ts';
import { defineOperations } from '../../platform/operations.ts';
import { type Listing, readPages } from '../../platform/paging.ts';
import {
  idText,
  lenientBoolean,
  lenientNumber,
  lenientText,
  lenientTime,
  lenientWord,
  nameText,
  numberIn,
  parseResponse,
} from '../../platform/reading.ts';

const object = z
  .looseObject({})
  .nullish()
  .transform((value): JsonObject | undefined => value ?? undefined);

const deploymentSchema = z
  .looseObject({
    id: lenientWord,
    type: lenientWord,
    status: lenientWord,
    expectedStatus: lenientWord,
    targetId: lenientWord,
    targetName: lenientText,
    gatewayVersion: lenientWord,
  })
  .nullish()
  .transform((deployment) => deployment ?? undefined);

const instanceSchema = z.preprocess(
  // The document says `apiId`, real answers say `id` [docs/platform/disagreements.md#api-instance-number].
  (row) => (isObject(row) && row['id'] === undefined ? { ...row, id: row['apiId'] } : row),
  z.looseObject({
    id: idText,
    assetId: lenientWord,
    groupId: lenientWord,
    assetVersion: lenientWord,
    productVersion: lenientWord,
    instanceLabel: lenientText,
    technology: lenientWord,
    status: lenientWord,
    lastActiveDate: lenientTime,
    lastActiveDelta: lenientNumber,
    endpointUri: lenientText,
    autodiscoveryInstanceName: lenientText,
    environmentId: lenientWord,
    assetName: lenientText,
    exchangeAssetName: lenientText,
    deprecated: lenientBoolean,
    endpoint: object,
    asset: z
      .looseObject({ name: lenientText, exchangeAssetName: lenientText, groupId: lenientWord, assetId: lenientWord })
      .nullish(),
    routing: z
      .array(z.looseObject({ upstreams: z.array(z.looseObject({ uri: lenientText })).nullish() }))
      .nullish()
      .transform((routing) => routing ?? []),
    deployment: deploymentSchema,
    audit: z
      .looseObject({
        created: z.looseObject({ date: lenientTime }).nullish(),
        updated: z.looseObject({ date: lenientTime }).nullish(),
      })
      .nullish(),
  }),
);

const tierSchema = z.looseObject({
  id: idText,
  name: nameText,
  status: lenientWord,
  autoApprove: lenientBoolean,
  limits: z
    .array(z.looseObject({ maximumRequests: lenientNumber, timePeriodInMilliseconds: lenientNumber }))
    .nullish()
    .transform((limits) => limits ?? []),
});

// Client id and secret of the consumer are in the answer [docs/platform/apis.md#contracts] and are not taken over.
const contractSchema = z.object({
  id: idText,
  status: lenientWord,
  application: z.object({ id: lenientWord, name: lenientText }).nullish(),
  tier: z.object({ name: lenientText }).nullish(),
});

/** An API instance, as any of the lists or a single read tells of it [docs/platform/apis.md#list, docs/platform/apis.md#create]. */
export type ApiInstance = z.output<typeof instanceSchema>;
/** Where an instance is deployed [docs/platform/apis.md#deployments]. */
export type ApiDeployment = NonNullable<z.output<typeof deploymentSchema>>;
/** An SLA tier [docs/platform/apis.md#tiers]. */
export type ApiTier = z.output<typeof tierSchema>;
/** A contract of an application with an instance, without its credentials [docs/platform/apis.md#contracts]. */
export type ApiContract = z.output<typeof contractSchema>;

/** Reads a deployment as a part of an instance or on its own. */
export const apiDeploymentSchema = deploymentSchema;

/** Where the facade of the platform's own web pages has the same things. */
const facade = '/apimanager/xapi/v1/organizations/{organizationId}/environments/{environmentId}';

/** The operations of API Manager that are about instances, their contracts and tiers. */
export const apiManagerOperations = defineOperations(
  {
    base: '/apimanager/api/v1/organizations/{organizationId}/environments/{environmentId}',
    source: { document: 'api-manager' },
    read: 'View APIs Configuration',
    write: 'Manage APIs Configuration',
  },
  {
    // The published list is grouped by asset, and the published POST takes no routing.
    instances: {
      call: 'GET /apis',
      base: facade,
      source: { unpublished: 'docs/platform/disagreements.md#api-instance-list' },
    },
    create: {
      call: 'POST /apis',
      base: facade,
      source: { unpublished: 'docs/platform/disagreements.md#api-instance-create-path' },
    },
    instance: 'GET /apis/{apiId}',
    delete: 'DELETE /apis/{apiId}',
    contracts: { call: 'GET /apis/{apiId}/contracts', permission: 'View Contracts' },
    tiers: { call: 'GET /apis/{apiId}/tiers', permission: 'View Contracts' },
  },
);

declare module '../../platform/permissions.ts' {
  interface Permissions {
    'View APIs Configuration': true;
    'Manage APIs Configuration': true;
    'View Contracts': true;
  }
}

declare module '../../platform/platform.ts' {
  interface Platform {
    apiManager: ApiManager;
  }
}

/** API Manager: instances, contracts and tiers [docs/platform/apis.md#list, docs/platform/apis.md#read-change-delete, docs/platform/apis.md#contracts]. */
export class ApiManager {
  readonly #client: PlatformClient;

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  /**
   * Instances of an environment, all pages up to `limit`, of one asset if one is named. Asks for the flat list, and
   * reads the one grouped by asset as well [docs/platform/disagreements.md#api-instance-list]: which of the two paths answers how differs by source.
   */
  async instances(
    place: PlaceIds,
    filter: { groupId?: string; assetId?: string; query?: string },
    limit: number,
    signal?: AbortSignal,
  ): Promise<Listing<ApiInstance>> {
    const listing = await readPages(
      async ({ offset, size }) => {
        const { body, http } = await this.#client.send(apiManagerOperations.instances, {
          query: { ...filter, offset, limit: size },
          place,
          signal,
        });
        const isGrouped = isObject(body) && Array.isArray(body['assets']);
        const found = listIn(body, http, 'assets', 'instances');
        const rows = found.map((row) => (isGrouped ? inGroup(row, http) : [row]));
        const total = isObject(body) && typeof body['total'] === 'number' ? body['total'] : undefined;
        return { items: rows.map((group) => group.map((row) => parseResponse(instanceSchema, row, http))), total };
      },
      { limit, pageSize: 100 },
    );
    const items = listing.items.flat();
    return {
      items: items.slice(0, limit),
      total: Math.max(listing.total, items.length),
      cut: listing.cut || items.length > limit,
    };
  }

  async instance(place: PlaceIds, id: string, signal?: AbortSignal): Promise<ApiInstance> {
    return this.#client.read(apiManagerOperations.instance, instanceSchema, {
      parameters: { apiId: id },
      place,
      signal,
    });
  }

  /** Creates one by the path that also takes routing [docs/platform/disagreements.md#api-instance-create-path]. */
  async create(place: PlaceIds, definition: JsonObject, signal?: AbortSignal): Promise<ApiInstance> {
    return this.#client.read(apiManagerOperations.create, instanceSchema, { json: definition, place, signal });
  }

  async delete(place: PlaceIds, id: string, signal?: AbortSignal): Promise<void> {
    await this.#client.send(apiManagerOperations.delete, {
      parameters: { apiId: id },
      place,
      signal,
    });
  }

  async contracts(place: PlaceIds, apiId: string, limit: number, signal?: AbortSignal): Promise<Listing<ApiContract>> {
    const options = { parameters: { apiId }, place, signal, limit };
    return this.#client.pages(apiManagerOperations.contracts, pagesOf('contracts', contractSchema), options);
  }

  async tiers(place: PlaceIds, apiId: string, limit: number, signal?: AbortSignal): Promise<Listing<ApiTier>> {
    const options = { parameters: { apiId }, place, signal, limit };
    return this.#client.pages(apiManagerOperations.tiers, pagesOf('tiers', tierSchema), options);
  }
}

/** How API Manager pages: by offset, with the rows in a member of their own. */
function pagesOf<Row>(member: string, schema: z.ZodType<Row>): PageForm<Row> {
  return {
    query: ({ offset, size }) => ({ offset, limit: size }),
    rows: (body, http) => listIn(body, http, member).map((row) => parseResponse(schema, row, http)),
    total: (body) => numberIn(body, 'total'),
    pageSize: 100,
  };
}

/** The instances inside an asset of the grouped list; what only the group says is put into each. */
function inGroup(group: JsonObject, http: HttpFacts): JsonObject[] {
  const { exchangeAssetName, groupId, assetId } = group;
  return listIn(group, http, 'apis').map((row) => ({ exchangeAssetName, groupId, assetId, ...row }));
}
