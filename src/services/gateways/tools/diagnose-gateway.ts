import * as z from 'zod';
import {
  diagnosisFacts,
  diagnosisLines,
  diagnosisShape,
  findingsSummary,
  placeText,
} from '../../../core/diagnosis/diagnosis-output.ts';
import { quote } from '../../../core/text/quote.ts';
import { lines } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-tool.ts';
import { withoutUndefined } from '../../../platform/json.ts';
import { describeGatewayChecks } from '../diagnosis/checks.ts';
import { gatherGatewayEvidence } from '../diagnosis/diagnosis.ts';
import { gatewayFindingsOf } from '../diagnosis/findings.ts';
import { gatewayName } from '../facts.ts';
import { gateway } from './arguments.ts';
import { gatewayNameSchema } from './gateway-output.ts';

const output = z.object({
  gateway: gatewayNameSchema.extend({
    status: z.string(),
    desiredStatus: z.string().optional(),
    ready: z.boolean().optional(),
    running: z.boolean().optional(),
    updatedAt: z.string().optional(),
    apis: z.number().optional(),
    apiLimit: z.number().optional(),
  }),
  ...diagnosisShape,
});

const input = { gateway };

declare module '../../../core/operations.ts' {
  interface Operations {
    'gateway.diagnose': typeof input;
  }
}

export const diagnoseGateway = defineReadTool({
  name: 'anypoint_diagnose_gateway',
  title: 'Diagnose a gateway',
  toolset: 'gateways',
  operation: 'gateway.diagnose',
  effect: 'read',
  description:
    'Diagnoses a gateway that is not ready, fails or drops calls: state, definition, version, registration, entitlement, runtime configuration and APIs. Returns findings, most severe first, each with the call that fixes it. Changes nothing.',
  scope: 'environment',
  input,
  output,
  example: { arguments: { gateway: 'returns-gateway' }, answers: 'public URL' },
  async run(args, ctx) {
    const evidence = await gatherGatewayEvidence(args.gateway, ctx);
    const { gateway: facts, apis, unreadable } = evidence;
    const { status, desiredStatus, ready, running, updatedAt, apiLimit } = facts;
    return {
      gateway: withoutUndefined<z.output<typeof output>['gateway']>({
        ...gatewayName(facts),
        status,
        desiredStatus,
        ready,
        running,
        updatedAt,
        apis: apis?.length,
        apiLimit,
      }),
      ...(await diagnosisFacts(
        { checked: describeGatewayChecks(evidence), findings: gatewayFindingsOf(evidence), unreadable },
        ctx,
      )),
    };
  },
  present: ({ gateway: found, ...diagnosis }) => ({
    headline: `${findingsSummary(diagnosis)} ${found.kind === 'managed' ? 'Managed' : 'Self-managed'} gateway ${quote(found.name)} (${found.id}) ${placeText(diagnosis)}.`,
    data: [
      lines([
        ['status', found.status],
        ['desired status', found.desiredStatus],
        ['ready', found.ready],
        ['running', found.running],
        ['updated', found.updatedAt],
        ['APIs', found.apis],
        ['API limit', found.apiLimit],
      ]),
      ...diagnosisLines(diagnosis),
    ].join('\n'),
  }),
});
