import * as z from 'zod';
import { type HttpFacts, platformFailure } from './errors.ts';
import { isObject, type JsonObject } from './json.ts';
import type { Secrets } from './masking/secrets.ts';
import { inData, oneLine, type PlatformText, word } from './text.ts';
import type { HttpAnswer } from './transport/http.ts';

/** The answer's body as a JSON object; undefined when it is anything else. */
export function readJson(answer: HttpAnswer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(answer.text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A non-empty string member. */
export function readText(body: JsonObject, key: string): PlatformText | undefined {
  const value = body[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** True when a body is a web page: a sign-in page, a proxy's notice, a wrong address. */
export function isWebPage(answer: HttpAnswer): boolean {
  return (answer.headers['content-type'] ?? '').includes('text/html') || /^\s*<(!doctype|html)/i.test(answer.text);
}

/**
 * The platform's own words in an error body, in every shape its services use [docs/platform/conventions.md#error-shapes]: `message`, `detail`,
 * `errors[0].message`, an array of `{message}`, OAuth's `error_description`, or plain text. Secrets in them are masked
 * here, before the text is cut: half a secret could not be found later.
 */
export function readErrorText(answer: HttpAnswer, secrets: Secrets): PlatformText | undefined {
  const text = answer.text.trim();
  if (text === '' || isWebPage(answer)) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return oneLine(secrets.redact(text));
  }
  const found = messageIn(body);
  return found === undefined ? undefined : oneLine(secrets.redact(found));
}

/** The words of a decoded body that says what is wrong; undefined in any other. They are not masked. */
export function messageIn(body: unknown): PlatformText | undefined {
  if (typeof body === 'string') return body;
  if (Array.isArray(body)) {
    const messages = body.map(messageIn).filter((message) => message !== undefined);
    return messages.length === 0 ? undefined : messages.map(inData).join('; ');
  }
  if (!isObject(body)) return undefined;
  const own = readText(body, 'message') ?? readText(body, 'detail') ?? readText(body, 'error_description');
  const details = Array.isArray(body['errors']) ? messageIn(body['errors']) : undefined;
  if (own !== undefined && details !== undefined && !own.includes(details)) return `${inData(own)}: ${inData(details)}`;
  return own ?? details ?? readText(body, 'error') ?? readText(body, 'title');
}

/**
 * Checks a decoded body against what the caller needs of it. Unknown members are dropped, so that a new field on the platform breaks nothing. Use plain objects, which zod compiles; it walks loose ones key by key.
 * @throws Failure (platform) naming the member that is not as documented
 */
export function parseResponse<T>(schema: z.ZodType<T>, body: unknown, http: HttpFacts): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? 'the body' : word(issue.path.join('.'));
  throw platformFailure({
    what: `The answer of ${http.method} ${http.path} does not match the documented format: ${where} is wrong.`,
    why: issue?.message,
    next: 'Check that ANYPOINT_BASE_URL points at Anypoint Platform; otherwise report this as a bug of anypoint-mcp.',
    http,
  });
}

/** ARM wraps its answers in `{data}`, sometimes in a list of those, and the published document often shows none. */
export function unwrapData(body: unknown): unknown {
  if (!isObject(body) || !('data' in body)) return body;
  const data = body['data'];
  // Documented single GETs carry `data: ""` next to the fields themselves.
  if (data === '' && Object.keys(body).length > 1) return body;
  return Array.isArray(data) ? data.map(unwrapData) : data;
}

/** What ARM answers, out of its envelope. */
export function armData<T>(schema: z.ZodType<T>): z.ZodType<T> {
  return z.preprocess(unwrapData, schema);
}

/** A number in a member of a body; undefined where there is none. */
export function numberIn(body: unknown, member: string): number | undefined {
  const value = isObject(body) ? body[member] : undefined;
  return typeof value === 'number' ? value : undefined;
}

/** A text that may be missing, null or a number. */
export const lenientText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value): PlatformText | undefined => (value === null || value === undefined ? undefined : String(value)));

/** The same in results of tools, whose schemas hold no transformation. */
export const platformText: z.ZodType<PlatformText> = z.string();

/** A name that has to be there. */
export const nameText = z.string().transform((name): PlatformText => name);

/**
 * A status, version, region, kind or id that may be missing, null or a number. It stands in sentences as it is, so one that is not a single word is quoted here, once for all, see {@link word}.
 */
export const lenientWord = lenientText.transform((text) => (text === undefined ? undefined : word(text)));

/** The same where it has to be there. */
export const wordText = z.string().transform(word);

/** A number that may be missing, null or written as a text. */
export const lenientNumber = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => {
    if (value === null || value === undefined || value === '') return undefined;
    const number = Number(value);
    return Number.isFinite(number) ? number : undefined;
  });

/** A boolean that may be missing, null or a string [docs/platform/disagreements.md#multicastenabled]. */
export const lenientBoolean = z
  .union([z.boolean(), z.string()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? undefined : String(value).toLowerCase() === 'true'));

/** An id: ARM uses integers, everything else strings; inside the project every id is a text. */
export const idText = z.union([z.string().min(1), z.number()]).transform((id) => word(String(id)));

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/** A time as ISO 8601 text: the platform sends ISO text, epoch ms, or epoch ms as text [docs/platform/conventions.md#ids-and-times]. */
export const lenientTime = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    if (value === null || value === undefined || value === '') return undefined;
    if (typeof value === 'string')
      return isoTime.test(value) ? value : isoText(/^\d+$/.test(value) ? Number(value) : value);
    return isoText(value);
  });

/** Listings repeat the same times with every read, and formatting one is the most expensive part of reading a row. */
const formattedTimes = new Map<string | number, string | undefined>();
const maxFormattedTimes = 5_000;

function isoText(value: string | number): string | undefined {
  if (formattedTimes.has(value)) return formattedTimes.get(value);
  const date = new Date(value);
  const text = Number.isNaN(date.getTime()) ? undefined : date.toISOString();
  if (formattedTimes.size >= maxFormattedTimes) formattedTimes.clear();
  formattedTimes.set(value, text);
  return text;
}
