import * as z from 'zod';
import { lines } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-read-tool.ts';
import { exactText, shortText } from '../../../core/tools/params.ts';
import { waitFor } from '../../../core/waiting/wait.ts';
import { platformText } from '../../../platform/reading.ts';
import { appVariablePrefix } from '../../applications/index.ts';
import { countAnswers, findEndpoint, isSafe, probe } from '../access.ts';
import { type AccessProof, accessVerdicts, expectation } from '../access-proof.ts';
import { callerOf } from '../callers.ts';
import { apiName, resolveApi } from '../instances.ts';
import { covers, type Guard, guardsOf, openRequests } from '../policies/coverage.ts';
import { readPolicies } from '../policies/policies.ts';
import { api } from './arguments.ts';

const seen = z.object({
  status: z.number().optional(),
  failure: z.string().optional(),
  challenge: z.string().optional(),
  leadsTo: z.string().optional(),
});

/** Wrong credentials look like credentials that have not propagated yet; retry this long, ms. */
const credentialPropagationMs = 10_000;

const input = {
  api,
  username: exactText('User name for Basic Authentication').optional(),
  password: exactText('Its password; like token and clientSecret also a variable ANYPOINT_APP_…').optional(),
  token: exactText('Bearer token').optional(),
  clientId: exactText('Client id of a client application').optional(),
  clientSecret: exactText('Its client secret').optional(),
  headers: z.array(exactText()).describe('Further headers, such as "x-tenant: acme"').optional(),
  method: z
    .enum(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])
    .describe('HTTP method; default GET. One that changes things is sent only where a policy refuses it')
    .optional(),
  requests: z.int().min(1).max(200).describe('Requests to send in a row, to test a rate limit').optional(),
  path: shortText('Path below the address of the API, such as /orders').optional(),
  timeoutSeconds: z.int().min(1).describe('Seconds to retry at most; default 30').optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'api.verifyAccess': typeof input;
  }
}

