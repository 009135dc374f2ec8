import type { Tool } from '../../../core/tools/tool.ts';
import { searchExchangeAssets } from './search-exchange-assets.ts';

/** Exchange assets. */
export const exchangeTools: readonly Tool[] = [searchExchangeAssets];
