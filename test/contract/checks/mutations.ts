import type { JsonSchema } from '../documents/json-schema.ts';
import type { Operation } from '../documents/operation.ts';
import type { Exchange } from '../exchange.ts';
import { isObject, membersOf } from '../json.ts';

/** An exchange changed in one way that makes it wrong. */
export interface Mutation extends Exchange {
  /** What was changed. */
  what: string;
}

const encoder = new TextEncoder();

/** The wrong exchanges that follow from a right one, as far as the document rules them out. */
export function mutations(operation: Operation, exchange: Exchange): Mutation[] {
  return [
    ...withoutHeaders(operation, exchange),
    ...withWrongQueries(operation, exchange),
    ...withWrongMembers(operation, exchange),
    ...withWrongAnswers(operation, exchange),
  ];
}

function withoutHeaders({ parameters, secured }: Operation, exchange: Exchange): Mutation[] {
  const required = parameters.filter((one) => one.in === 'header' && one.required).map(({ name }) => name);
  const needed = secured ? [...required, 'authorization'] : required;
  return needed
    .filter((name) => exchange.headers.has(name))
    .map((name) => {
      const headers = new Headers(exchange.headers);
      headers.delete(name);
      return { ...exchange, what: `without header ${name}`, headers };
    });
}

function withWrongQueries({ parameters }: Operation, exchange: Exchange): Mutation[] {
  const withQuery = (name: string, value: string): URLSearchParams => {
    const query = new URLSearchParams(exchange.query);
    query.set(name, value);
    return query;
  };
  const ofWrongType = parameters
    .filter((one) => one.in === 'query' && ['integer', 'number', 'boolean'].includes(typeOf(one.schema) ?? ''))
    .filter(({ name }) => exchange.query.has(name))
    .map(({ name }) => ({ ...exchange, what: `query ${name}=what`, query: withQuery(name, 'what') }));
  return [...ofWrongType, { ...exchange, what: 'one more query parameter', query: withQuery('neverHeardOf', '1') }];
}

function withWrongMembers(operation: Operation, exchange: Exchange): Mutation[] {
  const schema = operation.body?.content.get('application/json')?.schema;
  const isJson = exchange.headers.get('content-type')?.startsWith('application/json');
  if (!isJson || !isObject(schema) || exchange.body.length === 0) return [];
  const sent: unknown = JSON.parse(new TextDecoder().decode(exchange.body));
  if (!isObject(sent)) return [];
  const withBody = (what: string, body: unknown): Mutation => ({
    ...exchange,
    what,
    body: encoder.encode(JSON.stringify(body)),
  });
  const ofWrongType = membersOf(schema['properties'])
    .filter(([name, member]) => Object.hasOwn(sent, name) && typeOf(member) !== undefined)
    .map(([name]) => withBody(`member ${name} of another type`, { ...sent, [name]: [[['wrong']]] }));
  const isClosed = schema['unevaluatedProperties'] === false;
  return [...ofWrongType, ...(isClosed ? [withBody('one more member', { ...sent, neverHeardOf: 1 })] : [])];
}

function withWrongAnswers({ answers }: Operation, exchange: Exchange): Mutation[] {
  const schema = answers.get(String(exchange.status))?.get('application/json')?.schema;
  return [
    ...(answers.has('default') ? [] : [{ ...exchange, what: 'status 299', status: 299 }]),
    ...(isObjectSchema(schema) && exchange.answer.startsWith('{')
      ? [{ ...exchange, what: 'a list as the answer', answer: '[[["wrong"]]]' }]
      : []),
  ];
}

function isObjectSchema(schema: JsonSchema | undefined): boolean {
  return isObject(schema) && typeOf(schema) === 'object' && 'properties' in schema;
}

/** The one type that a schema names. */
function typeOf(schema: unknown): string | undefined {
  const type = isObject(schema) ? schema['type'] : undefined;
  return typeof type === 'string' ? type : undefined;
}
