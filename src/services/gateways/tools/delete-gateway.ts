import * as z from 'zod';
import { call } from '../../../core/operations.ts';
import { affectedBy } from '../../../core/plan/affected.ts';
import { textsOf } from '../../../core/resolve.ts';
import { called, quote } from '../../../core/text/quote.ts';
import { defineWriteTool } from '../../../core/tools/define-write-tool.ts';
import { platformText } from '../../../platform/reading.ts';
import { word } from '../../../platform/text.ts';
import { managedSettings, publicUrlsOf } from '../facts.ts';
import { managedDetail, requireManaged, resolveGateway } from '../gateways.ts';
import { observeDeletion } from '../wait.ts';
import { gateway } from './arguments.ts';

const input = { gateway };

declare module '../../../core/operations.ts' {
  interface Operations {
    'gateway.delete': typeof input;
  }
}

export const deleteGateway = defineWriteTool({
  name: 'anypoint_delete_gateway',
  title: 'Delete a managed Flex Gateway',
  toolset: 'gateways',
  operation: 'gateway.delete',
  effect: 'delete',
  description:
    'Deletes a managed gateway for good, with its public URL. APIs deployed to it stop answering. It frees entitlement.',
  scope: 'environment',
  input,
  output: z.object({ gateway: z.object({ id: z.string(), name: platformText, status: z.string() }) }),
  example: { arguments: { gateway: 'returns-gateway' }, answers: 'returns-gateway' },
  async plan({ gateway: reference }, ctx) {
    // The platform only marks self-managed ones as deleted, by a call that is not published [docs/platform/gateways.md#self-managed-gateways], while
    // their replicas run on. That is for the people who run them.
    const found = requireManaged(
      await resolveGateway(reference, ctx),
      'deleted',
      'Stop its replicas on their machines, then delete it in Runtime Manager > Flex Gateways.',
    );
    const [detail, { affected, warnings }] = await Promise.all([
      managedDetail(found, ctx),
      affectedBy({ kind: 'gateway', id: found.id, name: found.name }, 'stops answering at once', ctx),
    ]);
    const { size } = detail;
    const urls = publicUrlsOf(detail);
    return {
      summary: `delete managed gateway ${quote(found.name)} (${found.id}).`,
      steps: [
        {
          kind: 'remove',
          thing: { kind: 'gateway', id: found.id, name: found.name },
          action:
            size === undefined
              ? 'Delete the gateway.'
              : `Delete the gateway. One more gateway of size ${word(size)} can then be created.`,
          changes: [
            { setting: 'name', before: found.name },
            { setting: 'status', before: detail.status ?? 'UNKNOWN' },
            ...(urls === undefined ? [] : [{ setting: 'publicUrl', before: urls.join(',') }]),
          ],
        },
      ],
      affected,
      warnings,
      undo: {
        lost: `The gateway with its id, its configuration and ${urls === undefined ? 'its public URL' : `its public URL ${urls.map(word).join(', ')}`}: one created anew has others, and the APIs have to be created on it again.`,
      },
      settings: managedSettings(detail),
      intent: { id: found.id, name: found.name },
    };
  },
  async apply({ intent }, { platform, place, signal }) {
    await platform.gatewayManager.delete(place, intent.id, signal);
    return { gateway: { ...intent, status: 'DELETING' } };
  },
  removes: (removed) => ({ title: `gateway ${called(removed)}`, named: { gateway: textsOf(removed) } }),
  follow: {
    observe: ({ gateway: deleted }, ctx) => observeDeletion(deleted, ctx),
    readAgain: () => call('gateway.list', {}),
  },
  present: ({ gateway: deleted }) => ({
    headline: `Gateway ${quote(deleted.name)} (${deleted.id}): ${deleted.status}.`,
  }),
});
