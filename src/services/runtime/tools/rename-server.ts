import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { resolveReference } from '../../../core/resolve.ts';
import { called } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { newName } from '../../../core/tools/params.ts';
import { platformText } from '../../../platform/reading.ts';
import { planRename, renameObservation } from '../rename-plan.ts';
import { serverSearch } from '../servers.ts';
import { server } from './arguments.ts';
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
  description: 'Changes the name of a Mule server in Runtime Manager. Its runtime keeps running.',
  scope: 'environment',
  input,
  output: z.object({ server: serverRow, previousName: platformText, newName: platformText }),
  example: { arguments: { server: 'mule-orders-3', newName: 'mule-spare-1' }, answers: 'mule-spare-1' },
  async plan(args, ctx) {
    const { platform, place, signal } = ctx;
    const all = await platform.runtimeManager.servers(place, signal);
    const thing = resolveReference(args.server, all, serverSearch(ctx));
    return planRename({ kind: 'server', thing, all, newName: args.newName, place });
  },
  async apply({ intent }, ctx) {
    await ctx.platform.runtimeManager.renameServer(ctx.place, intent.thing.id, intent.newName, ctx.signal);
    return { server: toServerRow(intent.thing), previousName: intent.thing.name, newName: intent.newName };
  },
  follow: {
    async observe(result, ctx) {
      const { id } = result.server;
      const { value, ...seen } = renameObservation(
        await ctx.platform.runtimeManager.server(ctx.place, id, ctx.signal),
        result.newName,
      );
      return { ...seen, value: { ...result, server: toServerRow(value) } };
    },
    readAgain: (result) => call('server.get', { server: result.server.id }),
  },
  present: (result) => ({
    headline: `Server ${called(result.server)} ${nameState(result.server.name, result)}; it is ${result.server.status}.`,
  }),
});
