import * as z from 'zod';
import { listApis as readApis } from '../../domain/apis.ts';
import { scopeName } from '../../domain/directory.ts';
import { defineReadTool } from '../define.ts';
import { defaultLimit, limit, nameContains } from '../params.ts';
import { count, cutNote, table } from '../present.ts';
import { apiRowSchema } from './api-output.ts';

export const listApis = defineReadTool({
  name: 'anypoint_list_apis',
  title: 'List API instances',
  toolset: 'apis',
  effect: 'read',
  description: 'API instances of an environment: asset, version, label, technology, status, endpoint.',
  scope: 'environment',
  input: {
    nameContains,
    active: z.boolean().describe('Only active, or only others').optional(),
    limit,
  },
  output: z.object({ apis: z.array(apiRowSchema), total: z.number(), environment: z.string() }),
  async run({ nameContains: part = '', active, limit: most = defaultLimit }, ctx) {
    const folded = part.toLowerCase();
    const rows = (await readApis(ctx)).filter(
      ({ name, label, assetId, status }) =>
        [name, label, assetId].some((text) => text?.toLowerCase().includes(folded)) &&
        (active === undefined || active === (status === 'active')),
    );
    return { apis: rows.slice(0, most), total: rows.length, environment: scopeName(ctx.scope) };
  },
  present: ({ apis, total, environment }) => ({
    headline: `${count(total, 'API')} in ${environment}.${cutNote(apis.length, total)}`,
    data: table(apis, ['id', 'name', 'assetId', 'version', 'label', 'technology', 'status', 'lastActive', 'endpoint']),
  }),
});
