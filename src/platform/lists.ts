import * as z from 'zod';
import { type Failure, type HttpFacts, platformFailure } from './errors.ts';
import { isObject, type JsonObject } from './json.ts';
import { messageIn, parseResponse, unwrapData } from './reading.ts';

// A broken answer that reads as an empty list would say that there is nothing. Only what is known to mean that is empty.

/** How services count all rows of a list. */
const counts = ['total', 'totalElements'] as const;

/**
 * The rows of a list that stands alone, or in one of these members. A list may be missing or null where the answer counts no rows.
 * @throws Failure (platform) that says what came instead
 */
export function listIn(body: unknown, http: HttpFacts, ...members: string[]): JsonObject[] {
  const list = Array.isArray(body) ? body : isObject(body) ? listAmong(body, members) : undefined;
  if (list === undefined) throw noList(body, http, members);
  return list.map((row: unknown, index) => {
    if (!isObject(row)) throw failureOf(http, `Row ${index + 1} is ${kindOf(row)}.`);
    return row;
  });
}

function listAmong(body: JsonObject, members: readonly string[]): unknown[] | undefined {
  const values = members.map((member) => body[member]);
  const isCountedEmpty = counts.some((count) => body[count] === 0) && values.every(isMissing);
  return values.find(Array.isArray) ?? (isCountedEmpty ? [] : undefined);
}

/**
 * A list that ARM answers, out of its envelope: with no elements `data` is missing or null [docs/platform/runtime.md#arm-in-general].
 * @throws Failure (platform) that says what came instead, or which member is not as documented
 */
export function armList<T>(schema: z.ZodType<T>, body: unknown, http: HttpFacts): T[] {
  const rows = unwrapData(body);
  if (Array.isArray(rows)) return parseResponse(z.array(schema), rows, http);
  if (isObject(body) && isEmptyEnvelope(body)) return [];
  throw noList(body, http, ['data']);
}

/** Without `data` it is an envelope only as long as it has nothing else, and with an error it is none. */
function isEmptyEnvelope(body: JsonObject): boolean {
  const isThere = 'data' in body;
  return isThere ? body['data'] === null && messageIn(body) === undefined : Object.keys(body).length === 0;
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

function noList(body: unknown, http: HttpFacts, members: readonly string[]): Failure {
  const names = members.map((member) => `"${member}"`).join(' or ');
  if (isObject(body))
    return failureOf(http, `The body is an object without a list${names === '' ? '' : ` in ${names}`}.`);
  return failureOf(http, body === undefined ? 'It has no body.' : `The body is ${kindOf(body)}.`);
}

/** A JSON value that is no object, for people. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}

function failureOf(http: HttpFacts, why: string): Failure {
  const { method, path, status } = http;
  const how = status === undefined ? '' : ` ${status}`;
  return platformFailure({
    what: `${method} ${path} answered${how} without a list, so what is there is unknown.`,
    why,
    next: 'Try again. If it stays like this, check that ANYPOINT_BASE_URL points at Anypoint Platform and that no proxy changes its answers; otherwise report this as a bug of anypoint-mcp.',
    http,
  });
}
