import type * as z from 'zod';
import type { Advice } from '../../platform/advice.ts';
import type { InputOf, OperationName, Operations, Shape } from '../operations.ts';
import type { GivenPlace } from './call-place.ts';
import type { PlaceArguments, ToolName } from './calls.ts';
import type { ScopeKind } from './context.ts';
import type { ToolExample } from './tool.ts';
import type { Toolset } from './toolsets.ts';

/** The arguments of a tool as its schema gives them back. */
export type Arguments<Input extends Shape> = z.output<z.ZodObject<Input>>;

/** A result in words: one headline, which may name calls, and platform data. */
export interface Said {
  headline: Advice;
  data?: string | undefined;
}

/** An example of a tool with these arguments, see {@link ToolExample}. */
export interface ExampleOf<Input extends Shape> extends ToolExample {
  arguments: InputOf<Input> & PlaceArguments;
}

/** What every tool declares, whether it reads or writes. */
export interface Definition<
  Name extends OperationName,
  Input extends Shape,
  Output extends z.ZodObject,
  Kind extends ScopeKind,
> {
  name: ToolName;
  /** For people, in a tool picker. */
  title: string;
  toolset: Toolset;
  /** The name that advice uses; the tool's file declares it in {@link Operations}, with `input` as its arguments. */
  operation: Name & (Operations[Name] extends Input ? unknown : never);
  /** What it does, when to use it, what comes back, what it changes or costs. */
  description: Advice;
  /** Decides whether the tool takes `organization` and `environment`, and resolves them. */
  scope: Kind;
  /** The tool's own arguments, each described; shared ones come from params.ts. */
  input: Input;
  output: Output;
  example: ExampleOf<Input>;
  /** The secrets in a result that the caller asked for. Nothing masks these values, and everything masks all others. */
  reveals?(result: z.output<Output>): readonly (string | undefined)[];
  /** The result in words, complete without the structured form. */
  present(result: z.output<Output>): Said;
}

/** The arguments of a read, apart: those that say where, and the tool's own. */
export function readArguments<Input extends Shape>(
  parsed: object,
): { place: Omit<GivenPlace, 'links'>; own: Arguments<Input> } {
  // The schema was made of the own arguments and of these.
  const { organization, environment, ...own } = parsed as PlaceArguments & Arguments<Input>;
  return { place: { organization, environment }, own: own as unknown as Arguments<Input> };
}
