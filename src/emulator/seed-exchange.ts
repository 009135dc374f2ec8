import { assetKey } from './exchange-access.ts';
import type { Asset, AssetFile } from './model-exchange.ts';
import { seedIds } from './seed-organization.ts';
import type { Store } from './store.ts';

const published = Date.UTC(2025, 6, 1, 8, 0, 0);

/** The smallest ZIP archive there is: an empty one that starts like one with entries. */
export const seedJar = new Uint8Array([
  0x50, 0x4b, 0x03, 0x04, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);

type SeedAsset = Pick<Asset, 'assetId' | 'version' | 'name' | 'type'> & { description?: string };

function fileOf({ assetId, version, name, type }: SeedAsset): AssetFile[] {
  const key = `seed-${assetId}-${version}`;
  if (type === 'app') {
    return [{ classifier: 'mule-application', packaging: 'jar', mainFile: null, content: seedJar, key }];
  }
  if (type !== 'rest-api') return [];
  const document = { openapi: '3.0.0', info: { title: name, version }, paths: {} };
  const content = new Uint8Array(Buffer.from(JSON.stringify(document)));
  return [{ classifier: 'oas', packaging: 'json', mainFile: 'api.json', content, key }];
}

function addAsset(store: Store, seed: SeedAsset): void {
  const isApi = seed.type.endsWith('-api');
  const asset: Asset = {
    organizationId: seedIds.root,
    groupId: seedIds.root,
    description: '',
    ...seed,
    status: 'published',
    versionGroup: isApi ? `v${seed.version.split('.')[0]}` : '',
    assetLink: null,
    labels: [],
    files: fileOf(seed),
    createdAt: published,
    updatedAt: published,
    availableAt: 0,
  };
  store.assets.set(assetKey(asset.groupId, asset.assetId, asset.version), asset);
}

/** APIs and applications in Exchange; all in the group of the root organization. */
export function seedExchange(store: Store): void {
  const application = { assetId: 'data-cloud-integration', name: 'Data Cloud Integration', type: 'app' };
  addAsset(store, { ...application, version: '1.0.0' });
  addAsset(store, { ...application, version: '2.0.0', description: 'With autodiscovery' });
  addAsset(store, { assetId: 'orders-app', name: 'Orders', type: 'app', version: '1.0.0' });
  addAsset(store, { assetId: 'orders-app', name: 'Orders', type: 'app', version: '1.1.0' });
  addAsset(store, { assetId: 'orders-api', name: 'Orders API', type: 'rest-api', version: '1.0.0' });
  addAsset(store, { assetId: 'orders-api', name: 'Orders API', type: 'rest-api', version: '1.1.0' });
  addAsset(store, { assetId: 'fulfilment-api', name: 'Fulfilment API', type: 'rest-api', version: '1.0.0' });
  addAsset(store, { assetId: 'inventory-api', name: 'Inventory API', type: 'http-api', version: '1.0.0' });
  addAsset(store, { assetId: 'catalog-api', name: 'Catalog API', type: 'http-api', version: '1.0.0' });
  addAsset(store, { assetId: 'shipping-api', name: 'Shipping API', type: 'http-api', version: '1.0.0' });
}
