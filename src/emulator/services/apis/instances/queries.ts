import type { Place } from '../../../core/identity/places.ts';
import { type Listed, listingOf } from '../../../core/listing.ts';
import type { Platform } from '../../../core/platform.ts';
import { flag, integerFrom, oneOf, type Query, text } from '../../../core/queries.ts';
import { type Asset, findAsset } from '../../exchange/index.ts';
import { activeApis } from '../data-plane/autodiscovery.ts';
import type { ApiInstance } from '../model.ts';
import { apis, autodiscoveryApiName } from './instance.ts';

/** `offset` and `limit` of API Manager's lists [docs/platform/conventions.md#paging], with the published bounds. */
export const pageQuery = {
  offset: integerFrom({ fallback: 0, min: 0, max: 2_147_483_647 }),
  limit: integerFrom({ fallback: 100, min: 0, max: 250 }),
};

/** The filters of the lists of instances [docs/platform/apis.md#list]. */
export const listQuery = {
  ...pageQuery,
  query: text,
  groupId: text,
  assetId: text,
  assetVersion: text,
  instanceLabel: text,
  productVersion: text,
  autodiscoveryInstanceName: text,
  autodiscoveryApiName: text,
  family: oneOf(['api', 'agentic', 'llm']),
  filters: oneOf(['active', 'pinned']),
  sort: oneOf(['id', 'name', 'createdDate', 'updatedDate']),
  ascending: flag,
};

const sortKeys = {
  id: ({ id }: ApiInstance): string | number => id,
  name: ({ assetId }: ApiInstance): string | number => assetId,
  createdDate: ({ createdAt }: ApiInstance): string | number => createdAt,
  updatedDate: ({ updatedAt }: ApiInstance): string | number => updatedAt,
};

const familyTypes = {
  api: /^(http|rest|soap)-api$/,
  agentic: /^(mcp|agent)$/,
  llm: /^llm$/,
};

/** The instances of an environment that match a query, sorted [docs/platform/apis.md#list]. */
export function listApis(
  queries: Query<typeof listQuery>,
  { environment }: Place,
  platform: Platform,
): Listed<ApiInstance> {
  const part = queries.query?.toLowerCase() ?? '';
  const { filters, family, sort = 'name', autodiscoveryInstanceName, autodiscoveryApiName: apiName } = queries;
  const types = family === undefined ? undefined : familyTypes[family];
  const keyOf = sortKeys[sort];
  const criteria = [filters, family, autodiscoveryInstanceName, apiName, ...exact.map((key) => queries[key])];

  return listingOf(apis).find(platform, environment.id, {
    order: { key: sort, compare: () => byKey(keyOf), isReversed: queries.ascending === false },
    text: {
      part,
      of: () => (api) =>
        `${api.assetId} ${assetOf(platform, api)?.name ?? ''} ${api.instanceLabel ?? ''} ${api.id}`.toLowerCase(),
    },
    where: criteria.some((one) => one !== undefined)
      ? {
          key: JSON.stringify(criteria),
          // Read in here, so that what was found is found anew when another one becomes active.
          holds: () => {
            const active = activeApis(platform);
            return (api) =>
              exact.every((key) => queries[key] === undefined || api[key] === queries[key]) &&
              (autodiscoveryInstanceName === undefined ||
                autodiscoveryInstanceName === `${api.productVersion}:${api.id}`) &&
              (apiName === undefined || apiName === autodiscoveryApiName(api)) &&
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
