import * as z from 'zod';
import { textsOf } from '../../../core/resolve.ts';
import { called, quote } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { platformText } from '../../../platform/reading.ts';
import { planApiDelete } from '../details.ts';
import { api } from './arguments.ts';

const input = { api };

declare module '../../../core/operations.ts' {
  interface Operations {
    'api.delete': typeof input;
  }
}

export const deleteApi = defineWriteTool({
  name: 'anypoint_delete_api',
  title: 'Delete an API instance',
  toolset: 'apis',
  operation: 'api.delete',
  effect: 'delete',
  description: 'Deletes an API instance with its policies, contracts and tiers. Its Exchange asset stays.',
  scope: 'environment',
  input,
  output: z.object({ api: z.object({ id: z.string(), name: platformText }) }),
  example: { arguments: { api: 'inventory-api' }, answers: 'inventory-api' },
  plan: ({ api: reference }, ctx) => planApiDelete(reference, ctx),
  async apply({ intent }, { platform, place, signal }) {
    await platform.apiManager.delete(place, intent.id, signal);
    return { api: intent };
  },
  removes: (removed) => ({ title: `API ${called(removed)}`, named: { api: textsOf(removed) } }),
  present: ({ api: deleted }) => ({ headline: `API ${quote(deleted.name)} (${deleted.id}) is deleted.` }),
});
