import { tool } from '../../core/operations.ts';
import { affectedBy } from '../../core/plan/affected.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { called } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { advice } from '../../platform/advice.ts';
import { inputFailure } from '../../platform/errors.ts';
import type { Server } from './client.ts';
import { findServer, isUp, ownerOf, releaseAdvice } from './servers.ts';

/**
 * Plans to delete a server.
 * @throws Failure (input) when it is unknown, or belongs to a cluster or group: it has to leave that first
 */
export async function planServerDeletion(reference: string, ctx: EnvironmentContext): Promise<Plan<Server>> {
  const server = await findServer(reference, ctx);
  const owner = ownerOf(server);
  if (owner !== undefined) {
    throw inputFailure({
      what: `Server ${called(server)} belongs to ${owner.kind} ${called(owner)}, so it cannot be deleted.`,
      next: releaseAdvice(server, owner),
    });
  }
  const { affected, warnings } = await affectedBy({ kind: 'server', ...server }, 'is removed with it', ctx);
  return {
    summary: `delete server ${called(server)}.`,
    steps: [
      {
        kind: 'remove',
        thing: { kind: 'server', id: server.id, name: server.name },
        action: `Delete server ${called(server)}: its registration, and its part of every deployment`,
        changes: [
          { setting: 'name', before: server.name },
          { setting: 'id', before: server.id },
          { setting: 'status', before: server.status },
        ],
      },
    ],
    affected,
    warnings: [
      ...warnings,
      advice`The runtime on the machine is not stopped, nor are its applications undeployed there. To manage it again, register it again (${tool('server.getRegistration')}).`,
      ...(isUp(server) ? [`Server ${called(server)} is ${server.status}: a running runtime uses it.`] : []),
    ],
    intent: server,
  };
}
