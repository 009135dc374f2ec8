import type { Place } from '../../../core/identity/places.ts';
import { defineKind, relation } from '../../../core/kinds.ts';
import type { Platform } from '../../../core/platform.ts';
import { assets } from '../../exchange/index.ts';
import { apiManagerError as fail } from '../errors.ts';
import type { ApiInstance, AppliedPolicy } from '../model.ts';

/** API instances with their policies, tiers, contracts and deployment. */
export const apis = defineKind({
  name: 'apis',
  noun: 'API instance',
  empty: () => new Map<number, ApiInstance>(),
  dependsOn: [
    relation(
      assets,
      (api: ApiInstance, { groupId, assetId, version }) =>
        api.groupId === groupId && api.assetId === assetId && api.assetVersion === version,
    ),
  ],
});

/** The name that runtimes of version 3 know an API by. */
export function autodiscoveryApiName({ groupId, assetId }: Pick<ApiInstance, 'groupId' | 'assetId'>): string {
  return `groupId:${groupId}:assetId:${assetId}`;
}

/** An instance of the environment, by its id in a path. @throws PlatformError 404 */
export function requireApi({ store }: Platform, { environment }: Place, id: string): ApiInstance {
  if (!/^\d{1,10}$/.test(id)) throw fail(404, '"route" could not be found using "request path"');
  const api = store.of(apis).get(Number(id));
  if (api?.environmentId !== environment.id) throw fail(404, `API with id ${id} was not found`);
  return api;
}

/** A policy of an instance, by its id in a path. @throws PlatformError 404 */
export function requirePolicy(api: ApiInstance, id: string): AppliedPolicy {
  const policy = api.policies.find((one) => String(one.id) === id);
  if (policy === undefined) throw fail(404, `Policy with id ${id} was not found in API ${api.id}`);
  return policy;
}

/** The instances of all versions of an asset, for Exchange. */
export function instancesOfAsset(
  { store }: Platform,
  { groupId, assetId }: { groupId: string; assetId: string },
): ApiInstance[] {
  return [...store.look(apis)]
    .map(([, api]) => api)
    .filter((api) => api.groupId === groupId && api.assetId === assetId);
}
