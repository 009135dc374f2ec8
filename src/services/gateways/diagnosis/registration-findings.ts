import type { Finding } from '../../../core/diagnosis/finding.ts';
import { call } from '../../../core/operations.ts';
import { count } from '../../../core/text/quote.ts';
import { type Advice, advise } from '../../../platform/advice.ts';
import type { GatewayEvidence } from './diagnosis.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** From here on it is more than a note. */
const urgentMs = 2 * dayMs;

/** A registration that has ended or will soon; for a self-managed gateway, the certificates of its replicas. */
export function registrationFindings(evidence: GatewayEvidence): Finding[] {
  return evidence.gateway.kind === 'managed' ? managedFindings(evidence) : certificateFindings(evidence);
}

function managedFindings({ gateway, registration, now }: GatewayEvidence): Finding[] {
  if (registration?.state !== 'expired' && registration?.state !== 'expires soon') return [];
  const { expiresAt: expiration } = registration;
  const left = Date.parse(expiration ?? '') - now;
  const ended = left <= 0;
  // A gateway that takes traffic shows that the registration is not the current problem.
  const works = gateway.ready === true && gateway.running === true;
  return [
    {
      severity: ended ? (works ? 'likely' : 'cause') : left < urgentMs ? 'likely' : 'note',
      what: !ended
        ? `Its registration expires ${inTime(left)}.`
        : works
          ? 'Its registration has expired. It still takes traffic, but changes may no longer reach it.'
          : 'Its registration has expired: without one a gateway cannot talk to the platform.',
      evidence: `registration expires: ${expiration}${works ? `; status ${gateway.status}, ready, running` : ''}`,
      fix: advise(
        'The platform renews the registration of managed gateways by itself. Check the date again:',
        call('gateway.getRegistration', { gateway: gateway.id }),
        `. If it ${ended ? 'stays in the past' : 'does not move in time'}, open a case with MuleSoft support${
          works ? ', and do not stop the gateway before that: it might not start again' : ''
        }.`,
      ),
    },
  ];
}

/** Whether every certificate of a self-managed gateway has ended, which explains that no replica is connected. */
export function certificatesEnded({ gateway, certificates = [], now }: GatewayEvidence): boolean {
  return (
    gateway.kind === 'self-managed' && certificates.length > 0 && certificates.every((end) => Date.parse(end) <= now)
  );
}

function certificateFindings(evidence: GatewayEvidence): Finding[] {
  const { gateway, registration, certificates = [], now } = evidence;
  const ended = certificates.filter((end) => Date.parse(end) <= now);
  const connected = gateway.status === 'CONNECTED';
  const fix: Advice = advise(
    'On the machines of its replicas: flexctl registration renew, then restart the replicas with the new file, one after another. The dates on the platform:',
    call('gateway.getRegistration', { gateway: gateway.id }),
    '.',
  );
  if (certificatesEnded(evidence)) {
    const all = certificates.length === 1 ? 'The certificate of its only replica' : 'The certificates of all replicas';
    return [
      {
        severity: connected ? 'likely' : 'cause',
        what: `${all} ${certificates.length === 1 ? 'has' : 'have'} expired: without one a replica cannot talk to the platform.`,
        evidence: `certificates expire: ${spanText(ended)}; status ${gateway.status}`,
        fix,
      },
    ];
  }
  if (ended.length > 0) {
    const isOne = ended.length === 1;
    return [
      {
        severity: 'likely',
        what: `${isOne ? 'The certificate' : 'The certificates'} of ${ended.length} of its ${certificates.length} replicas ${isOne ? 'has' : 'have'} expired: ${isOne ? 'it' : 'they'} cannot talk to the platform.`,
        evidence: `certificates expire: ${certificates.join(', ')}; status ${gateway.status}`,
        fix,
      },
    ];
  }
  const [first] = certificates;
  if (registration?.state !== 'expires soon' || first === undefined) return [];
  const left = Date.parse(first) - now;
  return [
    {
      severity: left < urgentMs ? 'likely' : 'note',
      what: `The certificate of one of its replicas expires ${inTime(left)}.`,
      evidence: `certificates expire: ${spanText(certificates)}`,
      fix,
    },
  ];
}

function spanText(times: readonly string[]): string {
  const [first, last] = [times[0], times.at(-1)];
  return first === last ? `${first}` : `${first} to ${last}`;
}

/** `in less than an hour`, `in 5 hours`, `in 7 days`. */
function inTime(ms: number): string {
  if (ms < hourMs) return 'in less than an hour';
  const [number, unit] = ms < urgentMs ? [Math.floor(ms / hourMs), 'hour'] : [Math.floor(ms / dayMs), 'day'];
  return `in ${count(number, unit)}`;
}
