import type * as z from 'zod';
import type { Call } from '../platform/advice.ts';

/**
 * What tools do, by name: `'gateway.update'`. Each tool adds its operation by declaration merging, with the shape of its arguments. So advice can name a call without importing the tool, and a renamed argument does not compile.
 */
// biome-ignore lint/suspicious/noEmptyInterface: tools fill it by declaration merging
export interface Operations {}

/** The name of an operation of a tool. */
export type OperationName = keyof Operations & `${string}.${string}`;

/** The arguments of a tool by name, each with its schema. */
export type Shape = Readonly<Record<string, z.ZodType>>;

/** What a caller may give for arguments of a shape. zod's own type for an empty object would also forbid the arguments that say where. */
export type InputOf<Arguments extends Shape> = keyof Arguments extends never
  ? Record<never, never>
  : z.input<z.ZodObject<Arguments>>;

/** The arguments of an operation as advice gives them: those of its tool, without those that say where. */
export type OperationArguments<Name extends OperationName> = Operations[Name] extends Shape
  ? InputOf<Operations[Name]>
  : never;

/** A call of an operation; the place is added when it is shown. */
export function call<Name extends OperationName>(operation: Name, args: OperationArguments<Name>): Call {
  return { operation, arguments: args };
}

/** A call that is made once the one before it is done. */
export function thenCall<Name extends OperationName>(operation: Name, args: OperationArguments<Name>): Call {
  return { operation, arguments: args, after: true };
}

/** The tool of an operation, mentioned by name. */
export function tool(operation: OperationName): Call {
  return { operation };
}
