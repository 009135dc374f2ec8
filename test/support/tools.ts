/// <reference types="vite/types/importMeta.d.ts" />
import type { OperationName } from '../../src/core/operations.ts';
import { AnswerCallWriter } from '../../src/core/tools/call-writer.ts';
import type { PlaceArguments } from '../../src/core/tools/calls.ts';
import type { Tool } from '../../src/core/tools/tool.ts';
import { OfferedTools } from '../../src/mcp/tools/offered-tools.ts';
import type { Advice } from '../../src/platform/advice.ts';
import type { Failure } from '../../src/platform/errors.ts';

declare module '../../src/core/operations.ts' {
  interface Operations {
    /** What tools that tests define do; `never`, so that each may take what it likes. */
    'test.do': never;
  }
}

/** What every tool has to declare and no test looks at, for tools that tests define. */
export const testTool = {
  title: 'Test',
  toolset: 'access',
  operation: 'test.do',
  description: 'Test.',
  scope: 'account',
  example: { arguments: {}, answers: '' },
} as const;

/** The tools of a server whose operator has disabled some. */
export function toolsWithout(isDisabled: (tool: Tool) => boolean): OfferedTools {
  return new OfferedTools((tool) => (isDisabled(tool) ? ['toolsets'] : []));
}

/** The tool of an operation. */
export function toolOf(operation: OperationName): Tool {
  return new OfferedTools().toolOf(operation);
}

/** Advice as a caller reads it whose server offers all tools. */
export function adviceText(said: Advice, place: PlaceArguments = {}): string {
  return new AnswerCallWriter(new OfferedTools()).text(said, place);
}

/** A failure with its advice as a caller reads it. */
export function inWords({ kind, message, why, next, http, choice, retryable, mayHaveHappened }: Failure) {
  return {
    kind,
    message,
    why: why === undefined ? undefined : adviceText(why),
    next: adviceText(next),
    http,
    choice,
    retryable,
    mayHaveHappened,
  };
}

const toolFiles = Object.entries(
  import.meta.glob<Record<string, unknown>>('../../src/services/*/tools/*.ts', { eager: true }),
);

/** The folder of the service that a tool is of: `runtime`. */
export function serviceOf(tool: Tool): string {
  const [file] = toolFiles.find(([, module]) => Object.values(module).includes(tool)) ?? [];
  const service = /services\/([^/]+)\//.exec(file ?? '')?.[1];
  if (service === undefined) throw new Error(`${tool.name} is in no src/services/<service>/tools.`);
  return service;
}
