import * as z from 'zod';
import type { Advice } from '../../platform/advice.ts';
import type { OperationName, Operations, Shape } from '../operations.ts';
import { stepKinds } from '../plan/plan.ts';
import type { ToolName } from './calls.ts';
import type { ToolContext } from './context.ts';
import * as params from './params.ts';
import type { PlannedWrite } from './planned-write.ts';
import type { Tool, WriteEffect } from './tool.ts';
import type { ExampleOf } from './tool-definition.ts';
import type { Toolset } from './toolsets.ts';
import { writeOutput } from './write-output.ts';

/** A write that is made of writes of other tools: it plans them with `ctx.planWrite`, and acts where they act. */
export interface ComposedWriteDefinition<Name extends OperationName, Input extends Shape> {
  name: ToolName;
  /** For people, in a tool picker. */
  title: string;
  toolset: Toolset;
  /** The name that advice uses; the tool's file declares it in {@link Operations}, with `input` as its arguments. */
  operation: Name & (Operations[Name] extends Input ? unknown : never);
  description: Advice;
  effect: WriteEffect;
  input: Input;
  output: z.ZodObject;
  example: ExampleOf<Input>;
  /** The writes as one plan. Changes nothing. */
  plan(args: z.output<z.ZodObject<Input>>, ctx: ToolContext): Promise<PlannedWrite>;
}

/** Defines such a tool. */
export function defineComposedWriteTool<Name extends OperationName, Input extends Shape>(
  definition: ComposedWriteDefinition<Name, Input>,
): Tool {
  const { plan, input: own, output, ...facts } = definition;
  const { dryRun, planId, wait, timeoutSeconds } = params;
  const input = z.strictObject({ ...own, dryRun, planId, wait, timeoutSeconds });
  return {
    ...facts,
    scope: 'account',
    // Those of the writes that it is composed of.
    steps: stepKinds,
    billedOrExposed: false,
    actsAgain: false,
    revealsSecrets: false,
    input,
    output: writeOutput(output),
    accept(args) {
      // The schema was made of the own arguments and of these four, which every write takes.
      const {
        dryRun: only,
        planId: id,
        wait: waits,
        timeoutSeconds: limit,
        ...accepted
      } = input.parse(args) as Writing;
      return {
        effect: definition.effect,
        dryRun: only ?? false,
        planId: id,
        wait: waits ?? true,
        follows: true,
        timeoutSeconds: limit,
        async plan(ctx) {
          // What is left are the own arguments, as the schema has checked them.
          const planned = await plan(accepted as unknown as z.output<z.ZodObject<Input>>, ctx);
          return { ...planned, arguments: accepted, basis: { arguments: accepted, ground: planned.basis } };
        },
      };
    },
  };
}

interface Writing {
  dryRun?: boolean;
  planId?: string;
  wait?: boolean;
  timeoutSeconds?: number;
  [own: string]: unknown;
}
