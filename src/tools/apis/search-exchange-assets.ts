import * as z from 'zod';
import { quote } from '../../domain/resolve.ts';
import { defineReadTool } from '../define.ts';
import { defaultLimit, limit } from '../params.ts';
import { count, table } from '../present.ts';

const assetSchema = z.object({
  name: z.string(),
  groupId: z.string(),
  assetId: z.string(),
  version: z.string(),
  type: z.string(),
  status: z.string(),
});

export const searchExchangeAssets = defineReadTool({
  name: 'anypoint_search_exchange_assets',
  title: 'Search Exchange assets',
  toolset: 'apis',
  effect: 'read',
  description: 'Newest versions of the assets of a business group in Exchange, with their coordinates.',
  scope: 'organization',
  input: {
    text: z.string().describe('In name, id, description').optional(),
    types: z.array(z.string().min(1)).describe('For example http-api').optional(),
    limit,
  },
  output: z.object({ assets: z.array(assetSchema), more: z.boolean(), organization: z.string() }),
  async run({ text, types, limit: most = defaultLimit }, { platform, organization, signal }) {
    const search = { organizationId: organization.id, text, types };
    const { items, cut } = await platform.exchange.search(search, most, signal);
    return {
      assets: items.map(({ name, groupId, assetId, version, type, status }) => ({
        name: name ?? assetId,
        groupId,
        assetId,
        version,
        type: type ?? 'not known',
        status: status ?? 'not known',
      })),
      more: cut,
      organization: organization.name,
    };
  },
  present: ({ assets, more, organization }) => ({
    headline: `${count(assets.length, 'asset')} in Exchange of ${quote(organization)}.${more ? ' There are more: narrow by text or raise limit.' : ''}`,
    data: table(assets, ['name', 'assetId', 'version', 'type', 'status', 'groupId']),
  }),
});
