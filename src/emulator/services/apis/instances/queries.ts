import type { Call } from '../../../core/call.ts';
import type { Place } from '../../../core/identity/places.ts';
import { type Listed, listingOf } from '../../../core/listing.ts';
import type { Platform } from '../../../core/platform.ts';
import { readInteger } from '../../../core/requests.ts';
import { type Asset, findAsset } from '../../exchange/index.ts';
import { activeApis } from '../data-plane/autodiscovery.ts';
import { apiManagerError as fail } from '../errors.ts';
import type { ApiInstance } from '../model.ts';
import { apis } from './instance.ts';

/** `offset` and `limit` of API Manager's lists [docs/platform/conventions.md#paging]. */
export function readPage(c: Call): { offset: number; limit: number } {
  return {
    offset: readInteger(c, 'offset', { fallback: 0, min: 0, max: 1_000_000 }, fail),
    limit: readInteger(c, 'limit', { fallback: 100, min: 1, max: 250 }, fail),
  };
}

const sortKeys: Readonly<Record<string, (api: ApiInstance) => string | number>> = {
  id: ({ id }) => id,
  name: ({ assetId }) => assetId,
  createdDate: ({ createdAt }) => createdAt,
  updatedDate: ({ updatedAt }) => updatedAt,
};

const familyTypes: Readonly<Record<string, RegExp>> = {
  api: /^(http|rest|soap)-api$/,
  agentic: /^(mcp|agent)$/,
  llm: /^llm$/,
};

/**
 * The instances of an environment that match a query, sorted [docs/platform/apis.md#list]. @throws PlatformError 400
 */
export function listApis(c: Call, { environment }: Place): Listed<ApiInstance> {
  const { platform } = c.var;
  const queries = c.req.query();
  const text = queries['query']?.toLowerCase() ?? '';
  const { filters, family, sort = 'name', autodiscoveryInstanceName } = queries;
  if (filters !== undefined && !/^(active|pinned)$/.test(filters)) throw fail(400, 'filters: must be active or pinned');
  const types = family === undefined ? undefined : familyTypes[family];
  if (family !== undefined && types === undefined) throw fail(400, 'family: must be api, agentic or llm');
  const keyOf = sortKeys[sort];
  if (keyOf === undefined) throw fail(400, `sort: must be one of ${Object.keys(sortKeys).join(', ')}`);
  const criteria = [filters, family, autodiscoveryInstanceName, ...exact.map((key) => queries[key])];

  return listingOf(apis).find(platform, environment.id, {
    order: { key: sort, compare: () => byKey(keyOf), isReversed: queries['ascending'] === 'false' },
    text: {
      part: text,
      of: () => (api) =>
        `${api.assetId} ${assetOf(platform, api)?.name ?? ''} ${api.instanceLabel ?? ''} ${api.id}`.toLowerCase(),
    },
    where: criteria.some((one) => one !== undefined)
      ? {
          key: JSON.stringify(criteria),
          holds: () => {
            const active = activeApis(platform);
            return (api) =>
              exact.every((key) => queries[key] === undefined || api[key] === queries[key]) &&
              (autodiscoveryInstanceName === undefined ||
                autodiscoveryInstanceName === `${api.productVersion}:${api.id}`) &&
              (filters !== 'active' || active.has(api.id)) &&
              (filters !== 'pinned' || api.pinned) &&
              (types === undefined || types.test(assetOf(platform, api)?.type ?? 'http-api'));
          },
        }
      : undefined,
  });
}

/** Queries for one value exactly. */
const exact = ['groupId', 'assetId', 'assetVersion', 'instanceLabel', 'productVersion'] as const;

function byKey(keyOf: (api: ApiInstance) => string | number): (a: ApiInstance, b: ApiInstance) => number {
  return (a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    return left < right ? -1 : Number(left > right);
  };
}

function assetOf(platform: Platform, { groupId, assetId, assetVersion }: ApiInstance): Asset | undefined {
  return findAsset(platform, { groupId, assetId, version: assetVersion });
}

/** The instances of one asset. */
export type ApiGroup = [ApiInstance, ...ApiInstance[]];

const groups = new WeakMap<Listed<ApiInstance>, ApiGroup[]>();

/** Instances grouped by asset. A list that was kept is grouped once. */
export function groupedByAsset(found: Listed<ApiInstance>): readonly ApiGroup[] {
  let grouped = groups.get(found);
  if (grouped === undefined) {
    const byAsset = new Map<string, ApiGroup>();
    for (const api of found) {
      const key = `${api.groupId}/${api.assetId}`;
      const group = byAsset.get(key);
      if (group === undefined) byAsset.set(key, [api]);
      else group.push(api);
    }
    grouped = [...byAsset.values()];
    groups.set(found, grouped);
  }
  return grouped;
}
