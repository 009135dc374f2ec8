import { exchangeError } from '../../core/errors.ts';
import type { Scope } from '../../core/permissions.ts';
import { requireOrganization } from '../../core/places.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import type { Store } from '../../core/store.ts';
import type { Asset } from './model.ts';

type Caller = PlatformEnv['Variables']['principal'];

/** Scopes for reading, writing and deleting assets (reference 2.5). */
export const exchangeScopes = {
  read: ['read:exchange', 'contribute:exchange', 'admin:exchange'],
  write: ['contribute:exchange', 'admin:exchange'],
  remove: ['admin:exchange', 'contribute:exchange'],
} as const satisfies Record<string, readonly Scope[]>;

/** The key of an asset in the store. */
export function assetKey(groupId: string, assetId: string, version: string): string {
  return `${groupId}/${assetId}/${version}`;
}

/** Whether an asset has been published by now; an asynchronous publication takes a while. */
export function isAvailable(asset: Asset, now: number): boolean {
  return asset.availableAt <= now;
}

/** An asset that is there at a moment; what other services look up when they name one. */
export function findAsset(
  store: Store,
  now: number,
  groupId: string,
  assetId: string,
  version: string,
): Asset | undefined {
  const asset = store.assets.get(assetKey(groupId, assetId, version));
  return asset !== undefined && isAvailable(asset, now) ? asset : undefined;
}

function parsedVersion(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}

/** Sorts version numbers, oldest first. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parsedVersion(a), parsedVersion(b)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The versions of an asset that are there, newest first. */
export function versionsOf(store: Store, now: number, groupId: string, assetId: string): Asset[] {
  return [...store.assets.values()]
    .filter((asset) => asset.groupId === groupId && asset.assetId === assetId && isAvailable(asset, now))
    .sort((a, b) => compareVersions(b.version, a.version));
}

/** An asset a principal may use; without `version` the newest one. */
export function requireAsset(
  { store, clock }: Platform,
  principal: Caller,
  at: { groupId: string; assetId: string; version?: string },
  scopes: readonly Scope[],
): Asset {
  const asset =
    at.version === undefined
      ? versionsOf(store, clock.now(), at.groupId, at.assetId)[0]
      : findAsset(store, clock.now(), at.groupId, at.assetId, at.version);
  if (asset === undefined) {
    const version = at.version === undefined ? '' : `/${at.version}`;
    throw exchangeError(404, `Asset ${at.groupId}/${at.assetId}${version} not found`);
  }
  requireOrganization(store, principal, asset.organizationId, scopes, exchangeError);
  return asset;
}
