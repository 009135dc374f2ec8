import * as z from 'zod';
import { scopeName } from '../../domain/directory.ts';
import { ifReadable } from '../../domain/gateway-capacity.ts';
import { withoutUndefined } from '../../domain/gateway-facts.ts';
import { gatewayKinds, listGateways as readGateways } from '../../domain/gateways.ts';
import { defineReadTool } from '../define.ts';
import { defaultLimit, limit, nameContains } from '../params.ts';
import { count, cutNote, table } from '../present.ts';
import { gatewayNameSchema } from './gateway-output.ts';

const rowSchema = z.object({
  ...gatewayNameSchema.shape,
  status: z.string(),
  targetId: z.string().optional(),
  targetName: z.string().optional(),
  lastUpdated: z.string().optional(),
});

export const listGateways = defineReadTool({
  name: 'anypoint_list_gateways',
  title: 'List Flex Gateways',
  toolset: 'gateways',
  effect: 'read',
  description: 'Managed and self-managed Flex (Omni) Gateways of an environment with status and target.',
  scope: 'environment',
  input: {
    kind: z
      .enum(['all', ...gatewayKinds])
      .describe('Default all')
      .optional(),
    nameContains,
    limit,
  },
  output: z.object({
    environment: z.string(),
    gateways: z.array(rowSchema),
    total: z.number(),
    unreadable: z.array(z.object({ kind: z.enum(gatewayKinds), reason: z.string() })),
  }),
  async run({ kind = 'all', nameContains: part = '', limit: most = defaultLimit }, ctx) {
    const { platform, scope, signal } = ctx;
    const [{ managed, selfManaged, unreadable }, targets] = await Promise.all([
      readGateways(ctx, kind === 'all' ? gatewayKinds : [kind]),
      kind === 'self-managed' ? undefined : ifReadable(platform.gatewayManager.targets(scope, signal)),
    ]);
    const targetNames = new Map(targets?.map(({ id, name }) => [id, name]));
    const rows = [
      ...managed.map(({ id, name, status = 'UNKNOWN', targetId, targetName, lastUpdated }) =>
        withoutUndefined<z.output<typeof rowSchema>>({
          ...{ id, name, kind: 'managed', status, targetId, lastUpdated },
          targetName: targetName ?? targetNames.get(targetId ?? ''),
        }),
      ),
      ...selfManaged.map(({ id, name, status = 'UNKNOWN', lastUpdate }) =>
        withoutUndefined<z.output<typeof rowSchema>>({
          id,
          name,
          kind: 'self-managed',
          status,
          lastUpdated: lastUpdate,
        }),
      ),
    ].filter(({ name }) => name.toLowerCase().includes(part.toLowerCase()));
    return {
      environment: scopeName(scope),
      gateways: rows.slice(0, most),
      total: rows.length,
      unreadable: unreadable.map((one) => ({ kind: one.kind, reason: one.reason.message })),
    };
  },
  present: ({ environment, gateways, total, unreadable }) => ({
    headline: [
      `${count(total, 'gateway')} in ${environment}.${cutNote(gateways.length, total)}`,
      ...unreadable.map(({ kind, reason }) => `The ${kind} ones could not be read: ${reason}`),
    ].join(' '),
    data: table(gateways, ['name', 'kind', 'status', 'targetName', 'id', 'lastUpdated']),
  }),
});
