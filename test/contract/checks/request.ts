import type { JsonSchema } from '../documents/json-schema.ts';
import type { Operation, Parameter } from '../documents/operation.ts';
import type { Match } from '../documents/routes.ts';
import type { Exchange } from '../exchange.ts';
import { isObject, membersOf } from '../json.ts';
import { mediaFor, mediaType } from './media.ts';
import { mismatchesIn, mismatchesInText } from './mismatches.ts';
import type { Mismatch, Part, Problem } from './problems.ts';

/** Where a request contradicts the document. */
export async function requestProblems(match: Match<Operation>, request: Exchange): Promise<Problem[]> {
  const { target: operation, pathValues } = match;
  const problemsIn = (part: Part, mismatches: readonly Mismatch[]): Problem[] =>
    mismatches.map((mismatch) => ({ operation: operation.id, part, ...mismatch }));
  const inPath = parameterMismatches(operation, 'path', ({ name }) => pathValues[name]);
  return [
    ...problemsIn('path', inPath),
    ...problemsIn('query', queryMismatches(operation, request.query)),
    ...problemsIn('header', headerMismatches(operation, request.headers)),
    ...problemsIn('body', await bodyMismatches(operation, request)),
  ];
}

function parameterMismatches(
  operation: Operation,
  kind: Parameter['in'],
  given: (parameter: Parameter) => unknown,
): Mismatch[] {
  return operation.parameters
    .filter((parameter) => parameter.in === kind)
    .flatMap((parameter) => {
      const { name, required, schema } = parameter;
      const value = given(parameter);
      if (value === undefined) return required ? [{ at: `/${name}`, rule: 'required', message: 'is missing' }] : [];
      return mismatchesInText(schema, value).map((mismatch) => ({ ...mismatch, at: `/${name}${mismatch.at}` }));
    });
}

function queryMismatches(operation: Operation, query: URLSearchParams): Mismatch[] {
  const known = new Set<string>();
  const mismatches = parameterMismatches(operation, 'query', ({ name, schema }) => {
    const members = isObject(schema) && schema['type'] === 'object' ? Object.keys(membersIn(schema)) : [];
    for (const one of members.length > 0 ? members : [name]) known.add(one);
    if (members.length === 0) return queryValue(query, name);
    // The default style of an object: each member is a parameter of its own.
    const given = members.filter((member) => query.has(member));
    return given.length > 0 ? Object.fromEntries(given.map((member) => [member, query.get(member)])) : undefined;
  });
  const unknown = [...new Set(query.keys())].filter((name) => !known.has(name));
  return [
    ...mismatches,
    ...unknown.map((name) => ({ at: `/${name}`, rule: 'undocumented', message: 'is not documented' })),
  ];
}

function queryValue(query: URLSearchParams, name: string): string | string[] | undefined {
  const values = query.getAll(name);
  return values.length > 1 ? values : values[0];
}

function headerMismatches(operation: Operation, headers: Headers): Mismatch[] {
  const mismatches = parameterMismatches(operation, 'header', ({ name }) => headers.get(name) ?? undefined);
  const signedIn = /^bearer \S+$/i.test(headers.get('authorization') ?? '');
  if (operation.secured && !signedIn)
    mismatches.push({ at: '/authorization', rule: 'required', message: 'is missing' });
  return mismatches;
}

async function bodyMismatches(operation: Operation, request: Exchange): Promise<Mismatch[]> {
  const documented = operation.body;
  if (request.body.length === 0) {
    return documented?.required ? [{ at: '', rule: 'required', message: 'is missing' }] : [];
  }
  if (documented === undefined) return [{ at: '', rule: 'undocumented', message: 'no body is documented' }];
  const type = mediaType(request.headers);
  const media = mediaFor(documented.content, type);
  if (media === undefined) {
    const listed = [...documented.content.keys()].join(', ');
    return [{ at: '', rule: 'content-type', message: `is ${type}, documented: ${listed}` }];
  }
  if (media.schema === undefined) return [];
  if (type === 'application/json')
    return mismatchesIn(media.schema, JSON.parse(new TextDecoder().decode(request.body)));
  if (type === 'multipart/form-data') return mismatchesInText(media.schema, await formValues(request, media.schema));
  return [];
}

/** The parts of a form as an object. A part that is an object or a list by its schema holds JSON. */
async function formValues(request: Exchange, schema: JsonSchema): Promise<unknown> {
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  const form = await new Response(request.body, { headers }).formData();
  const members = membersIn(schema);
  const parts = [...form].map(([name, value]): [string, unknown] => {
    // A file is `type: string, format: binary` to OpenAPI.
    if (typeof value !== 'string') return [name, '(a file)'];
    const part = members[name];
    const structured = isObject(part) && (part['type'] === 'object' || part['type'] === 'array');
    return [name, structured ? JSON.parse(value) : value];
  });
  return Object.fromEntries(parts);
}

function membersIn(schema: JsonSchema): Record<string, unknown> {
  return isObject(schema) ? Object.fromEntries(membersOf(schema['properties'])) : {};
}
