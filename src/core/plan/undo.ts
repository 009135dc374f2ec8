import type { Call } from '../../platform/advice.ts';
import type { Sentence } from '../../platform/text.ts';
import type { OperationArguments, OperationName } from '../operations.ts';
import type { ToolCall } from '../tools/calls.ts';

/** One call of the way back, as data: it is written down, and made much later. */
export interface UndoCall extends Call {
  /**
   * Arguments that only a result has: by argument, the path of the value in the structured result of the write that is
   * taken back, such as `gateway.id`.
   */
  readonly fromResult?: Readonly<Record<string, string>>;
  /** The same from the result of the first call of the way back, for calls that follow it. */
  readonly fromFirst?: Readonly<Record<string, string>>;
}

/**
 * How a write can be taken back: by these calls, in this order; `differs` says what is not as before even then. Or what
 * is lost for good. `nothing`: the plan changes nothing.
 */
export type Undo =
  | { readonly calls: readonly [UndoCall, ...UndoCall[]]; readonly differs?: Sentence }
  | { readonly lost: Sentence }
  | 'nothing';

/** A call of the way back whose arguments are all known now. */
export function back<Name extends OperationName>(operation: Name, args: OperationArguments<Name>): UndoCall {
  return { operation, arguments: args };
}

/** A call of the way back that takes one argument from the result of the write, for something that it creates. */
export function backFromResult<Name extends OperationName>(
  operation: Name,
  args: Partial<OperationArguments<Name>>,
  fromResult: Readonly<Partial<Record<keyof OperationArguments<Name> & string, string>>>,
): UndoCall {
  // Partial only says that not every argument is named; those that are have paths.
  return { operation, arguments: args, fromResult: fromResult as Record<string, string> };
}

/** A call that follows the first one of the way back and takes an argument from its result. */
export function backFromFirst<Name extends OperationName>(
  operation: Name,
  args: Partial<OperationArguments<Name>>,
  fromFirst: Readonly<Partial<Record<keyof OperationArguments<Name> & string, string>>>,
): UndoCall {
  // As above.
  return { operation, arguments: args, fromFirst: fromFirst as Record<string, string> };
}

/** A call of the way back as it is kept: by the tool's name, with the ids of its place. */
export interface KeptUndoCall extends Pick<UndoCall, 'fromResult' | 'fromFirst'> {
  tool: ToolCall['tool'];
  arguments: Record<string, unknown>;
}

/** The arguments that a result has, of those that only it can have: ids by their paths. */
export function knownFrom(
  paths: Readonly<Record<string, string>>,
  result: unknown,
): Readonly<Record<string, string | number>> {
  const known = Object.entries(paths).flatMap(([argument, path]) => {
    const value = path.split('.').reduce<unknown>(memberOf, result);
    return typeof value === 'string' || typeof value === 'number' ? [[argument, value] as const] : [];
  });
  return Object.fromEntries(known);
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}
