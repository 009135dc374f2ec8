import type { Place } from '../../../core/identity/places.ts';
import { flag, integerFrom, oneOf, type Query, text } from '../../../core/queries.ts';
import { type Asset, findAsset } from '../../exchange/index.ts';
import type { ApiInstance } from '../model.ts';
import { apis, autodiscoveryApiName } from './instance.ts';
import type { ViewContext } from './views.ts';

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
  { active, platform }: ViewContext,
): ApiInstance[] {
  const part = queries.query?.toLowerCase() ?? '';
  const { filters, family, sort = 'name', autodiscoveryInstanceName, autodiscoveryApiName: apiName } = queries;
  const types = family === undefined ? undefined : familyTypes[family];
  const keyOf = sortKeys[sort];
  const assetOf = ({ groupId, assetId, assetVersion }: ApiInstance): Asset | undefined =>
    findAsset(platform, { groupId, assetId, version: assetVersion });
  const exact = ['groupId', 'assetId', 'assetVersion', 'instanceLabel', 'productVersion'] as const;

  const found = [...platform.store.of(apis).values()].filter(
    (api) =>
      api.environmentId === environment.id &&
      exact.every((key) => queries[key] === undefined || api[key] === queries[key]) &&
      (autodiscoveryInstanceName === undefined || autodiscoveryInstanceName === `${api.productVersion}:${api.id}`) &&
      (apiName === undefined || apiName === autodiscoveryApiName(api)) &&
      (filters !== 'active' || active.has(api.id)) &&
      (filters !== 'pinned' || api.pinned) &&
      (types === undefined || types.test(assetOf(api)?.type ?? 'http-api')) &&
      (part === '' ||
        `${api.assetId} ${assetOf(api)?.name ?? ''} ${api.instanceLabel ?? ''} ${api.id}`.toLowerCase().includes(part)),
  );
  found.sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    return left < right ? -1 : Number(left > right);
  });
  if (queries.ascending === false) found.reverse();
  return found;
}
