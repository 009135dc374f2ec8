import { tool } from '../../core/operations.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import type { EndpointAnswer, EndpointFailure } from '../../platform/egress/endpoints.ts';
import { oneLine } from '../../platform/text.ts';
import { type Credential, type Guard, guardText } from './policies/coverage.ts';

/** What the answers mean for one request. */
export const accessVerdicts = [
  'protected',
  'open',
  'blocked',
  'redirects',
  'not serving',
  'wrong credentials',
  'other credentials',
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
  /** Where a redirect leads, without its query. */
  leadsTo?: string;
}

/** The answers and their meaning. */
export interface AccessProof {
  without: Seen;
  withCredentials?: Seen;
  verdict: AccessVerdict;
  meaning: Advice;
}

/** An answer, or why there was none. */
export type Answer = EndpointAnswer | EndpointFailure;

/** The answers to one request, and what is known of it. */
export interface Answers {
  without: Answer;
  withCredentials?: Answer | undefined;
  /** Kinds of credentials that were sent the second time. */
  sent: readonly Credential[];
  /** The policies that cover the request. */
  guards: readonly Guard[];
}

/** What answers prove, given what the policies ask for. A 404 or 500 without credentials still got past every policy. */
export function proofOf(answers: Answers): AccessProof {
  const verdict = verdictOf(answers);
  const { without, withCredentials } = answers;
  return {
    without: seen(without),
    ...(withCredentials === undefined ? {} : { withCredentials: seen(withCredentials) }),
    verdict,
    meaning: meaningOf(verdict, answers),
  };
}

/** What a request should be answered, in words. */
export function expectation(guards: readonly Guard[], request: string): string {
  const asking = guards.filter(({ credential }) => credential !== undefined);
  const addresses = guards.filter(({ address }) => address === true);
  if (asking.length > 0) return `protected: policy ${asking.map(guardText).join('; policy ')}`;
  if (addresses.length === 0) return `open: no enabled policy asks for credentials for ${request}`;
  return `open for some addresses: policy ${addresses.map(guardText).join('; policy ')}; none asks for credentials for ${request}`;
}

function verdictOf({ without, withCredentials, sent, guards }: Answers): AccessVerdict {
  if (isFailure(without) || (withCredentials !== undefined && isFailure(withCredentials))) return 'not reachable';
  const answers = [without, ...(withCredentials === undefined ? [] : [withCredentials])];
  if (answers.some(({ status }) => status === 503 || status === 502 || status === 504)) return 'not serving';
  if (answers.some(({ status }) => status === 429)) return 'limited';
  if (isRedirect(without)) return 'redirects';
  if (byAddress(without, guards)) return 'blocked';
  if (!refuses(without, guards)) return 'open';
  if (withCredentials === undefined || !refuses(withCredentials, guards)) return 'protected';
  if (byAddress(withCredentials, guards)) return 'blocked';
  return needed(guards).every((credential) => sent.includes(credential)) ? 'wrong credentials' : 'other credentials';
}

function needed(guards: readonly Guard[]): Credential[] {
  return [...new Set(guards.flatMap(({ credential }) => (credential === undefined ? [] : [credential])))];
}

/** A 403 where a policy looks at addresses and none asks for credentials, or beside one whose refusals are 401. */
function byAddress({ status }: EndpointAnswer, guards: readonly Guard[]): boolean {
  return status === 403 && guards.some(({ address }) => address === true);
}

/** A missing token is a 400, and SOAP services answer 400 or 500 with a challenge [docs/platform/policies.md#what-callers-get, docs/platform/policies.md#basic-auth]. */
function refuses({ status, headers }: EndpointAnswer, guards: readonly Guard[]): boolean {
  if (status === 401 || status === 403) return true;
  if (status === 400 && guards.some(({ credential }) => credential === 'a bearer token')) return true;
  return status >= 400 && headers['www-authenticate'] !== undefined;
}

function isRedirect({ status }: EndpointAnswer): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function isFailure(answer: Answer): answer is EndpointFailure {
  return 'reason' in answer;
}

