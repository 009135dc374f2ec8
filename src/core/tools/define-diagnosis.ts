import * as z from 'zod';
import {
  type DiagnosisFindings,
  diagnosisFacts,
  diagnosisLines,
  diagnosisShape,
  findingsSummary,
  placeText,
} from '../diagnosis/diagnosis-output.ts';
import type { OperationName, Operations, Shape } from '../operations.ts';
import { type Label, lines } from '../text/table.ts';
import type { EnvironmentContext } from './context.ts';
import { defineReadTool, type ReadDefinition } from './define-read-tool.ts';
import type { Tool } from './tool.ts';

type Values<Members extends Shape> = z.output<z.ZodObject<Members>>;

/** A tool that diagnoses one thing of an environment. */
export interface DiagnosisDefinition<Name extends OperationName, Input extends Shape, Facts extends Shape>
  extends Pick<
    ReadDefinition<Name, Input, z.ZodObject, 'environment'>,
    'name' | 'title' | 'toolset' | 'operation' | 'description' | 'input' | 'example'
  > {
  /** What the result holds besides the diagnosis itself: the thing, and what was read of it. */
  facts: Facts;
  /** Reads the evidence and draws the findings from it. @throws Failure when the thing itself cannot be read */
  diagnose(args: Values<Input>, ctx: EnvironmentContext): Promise<{ facts: Values<Facts> } & DiagnosisFindings>;
  /** `Cluster "orders" (4)`, for the headline. */
  subject(facts: Values<Facts>): string;
  /** The facts as labelled lines. */
  labels(facts: Values<Facts>): readonly Label[];
}

/** Defines a tool that diagnoses: findings, fixes and what was checked are shown alike everywhere. */
export function defineDiagnosisTool<Name extends OperationName, Input extends Shape, Facts extends Shape>(
  definition: DiagnosisDefinition<Name, Input, Facts>,
): Tool {
  const { facts, diagnose, subject, labels, ...tool } = definition;
  return defineReadTool<Name, Shape, z.ZodObject, 'environment'>({
    ...tool,
    // Declared with the input, of which the shape here is made.
    operation: tool.operation as Name & (Operations[Name] extends Shape ? unknown : never),
    example: tool.example,
    effect: 'read',
    scope: 'environment',
    output: z.object({ ...facts, ...diagnosisShape }),
    async run(args, ctx) {
      // Parsed with the input.
      const { facts: read, ...findings } = await diagnose(args as Values<Input>, ctx);
      return { ...read, ...(await diagnosisFacts(findings, ctx)) };
    },
    present(result) {
      // The result is made above, of these members.
      const shown = result as Values<Facts> & z.output<z.ZodObject<typeof diagnosisShape>>;
      return {
        headline: `${findingsSummary(shown)} ${subject(shown)} ${placeText(shown)}.`,
        data: [lines(labels(shown)), ...diagnosisLines(shown)].filter((part) => part !== '').join('\n'),
      };
    },
  });
}
