import type { Clock } from './clock.ts';
import { commandLine } from './command-line.ts';
import {
  configurationFailure,
  type Failure,
  type HttpFacts,
  inputFailure,
  permissionFailure,
  platformFailure,
  platformSaid,
} from './errors.ts';
import type { Secrets } from './masking/secrets.ts';
import { type Permission, permissionText } from './permissions.ts';
import { isWebPage, readErrorText } from './reading.ts';
import type { HttpAnswer, HttpFault } from './transport/http.ts';
import { retryAfterMs } from './transport/retry.ts';

/** The call that was refused. */
interface RefusedCall {
  http: HttpFacts;
  /** What it needs. */
  permission: readonly Permission[];
}

/** Turns an answer that is not a success into the failure it means for the caller. */
export function refusalFailure(
  answer: HttpAnswer,
  { http, permission }: RefusedCall,
  { clock, secrets }: { clock: Clock; secrets: Secrets },
): Failure {
  const why = platformSaid(readErrorText(answer, secrets));
  const call = `${http.method} ${http.path}`;
  // A proxy refuses with a web page; the platform itself answers in JSON or plain text.
  if (isWebPage(answer) && [401, 403, 404, 407].includes(answer.status)) return webPageFailure(answer, http);
  switch (answer.status) {
    case 401:
      return configurationFailure({
        what: `The platform rejects the sign-in: ${call} answered 401, even with a new token.`,
        why,
        next: `Check the credentials and the region; \`${commandLine('doctor')}\` shows the settings and who they sign in as.`,
        http,
      });
    case 403:
      return permissionFailure({
        what: `The signed-in principal is not allowed to do this: ${call} answered 403.`,
        why,
        next: `Ask an administrator to grant ${permissionText(permission)} for this business group and environment (Access Management > Connected Apps > Scopes, or the user's teams). Where that is granted already, the organization's subscription may lack this feature.`,
        http,
      });
    case 404:
      return inputFailure({
        what: `The platform did not find it: ${call} answered 404.`,
        why,
        next: 'It may have been deleted, or be in another business group or environment. Use the list tool to see what exists.',
        http,
      });
    case 409:
      return inputFailure({
        what: `The platform rejected the request: ${call} answered 409.`,
        why,
        next: 'Nothing was changed: it conflicts with what exists now. Read the current state, then call again to plan from it.',
        http,
      });
    case 412:
      return inputFailure({
        what: `The platform rejected the request: ${call} answered 412.`,
        why,
        next: 'Nothing was changed: the thing is another one than was read. Read it again, then call again to plan from it.',
        http,
      });
    case 429:
      return platformFailure({
        what: `The platform's rate limit is reached: ${call} answered 429.`,
        why,
        next: `Nothing was changed. ${waitAdvice(answer, clock.now())}`,
        http,
        retryable: true,
      });
    default:
      if (answer.status >= 500) return breakdownFailure(answer, http, why);
      return answer.status < 400 ? redirectFailure(answer, http, why) : rejectionFailure(answer, http, why);
  }
}

/** Any other 4xx: the platform checked the request and rejected it. */
function rejectionFailure(answer: HttpAnswer, http: HttpFacts, why: string | undefined): Failure {
  return inputFailure({
    what: `The platform rejected the request: ${http.method} ${http.path} answered ${answer.status}.`,
    why,
    next: 'Correct what the reason names and call again. Nothing was changed.',
    http,
  });
}

/** Neither a success nor an error. Many servers answer a form that they have carried out with a redirect (RFC 9110, 15.4.4). */
function redirectFailure(answer: HttpAnswer, http: HttpFacts, why: string | undefined): Failure {
  const check = 'Check that ANYPOINT_BASE_URL is the address of Anypoint Platform and not of a page that redirects.';
  const mayHaveHappened = isWrite(http);
  return platformFailure({
    what: `${http.method} ${http.path} answered ${answer.status}, which is neither a success nor an error.`,
    why,
    next: mayHaveHappened ? `${readFirst} ${check}` : check,
    http,
    mayHaveHappened,
  });
}

