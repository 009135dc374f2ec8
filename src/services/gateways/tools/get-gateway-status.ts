import * as z from 'zod';
import { tool } from '../../../core/operations.ts';
import { quote } from '../../../core/text/quote.ts';
import { lines } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { advice } from '../../../platform/advice.ts';
import { withoutUndefined } from '../../../platform/json.ts';
import { platformText } from '../../../platform/reading.ts';
import { gatewayName, replicaGroups } from '../facts.ts';
import { managedDetail, resolveGateway, selfManagedDetail } from '../gateways.ts';
import { desiredStatusOf, meaningOf, readLiveStatus, selfManagedMeaning } from '../status.ts';
import { gateway } from './arguments.ts';
import { gatewayNameSchema, replicasSchema, replicaText } from './gateway-output.ts';

const output = z.object({
  gateway: gatewayNameSchema,
  status: z.string(),
  meaning: z.string(),
  desiredStatus: z.string().optional(),
  ready: z.boolean().optional(),
  running: z.boolean().optional(),
  statusMessage: platformText.optional(),
  replicas: replicasSchema.optional(),
});

const input = { gateway };

declare module '../../../core/operations.ts' {
  interface Operations {
    'gateway.getStatus': typeof input;
  }
}

export const getGatewayStatus = defineReadTool({
  name: 'anypoint_get_gateway_status',
  title: 'Show gateway status',
  toolset: 'gateways',
  operation: 'gateway.getStatus',
  effect: 'read',
  description: advice`Says whether a gateway is up and takes traffic, and what its state means. ${tool('gateway.diagnose')} finds out why it is not.`,
  scope: 'environment',
  input,
  output,
  example: { arguments: { gateway: 'orders-gateway' }, answers: 'RUNNING' },
  async run({ gateway: reference }, ctx) {
    const found = await resolveGateway(reference, ctx);
    if (found.kind === 'self-managed') {
      const detail = await selfManagedDetail(found, ctx);
      const { status = 'UNKNOWN' } = detail;
      const replicas = replicaGroups(detail);
      const total = replicas.reduce((sum, { count }) => sum + count, 0);
      const connected = replicas.find((group) => group.status === 'CONNECTED')?.count ?? 0;
      return {
        gateway: gatewayName(found),
        status,
        meaning: selfManagedMeaning(status, connected, total - connected),
        replicas,
      };
    }
    const [detail, live] = await Promise.all([managedDetail(found, ctx), readLiveStatus(found.id, ctx)]);
    return withoutUndefined<z.output<typeof output>>({
      gateway: gatewayName(found),
      ...live,
      desiredStatus: detail.desiredStatus,
      meaning: ctx.say(meaningOf(found.id, live, desiredStatusOf(detail.desiredStatus))),
    });
  },
  present: ({ gateway: found, meaning, ...state }) => ({
    headline: `${found.kind === 'managed' ? 'Managed' : 'Self-managed'} gateway ${quote(found.name)} (${found.id}): ${meaning}`,
    data: lines([
      ['status', state.status],
      ['status message', state.statusMessage],
      ['desired status', state.desiredStatus],
      ['ready', state.ready],
      ['running', state.running],
      ['replicas', state.replicas?.map(replicaText)],
    ]),
  }),
});
