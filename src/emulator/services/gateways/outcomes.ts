import * as z from 'zod';
import { defineValue } from '../../core/kinds.ts';
import { name } from '../../core/scenario/fields.ts';
import { defineList } from '../../core/scenario/sections.ts';
import type { GatewayOutcome } from './model.ts';

/** What a scenario has for gateways that are created later. */
export const gatewayOutcomes = defineValue('gatewayOutcomes', (): GatewayOutcome[] => []);

/** The scenario section for them. */
export const outcomesSection = defineList({
  name: 'outcomes',
  entry: z.strictObject({
    gateway: name.describe('Name of a gateway that somebody may create; * stands for anything'),
    outcome: z.enum(['never-ready', 'failed']),
    message: z.string().default('The gateway could not be started'),
  }),
  description: 'How asynchronous steps end that are started later',
  loadLast: true,
  load: ({ gateway, outcome, message }, { store }) => {
    store.of(gatewayOutcomes).push({ name: gateway, outcome, message });
  },
});
