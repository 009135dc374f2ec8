import { ExtensionPoint } from '../../core/extensions.ts';
import type { Platform } from '../../core/platform.ts';
import type { Asset } from './model.ts';

/** An API instance of an asset, as far as Exchange shows it. */
export interface AssetInstance {
  id: number;
  instanceLabel: string | null;
  environmentId: string;
  endpointUri: string | null;
  assetVersion: string;
  productVersion: string;
}

/** The API instances of all versions of an asset. API Manager knows them. */
export const assetInstances = new ExtensionPoint<
  (platform: Platform, asset: Pick<Asset, 'groupId' | 'assetId'>) => AssetInstance[]
>('API instances of an asset');

/** The API instances of all versions of an asset. */
export function instancesOf(platform: Platform, asset: Pick<Asset, 'groupId' | 'assetId'>): AssetInstance[] {
  return assetInstances.of(platform).flatMap((list) => list(platform, asset));
}
