import { allows, type Principal, seesOrganization } from '../../core/permissions.ts';
import type { Platform } from '../../core/platform.ts';
import { exchangeScopes, versionsOf } from './access.ts';
import type { Asset } from './model.ts';

/** What a search for assets asks for; what is left out does not narrow it. */
export interface AssetSearch {
  words: string;
  types: readonly string[];
  /** the caller has checked that these may be read */
  organizationIds?: readonly string[];
  /** every version instead of the newest of each asset */
  allVersions?: boolean;
}

/** The assets that fit and that the principal may see, by name (reference 6.2). */
export function searchAssets({ store, clock }: Platform, principal: Principal, search: AssetSearch): Asset[] {
  const { words, types, organizationIds, allVersions = false } = search;
  const mayRead = (id: string): boolean => {
    const organization = store.organizations.get(id);
    if (organization === undefined || !seesOrganization(principal, organization)) return false;
    return exchangeScopes.read.some((scope) => allows(principal, scope, organization));
  };
  const byAsset = new Map<string, Asset[]>();
  for (const { groupId, assetId } of store.assets.values()) {
    const id = `${groupId}/${assetId}`;
    if (byAsset.has(id)) continue;
    const versions = versionsOf(store, clock.now(), groupId, assetId);
    byAsset.set(id, allVersions ? versions : versions.slice(0, 1));
  }
  const wanted = words.toLowerCase();
  return [...byAsset.values()]
    .flat()
    .filter(
      (asset) =>
        (organizationIds?.includes(asset.organizationId) ?? mayRead(asset.organizationId)) &&
        (types.length === 0 || types.includes(asset.type)) &&
        `${asset.name} ${asset.assetId} ${asset.description} ${asset.labels.join(' ')}`.toLowerCase().includes(wanted),
    )
    .sort((a, b) => a.name.localeCompare(b.name));
}
