import { ExtensionPoint } from '../../core/extensions.ts';
import type { Platform } from '../../core/platform.ts';
import type { Asset } from './model.ts';

/** The members of an API instance that Exchange shows. */
export interface AssetInstance {
  id: number;
  organizationId: string;
  groupId: string;
  assetId: string;
  instanceLabel: string | null;
  environmentId: string;
  endpointUri: string | null;
  assetVersion: string;
  productVersion: string;
  providerId: string | null;
  deprecated: boolean;
}

/** Finds the API instances of all versions of an asset. API Manager implements it. */
export const assetInstances = new ExtensionPoint<
  (platform: Platform, asset: Pick<Asset, 'groupId' | 'assetId'>) => AssetInstance[]
>('API instances of an asset');

/** The API instances of all versions of an asset. */
export function instancesOf(platform: Platform, asset: Pick<Asset, 'groupId' | 'assetId'>): AssetInstance[] {
  return assetInstances.of(platform).flatMap((list) => list(platform, asset));
}
