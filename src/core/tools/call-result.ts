import type * as z from 'zod';
import type { Advice } from '../../platform/advice.ts';
import { GivenSecrets } from '../../platform/masking/given-secrets.ts';
import type { Naming } from '../matching.ts';
import { explainUnknown } from '../resolve.ts';
import { isInEnvironment, type ToolContext } from './context.ts';
import type { ToolResult } from './result.ts';
import type { Said } from './tool-definition.ts';

/** What a call returns; if it names something unknown, the failure says where that is. */
export function explained<T>(outcome: Promise<T>, ctx: ToolContext): Promise<T> {
  return isInEnvironment(ctx) ? explainUnknown(outcome, (failure) => ctx.whereabouts.explain(failure, ctx)) : outcome;
}

/** A context that remembers the secrets of this call and masks them in its progress. */
export function withGiven(outer: ToolContext, naming: Naming): { given: GivenSecrets; ctx: ToolContext } {
  const given = new GivenSecrets(outer.secrets);
  const progress: ToolContext['progress'] = (message, elapsedMs) => outer.progress(given.redact(message), elapsedMs);
  return { given, ctx: { ...outer, naming, secrets: given, progress } };
}

/**
 * A result without the secrets that its call was given. If a secret equals a word of the result's own schema, such as a state, the structured form stays unmasked: the word reveals nothing, and masking would make the result invalid.
 */
export function masked(result: ToolResult, { output }: { output: z.ZodObject }, given: GivenSecrets): ToolResult {
  const { revealed = [] } = result;
  const { structured, presentation } = given.redactAll(result, revealed);
  // Stryker disable next-line ConditionalExpression: what was not masked is the same, whether it is checked or not.
  const isValid = structured === result.structured || output.safeParse(structured).success;
  return { structured: isValid ? structured : result.structured, presentation, revealed };
}

export function revealedIn<Output>(
  result: Output,
  reveals: ((result: Output) => readonly (string | undefined)[]) | undefined,
): Pick<ToolResult, 'revealed'> {
  return { revealed: reveals?.(result).filter((value) => value !== undefined) ?? [] };
}

export function toolResult<O extends Record<string, unknown>>(
  result: O,
  present: (result: O) => Said,
  say: (said: Advice) => string,
): ToolResult {
  const { headline, data } = present(result);
  return { structured: result, presentation: { headline: say(headline), data } };
}
