import type { Operation } from '../documents/documents.ts';
import type { JsonSchema } from '../documents/json-schema.ts';
import { isRecord, membersOf } from '../json.ts';
import type { Exchange } from '../recorder.ts';

/** An exchange made wrong in one way. */
export interface Spoiling extends Exchange {
  what: string;
}

const encoder = new TextEncoder();

/** The ways to make an exchange wrong that its document is definite about. */
export function spoilings(operation: Operation, exchange: Exchange): Spoiling[] {
  return [
    ...withoutHeaders(operation, exchange),
    ...withWrongQueries(operation, exchange),
    ...withWrongMembers(operation, exchange),
    ...withWrongAnswers(operation, exchange),
  ];
}

function withoutHeaders(operation: Operation, exchange: Exchange): Spoiling[] {
  const required = operation.parameters.filter((one) => one.in === 'header' && one.required).map(({ name }) => name);
  const needed = operation.secured ? [...required, 'authorization'] : required;
  return needed
    .filter((name) => exchange.headers.has(name))
    .map((name) => {
      const headers = new Headers(exchange.headers);
      headers.delete(name);
      return { ...exchange, what: `without header ${name}`, headers };
    });
}

function withWrongQueries(operation: Operation, exchange: Exchange): Spoiling[] {
  const typed = operation.parameters.filter(
    ({ in: kind, schema }) => kind === 'query' && ['integer', 'number', 'boolean'].includes(typeOf(schema) ?? ''),
  );
  const wrong = typed
    .filter(({ name }) => exchange.query.has(name))
    .map(({ name }) => ({ ...exchange, what: `query ${name}=what`, query: changed(exchange.query, name, 'what') }));
  const query = changed(exchange.query, 'neverHeardOf', '1');
  return [...wrong, { ...exchange, what: 'a query parameter more', query }];
}

function changed(query: URLSearchParams, name: string, value: string): URLSearchParams {
  const copy = new URLSearchParams(query);
  copy.set(name, value);
  return copy;
}

function withWrongMembers(operation: Operation, exchange: Exchange): Spoiling[] {
  const schema = operation.body?.content.get('application/json')?.schema;
  const isJson = exchange.headers.get('content-type')?.startsWith('application/json');
  if (!isJson || schema === undefined || !isRecord(schema) || exchange.body.length === 0) return [];
  const sent: unknown = JSON.parse(new TextDecoder().decode(exchange.body));
  if (!isRecord(sent)) return [];
  const spoil = (what: string, body: unknown): Spoiling => ({
    ...exchange,
    what,
    body: encoder.encode(JSON.stringify(body)),
  });
  const known = membersOf(schema['properties']).filter(([name]) => Object.hasOwn(sent, name));
  return [
    ...known
      .filter(([, member]) => isSchema(member) && typeOf(member) !== undefined)
      .map(([name]) => spoil(`member ${name} of another type`, { ...sent, [name]: [[['wrong']]] })),
    ...(schema['unevaluatedProperties'] === false ? [spoil('a member more', { ...sent, neverHeardOf: 1 })] : []),
  ];
}

function withWrongAnswers(operation: Operation, exchange: Exchange): Spoiling[] {
  const spoiled: Spoiling[] = [];
  if (!operation.answers.has('default')) spoiled.push({ ...exchange, what: 'status 299', status: 299 });
  const schema = operation.answers.get(String(exchange.status))?.get('application/json')?.schema;
  if (isObjectSchema(schema) && exchange.answer.startsWith('{')) {
    spoiled.push({ ...exchange, what: 'a list as the answer', answer: '[[["wrong"]]]' });
  }
  return spoiled;
}

function isObjectSchema(schema: JsonSchema | undefined): boolean {
  return schema !== undefined && typeOf(schema) === 'object' && isRecord(schema) && 'properties' in schema;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || isRecord(value);
}

function typeOf(schema: JsonSchema): string | undefined {
  const type = isRecord(schema) ? schema['type'] : undefined;
  return typeof type === 'string' ? type : undefined;
}
