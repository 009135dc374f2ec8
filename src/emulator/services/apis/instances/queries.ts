import type { Call } from '../../../core/call.ts';
import type { Place } from '../../../core/identity/places.ts';
import { readInteger } from '../../../core/requests.ts';
import { type Asset, findAsset } from '../../exchange/index.ts';
import { apiManagerError as fail } from '../errors.ts';
import type { ApiInstance } from '../model.ts';
import { apis } from './instance.ts';
import type { ViewContext } from './views.ts';

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
export function listApis(c: Call, { environment }: Place, { active, platform }: ViewContext): ApiInstance[] {
  const queries = c.req.query();
  const text = queries['query']?.toLowerCase() ?? '';
  const { filters, family, sort = 'name', autodiscoveryInstanceName } = queries;
  if (filters !== undefined && !/^(active|pinned)$/.test(filters)) throw fail(400, 'filters: must be active or pinned');
  const types = family === undefined ? undefined : familyTypes[family];
  if (family !== undefined && types === undefined) throw fail(400, 'family: must be api, agentic or llm');
  const keyOf = sortKeys[sort];
  if (keyOf === undefined) throw fail(400, `sort: must be one of ${Object.keys(sortKeys).join(', ')}`);
  const assetOf = ({ groupId, assetId, assetVersion }: ApiInstance): Asset | undefined =>
    findAsset(platform, { groupId, assetId, version: assetVersion });
  const exact = ['groupId', 'assetId', 'assetVersion', 'instanceLabel', 'productVersion'] as const;

  const found = [...platform.store.of(apis).values()].filter(
    (api) =>
      api.environmentId === environment.id &&
      exact.every((key) => queries[key] === undefined || api[key] === queries[key]) &&
      (autodiscoveryInstanceName === undefined || autodiscoveryInstanceName === `${api.productVersion}:${api.id}`) &&
      (filters !== 'active' || active.has(api.id)) &&
      (filters !== 'pinned' || api.pinned) &&
      (types === undefined || types.test(assetOf(api)?.type ?? 'http-api')) &&
      (text === '' ||
        `${api.assetId} ${assetOf(api)?.name ?? ''} ${api.instanceLabel ?? ''} ${api.id}`.toLowerCase().includes(text)),
  );
  found.sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    return left < right ? -1 : Number(left > right);
  });
  if (queries['ascending'] === 'false') found.reverse();
  return found;
}
