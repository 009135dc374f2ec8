import * as z from 'zod';
import { quote } from '../../../core/text/quote.ts';
import { defineDiagnosisTool } from '../../../core/tools/define-diagnosis.ts';
import { withoutUndefined } from '../../../platform/json.ts';
import { describeGatewayChecks } from '../diagnosis/checks.ts';
import { gatherGatewayEvidence } from '../diagnosis/diagnosis.ts';
import { gatewayFindingsOf } from '../diagnosis/findings.ts';
import { gatewayName } from '../facts.ts';
import { gateway } from './arguments.ts';
import { gatewayNameSchema } from './gateway-output.ts';

const diagnosed = gatewayNameSchema.extend({
  status: z.string(),
  desiredStatus: z.string().optional(),
  ready: z.boolean().optional(),
  running: z.boolean().optional(),
  updatedAt: z.string().optional(),
  apis: z.number().optional(),
  apiLimit: z.number().optional(),
});

const input = { gateway };

declare module '../../../core/operations.ts' {
  interface Operations {
    'gateway.diagnose': typeof input;
  }
}

export const diagnoseGateway = defineDiagnosisTool({
  name: 'anypoint_diagnose_gateway',
  title: 'Diagnose a gateway',
  toolset: 'gateways',
  operation: 'gateway.diagnose',
  description:
    'Diagnoses a gateway that is not ready, fails or drops calls: state, definition, version, registration, entitlement, runtime configuration and APIs. Returns findings, most severe first, each with the call that fixes it. Changes nothing.',
  input,
  facts: { gateway: diagnosed },
  example: { arguments: { gateway: 'returns-gateway' }, answers: 'public URL' },
  async diagnose(args, ctx) {
    const evidence = await gatherGatewayEvidence(args.gateway, ctx);
    const { gateway: facts, apis, unreadable } = evidence;
    const { status, desiredStatus, ready, running, updatedAt, apiLimit } = facts;
    return {
      facts: {
        gateway: withoutUndefined<z.output<typeof diagnosed>>({
          ...gatewayName(facts),
          status,
          desiredStatus,
          ready,
          running,
          updatedAt,
          apis: apis?.length,
          apiLimit,
        }),
      },
      checked: describeGatewayChecks(evidence),
      findings: gatewayFindingsOf(evidence),
      unreadable,
    };
  },
  subject: ({ gateway: { kind, name, id } }) =>
    `${kind === 'managed' ? 'Managed' : 'Self-managed'} gateway ${quote(name)} (${id})`,
  labels: ({ gateway: found }) => [
    ['status', found.status],
    ['desired status', found.desiredStatus],
    ['ready', found.ready],
    ['running', found.running],
    ['updated', found.updatedAt],
    ['APIs', found.apis],
    ['API limit', found.apiLimit],
  ],
});