const readFirst = 'The change may or may not have happened: read the current state before trying again.';

/** Whether a request would have changed something. Only its method tells, so it is no question for a sign-in. */
function isWrite({ method }: HttpFacts): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

function breakdownFailure(answer: HttpAnswer, http: HttpFacts, why: string | undefined): Failure {
  const write = isWrite(http);
  return platformFailure({
    what: `The platform failed: ${http.method} ${http.path} answered ${answer.status}.`,
    why,
    next: write ? readFirst : 'Try again in a minute; https://status.mulesoft.com shows outages.',
    http,
    retryable: !write,
    mayHaveHappened: write,
  });
}

/** Longest pause that is told in seconds, ms; a longer one is told as a time. */
const maxSecondsTold = 120_000;
/** Longest pause that is told at all, ms: nobody waits for more, and a proxy may have written anything. */
const maxPauseTold = 24 * 3_600_000;

function waitAdvice(answer: HttpAnswer, now: number): string {
  const pause = retryAfterMs(answer, now);
  if (pause === undefined) return 'Try again in a minute.';
  if (pause > maxPauseTold) return 'Try again later; the platform asks to wait for more than a day.';
  if (pause > maxSecondsTold) return `Try again after ${new Date(now + pause).toISOString()}.`;
  return `Try again in ${Math.ceil(pause / 1000)} s.`;
}

/**
 * Turns an exchange without a complete answer into a failure. `origin` is shown: it is where the request went.
 * `write` tells whether the request would have changed something.
 */
export function faultFailure(fault: HttpFault, http: HttpFacts, origin: string, write: boolean): Failure {
  const call = `${http.method} ${http.path}`;
  switch (fault.reason) {
    case 'unreachable':
      return platformFailure({
        what: `${origin} cannot be reached (${fault.code}), so ${call} was not sent.`,
        next: `Check the network, ANYPOINT_BASE_URL or ANYPOINT_REGION, and HTTPS_PROXY / NO_PROXY; \`${commandLine('doctor')}\` tests the connection.`,
        http,
        retryable: true,
      });
    case 'certificate':
      return configurationFailure({
        what: `The certificate of ${origin} is not trusted (${fault.code}), so ${call} was not sent.`,
        why: 'Usually a company proxy that inspects traffic, or a private authority.',
        next: 'Point NODE_EXTRA_CA_CERTS at the PEM file of that authority and restart the server.',
        http,
      });
    case 'oversized':
      return platformFailure({
        what: `The answer to ${call} is larger than 16 MiB and was not read.`,
        next: write
          ? readFirst
          : `Ask for less: by name, or with a smaller limit. If every call fails like this, the address may be wrong: \`${commandLine('doctor')}\` tests the connection.`,
        http,
        mayHaveHappened: write,
      });
    default:
      return unansweredFailure(fault, http, call, write);
  }
}

function unansweredFailure(fault: HttpFault, http: HttpFacts, call: string, write: boolean): Failure {
  return platformFailure({
    what:
      fault.reason === 'timeout'
        ? `${call} got no answer in time.`
        : `The connection broke before ${call} was answered completely (${fault.code}).`,
    next: write ? readFirst : `Try again; if it keeps failing, run \`${commandLine('doctor')}\`.`,
    http,
    retryable: !write,
    mayHaveHappened: write,
  });
}

/** A web page instead of JSON: from a proxy, a sign-in page or a wrong address. */
export function webPageFailure(answer: HttpAnswer, http: HttpFacts): Failure {
  // A proxy that answers with its own page may still have passed the request on.
  const mayHaveHappened = isWrite(http) && answer.status < 400;
  const check = `Check ANYPOINT_BASE_URL, ANYPOINT_REGION and the proxy settings; \`${commandLine('doctor')}\` tests the connection.`;
  return configurationFailure({
    what: `${http.method} ${http.path} answered ${answer.status} with a web page instead of data.`,
    why: 'A proxy, a sign-in page or another site answers at this address.',
    next: mayHaveHappened ? `${readFirst} ${check}` : check,
    http,
    mayHaveHappened,
  });
}
