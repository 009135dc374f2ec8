import { call, tool } from '../../core/operations.ts';
import { quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { advice } from '../../platform/advice.ts';
import { type Failure, inputFailure } from '../../platform/errors.ts';
import { applicationsNamingApi, namesApi } from '../applications/index.ts';
import { type AccessProof, proofOf } from './access-proof.ts';
import type { Caller } from './callers.ts';
import { type ApiFacts, apiName } from './instances.ts';
import type { Guard, Requested } from './policies/coverage.ts';

/** An address under which an API is called, and who says so. */
export interface ApiEndpoint {
  url: URL;
  /** `consumer endpoint of the API`, `application "orders"`. */
  source: string;
}

/**
 * The address of an API on the platform: its consumer endpoint, otherwise the URL of the paired application. An address from the conversation is never called.
 * @throws Failure (input) when there is none
 */
export async function findEndpoint(
  api: ApiFacts,
  path: string | undefined,
  ctx: EnvironmentContext,
): Promise<ApiEndpoint> {
  const known = webAddress(api.endpoint);
  if (known !== undefined) return { url: under(known, path), source: 'consumer endpoint of the API' };
  const { found } = await applicationsNamingApi(
    ({ properties }) => (properties === undefined ? false : namesApi(properties, api.id)),
    ctx,
  );
  for (const { name, url } of found) {
    const address = webAddress(url);
    if (address !== undefined) return { url: under(address, path), source: `application ${quote(name)}` };
  }
  throw noEndpoint(api);
}

function webAddress(text: string | undefined): URL | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
}

/** A path below the address; it cannot leave the host or the address's own path, also not for a server that decodes it once more. */
function under(base: URL, path: string | undefined): URL {
  if (path === undefined || path === '' || path === '/') return base;
  requireInside(path);
  const start = base.href.endsWith('/') ? base : new URL(`${base.href}/`);
  const url = new URL(path.replace(/^\/+/, './'), start);
  if (url.origin === base.origin && url.pathname.startsWith(start.pathname)) return url;
  throw inputFailure({
    what: `The path ${quote(path)} leads outside of the address of the API.`,
    next: 'Give a path below it, for example /orders, or leave it out.',
  });
}

/** Refuses `..` however it is written: encoded, twice encoded, with backslashes or with path parameters. */
function requireInside(path: string): void {
  let decoded = path.split(/[?#]/)[0] ?? '';
  for (let round = 0; round < 5; round++) {
    const next = decoded.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (next === decoded) break;
    decoded = next;
  }
  const segments = decoded.split(/[\\/]/).map((segment) => segment.split(';')[0]?.trim());
  const isHidden = [...decoded].some((character) => character < ' ' || character === '\u007f');
  if (!isHidden && !/%[\da-f]{2}/i.test(decoded) && !segments.some((segment) => segment === '..' || segment === '.'))
    return;
  throw inputFailure({
    what: `The path ${quote(path)} leads outside of the address of the API. Encoded and hidden steps count too.`,
    next: 'Give a path below it, for example /orders, or leave it out.',
  });
}

function noEndpoint(api: ApiFacts): Failure {
  return inputFailure({
    what: `The address of API ${apiName(api)} is unknown.`,
    why: 'It has no consumer endpoint, and no application with a known URL is paired with it.',
    next: advice`Set its consumer endpoint in API Manager, or pair an application with it: ${call('api.getAutodiscoveryProperties', { api: api.id })} gives the properties, ${tool('application.update')} sets them.`,
  });
}

/** The calls that make a proof. */
export interface Probe extends Requested {
  url: URL;
  caller: Caller;
  guards: readonly Guard[];
}

/** Methods that change nothing at the service behind an API (RFC 9110, section 9.2.1). */
export function isSafe(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method);
}

/** Calls once without credentials and, if there are any and the method changes nothing, once with them. */
export async function probe(
  { url, method, caller, guards }: Probe,
  { platform, signal }: EnvironmentContext,
): Promise<AccessProof> {
  const { sends, headers, always } = caller;
  const without = await platform.endpoints.call(url, { method, headers: always }, signal);
  const withCredentials =
    sends.length === 0 || !isSafe(method)
      ? undefined
      : await platform.endpoints.call(url, { method, headers: { ...always, ...headers } }, signal);
  return proofOf({ without, withCredentials, sent: sends, guards });
}

/** The answers to several calls in a row, by status or reason: `{"200": 10, "429": 5}`. */
export async function countAnswers(
  { url, method, caller }: Probe,
  count: number,
  { platform, signal, progress }: EnvironmentContext,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const headers = { ...caller.always, ...caller.headers };
  for (let made = 1; made <= count; made++) {
    const answer = await platform.endpoints.call(url, { method, headers }, signal);
    const key = 'reason' in answer ? answer.reason : String(answer.status);
    counts[key] = (counts[key] ?? 0) + 1;
    // One that does not answer would take its whole time again and again.
    if ('reason' in answer) break;
    if (made % 10 === 0) progress(`${made} of ${count} requests made`);
  }
  return counts;
}
