import { startEmulator } from '../../../src/emulator/index.ts';
import { signIn } from '../../emulator/client.ts';
import { emulated } from '../bodies/requests.ts';
import type { Operation } from '../documents/operation.ts';
import { isObject } from '../json.ts';
import { type Compared, comparedWith } from './compared.ts';
import { documentedFields } from './fields.ts';
import { notRead } from './lists.ts';
import type { Parameters } from './made.ts';
import { enrich } from './organization.ts';

/** The published reads that the emulator has, and whose answers the documents describe. */
export function emulatedReads(): Operation[] {
  return [...emulated.values()]
    .filter(({ id, method }) => method === 'GET' && !(id in notRead))
    .filter((operation) => documentedFields(operation, 200).size > 1);
}

/** Reads everything in a rich organization. @throws Error for a read that fails */
export async function readEverything(): Promise<Compared[]> {
  const emulator = await startEmulator({ clock: 'instant' });
  try {
    const call = await signIn(emulator);
    const parameters = await enrich(call);
    const compared: Compared[] = [];
    for (const operation of emulatedReads()) {
      const path = addressOf(operation, parameters);
      const { status, body } = await call('GET', path);
      if (status !== 200) throw new Error(`${operation.id}: ${path} answers ${status} ${JSON.stringify(body)}`);
      compared.push(comparedWith(operation.id, documentedFields(operation, 200), body));
    }
    return compared;
  } finally {
    await emulator.close();
  }
}

function addressOf({ id, fullPath, parameters }: Operation, { named, of }: Parameters): string {
  const own = of[id] ?? {};
  const values: Record<string, string | number> = { ...named, ...own };
  const path = fullPath.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
  const query = new URLSearchParams(
    parameters
      .filter((parameter) => parameter.in === 'query' && (parameter.required || parameter.name in own))
      .map(({ name, schema }): [string, string] => [
        name,
        String(values[name] ?? (isObject(schema) && schema['type'] === 'boolean' ? 'true' : '10')),
      ]),
  );
  return query.size === 0 ? path : `${path}?${query}`;
}
