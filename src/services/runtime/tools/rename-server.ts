import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { called } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-tool.ts';
import { newName, server } from '../../../core/tools/params.ts';
import { observeServerName, planServerRename } from '../servers.ts';
import { nameState } from './presentations.ts';
import { serverRow, toServerRow } from './rows.ts';

const input = { server, newName };

declare module '../../../core/operations.ts' {
  interface Operations {
    'server.rename': typeof input;
  }
}

export const renameServer = defineWriteTool({
  name: 'anypoint_rename_server',
  title: 'Rename a server',
  toolset: 'runtime',
  operation: 'server.rename',
  effect: 'update',
  description: 'Changes the name of a server in Runtime Manager.',
  scope: 'environment',
  input,
  output: z.object({ server: serverRow, previousName: z.string(), newName: z.string() }),
  example: { arguments: { server: 'mule-orders-3', newName: 'mule-spare-1' }, answers: 'mule-spare-1' },
  plan: (args, ctx) => planServerRename(args.server, args.newName, ctx),
  async apply({ intent }, ctx) {
    await ctx.platform.runtimeManager.renameServer(ctx.place, intent.server.id, intent.newName, ctx.signal);
    return { server: toServerRow(intent.server), previousName: intent.server.name, newName: intent.newName };
  },
  follow: {
    async observe(result, ctx) {
      const { id } = result.server;
      const { value, ...seen } = await observeServerName(id, result.newName, ctx);
      return { ...seen, value: { ...result, server: toServerRow(value) } };
    },
    readAgain: (result) => call('server.get', { server: result.server.id }),
  },
  present: (result) => ({
    headline: `Server ${called(result.server)} ${nameState(result.server.name, result)}; it is ${result.server.status}.`,
  }),
});
