import type { Finding } from '../../../core/diagnosis/finding.ts';
import { call } from '../../../core/operations.ts';
import { quote } from '../../../core/text/quote.ts';
import { type Advice, advise } from '../../../platform/advice.ts';
import { quoted } from '../../../platform/text.ts';
import type { GatewayReplica } from '../standalone-client.ts';
import type { GatewayEvidence } from './diagnosis.ts';

/**
 * What the replicas of a self-managed gateway say. Problems with them are fixed on their machines.
 * @param ended their certificates have expired, which explains why they are disconnected
 */
export function replicaFindings({ gateway, replicas = [] }: GatewayEvidence, ended: boolean): Finding[] {
  if (gateway.kind !== 'self-managed') return [];
  const groups = gateway.replicas ?? [];
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const connected = groups.reduce((sum, { status, count }) => sum + (status === 'CONNECTED' ? count : 0), 0);
  return [
    ...connectionFindings(gateway, { total, connected, replicas, ended }),
    ...freshnessFindings(gateway, replicas),
  ];
}

interface Connections {
  total: number;
  connected: number;
  replicas: readonly GatewayReplica[];
  ended: boolean;
}

function connectionFindings(
  { id, status }: GatewayEvidence['gateway'],
  { total, connected, replicas, ended }: Connections,
): Finding[] {
  if (total > 0 && connected === total) return [];
  const look: Advice = advise(call('gateway.getStatus', { gateway: id }), 'counts them again.');
  if (total === 0) {
    return [
      {
        severity: 'cause',
        what: 'It has no replicas, so nothing can answer.',
        evidence: `status ${status}; replicas: none`,
        fix: advise('Start one on its machine with the registration of this gateway.', look),
      },
    ];
  }
  const lost = replicas.filter((replica) => replica.status !== 'CONNECTED').map(lostText);
  return [
    {
      severity: connected === 0 ? 'cause' : 'likely',
      what:
        connected === 0
          ? 'None of its replicas is connected to the platform: they get no changes, and may not run at all.'
          : `Only ${connected} of its ${total} replicas are connected to the platform.`,
      evidence: lost.length === 0 ? `status ${status}; connected: ${connected} of ${total}` : lost.join('; '),
      fix: advise(
        ended
          ? 'Their certificates have expired: renew the registration first. Only if that does not help, check on their machines that the process runs and that it reaches the platform on port 443.'
          : 'On their machines: check that the process runs and that it reaches the platform on port 443.',
        look,
      ),
    },
  ];
}

function lostText({ id, name, status = 'UNKNOWN', disconnectedAt }: GatewayReplica): string {
  return `${quote(name ?? id)} is ${status}${disconnectedAt === undefined ? '' : ` since ${disconnectedAt}`}`;
}

/** Only a connected replica can say that its configuration is old because something went wrong. */
function freshnessFindings(
  { id: gateway }: GatewayEvidence['gateway'],
  replicas: readonly GatewayReplica[],
): Finding[] {
  const stale = replicas.filter(({ status, configurationStatus }) => {
    const state = configurationStatus?.status;
    return status === 'CONNECTED' && state !== undefined && state.toUpperCase() !== 'UP_TO_DATE';
  });
  if (stale.length === 0) return [];
  return [
    {
      severity: 'likely',
      what: 'Some replicas do not have the newest configuration: they miss changes of APIs and policies.',
      evidence: stale
        .map(({ id, name, configurationStatus }) => {
          const { status, message } = configurationStatus ?? {};
          return `${quote(name ?? id)} is ${status}${message ? `: ${quoted(message, 300)}` : ''}`;
        })
        .join('; '),
      fix: advise(
        'Wait a minute, then check again:',
        call('gateway.diagnose', { gateway }),
        '. Then read the log of the replica on its machine, and restart it.',
      ),
    },
  ];
}
