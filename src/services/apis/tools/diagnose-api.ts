import * as z from 'zod';
import { defineDiagnosisTool } from '../../../core/tools/define-diagnosis.ts';
import { platformText } from '../../../platform/reading.ts';
import { inData } from '../../../platform/text.ts';
import { describeApiChecks } from '../diagnosis/checks.ts';
import { gatherEvidence } from '../diagnosis/diagnosis.ts';
import { findingsOf } from '../diagnosis/findings.ts';
import { apiName } from '../instances.ts';
import { api } from './arguments.ts';

const input = { api };

declare module '../../../core/operations.ts' {
  interface Operations {
    'api.diagnose': typeof input;
  }
}

export const diagnoseApi = defineDiagnosisTool({
  name: 'anypoint_diagnose_api',
  title: 'Diagnose an API',
  toolset: 'apis',
  operation: 'api.diagnose',
  description:
    'Diagnoses an API that returns 503, stays open, or is inactive: policies, gateway, applications, logs and what its address answers. Returns findings, most severe first, each with the call that fixes it. Changes nothing.',
  input,
  facts: {
    api: z.object({ id: z.string(), name: platformText, status: z.string() }),
    answers: z.string(),
    applications: z.array(z.object({ id: z.string(), name: platformText, status: z.string() })),
  },
  example: { arguments: { api: 'shipping-api' }, answers: 'Production' },
  async diagnose(args, ctx) {
    const evidence = await gatherEvidence(args.api, ctx);
    const { id, name, status } = evidence.api;
    const { proof, unreadable } = evidence;
    return {
      facts: {
        api: { id, name, status },
        answers:
          proof === undefined
            ? 'not called: its address is unknown'
            : String(proof.without.status ?? proof.without.failure),
        applications: evidence.applications.map(({ application }) => ({
          id: application.id,
          name: application.name,
          status: application.status,
        })),
      },
      checked: describeApiChecks(evidence),
      findings: findingsOf(evidence),
      unreadable,
    };
  },
  subject: ({ api: found }) => `API ${apiName(found)}`,
  labels: ({ api: { status }, answers, applications }) => [
    ['status', status],
    ['answer without credentials', answers],
    ['paired applications', applications.map((one) => `${inData(one.name)} (${one.status})`).join(', ')],
  ],
});
