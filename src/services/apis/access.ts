import { call, tool } from '../../core/operations.ts';
import { quote } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import type { EndpointAnswer, EndpointFailure } from '../../platform/endpoints.ts';
import { type Failure, inputFailure } from '../../platform/errors.ts';
import { applicationsNamingApi, namesApi } from '../applications/index.ts';
import { type ApiFacts, apiName } from './instances.ts';

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

/** A path below the address; it cannot leave the host or the address's own path. */
function under(base: URL, path: string | undefined): URL {
  if (path === undefined || path === '' || path === '/') return base;
  const start = base.href.endsWith('/') ? base : new URL(`${base.href}/`);
  const url = new URL(path.replace(/^\/+/, './'), start);
  if (url.origin === base.origin && url.pathname.startsWith(start.pathname)) return url;
  throw inputFailure({
    what: `The path ${quote(path)} leads outside of the address of the API.`,
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

/** Policies that turn away callers who do not prove who they are [docs/platform/policies.md#common-policies]. */
const guards = /authentication|client-id-enforcement|sla-based|jwt-validation|token|oauth|openid|access-control/;

/** Whether a policy asks callers for credentials. */
export function guardsAccess({ assetId }: { assetId?: string | undefined }): boolean {
  return assetId !== undefined && guards.test(assetId);
}

/** What the pair of answers means. */
export const accessVerdicts = [
  'protected',
  'open',
  'not serving',
  'wrong credentials',
  'not reachable',
  'limited',
] as const;
export type AccessVerdict = (typeof accessVerdicts)[number];

/** One answer, or why there was none: `401`, `timeout (ETIMEDOUT)`. */
export interface Seen {
  status?: number;
  /** Why no answer came. */
  failure?: string;
  /** What the answer asks for: the scheme of `WWW-Authenticate`. */
  challenge?: string;
}

/** The pair of answers and its meaning. */
export interface AccessProof {
  without: Seen;
  withCredentials?: Seen;
  verdict: AccessVerdict;
  meaning: string;
}

/** Calls once without credentials and, if given, once with them. */
export async function askTwice(
  url: URL,
  login: { username: string; password: string } | undefined,
  { platform, signal, say }: EnvironmentContext,
): Promise<AccessProof> {
  const without = await platform.endpoints.get(url, undefined, signal);
  const withCredentials =
    login === undefined ? undefined : await platform.endpoints.get(url, basicAuthorization(login), signal);
  const verdict = verdictOf(without, withCredentials);
  return {
    without: seen(without),
    ...(withCredentials === undefined ? {} : { withCredentials: seen(withCredentials) }),
    verdict,
    meaning: say(meaningOf(verdict, without, withCredentials)),
  };
}

/** The value of `Authorization` for Basic Authentication (RFC 7617, UTF-8). */
export function basicAuthorization({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

type Answer = EndpointAnswer | EndpointFailure;

function isEndpointFailure(answer: Answer): answer is EndpointFailure {
  return 'reason' in answer;
}

function refuses({ status }: EndpointAnswer): boolean {
  return status === 401 || status === 403;
}

/** What two answers mean together. A 404 or 500 without credentials still got past every policy. */
export function verdictOf(without: Answer, withCredentials: Answer | undefined): AccessVerdict {
  if (isEndpointFailure(without) || (withCredentials !== undefined && isEndpointFailure(withCredentials)))
    return 'not reachable';
  const answers = [without, ...(withCredentials === undefined ? [] : [withCredentials])];
  if (answers.some(({ status }) => status === 503 || status === 502 || status === 504)) return 'not serving';
  if (answers.some(({ status }) => status === 429)) return 'limited';
  if (!refuses(without)) return 'open';
  return withCredentials !== undefined && refuses(withCredentials) ? 'wrong credentials' : 'protected';
}

function meaningOf(verdict: AccessVerdict, without: Answer, withCredentials: Answer | undefined): Advice {
  switch (verdict) {
    case 'protected':
      return withCredentials === undefined
        ? 'Without credentials it refuses. Valid credentials were not tried.'
        : `Without credentials it refuses; with them it answers ${statusText(withCredentials)}: it is protected.`;
    case 'open':
      return 'It answers without credentials: anybody who knows the address can call it.';
    case 'not serving':
      return advice`It answers 503 or another server error: policies are still loading, the gatekeeper blocks it, or the service behind it is down. If this lasts, ${tool('api.diagnose')} finds out why.`;
    case 'wrong credentials':
      return 'It refuses with and without credentials: they are wrong, or the policy has not propagated yet.';
    case 'limited':
      return 'It answers 429: a rate limit was reached. Try again later.';
    case 'not reachable':
      return [without, withCredentials].some(
        (answer) => answer && isEndpointFailure(answer) && answer.reason === 'forbidden',
      )
        ? 'Its address is in a private network, which this server does not call. Try it from inside that network.'
        : advice`It did not answer. ${tool('api.diagnose')} checks what should answer there.`;
  }
}

function statusText(answer: Answer): string {
  return isEndpointFailure(answer) ? answer.reason : String(answer.status);
}

function seen(answer: Answer): Seen {
  if (isEndpointFailure(answer)) return { failure: `${answer.reason} (${answer.code})` };
  const challenge = answer.headers['www-authenticate']?.split(/[\s,]/)[0];
  return { status: answer.status, ...(challenge ? { challenge } : {}) };
}
