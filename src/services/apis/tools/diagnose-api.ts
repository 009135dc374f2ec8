import * as z from 'zod';
import {
  diagnosisFacts,
  diagnosisLines,
  diagnosisShape,
  findingsSummary,
  placeText,
} from '../../../core/diagnosis/diagnosis-output.ts';
import { lines } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-tool.ts';
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

export const diagnoseApi = defineReadTool({
  name: 'anypoint_diagnose_api',
  title: 'Find out what is wrong with an API',
  toolset: 'apis',
  operation: 'api.diagnose',
  effect: 'read',
  description:
    'Diagnoses an API that returns 503, stays open, or is inactive: policies, gateway, applications, logs and what its address answers. Returns findings, most severe first, each with the call that fixes it. Changes nothing.',
  scope: 'environment',
  input,
  output: z.object({
    api: z.object({ id: z.string(), name: z.string(), status: z.string() }),
    answers: z.string(),
    applications: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
    ...diagnosisShape,
  }),
  example: { arguments: { api: 'shipping-api' }, answers: 'Production' },
  async run(args, ctx) {
    const evidence = await gatherEvidence(args.api, ctx);
    const { id, name, status } = evidence.api;
    const { proof } = evidence;
    return {
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
      ...(await diagnosisFacts(
        { checked: describeApiChecks(evidence), findings: findingsOf(evidence), unreadable: evidence.unreadable },
        ctx,
      )),
    };
  },
  present: ({ api: found, answers, applications, ...diagnosis }) => ({
    headline: `${findingsSummary(diagnosis)} API ${apiName(found)} ${placeText(diagnosis)} is ${found.status}.`,
    data: [
      lines([
        ['answer without credentials', answers],
        ['paired applications', applications.map(({ name, status }) => `${name} (${status})`).join(', ')],
      ]),
      ...diagnosisLines(diagnosis),
    ].join('\n'),
  }),
});
