import type { Context } from 'hono';
import { apiManagerError as fail } from '../../../core/errors.ts';
import type { Place } from '../../../core/places.ts';
import type { Platform, PlatformEnv } from '../../../core/platform.ts';
import { readInteger } from '../../../core/requests.ts';
import { findAsset } from '../../exchange/access.ts';
import type { ApiInstance } from '../model.ts';
import type { Moment } from './views.ts';

/** `offset` and `limit` of API Manager's lists (reference 0.6). */
export function readPage(c: Context, max = 250): { offset: number; limit: number } {
  return {
    offset: readInteger(c, 'offset', { fallback: 0, min: 0, max: 1_000_000 }, fail),
    limit: readInteger(c, 'limit', { fallback: 100, min: 1, max }, fail),
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

/** The instances of an environment that a query asks for, sorted (reference 5.1). */
export function listApis(
  { store, clock }: Platform,
  { environment }: Place,
  c: Context<PlatformEnv>,
  { active }: Moment,
): ApiInstance[] {
  const queries = c.req.query();
  const text = queries['query']?.toLowerCase() ?? '';
  const { filters, family, sort = 'name', autodiscoveryInstanceName } = queries;
  if (filters !== undefined && !/^(active|pinned)$/.test(filters)) throw fail(400, 'filters: must be active or pinned');
  const types = family === undefined ? undefined : familyTypes[family];
  if (family !== undefined && types === undefined) throw fail(400, 'family: must be api, agentic or llm');
  const keyOf = sortKeys[sort];
  if (keyOf === undefined) throw fail(400, `sort: must be one of ${Object.keys(sortKeys).join(', ')}`);
  const typeOf = (api: ApiInstance): string =>
    findAsset(store, clock.now(), api.groupId, api.assetId, api.assetVersion)?.type ?? 'http-api';
  const nameOf = (api: ApiInstance): string =>
    findAsset(store, clock.now(), api.groupId, api.assetId, api.assetVersion)?.name ?? '';
  const exact = ['groupId', 'assetId', 'assetVersion', 'instanceLabel', 'productVersion'] as const;

  const found = [...store.apis.values()].filter(
    (api) =>
      api.environmentId === environment.id &&
      exact.every((key) => queries[key] === undefined || api[key] === queries[key]) &&
      (autodiscoveryInstanceName === undefined || autodiscoveryInstanceName === `${api.productVersion}:${api.id}`) &&
      (filters !== 'active' || active.has(api.id)) &&
      (filters !== 'pinned' || api.pinned) &&
      (types === undefined || types.test(typeOf(api))) &&
      (text === '' ||
        `${api.assetId} ${nameOf(api)} ${api.instanceLabel ?? ''} ${api.id}`.toLowerCase().includes(text)),
  );
  found.sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    return left < right ? -1 : Number(left > right);
  });
  if (queries['ascending'] === 'false') found.reverse();
  return found;
}
