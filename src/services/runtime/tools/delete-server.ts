import * as z from 'zod';
import { textsOf } from '../../../core/resolve.ts';
import { called } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { planServerDeletion } from '../delete-server-plan.ts';
import { server } from './arguments.ts';
import { named } from './rows.ts';

const input = { server };

declare module '../../../core/operations.ts' {
  interface Operations {
    'server.delete': typeof input;
  }
}

export const deleteServer = defineWriteTool({
  name: 'anypoint_delete_server',
  title: 'Delete a server',
  toolset: 'runtime',
  operation: 'server.delete',
  effect: 'delete',
  description:
    'Removes a Mule server from Runtime Manager and from every deployment; its runtime keeps running, unmanaged. A server in a cluster or server group has to leave it first.',
  scope: 'environment',
  input,
  output: z.object({ deleted: named }),
  example: { arguments: { server: 'mule-legacy-1' }, answers: 'mule-legacy-1' },
  plan: (args, ctx) => planServerDeletion(args.server, ctx),
  // 204 says that it is gone [docs/platform/runtime.md#servers], so there is nothing to wait for.
  async apply({ intent }, ctx) {
    await ctx.platform.runtimeManager.deleteServer(ctx.place, intent.id, ctx.signal);
    return { deleted: { id: intent.id, name: intent.name } };
  },
  removes: (removed) => ({ title: `server ${called(removed)}`, named: { server: textsOf(removed) } }),
  present: ({ deleted }) => ({ headline: `Server ${called(deleted)} is deleted.` }),
});
