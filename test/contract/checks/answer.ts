import type { Found, Media, Operation } from '../documents/documents.ts';
import { type Flaw, flawsIn, type JsonSchema } from '../documents/json-schema.ts';
import { isRecord, listOf, membersOf } from '../json.ts';
import type { Exchange } from '../recorder.ts';
import type { Problem } from './problems.ts';
import { mediaFor, mediaType } from './request.ts';

/** What of an answer contradicts the document. */
export function answerProblems({ operation }: Found, { status, answerHeaders, answer }: Exchange): Problem[] {
  const content = documentedContent(operation, status);
  const of = (flaw: Flaw): Problem => ({
    operation: operation.id,
    place: 'answer',
    ...flaw,
    at: `${status}${flaw.at}`,
  });
  if (content === undefined) {
    const listed = [...operation.answers.keys()].join(', ');
    return [of({ at: '', rule: 'status', message: `is not documented (${listed})` })];
  }
  if (content.size === 0 || status === 204 || status === 304) return [];
  if (answer === '') {
    const body = [...content.values()].some(saysSomething);
    return body ? [of({ at: '', rule: 'required', message: 'has no body' })] : [];
  }
  const type = mediaType(answerHeaders);
  const media = mediaFor(content, type);
  if (media === undefined) {
    return [of({ at: '', rule: 'content-type', message: `is ${type}, documented: ${[...content.keys()].join(', ')}` })];
  }
  return bodyFlaws(media, type === 'application/json' ? JSON.parse(answer) : answer).map(of);
}

function documentedContent(operation: Operation, status: number): ReadonlyMap<string, Media> | undefined {
  const { answers } = operation;
  return answers.get(String(status)) ?? answers.get(`${Math.floor(status / 100)}XX`) ?? answers.get('default');
}

/** A schema decides; where there is none, the examples do. */
function bodyFlaws(media: Media, body: unknown): Flaw[] {
  if (media.schema !== undefined && restricts(media.schema)) return flawsIn(media.schema, body);
  if (media.examples.length === 0) return [];
  // Several examples show several forms: one has to fit.
  const against = media.examples.map((example) => unlikeExample(example, body));
  return against.find((flaws) => flaws.length === 0) ?? against[0] ?? [];
}

function saysSomething({ schema, examples }: Media): boolean {
  return (schema !== undefined && restricts(schema)) || examples.length > 0;
}

function restricts(schema: JsonSchema): boolean {
  if (!isRecord(schema)) return false;
  if (schema['type'] === 'object' || schema['type'] === 'array') {
    return ['properties', 'items', 'allOf', 'anyOf', 'required', 'additionalProperties'].some((name) => name in schema);
  }
  return Object.keys(schema).length > 0;
}

/** Placeholders of the generator, which tell nothing of the value (specs/README). */
const placeholders = ['string', 'number', 'integer', 'boolean', 'object', 'array', ''];

/** Members that are both in a value and in an example but have different JSON types. Null tells nothing. */
export function unlikeExample(example: unknown, value: unknown, at = ''): Flaw[] {
  if (example === null || value === null || value === undefined) return [];
  if (typeof example === 'string' && placeholders.includes(example)) return [];
  if (kindOf(example) !== kindOf(value)) {
    return [{ at, rule: 'example', message: `is ${kindOf(value)}, in the example it is ${kindOf(example)}` }];
  }
  if (Array.isArray(example)) {
    const [first] = example;
    const flaws = listOf(value).flatMap((item) => unlikeExample(first ?? null, item, `${at}/*`));
    return [...new Map(flaws.map((flaw) => [flaw.at, flaw])).values()];
  }
  if (!isRecord(value) || !isRecord(example)) return [];
  return membersOf(example).flatMap(([name, member]) =>
    Object.hasOwn(value, name) ? unlikeExample(member, value[name], `${at}/${name}`) : [],
  );
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}
