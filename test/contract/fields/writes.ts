import { bodyCases, inPlace } from '../bodies/cases.ts';
import { preparedCases } from '../bodies/prepared-cases.ts';
import { emulated, filled, operationOf, requestOf, type Values, withCaller } from '../bodies/requests.ts';
import type { Operation } from '../documents/operation.ts';
import { type Compared, comparedWith } from './compared.ts';
import { documentedFields, type Fields } from './fields.ts';
import { type WriteCase, writeCases } from './write-cases.ts';

/** The fields that the document gives to the answer of a write; those of another success where it has none for this one. */
function documentedFor(operation: Operation, answered = 0): Fields {
  const successes = [...operation.answers.keys()].map(Number).filter((status) => status >= 200 && status < 300);
  return (
    [answered, ...successes].map((status) => documentedFields(operation, status)).find((fields) => fields.size > 1) ??
    new Map()
  );
}

/** The published writes that the emulator has, and whose answers the documents describe. */
export function emulatedWrites(): Operation[] {
  return [...emulated.values()].filter(
    (operation) => ['POST', 'PUT', 'PATCH'].includes(operation.method) && documentedFor(operation).size > 1,
  );
}

/** A request that writes, made for an emulator. */
type Prepare = (call: Parameters<typeof requestOf>[1]) => Promise<{ path: string; body: unknown }>;

function preparedBy({ prepare, parameters, sent, query, ...one }: WriteCase): Prepare {
  return async (call) => {
    const values: Values = { ...inPlace, ...parameters, ...(await prepare?.(call)) };
    const path = filled(operationOf(one).fullPath, values);
    return { path: query === undefined ? path : `${path}?${query}`, body: sent?.(values) };
  };
}

/** Every known request, by its operation. */
const requests: ReadonlyMap<string, Prepare> = new Map([
  ...[...bodyCases, ...preparedCases].map((one): [string, Prepare] => [one.operation, (call) => requestOf(one, call)]),
  ...writeCases.map((one): [string, Prepare] => [one.operation, preparedBy(one)]),
]);

/** Writes of which no request is known. */
export const unsent = (): string[] =>
  emulatedWrites()
    .map(({ id }) => id)
    .filter((id) => !requests.has(id));

/** Sends every write, each to an emulator of its own. @throws Error for one that fails */
export async function writeEverything(): Promise<Compared[]> {
  const compared: Compared[] = [];
  const failed: string[] = [];
  for (const operation of emulatedWrites()) {
    const prepare = requests.get(operation.id);
    if (prepare === undefined) continue;
    const answer = await withCaller(async (call) => {
      const { path, body } = await prepare(call);
      return call(operation.method, path, body);
    });
    if (answer.status >= 300) failed.push(`${operation.id} answers ${answer.status} ${JSON.stringify(answer.body)}`);
    compared.push(comparedWith(operation.id, documentedFor(operation, answer.status), answer.body));
  }
  if (failed.length > 0) throw new Error(failed.join('\n'));
  return compared;
}