function meaningOf(verdict: AccessVerdict, answers: Answers): Advice {
  const { without, withCredentials, guards, sent } = answers;
  const asking = guards.filter(({ credential }) => credential !== undefined);
  switch (verdict) {
    case 'protected':
      return withCredentials === undefined
        ? `Without credentials it refuses. ${refusedBy(without, asking)}Valid credentials were not tried.`
        : `Without credentials it refuses; with them it answers ${statusText(withCredentials)}: it is protected. ${refusedBy(without, asking)}`.trim();
    case 'open':
      return asking.length === 0
        ? 'It answers without credentials: anybody who knows the address can send this request.'
        : `It answers without credentials, although policy ${asking.map(guardText).join('; policy ')}: the policy has not reached the runtime or gateway, or cannot be applied there.`;
    case 'blocked':
      return `It refuses the address of this server (403): ${guards
        .filter(({ address }) => address === true)
        .map(guardText)
        .join(
          '; ',
        )}. This says nothing of callers with other addresses${asking.length === 0 ? ', who need no credentials' : ''}.`;
    case 'redirects':
      return redirectText(without);
    case 'not serving':
      return advice`It answers 503 or another server error: policies are still loading, the gatekeeper blocks it, or the service behind it is down. If this lasts, ${tool('api.diagnose')} finds out why.`;
    case 'wrong credentials':
      return asking.length === 0
        ? 'It refuses with and without credentials, and no enabled policy asks for any: the service behind it refuses.'
        : 'It refuses with and without credentials: they are wrong, or the policy has not propagated yet.';
    case 'other credentials':
      return `It refuses these credentials, because others are needed: policy ${asking.map(guardText).join('; policy ')}; sent: ${sent.join(', ') || 'none of these kinds'}. This does not say whether the ones sent are right.`;
    case 'limited':
      return 'It answers 429: a rate limit was reached. Try again later.';
    case 'not reachable':
      return [without, withCredentials].some((answer) => answer && isFailure(answer) && answer.reason === 'forbidden')
        ? 'Its address is in a private network, which this server does not call. Try it from inside that network.'
        : advice`It did not answer. ${tool('api.diagnose')} checks what should answer there.`;
  }
}

/** Who refuses, where it is not the policy that one would think of; with a space at its end. */
function refusedBy(answer: Answer, asking: readonly Guard[]): string {
  if (asking.length === 0)
    return 'No enabled policy asks for any: the service behind it, or something before it, refuses. ';
  const { challenge } = seen(answer);
  const schemes = asking.flatMap(({ scheme }) => (scheme === undefined ? [] : [scheme]));
  const isOther =
    challenge !== undefined &&
    schemes.length === asking.length &&
    !schemes.some((scheme) => scheme.toLowerCase() === challenge.toLowerCase());
  return isOther
    ? `It asks for ${challenge}, but policy ${asking.map(guardText).join('; policy ')}: something else refuses. `
    : '';
}

const signIn = /login|log-in|signin|sign-in|sso|saml|oauth|authorize|openid|auth\b/i;

function redirectText(answer: Answer): string {
  const { status, leadsTo } = seen(answer);
  const where = leadsTo === undefined ? 'without saying where' : `to ${leadsTo}`;
  return leadsTo !== undefined && signIn.test(leadsTo)
    ? `It redirects callers without credentials (${status}) ${where}, which looks like a sign-in page: browsers are protected by that page, but this is no policy of the API. It was not followed.`
    : `It redirects (${status}) ${where}. Whether the API behind it is protected is unknown: redirects are not followed.`;
}

function statusText(answer: Answer): string {
  return isFailure(answer) ? answer.reason : String(answer.status);
}

function seen(answer: Answer): Seen {
  if (isFailure(answer)) return { failure: `${answer.reason} (${answer.code})` };
  const challenge = answer.headers['www-authenticate']?.split(/[\s,]/)[0];
  const leadsTo = isRedirect(answer) ? target(answer.headers['location']) : undefined;
  return {
    status: answer.status,
    ...(challenge ? { challenge: oneLine(challenge, 40) } : {}),
    ...(leadsTo === undefined ? {} : { leadsTo }),
  };
}

/** The address without its query, which may hold a state or a token. */
function target(location: string | undefined): string | undefined {
  if (location === undefined) return undefined;
  if (!URL.canParse(location)) return oneLine(location.split(/[?#]/)[0] ?? '', 200);
  const url = new URL(location);
  return oneLine(`${url.origin === 'null' ? url.protocol : url.origin}${url.pathname}`, 200);
}
