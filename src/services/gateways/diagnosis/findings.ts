import { bySeverity, type Finding } from '../../../core/diagnosis/finding.ts';
import { call, thenCall } from '../../../core/operations.ts';
import { minutesSince, timeAgo } from '../../../core/text/time.ts';
import { advise } from '../../../platform/advice.ts';
import { capacityText } from '../capacity.ts';
import { apiFindings } from './api-findings.ts';
import { configurationFindings } from './configuration-findings.ts';
import type { GatewayEvidence } from './diagnosis.ts';
import { certificatesEnded, registrationFindings } from './registration-findings.ts';
import { replicaFindings } from './replica-findings.ts';
import { stateFindings } from './state-findings.ts';
import { targetFindings } from './target-findings.ts';
import { versionFindings } from './version-findings.ts';

/** What the evidence says about a gateway, most severe first. Empty: no problems. */
export function gatewayFindingsOf(evidence: GatewayEvidence): Finding[] {
  const target = targetFindings(evidence);
  // Expired certificates explain missing replicas, so they come first.
  return bySeverity([
    ...target.map(({ finding }) => finding),
    ...registrationFindings(evidence),
    ...stateFindings(
      evidence,
      target.flatMap(({ names }) => names),
    ),
    ...replicaFindings(evidence, certificatesEnded(evidence)),
    ...configurationFindings(evidence),
    ...apiFindings(evidence),
    ...versionFindings(evidence),
    ...capacityFindings(evidence),
    ...changeFindings(evidence),
  ]);
}

function capacityFindings({ capacity }: GatewayEvidence): Finding[] {
  if (capacity?.used === undefined || capacity.entitled === undefined || capacity.used < capacity.entitled) return [];
  const { size, used, entitled } = capacity;
  const over = used > entitled;
  return [
    {
      severity: over ? 'likely' : 'note',
      what: over
        ? `The business group runs more gateways of size ${size} than it is entitled to.`
        : `The business group cannot have another gateway of size ${size}.`,
      evidence: `size ${size}: ${capacityText(capacity)}`,
      fix: advise(
        'Delete one that is not needed, or ask for a larger entitlement:',
        call('gateway.list', { kind: 'managed' }),
        'shows those of this environment,',
        thenCall('gateway.delete', { gateway: '<one that is not needed>' }),
        'deletes one, and',
        call('gateway.getUsage', { size }),
        'counts them again.',
      ),
    },
  ];
}

const freshMinutes = 5;

/** A change takes a moment to reach the runtimes; while the gateway is not up, its state is a finding of its own. */
function changeFindings({ gateway, runtime, now }: GatewayEvidence): Finding[] {
  if (gateway.kind === 'managed' && gateway.ready === false) return [];
  const updated = gateway.kind === 'managed' ? gateway.updatedAt : undefined;
  const [time] = [updated, runtime?.updatedAt]
    .filter((at) => at !== undefined)
    .sort()
    .reverse();
  const minutes = minutesSince(time, now);
  if (minutes === undefined || minutes >= freshMinutes) return [];
  return [
    {
      severity: 'note',
      what: `It was changed ${timeAgo(minutes)}: the change may still be in progress, and earlier observations may no longer hold.`,
      evidence: `last update${time === updated ? '' : ' of its runtime configuration'}: ${time}`,
      fix: advise('Check again in a minute:', call('gateway.getStatus', { gateway: gateway.id }), '.'),
    },
  ];
}
