import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { affectedBy } from '../../../core/plan/affected.ts';
import { back } from '../../../core/plan/undo.ts';
import { quote } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { advice } from '../../../platform/advice.ts';
import { word } from '../../../platform/text.ts';
import { gatewayName } from '../facts.ts';
import { managedDetail, requireManaged, resolveGateway } from '../gateways.ts';
import {
  afterFailure,
  desiredStatuses,
  desiredStatusOf,
  hasFailed,
  hasReached,
  readLiveStatus,
  whenLate,
} from '../status.ts';
import { observeGateway } from '../wait.ts';
import { gateway } from './arguments.ts';
import { gatewayLines, gatewaySchema } from './gateway-output.ts';

const input = { gateway, desiredStatus: z.enum(desiredStatuses).describe('Status that the gateway should have') };

declare module '../../../core/operations.ts' {
  interface Operations {
    'gateway.setDesiredStatus': typeof input;
  }
}

export const setGatewayDesiredStatus = defineWriteTool({
  name: 'anypoint_set_gateway_desired_status',
  title: 'Start or stop a gateway',
  toolset: 'gateways',
  operation: 'gateway.setDesiredStatus',
  effect: 'update',
  steps: ['update', 'stop'],
  description:
    'Starts or stops a managed gateway and waits for it. A stopped gateway takes no traffic and keeps its definition and entitlement.',
  scope: 'environment',
  input,
  output: z.object({ gateway: gatewaySchema }),
  example: { arguments: { gateway: 'orders-gateway', desiredStatus: 'STOPPED' }, answers: 'STOPPED' },
  async plan({ gateway: reference, desiredStatus }, ctx) {
    const found = requireManaged(
      await resolveGateway(reference, ctx),
      'started or stopped',
      advice`Start or stop its replicas on their machines; ${call('gateway.getStatus', { gateway: reference })} shows whether they are connected.`,
    );
    const [detail, live] = await Promise.all([managedDetail(found, ctx), readLiveStatus(found.id, ctx)]);
    const before = desiredStatusOf(detail.desiredStatus);
    const verb = desiredStatus === 'STARTED' ? 'start' : 'stop';
    const name = `${quote(found.name)} (${found.id})`;
    const intent = { found: gatewayName(found), status: live.status, desiredStatus };
    if (before === desiredStatus) {
      const pending = !hasReached(live, desiredStatus) || (desiredStatus === 'STARTED' && !live.ready);
      return {
        summary: `the desired status of gateway ${name} is already ${desiredStatus}.`,
        steps: [],
        warnings: pending
          ? [
              hasFailed(live.status)
                ? advice`It does not run: it is ${word(live.status)}. ${call('gateway.diagnose', { gateway: found.id })} finds out why.`
                : advice`It has not reached that status yet: it is ${word(live.status)}. ${call('gateway.getStatus', { gateway: found.id })} says what that means.`,
            ]
          : [],
        undo: 'nothing' as const,
        intent,
      };
    }
    const { affected, warnings } =
      desiredStatus === 'STOPPED'
        ? await affectedBy(
            { kind: 'gateway', id: found.id, name: found.name },
            'stops answering until the gateway is started',
            ctx,
          )
        : { affected: [], warnings: [] };
    return {
      summary: `${verb} managed gateway ${name}.`,
      steps: [
        {
          kind: desiredStatus === 'STOPPED' ? 'stop' : 'update',
          thing: { kind: 'gateway', id: found.id, name: found.name },
          action: `Set the desired status; its status is ${live.status} now.`,
          changes: [{ setting: 'desiredStatus', before, after: desiredStatus }],
        },
      ],
      affected,
      warnings,
      undo: { calls: [back('gateway.setDesiredStatus', { gateway: found.id, desiredStatus: before })] as const },
      intent,
    };
  },
  async apply({ intent: { found, status, desiredStatus } }, { platform, place, signal }) {
    await platform.gatewayManager.setDesiredStatus(place, found.id, desiredStatus, signal);
    return { gateway: { ...found, status, desiredStatus } };
  },
  follow: {
    observe: ({ gateway: changed }, ctx) => observeGateway(changed, ctx),
    readAgain: (result) => call('gateway.getStatus', { gateway: result.gateway.id }),
    whenFailed: ({ gateway: changed }) => afterFailure(changed),
    whenLate: ({ gateway: changed }) => whenLate(changed),
  },
  present: ({ gateway: changed }) => ({
    headline: `Gateway ${quote(changed.name)} (${changed.id}) now:`,
    data: gatewayLines(changed),
  }),
});
