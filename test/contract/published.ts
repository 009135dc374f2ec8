import { readdirSync, readFileSync } from 'node:fs';
import { PublishedDocument } from './documents/document.ts';
import type { Operation, OperationName } from './documents/operation.ts';

const folder = new URL('./published/', import.meta.url);
let read: readonly PublishedDocument[] | undefined;

/** The published documents of all services, in the order of their names. Reads the files once. */
export function documents(): readonly PublishedDocument[] {
  read ??= readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => new PublishedDocument(file.slice(0, -'.json'.length), parsedFile(file)));
  return read;
}

/** The operation that a client says it sends. Throws when no document has it, and names what the document has instead. */
export function publishedOperation({ document, method, path }: OperationName): Operation {
  const named = documents().find(({ name }) => name === document);
  if (named === undefined) throw new Error(`there is no published document ${document}`);
  const operation = named.operation(method, path);
  if (operation !== undefined) return operation;
  const others = named.operations.filter((one) => one.path === path).map((one) => one.method);
  const instead = others.length > 0 ? `only ${others.join(', ')} of that path` : 'and not that path';
  throw new Error(`${document} has no ${method} ${path}, ${instead}`);
}

function parsedFile(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
}
