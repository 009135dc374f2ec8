import * as z from 'zod';
import { planApiDelete } from '../../domain/api-details.ts';
import { quote } from '../../domain/resolve.ts';
import { defineWriteTool } from '../define.ts';
import { api } from '../params.ts';

export const deleteApi = defineWriteTool({
  name: 'anypoint_delete_api',
  title: 'Delete an API instance',
  toolset: 'apis',
  effect: 'delete',
  description: 'Deletes an API instance with policies and contracts. Its Exchange asset stays.',
  scope: 'environment',
  input: { api },
  output: z.object({ api: z.object({ id: z.string(), name: z.string() }) }),
  plan: ({ api: reference }, ctx) => planApiDelete(reference, ctx),
  async apply({ intent }, { platform, scope, signal }) {
    await platform.apiManager.delete(scope, intent.id, signal);
    return { api: intent };
  },
  present: ({ api: deleted }) => ({ headline: `API ${quote(deleted.name)} (${deleted.id}) is deleted.` }),
});
