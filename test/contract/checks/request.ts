import type { Found, Media, Operation, Parameter } from '../documents/documents.ts';
import { type Flaw, flawsIn, flawsInText, type JsonSchema } from '../documents/json-schema.ts';
import { isRecord, membersOf } from '../json.ts';
import type { Exchange } from '../recorder.ts';
import type { Place, Problem } from './problems.ts';

/** What of a request contradicts the document. */
export async function requestProblems({ operation, pathValues }: Found, sent: Exchange): Promise<Problem[]> {
  const place = (where: Place, flaws: readonly Flaw[]): Problem[] =>
    flaws.map((flaw) => ({ operation: operation.id, place: where, ...flaw }));
  return [
    ...place(
      'path',
      valuesAgainst(operation, 'path', (name) => pathValues[name]),
    ),
    ...place('query', queryFlaws(operation, sent.query)),
    ...place('header', headerFlaws(operation, sent.headers)),
    ...place('body', await bodyFlaws(operation, sent)),
  ];
}

function valuesAgainst(
  operation: Operation,
  kind: Parameter['in'],
  given: (name: string, parameter: Parameter) => unknown,
): Flaw[] {
  return operation.parameters
    .filter((parameter) => parameter.in === kind)
    .flatMap((parameter) => {
      const { name, required, schema } = parameter;
      const value = given(name, parameter);
      if (value === undefined) return required ? [{ at: `/${name}`, rule: 'required', message: 'is missing' }] : [];
      return flawsInText(schema, value).map((flaw) => ({ ...flaw, at: `/${name}${flaw.at}` }));
    });
}

function queryFlaws(operation: Operation, query: URLSearchParams): Flaw[] {
  const known = new Set<string>();
  const flaws = valuesAgainst(operation, 'query', (name, { schema }) => {
    const members = isRecord(schema) && schema['type'] === 'object' ? membersOf(schema['properties']) : [];
    if (members.length > 0) {
      // The default style of an object: each member is a parameter of its own.
      const given = members.map(([member]) => member).filter((member) => query.has(member));
      for (const [member] of members) known.add(member);
      return given.length > 0 ? Object.fromEntries(given.map((member) => [member, query.get(member)])) : undefined;
    }
    known.add(name);
    const values = query.getAll(name);
    return values.length > 1 ? values : values[0];
  });
  const unknown = [...new Set(query.keys())].filter((name) => !known.has(name));
  return [...flaws, ...unknown.map((name) => ({ at: `/${name}`, rule: 'undocumented', message: 'is not documented' }))];
}

function headerFlaws(operation: Operation, headers: Headers): Flaw[] {
  const flaws = valuesAgainst(operation, 'header', (name) => headers.get(name) ?? undefined);
  const signedIn = /^bearer \S+$/i.test(headers.get('authorization') ?? '');
  if (operation.secured && !signedIn) flaws.push({ at: '/authorization', rule: 'required', message: 'is missing' });
  return flaws;
}

async function bodyFlaws(operation: Operation, sent: Exchange): Promise<Flaw[]> {
  const documented = operation.body;
  if (sent.body.length === 0) {
    return documented?.required ? [{ at: '', rule: 'required', message: 'is missing' }] : [];
  }
  if (documented === undefined) return [{ at: '', rule: 'undocumented', message: 'no body is documented' }];
  const type = mediaType(sent.headers);
  const media = mediaFor(documented.content, type);
  if (media === undefined) {
    const listed = [...documented.content.keys()].join(', ');
    return [{ at: '', rule: 'content-type', message: `is ${type}, documented: ${listed}` }];
  }
  if (media.schema === undefined) return [];
  if (type === 'application/json') return flawsIn(media.schema, JSON.parse(new TextDecoder().decode(sent.body)));
  if (type === 'multipart/form-data') return flawsInText(media.schema, await formValues(sent, media.schema));
  return [];
}

/** The parts of a form as an object. A part that the schema takes for an object or a list holds JSON. */
async function formValues(sent: Exchange, schema: JsonSchema): Promise<unknown> {
  const headers = { 'content-type': sent.headers.get('content-type') ?? '' };
  const form = await new Response(sent.body, { headers }).formData();
  const properties = isRecord(schema) ? schema['properties'] : undefined;
  const parts = [...form].map(([name, value]): [string, unknown] => {
    // A file is `type: string, format: binary` to OpenAPI.
    if (typeof value !== 'string') return [name, '(a file)'];
    const part = isRecord(properties) ? properties[name] : undefined;
    const structured = isRecord(part) && (part['type'] === 'object' || part['type'] === 'array');
    return [name, structured ? JSON.parse(value) : value];
  });
  return Object.fromEntries(parts);
}

/** The media type of a message without its parameters. */
export function mediaType(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';', 1).join('').trim().toLowerCase();
}

/** What the document says of a media type. */
export function mediaFor(content: ReadonlyMap<string, Media>, type: string): Media | undefined {
  return content.get(type) ?? content.get('*/*');
}
