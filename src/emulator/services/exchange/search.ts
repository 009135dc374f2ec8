import type { Call } from '../../core/call.ts';
import { organizations } from '../../core/identity/organizations.ts';
import { canSeeOrganization, hasScope } from '../../core/identity/permissions.ts';
import { exchangeScopes } from './api.ts';
import { assets, versionsOf } from './asset.ts';
import type { Asset } from './model.ts';

/** The criteria of a search for assets. */
export interface AssetSearch {
  text: string;
  types: readonly string[];
  /** the caller has checked that these may be read */
  organizationIds?: readonly string[];
  /** true: every version; default: the newest of each asset */
  allVersions?: boolean;
}

/** The assets that match and that the caller may see, by name [docs/platform/exchange.md#search]. */
export function searchAssets(c: Call, search: AssetSearch): Asset[] {
  const { platform, principal } = c.var;
  const { types, organizationIds, allVersions = false } = search;
  const text = search.text.toLowerCase();
  const mayRead = (id: string): boolean => {
    const organization = platform.store.of(organizations).get(id);
    if (organization === undefined || !canSeeOrganization(principal, organization)) return false;
    return exchangeScopes.read.some((scope) => hasScope(principal, scope, organization));
  };
  const byAsset = new Map<string, Asset[]>();
  for (const [, { groupId, assetId }] of platform.store.look(assets)) {
    const id = `${groupId}/${assetId}`;
    if (byAsset.has(id)) continue;
    const versions = versionsOf(platform, { groupId, assetId });
    byAsset.set(id, allVersions ? versions : versions.slice(0, 1));
  }
  return [...byAsset.values()]
    .flat()
    .filter(
      (asset) =>
        (organizationIds?.includes(asset.organizationId) ?? mayRead(asset.organizationId)) &&
        (types.length === 0 || types.includes(asset.type)) &&
        `${asset.name} ${asset.assetId} ${asset.description} ${asset.labels.join(' ')}`.toLowerCase().includes(text),
    )
    .sort((a, b) => a.name.localeCompare(b.name));
}
