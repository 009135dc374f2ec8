import * as z from 'zod';
import type { PlatformClient } from '../../platform/client.ts';
import { isNotFound } from '../../platform/errors.ts';
import { isObject } from '../../platform/json.ts';
import { listIn } from '../../platform/lists.ts';
import { defineOperations } from '../../platform/operations.ts';
import { type Listing, readPages } from '../../platform/paging.ts';
import { lenientText, lenientTime, lenientWord, parseResponse, wordText } from '../../platform/reading.ts';
import type { PlatformText } from '../../platform/text.ts';
import { encodeForm, type FormPart } from '../../platform/transport/multipart.ts';

const assetSchema = z.looseObject({
  groupId: wordText,
  assetId: wordText,
  version: wordText,
  name: lenientText,
  type: lenientWord,
  status: lenientWord,
  description: lenientText,
  versionGroup: lenientWord,
  organizationId: lenientWord,
  createdAt: lenientTime,
});

const detailSchema = assetSchema.extend({
  versions: z
    .array(z.looseObject({ version: wordText }))
    .nullish()
    .transform((versions) => versions ?? []),
  // Undefined where the service does not return who uses the asset.
  instances: z
    .array(z.looseObject({ id: lenientWord, version: lenientWord, environmentId: lenientWord }))
    .nullish()
    .transform((instances) => instances ?? undefined),
});

/** A version of an asset as search shows it [docs/platform/exchange.md#search]. */
export type ExchangeAsset = z.output<typeof assetSchema>;
/** A version of an asset with the other versions and the API instances that use it [docs/platform/exchange.md#read-an-asset]. */
export type ExchangeAssetDetail = z.output<typeof detailSchema>;

/** What a search is about; without `types` all types are found. */
export interface AssetSearch {
  organizationId: string;
  text?: string | undefined;
  types?: readonly string[] | undefined;
}

/** The coordinates of an asset; `groupId` is normally the id of a business group [docs/platform/exchange.md#publish]. */
export interface AssetCoordinates {
  groupId: string;
  assetId: string;
  version: PlatformText;
}

/** An API to publish [docs/platform/exchange.md#publish]. `http-api` has no file; `rest-api` has an OpenAPI document. */
export interface ApiAsset extends AssetCoordinates {
  organizationId: string;
  name: PlatformText;
  type: 'http-api' | 'rest-api';
  description: string;
  /** Every major version needs one of its own, for example `v1`. */
  apiVersion: PlatformText;
  document?: { format: 'json' | 'yaml'; text: string } | undefined;
}

/** How an asynchronous publication stands; `errors` are the platform's own words. */
export interface Publication {
  status: string;
  errors: PlatformText[];
}

const publicationSchema = z.looseObject({
  status: wordText,
  steps: z.array(z.looseObject({ errors: z.array(z.unknown()).nullish() })).nullish(),
});

/** The operations of Exchange. */
export const exchangeOperations = defineOperations(
  {
    base: '/exchange/api/v2',
    source: { document: 'exchange-experience' },
    read: 'Exchange Viewer',
    write: 'Exchange Contributor',
  },
  {
    search: 'GET /assets/search',
    newestAsset: 'GET /assets/{groupId}/{assetId}/asset',
    asset: 'GET /assets/{groupId}/{assetId}/{version}/asset',
    nextVersion: 'GET /organizations/{organizationId}/groups/{groupId}/assets/{assetId}/nextAvailableVersion',
    publish: 'POST /organizations/{organizationId}/assets/{groupId}/{assetId}/{version}',
    publicationStatus:
      'GET /organizations/{organizationId}/assets/{groupId}/{assetId}/{version}/publication/status/{publicationId}',
  },
);

declare module '../../platform/permissions.ts' {
  interface Permissions {
    'Exchange Viewer': true;
    'Exchange Contributor': true;
  }
}

declare module '../../platform/platform.ts' {
  interface Platform {
    exchange: Exchange;
  }
}

