/** What other services take from here: the facts of assets, and, for services above, how an asset is chosen and published. */
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
