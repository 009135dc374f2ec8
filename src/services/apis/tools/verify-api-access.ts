import * as z from 'zod';
import { lines } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-tool.ts';
import { exactText, shortText } from '../../../core/tools/params.ts';
import { waitFor } from '../../../core/waiting/wait.ts';
import {
  type AccessProof,
  accessVerdicts,
  askTwice,
  basicAuthorization,
  findEndpoint,
  guardsAccess,
} from '../access.ts';
import { apiName, resolveApi } from '../instances.ts';
import { readPolicies } from '../policies/policies.ts';
import { api } from './arguments.ts';

const seen = z.object({
  status: z.number().optional(),
  failure: z.string().optional(),
  challenge: z.string().optional(),
});

/** Wrong credentials look like credentials that have not propagated yet; retry this long, ms. */
const credentialPropagationMs = 10_000;

const input = {
  api,
  username: exactText('User name for Basic Authentication').optional(),
  password: exactText('Password of that user').optional(),
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
    "Calls the API's own address without credentials and, if they are given, with them, and says what the answers prove: protected, open or not serving. Retries while a policy change propagates.",
  scope: 'environment',
  input,
  output: z.object({
    api: z.object({ id: z.string(), name: z.string() }),
    url: z.string(),
    source: z.string(),
    verdict: z.enum(accessVerdicts),
    meaning: z.string(),
    expected: z.string(),
    without: seen,
    withCredentials: seen.optional(),
    secondsWaited: z.number(),
  }),
  example: { arguments: { api: 'orders-sandbox' }, answers: 'protected' },
  async run(args, ctx) {
    const { clock, signal, progress, secrets } = ctx;
    const found = await resolveApi(args.api, ctx);
    const login =
      args.username === undefined || args.password === undefined
        ? undefined
        : { username: args.username, password: args.password };
    if (login !== undefined) {
      secrets.addGiven(login.password);
      secrets.addGiven(basicAuthorization(login).slice('Basic '.length));
    }
    const [endpoint, { policies }] = await Promise.all([findEndpoint(found, args.path, ctx), readPolicies(found, ctx)]);
    const guarded = policies.some((policy) => policy.disabled !== true && guardsAccess(policy));
    const timeoutSeconds = args.timeoutSeconds ?? 30;
    const start = clock.now();
    const end = await waitFor<AccessProof>({
      observe: async () => {
        const proof = await askTwice(endpoint.url, login, ctx);
        return { value: proof, state: proof.verdict, isComplete: isFinal(proof, guarded, clock.now() - start) };
      },
      clock,
      signal,
      startedAt: ctx.startedAt,
      timeoutMs: timeoutSeconds * 1000,
      progress,
    });
    if (end.observation === undefined) throw end.end === 'unreadable' ? end.reason : new Error('no answer yet');
    return {
      api: { id: found.id, name: found.name },
      url: endpoint.url.href,
      source: endpoint.source,
      ...end.observation.value,
      expected: guarded
        ? 'protected: a policy that requires credentials is enabled'
        : 'open: no enabled policy requires credentials',
      secondsWaited: Math.round((clock.now() - start) / 1000),
    };
  },
  present: (result) => ({
    headline: `API ${apiName(result.api)}: ${result.verdict}. ${result.meaning}`,
    data: lines([
      ['address', `${result.url} (${result.source})`],
      ['without credentials', seenText(result.without)],
      ['with credentials', result.withCredentials && seenText(result.withCredentials)],
      ['expected', result.expected],
      ['waited, s', result.secondsWaited],
    ]),
  }),
});

/** Whether the verdict is final, or a retry could change it: policies take seconds to propagate [docs/platform/policies.md#operations]. */
function isFinal({ verdict, without }: AccessProof, guarded: boolean, elapsedMs: number): boolean {
  if (verdict === 'protected') return guarded;
  if (verdict === 'open') return !guarded;
  if (without.failure?.startsWith('forbidden')) return true;
  return verdict === 'limited' || (verdict === 'wrong credentials' && elapsedMs >= credentialPropagationMs);
}

function seenText({ status, failure, challenge }: z.output<typeof seen>): string {
  if (status === undefined) return `no answer: ${failure}`;
  return challenge === undefined ? String(status) : `${status}, asks for ${challenge}`;
}
