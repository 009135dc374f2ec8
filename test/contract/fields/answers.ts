import { compose } from '../../../src/emulator/core/composition.ts';
import { startEmulator } from '../../../src/emulator/index.ts';
import { services } from '../../../src/emulator/services/index.ts';
import { signIn } from '../../emulator/client.ts';
import type { Operation } from '../documents/operation.ts';
import { isObject } from '../json.ts';
import { documents } from '../published.ts';
import { documentedFields, type Fields, fieldsIn, moved } from './fields.ts';
import { elsewhere, notRead } from './lists.ts';
import type { Parameters } from './made.ts';
import { enrich } from './organization.ts';

/** An answer beside what its document says of it. */
export interface Compared {
  id: string;
  documented: Fields;
  answered: Fields;
}

const shapeOf = (method: string, path: string): string => `${method} ${path.replace(/\{[^}]+\}/g, '{}')}`;

/** The published reads that the emulator has, and whose answers the documents describe. */
export function emulatedReads(): Operation[] {
  const routes = new Set(compose(services).routes.map(({ method, path }) => shapeOf(method, path)));
  return documents()
    .flatMap(({ operations }) => operations)
    .filter(({ id, method, fullPath }) => method === 'GET' && routes.has(shapeOf(method, fullPath)) && !(id in notRead))
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
      const at = elsewhere[operation.id];
      const documented = documentedFields(operation, 200);
      compared.push({
        id: operation.id,
        documented: at === undefined ? documented : moved(documented, at.from, at.to),
        answered: at === undefined ? fieldsIn(body) : moved(fieldsIn(body), at.to, at.to),
      });
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