/** Exchange [docs/platform/exchange.md]. */
export class Exchange {
  readonly #client: PlatformClient;

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  /**
   * Newest versions of the assets of a business group, all pages up to `limit`. The service takes one type per search
   * [document exchange-experience], so several types are several searches.
   */
  async search(search: AssetSearch, limit: number, signal?: AbortSignal): Promise<Listing<ExchangeAsset>> {
    const types = search.types?.length ? [...new Set(search.types)] : [undefined];
    const found = await Promise.all(types.map((type) => this.#searchOne(search, type, limit, signal)));
    const items = found.flatMap((listing) => listing.items);
    return {
      items: items.slice(0, limit),
      total: found.reduce((sum, { total }) => sum + total, 0),
      cut: items.length > limit || found.some(({ cut }) => cut),
    };
  }

  async #searchOne(
    { organizationId, text }: AssetSearch,
    type: string | undefined,
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<Listing<ExchangeAsset>> {
    return readPages(
      async ({ offset, size }) => {
        const { body, http } = await this.#client.send(exchangeOperations.search, {
          query: { search: text, types: type, organizationId, offset, limit: size },
          signal,
        });
        return { items: listIn(body, http).map((row) => parseResponse(assetSchema, row, http)), total: undefined };
      },
      { limit, pageSize: 100 },
    );
  }

  /** An asset's newest version, or the one named; undefined when there is none. */
  async asset(
    groupId: string,
    assetId: string,
    version: string | undefined,
    signal?: AbortSignal,
  ): Promise<ExchangeAssetDetail | undefined> {
    try {
      return version === undefined
        ? await this.#client.read(exchangeOperations.newestAsset, detailSchema, {
            parameters: { groupId, assetId },
            signal,
          })
        : await this.#client.read(exchangeOperations.asset, detailSchema, {
            parameters: { groupId, assetId, version },
            signal,
          });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** The next version that was never used, deleted ones included; undefined when the asset is new [docs/platform/exchange.md#versions]. */
  async nextVersion(
    asset: { organizationId: string; groupId: string; assetId: string },
    order: 'MAJOR' | 'MINOR',
    signal?: AbortSignal,
  ): Promise<PlatformText | undefined> {
    const { organizationId, groupId, assetId } = asset;
    try {
      const { body } = await this.#client.send(exchangeOperations.nextVersion, {
        parameters: { organizationId, groupId, assetId },
        query: { versionOrder: order },
        signal,
      });
      const version = isObject(body) ? body['nextAvailableVersion'] : undefined;
      return typeof version === 'string' ? version : undefined;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /**
   * Publishes a version, asking for an answer once that is done. If the service continues asynchronously, it returns the id of the publication, which {@link publication} reads.
   */
  async publish(asset: ApiAsset, signal?: AbortSignal): Promise<{ publicationId: string | undefined }> {
    const { organizationId, groupId, assetId, version } = asset;
    const { body, status } = await this.#client.send(exchangeOperations.publish, {
      parameters: { organizationId, groupId, assetId, version },
      headers: { 'x-sync-publication': 'true' },
      form: encodeForm(partsOf(asset)),
      // Files are processed before the answer.
      attemptTimeoutMs: 120_000,
      signal,
    });
    const link = isObject(body) ? body['publicationStatusLink'] : undefined;
    return { publicationId: status === 202 && typeof link === 'string' ? link.split('/').at(-1) : undefined };
  }

  /** How a publication stands: `running`, `completed` or `error` [docs/platform/exchange.md#publication-status]. */
  async publication(
    { organizationId, groupId, assetId, version }: AssetCoordinates & { organizationId: string },
    publicationId: string,
    signal?: AbortSignal,
  ): Promise<Publication> {
    const { body, http } = await this.#client.send(exchangeOperations.publicationStatus, {
      parameters: { organizationId, groupId, assetId, version, publicationId },
      signal,
    });
    const { status, steps } = parseResponse(publicationSchema, body, http);
    const errors = (steps ?? []).flatMap((step) => step.errors ?? []);
    return { status, errors: errors.map((error) => (typeof error === 'string' ? error : JSON.stringify(error))) };
  }
}

function partsOf({ name, type, description, apiVersion, document }: ApiAsset): FormPart[] {
  const parts: FormPart[] = [
    { name: 'name', text: name },
    { name: 'type', text: type },
    { name: 'description', text: description },
    { name: 'properties.apiVersion', text: apiVersion },
  ];
  if (document === undefined) return parts;
  const fileName = `api.${document.format}`;
  return [
    ...parts,
    { name: 'properties.mainFile', text: fileName },
    { name: `files.oas.${document.format}`, text: document.text, fileName },
  ];
}
