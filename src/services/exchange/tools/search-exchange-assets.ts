import * as z from 'zod';
import { count } from '../../../core/text/quote.ts';
import { defineListTool } from '../../../core/tools/define-list.ts';
import { shortText } from '../../../core/tools/params.ts';
import { platformText } from '../../../platform/reading.ts';

const assetSchema = z.object({
  name: platformText,
  groupId: z.string(),
  assetId: z.string(),
  version: z.string(),
  type: z.string(),
  status: z.string(),
});

const filters = {
  text: shortText('Text to find in name, id or description').optional(),
  types: z.array(shortText()).describe('Only these types, such as rest-api, http-api or app').optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'asset.search': typeof filters;
  }
}

export const searchExchangeAssets = defineListTool({
  name: 'anypoint_search_exchange_assets',
  title: 'Search Exchange assets',
  toolset: 'apis',
  operation: 'asset.search',
  description:
    'Searches the Exchange assets of a business group and returns the newest version of each with its coordinates.',
  scope: 'organization',
  reach: 'one',
  filters,
  rows: {
    key: 'assets',
    row: assetSchema,
    identity: ['name', 'assetId'],
    order: 'platform',
    brief: ['version', 'type', 'status'],
  },
  facts: { filtered: z.boolean() },
  example: { arguments: { text: 'orders' }, answers: 'orders-api' },
  async read({ text, types }, { platform, organization, signal }, enough) {
    const search = { organizationId: organization.id, text, types };
    const { items, cut } = await platform.exchange.search(search, enough, signal);
    return {
      rows: items.map(({ name, groupId, assetId, version, type, status }) => ({
        ...{ name: name ?? assetId, groupId, assetId, version },
        type: type ?? 'unknown',
        status: status ?? 'unknown',
      })),
      facts: { filtered: text !== undefined || types !== undefined },
      incomplete: cut,
    };
  },
  headline: ({ filtered }, { shown, total }, where) =>
    `${count(total ?? shown, 'asset')}${total === undefined ? ' shown' : ''} in Exchange of ${where}${filtered ? ' match' : ''}.`,
});
