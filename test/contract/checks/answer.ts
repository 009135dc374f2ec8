import type { Found, Media, Operation } from '../documents/documents.ts';
import { restricts } from '../documents/json-schema.ts';
import type { Exchange } from '../exchange.ts';
import { isObject, listOf, membersOf } from '../json.ts';
import { mediaFor, mediaType } from './media.ts';
import { mismatchesIn } from './mismatches.ts';
import type { Mismatch, Problem } from './problems.ts';

/** Where an answer contradicts the document. */
export function answerProblems({ operation }: Found, exchange: Exchange): Problem[] {
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

function describesBody({ schema, examples }: Media): boolean {
  return (schema !== undefined && restricts(schema)) || examples.length > 0;
}

/** The schema decides; where there is none, the examples do. */
function bodyMismatches({ schema, examples }: Media, body: unknown): Mismatch[] {
  if (schema !== undefined && restricts(schema)) return mismatchesIn(schema, body);
  // Several examples show several forms: one of them has to match.
  const byExample = examples.map((example) => unlikeExample(example, body));
  return byExample.find((mismatches) => mismatches.length === 0) ?? byExample[0] ?? [];
}

/** Placeholders of the generator, which tell nothing of the value (specs/README). */
const placeholders = ['string', 'number', 'integer', 'boolean', 'object', 'array', ''];

/** Members that are both in a value and in an example but have different JSON types. Null tells nothing. */
export function unlikeExample(example: unknown, value: unknown, at = ''): Mismatch[] {
  if (example === null || value === null || value === undefined) return [];
  if (typeof example === 'string' && placeholders.includes(example)) return [];
  if (kindOf(example) !== kindOf(value)) {
    return [{ at, rule: 'example', message: `is ${kindOf(value)}, in the example it is ${kindOf(example)}` }];
  }
  if (Array.isArray(example)) {
    const [first] = example;
    const mismatches = listOf(value).flatMap((item) => unlikeExample(first ?? null, item, `${at}/*`));
    return [...new Map(mismatches.map((mismatch) => [mismatch.at, mismatch])).values()];
  }
  if (!isObject(value) || !isObject(example)) return [];
  return membersOf(example).flatMap(([name, member]) =>
    Object.hasOwn(value, name) ? unlikeExample(member, value[name], `${at}/${name}`) : [],
  );
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}