export const verifyApiAccess = defineReadTool({
  name: 'anypoint_verify_api_access',
  title: 'Verify access to an API',
  toolset: 'apis',
  operation: 'api.verifyAccess',
  effect: 'read',
  description:
    "Calls the API's own address without credentials and, if they are given, with them, and says what the answers prove, and which policies cover the request. Retries while a policy change propagates.",
  scope: 'environment',
  input,
  output: z.object({
    api: z.object({ id: z.string(), name: platformText }),
    url: z.string(),
    source: z.string(),
    verdict: z.enum([...accessVerdicts, 'not called']),
    meaning: z.string(),
    expected: z.string(),
    without: seen.optional(),
    withCredentials: seen.optional(),
    /** What several requests were answered, by status. */
    answers: z.record(z.string(), z.number()).optional(),
    secondsWaited: z.number(),
  }),
  example: { arguments: { api: 'orders-sandbox' }, answers: 'protected' },
  async run(args, ctx) {
    const { clock, signal, progress, secrets, settings, say } = ctx;
    // Before anything can fail and repeat the arguments.
    for (const secret of [args.password, args.token, args.clientSecret]) {
      // The name of a variable is none.
      if (secret !== undefined && !secret.startsWith(appVariablePrefix)) secrets.addGiven(secret);
    }
    const found = await resolveApi(args.api, ctx);
    const [endpoint, { policies }] = await Promise.all([findEndpoint(found, args.path, ctx), readPolicies(found, ctx)]);
    const { method = 'GET', path = '/' } = args;
    const asked = { method, path: (path.startsWith('/') ? path : `/${path}`).split(/[?#]/)[0] ?? '/' };
    const all = guardsOf(policies);
    const guards = all.filter(({ policy }) => covers(policy, asked));
    const caller = callerOf(args, guards, settings.appVariables, (secret) => secrets.addGiven(secret));
    const facts = {
      api: { id: found.id, name: found.name },
      url: endpoint.url.href,
      source: endpoint.source,
      expected: expectation(guards, `${asked.method} ${asked.path}`) + elsewhere(all, guards),
    };
    if (!isSafe(method) && !guards.some(({ credential }) => credential !== undefined)) {
      const meaning = `${method} was not sent: no policy refuses it, so it might change something behind the API.`;
      return { ...facts, verdict: 'not called' as const, meaning, secondsWaited: 0 };
    }
    const call = { ...asked, url: endpoint.url, caller, guards };
    const start = clock.now();
    const end = await waitFor<AccessProof>({
      observe: async () => {
        const proof = await probe(call, ctx);
        const isComplete = !isSafe(method) || isFinal(proof, guards, clock.now() - start);
        return { value: proof, state: proof.verdict, isComplete };
      },
      clock,
      signal,
      startedAt: ctx.startedAt,
      timeoutMs: (args.timeoutSeconds ?? 30) * 1000,
      progress,
    });
    if (end.observation === undefined) throw end.end === 'unreadable' ? end.reason : new Error('no answer yet');
    const { meaning, ...proof } = end.observation.value;
    const answers =
      args.requests === undefined || !isSafe(method) ? undefined : await countAnswers(call, args.requests, ctx);
    return {
      ...facts,
      ...proof,
      meaning: [say(meaning), ...(answers === undefined ? [] : [limitText(answers, guards)])].join(' '),
      ...(answers === undefined ? {} : { answers }),
      secondsWaited: Math.round((clock.now() - start) / 1000),
    };
  },
  present: (result) => ({
    headline: `API ${apiName(result.api)}: ${result.verdict}. ${result.meaning}`,
    data: lines([
      ['address', `${result.url} (${result.source})`],
      ['without credentials', result.without && seenText(result.without)],
      ['with credentials', result.withCredentials && seenText(result.withCredentials)],
      ['answers', result.answers && Object.entries(result.answers).map(([status, times]) => `${times} × ${status}`)],
      ['expected', result.expected],
      ['waited, s', result.secondsWaited],
    ]),
  }),
});

/** What is open besides this request; empty if nothing is, or if it says no more than the request itself. */
function elsewhere(all: readonly Guard[], guards: readonly Guard[]): string {
  const open = openRequests(all);
  const isCovered = guards.some(({ credential }) => credential !== undefined);
  return open === undefined || open === 'all requests'
    ? ''
    : `${isCovered ? '; open' : '; no credentials are needed for'}: ${open}`;
}

/** What a number of answers says about limits. */
function limitText(answers: Readonly<Record<string, number>>, guards: readonly Guard[]): string {
  const made = Object.values(answers).reduce((sum, times) => sum + times, 0);
  const refused = answers['429'] ?? 0;
  if (refused > 0) return `Of ${made} requests, ${refused} were answered 429: a limit holds.`;
  return `None of ${made} requests was limited${guards.some(({ limits }) => limits === true) ? ': the limit is higher, or was not reached' : ', and no enabled policy limits them'}.`;
}

/** Whether the verdict is final, or a retry could change it: policies take seconds to propagate [docs/platform/policies.md#operations]. */
function isFinal({ verdict, without }: AccessProof, guards: readonly Guard[], elapsedMs: number): boolean {
  const asks = guards.some(({ credential }) => credential !== undefined);
  if (verdict === 'protected') return asks;
  if (verdict === 'open') return !asks;
  if (without.failure?.startsWith('forbidden')) return true;
  return (
    ['limited', 'blocked', 'redirects', 'other credentials'].includes(verdict) ||
    (verdict === 'wrong credentials' && elapsedMs >= credentialPropagationMs)
  );
}

function seenText({ status, failure, challenge, leadsTo }: z.output<typeof seen>): string {
  if (status === undefined) return `no answer: ${failure}`;
  return [
    String(status),
    ...(challenge ? [`asks for ${challenge}`] : []),
    ...(leadsTo ? [`leads to ${leadsTo}`] : []),
  ].join(', ');
}
