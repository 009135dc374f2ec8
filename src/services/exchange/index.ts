/** What other services use: the facts of assets, and for services above, choosing and publishing an asset. */
export {
  type AssetRequest,
  type ChosenAsset,
  chooseAsset,
  coordinatesFrom,
  documentMark,
  newestVersion,
  publishAsset,
} from './assets.ts';
export type { ExchangeAssetDetail } from './client.ts';
export { readOpenApi } from './documents.ts';
