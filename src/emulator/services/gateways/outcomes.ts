import * as z from 'zod';
import { defineValue } from '../../core/kinds.ts';
import { name } from '../../core/scenario/fields.ts';
import { defineList } from '../../core/scenario/sections.ts';
import type { GatewayOutcome } from './model.ts';

/** The outcomes that a scenario sets for gateways that are created later. */
export const gatewayOutcomes = defineValue('gatewayOutcomes', (): GatewayOutcome[] => []);

/** The scenario section for the outcomes of later steps. */
export const outcomesSection = defineList({
  name: 'outcomes',
  entry: z.strictObject({
    gateway: name.describe('Name of a gateway that is created later; * matches anything'),
    outcome: z.enum(['never-ready', 'failed']),
    message: z.string().default('The gateway could not be started'),
  }),
  description: 'Outcomes of asynchronous steps that are started later',
  loadLast: true,
  load: ({ gateway, outcome, message }, { store }) => {
    store.of(gatewayOutcomes).push({ name: gateway, outcome, message });
  },
});
