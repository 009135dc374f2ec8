import { compose } from '../../../src/emulator/core/composition.ts';
import { startEmulator } from '../../../src/emulator/index.ts';
import { services } from '../../../src/emulator/services/index.ts';
import { type Caller, signIn } from '../../emulator/client.ts';
import type { JsonSchema } from '../documents/json-schema.ts';
import type { Operation } from '../documents/operation.ts';
import { documents } from '../published.ts';
import { type BodyCase, inPlace } from './cases.ts';
import { sampleOf } from './sample.ts';

const shapeOf = (method: string, path: string): string => `${method} ${path.replace(/\{[^}]+\}/g, '{}')}`;
const routes = new Set(compose(services).routes.map(({ method, path }) => shapeOf(method, path)));

/** The published operations that the emulator has, by their ids. */
export const emulated: ReadonlyMap<string, Operation> = new Map(
  documents()
    .flatMap(({ operations }) => operations)
    .filter(({ method, fullPath }) => routes.has(shapeOf(method, fullPath)))
    .map((operation) => [operation.id, operation]),
);

/** The schema of the JSON body of an operation; true where the document says nothing of it. */
export function schemaOf(operation: Operation): JsonSchema {
  return operation.body?.content.get('application/json')?.schema ?? true;
}

/** @throws Error for an operation that the emulator does not have */
export function operationOf({ operation }: { operation: string }): Operation {
  const found = emulated.get(operation);
  if (found === undefined) throw new Error(`The emulator has no ${operation}`);
  return found;
}

/** Values of parameters in a path, and of what was made before. */
export type Values = Readonly<Record<string, string | number>>;

/** A text with the values that it names as `{name}`. */
export const filled = (text: string, values: Values): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

/** What is sent, where to: made for each emulator, because of what has to be there before. */
export async function requestOf(one: BodyCase, call: Caller): Promise<{ path: string; body: unknown }> {
  const prepared = (await one.prepare?.(call)) ?? {};
  const values: Values = { ...inPlace, ...one.parameters, ...prepared };
  const operation = operationOf(one);
  const set = Object.entries(one.set ?? {}).map(([at, value]) => [
    at,
    typeof value === 'string' ? filled(value, values) : value,
  ]);
  return {
    path: filled(operation.fullPath, values),
    body: sampleOf(schemaOf(operation), Object.fromEntries(set)),
  };
}

/** Runs a test with a caller of a new emulator. */
export async function withCaller<Result>(run: (call: Caller) => Promise<Result>): Promise<Result> {
  const emulator = await startEmulator({ clock: 'instant' });
  try {
    return await run(await signIn(emulator));
  } finally {
    await emulator.close();
  }
}
