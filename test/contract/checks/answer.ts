import { restricts } from '../documents/json-schema.ts';
import type { Media, Operation } from '../documents/operation.ts';
import type { Match } from '../documents/routes.ts';
import type { Exchange } from '../exchange.ts';
import { isObject, listOf, membersOf } from '../json.ts';
import { mediaFor, mediaType } from './media.ts';
import { mismatchesIn } from './mismatches.ts';
import type { Mismatch, Problem } from './problems.ts';

/** Where an answer contradicts the document. */
export function answerProblems({ target: operation }: Match<Operation>, exchange: Exchange): Problem[] {
  return answerMismatches(operation, exchange).map((mismatch) => ({
    operation: operation.id,
    part: 'answer',
    ...mismatch,
    at: `${exchange.status}${mismatch.at}`,
  }));
}

function answerMismatches(operation: Operation, { status, answerHeaders, answer }: Exchange): Mismatch[] {
  const content = documentedContent(operation, status);
  if (content === undefined) {
    const listed = [...operation.answers.keys()].join(', ');
    return [{ at: '', rule: 'status', message: `is not documented (${listed})` }];
  }
  if (content.size === 0 || status === 204 || status === 304) return [];
  if (answer === '') {
    return [...content.values()].some(describesBody) ? [{ at: '', rule: 'required', message: 'has no body' }] : [];
  }
  const type = mediaType(answerHeaders);
  const media = mediaFor(content, type);
  if (media === undefined) {
    const listed = [...content.keys()].join(', ');
    return [{ at: '', rule: 'content-type', message: `is ${type}, documented: ${listed}` }];
  }
  return bodyMismatches(media, type === 'application/json' ? JSON.parse(answer) : answer);
}

function documentedContent({ answers }: Operation, status: number): ReadonlyMap<string, Media> | undefined {
  return answers.get(String(status)) ?? answers.get(`${Math.floor(status / 100)}XX`) ?? answers.get('default');
}

function describesBody({ schema, exampleTypes }: Media): boolean {
  return (schema !== undefined && restricts(schema)) || exampleTypes.length > 0;
}

/** The schema decides; where there is none, the examples do. */
function bodyMismatches({ schema, exampleTypes }: Media, body: unknown): Mismatch[] {
  if (schema !== undefined && restricts(schema)) return mismatchesIn(schema, body);
  // Several examples show several forms: one of them has to match.
  const byExample = exampleTypes.map((types) => unlikeExample(types, body));
  return byExample.find((mismatches) => mismatches.length === 0) ?? byExample[0] ?? [];
}

/**
 * Members that are both in a value and in an example but have different JSON types. `types` is the structure of the
 * example (extraction/example-types); null in it or in the value tells nothing.
 */
export function unlikeExample(types: unknown, value: unknown, at = ''): Mismatch[] {
  if (types === null || value === null || value === undefined) return [];
  const expected = typeof types === 'string' ? types : kindOf(types);
  if (expected !== kindOf(value)) {
    return [{ at, rule: 'example', message: `is ${kindOf(value)}, in the example it is ${expected}` }];
  }
  if (Array.isArray(types)) {
    const [first = null] = types;
    const mismatches = listOf(value).flatMap((item) => unlikeExample(first, item, `${at}/*`));
    return [...new Map(mismatches.map((mismatch) => [mismatch.at, mismatch])).values()];
  }
  if (!isObject(value)) return [];
  return membersOf(types).flatMap(([name, member]) =>
    Object.hasOwn(value, name) ? unlikeExample(member, value[name], `${at}/${name}`) : [],
  );
}

/** The JSON type of a value that is not null. */
function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
