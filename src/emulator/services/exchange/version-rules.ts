import type { Platform } from '../../core/platform.ts';
import { assetKey, assets, type Coordinates, compareVersions, retiredAssets } from './asset.ts';
import { apiTypes } from './content.ts';
import { exchangeError as fail } from './errors.ts';
import type { Asset } from './model.ts';

function majorOf(version: string): string {
  return version.split('.')[0] ?? '';
}

/** All versions of an asset, soft-deleted ones included: none can be used again. */
export function usedVersions(
  { store }: Platform,
  { groupId, assetId }: Pick<Coordinates, 'groupId' | 'assetId'>,
): string[] {
  const prefix = `${groupId}/${assetId}/`;
  return [...store.of(assets).keys(), ...store.of(retiredAssets)]
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
}

/** The version that follows the used ones. */
export function nextVersion(used: readonly string[], order: string): string {
  const newest = [...used].sort(compareVersions).at(-1);
  if (newest === undefined) return '1.0.0';
  const [major = 0, minor = 0, patch = 0] = newest.split('.').map((part) => Number.parseInt(part, 10));
  if (order === 'MAJOR') return `${major + 1}.0.0`;
  return order === 'MINOR' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/**
 * Checks the rules about versions [docs/platform/exchange.md#versions]. The choice between 400 and 409 is an
 * assumption. @throws PlatformError
 */
export function requirePublishable({ store }: Platform, asset: Asset): void {
  const { groupId, assetId, version, type, versionGroup } = asset;
  const key = assetKey(asset);
  if (store.of(assets).has(key)) throw fail(409, `Asset ${key} already exists`);
  if (store.of(retiredAssets).has(key))
    throw fail(409, `Asset ${key} was deleted and its version cannot be used again`);
  const others = [...store.of(assets).values()].filter((one) => one.groupId === groupId && one.assetId === assetId);
  for (const other of others) {
    if (other.type !== type) throw fail(409, `Asset ${groupId}/${assetId} is of type ${other.type}, not ${type}`);
    const sameMajor = majorOf(other.version) === majorOf(version);
    if (sameMajor && type === 'http-api') {
      throw fail(400, `Every new version of an HTTP API is a new major version: ${other.version} already exists`);
    }
    if (!sameMajor && apiTypes.includes(type) && other.versionGroup === versionGroup) {
      throw fail(
        409,
        `properties.apiVersion ${versionGroup} belongs to version ${other.version}: a new major version needs another`,
      );
    }
  }
}
