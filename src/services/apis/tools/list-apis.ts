import * as z from 'zod';
import { found } from '../../../core/text/table.ts';
import { defineListTool } from '../../../core/tools/define-list.ts';
import { nameContains } from '../../../core/tools/params.ts';
import { listApis as readApis } from '../instances.ts';
import { apiRowSchema } from './api-output.ts';

const filters = {
  nameContains,
  active: z.boolean().describe('true: only active instances, false: only the others').optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'api.list': typeof filters;
  }
}

export const listApis = defineListTool({
  name: 'anypoint_list_apis',
  title: 'List API instances',
  toolset: 'apis',
  operation: 'api.list',
  description: 'Lists the API instances of an environment with asset, version, label, technology, status and endpoint.',
  scope: 'environment',
  reach: 'every',
  filters,
  rows: {
    key: 'apis',
    thing: { argument: 'api', noun: 'API instance', names: ['label', 'name', 'assetId'] },
    row: apiRowSchema,
    identity: ['id', 'name'],
    order: 'name',
    brief: ['version', 'label', 'technology', 'status', 'endpoint'],
    full: ['assetId', 'version', 'label', 'technology', 'status', 'lastActiveAt', 'endpoint', 'groupId'],
  },
  facts: {},
  example: { arguments: {}, answers: 'orders-sandbox' },
  async read({ nameContains: part = '', active }, ctx) {
    const folded = part.toLowerCase();
    const apis = await readApis(ctx);
    const rows = apis.filter(
      ({ name, label, assetId, status }) =>
        [name, label, assetId].some((text) => text?.toLowerCase().includes(folded)) &&
        (active === undefined || active === (status === 'active')),
    );
    return { rows, facts: {}, of: apis.length };
  },
  headline: (_facts, counted, where) => found(counted, 'API', where),
});
