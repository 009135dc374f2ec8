import * as z from 'zod';
import { ifReadable } from '../../../core/reading/partial.ts';
import { found } from '../../../core/text/table.ts';
import type { EnvironmentContext } from '../../../core/tools/context.ts';
import { defineListTool } from '../../../core/tools/define-list.ts';
import { nameContains } from '../../../core/tools/params.ts';
import { withoutUndefined } from '../../../platform/json.ts';
import { platformText } from '../../../platform/reading.ts';
import { type GatewayListing, gatewayKinds, listGateways as readGateways } from '../gateways.ts';
import { gatewayNameSchema } from './gateway-output.ts';

const rowSchema = z.object({
  ...gatewayNameSchema.shape,
  status: z.string(),
  targetName: platformText.optional(),
  targetId: z.string().optional(),
  updatedAt: z.string().optional(),
});
type GatewayRow = z.output<typeof rowSchema>;

const filters = {
  kind: z
    .enum(['all', ...gatewayKinds])
    .describe('Which ones; default all')
    .optional(),
  nameContains,
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'gateway.list': typeof filters;
  }
}

export const listGateways = defineListTool({
  name: 'anypoint_list_gateways',
  title: 'List Flex Gateways',
  toolset: 'gateways',
  operation: 'gateway.list',
  description: 'Lists the Flex (Omni) Gateways of an environment, managed and self-managed, with status and target.',
  scope: 'environment',
  reach: 'every',
  filters,
  rows: {
    key: 'gateways',
    thing: { argument: 'gateway', noun: 'gateway' },
    row: rowSchema,
    identity: ['name', 'id'],
    order: 'name',
    brief: ['kind', 'status'],
  },
  facts: { kind: z.enum(['all', ...gatewayKinds]) },
  example: { arguments: { nameContains: 'orders' }, answers: 'orders-gateway' },
  async read({ kind = 'all', nameContains: part = '' }, ctx) {
    const [listing, targetNames] = await Promise.all([
      readGateways(kind === 'all' ? gatewayKinds : [kind], ctx),
      kind === 'self-managed' ? new Map<string, string>() : readTargetNames(ctx),
    ]);
    const folded = part.toLowerCase();
    const gateways = rowsOf(listing, targetNames);
    return {
      rows: gateways.filter(({ name }) => name.toLowerCase().includes(folded)),
      of: gateways.length,
      facts: { kind },
      unreadable: listing.unreadable.map((one) => ({ part: `${one.kind} gateways`, reason: one.reason.message })),
    };
  },
  headline: ({ kind }, counted, where) => found(counted, kind === 'all' ? 'gateway' : `${kind} gateway`, where),
});

async function readTargetNames(ctx: EnvironmentContext): Promise<Map<string, string>> {
  const { platform, place, signal } = ctx;
  const targets = await ifReadable(platform.gatewayManager.targets(place, signal), ctx);
  return new Map(targets?.map(({ id, name }) => [id, name]));
}

function rowsOf({ managed, selfManaged }: GatewayListing, targetNames: ReadonlyMap<string, string>): GatewayRow[] {
  return [
    ...managed.map(({ id, name, status = 'UNKNOWN', targetId, targetName, lastUpdated: updatedAt }) =>
      withoutUndefined<GatewayRow>({
        ...{ id, name, kind: 'managed', status, targetId, updatedAt },
        targetName: targetName ?? targetNames.get(targetId ?? ''),
      }),
    ),
    ...selfManaged.map(({ id, name, status = 'UNKNOWN', lastUpdate: updatedAt }) =>
      withoutUndefined<GatewayRow>({ id, name, kind: 'self-managed', status, updatedAt }),
    ),
  ];
}
