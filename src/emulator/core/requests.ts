import type { Context } from 'hono';
import type * as z from 'zod';
import type { Fail } from './errors.ts';
import { check } from './violations.ts';

/**
 * The JSON body of a request, or `{}` for an empty body, which the CLI sends with some POSTs
 * [docs/platform/cli.md#how-every-command-starts].
 */
export async function readJson(c: Context, fail: Fail): Promise<unknown> {
  const text = await c.req.text();
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw fail(400, 'The request body is not valid JSON');
  }
}

/**
 * The validated JSON body of a request. Its objects are strict: a field that the schema does not name is refused, so
 * that none is dropped without a word [docs/decisions/0026-nothing-swallowed.md].
 * @throws PlatformError 400 in the form of the service
 */
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  fail: Fail,
): Promise<z.output<Schema>> {
  return validated(schema, await readJson(c, fail), fail);
}

/** A part of a body that was read before, validated. @throws PlatformError 400 in the form of the service */
export function validated<Schema extends z.ZodType>(schema: Schema, sent: unknown, fail: Fail): z.output<Schema> {
  const checked = check(schema, sent);
  if ('value' in checked) return checked.value;
  throw fail.invalid(checked.violations);
}

/**
 * The fields of a JSON or form body; the sign-in and token endpoints take both
 * [docs/platform/authentication.md#connected-app].
 */
export async function readFields(c: Context, fail: Fail): Promise<Record<string, unknown>> {
  if (/^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(c.req.header('content-type') ?? '')) {
    return onlyOnce(await c.req.parseBody({ all: true }), fail);
  }
  const body = await readJson(c, fail);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw fail(400, 'The request body must be an object');
  }
  return Object.fromEntries(Object.entries(body));
}

/** Which of two values counts is not said, so a field may be sent once only (RFC 6749, section 3.2). @throws PlatformError 400 */
function onlyOnce(body: Record<string, unknown>, fail: Fail): Record<string, unknown> {
  const [twice] = Object.entries(body).find(([, value]) => Array.isArray(value)) ?? [];
  if (twice !== undefined) throw fail(400, `${twice} was sent more than once`);
  return body;
}

/** A multipart body: its text parts and its files, by name. */
export interface Parts {
  texts: Map<string, string>;
  files: Map<string, File>;
}

/** The parts of a multipart body. When a part is sent twice, the last one counts. */
export async function readParts(c: Context, fail: Fail): Promise<Parts> {
  const parts: Parts = { texts: new Map(), files: new Map() };
  let body: Record<string, string | File>;
  try {
    body = await c.req.parseBody();
  } catch {
    throw fail(400, 'The multipart body could not be read');
  }
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string') parts.texts.set(name, value);
    else parts.files.set(name, value);
  }
  return parts;
}

/** Whether a request has a multipart body. */
export function isMultipart(c: Context): boolean {
  return /^multipart\//i.test(c.req.header('content-type') ?? '');
}

/** The bytes of an uploaded file. */
export async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.arrayBuffer());
}

/** Whether bytes can be a JAR: a ZIP archive starts with `PK` and a record type. */
export function isZip(content: Uint8Array): boolean {
  return content.length >= 4 && content[0] === 0x50 && content[1] === 0x4b && (content[2] ?? 0) < 9;
}

/** The emulator's origin as the caller sees it, also behind a proxy that terminates TLS. */
export function originOf(c: Context): string {
  const { origin, host } = new URL(c.req.url);
  const proto = c.req.header('x-forwarded-proto');
  return proto === undefined ? origin : `${proto}://${host}`;
}

/** User name and password of a header `Authorization: Basic …`; undefined for any other header. */
export function basicCredentials(authorization: string | undefined | null): [string, string] | undefined {
  const encoded = /^basic +(\S+)\s*$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as a JSON object; anything else as an empty one. */
export function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
