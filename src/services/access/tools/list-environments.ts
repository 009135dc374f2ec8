import * as z from 'zod';
import { count } from '../../../core/text/quote.ts';
import { defineListTool } from '../../../core/tools/define-list.ts';
import { platformText } from '../../../platform/reading.ts';

const environmentRow = z.object({
  id: z.string(),
  name: platformText,
  type: z.string(),
  isProduction: z.boolean(),
  clientId: z.string().optional(),
});

const filters = {};

declare module '../../../core/operations.ts' {
  interface Operations {
    'environment.list': typeof filters;
  }
}

export const listEnvironments = defineListTool({
  name: 'anypoint_list_environments',
  title: 'List environments',
  toolset: 'access',
  operation: 'environment.list',
  description: 'Lists the environments of a business group with type (production, sandbox, design) and client id.',
  scope: 'organization',
  reach: 'every',
  filters,
  rows: {
    key: 'environments',
    thing: { argument: 'environment', noun: 'environment' },
    row: environmentRow,
    identity: ['name', 'id'],
    order: 'name',
    brief: ['type'],
  },
  facts: {},
  example: { arguments: { organization: 'Retail' }, answers: 'Production' },
  async read(_filters, { directory, organization }) {
    const environments = await directory.environments(organization);
    return {
      rows: environments.map(({ id, name, type, isProduction, clientId }) => ({
        ...{ id, name, type: type ?? 'unknown', isProduction },
        ...(clientId === undefined ? {} : { clientId }),
      })),
      facts: {},
    };
  },
  headline: (_facts, { total = 0 }, where) => `${count(total, 'environment')} in ${where}.`,
});
