import { oneLine } from '../anypoint/reading.ts';
import { type Finding, minutesSince, timeAgo } from './finding.ts';
import type { GatewayEvidence } from './gateway-diagnosis.ts';
import { desiredStatusOf, hasFailed } from './gateway-status.ts';

/** Starting and applying take a minute or two; after this long something holds them up. */
const settlingMinutes = 10;

/**
 * What the state of a managed gateway says.
 * @param explained words that other findings explain already: a failure whose message names one is not told twice
 */
export function stateFindings({ gateway, now }: GatewayEvidence, explained: readonly string[]): Finding[] {
  if (gateway.kind !== 'managed') return [];
  const { id, status, ready, running, statusMessage = '' } = gateway;
  const age = minutesSince(gateway.lastUpdated, now);
  const settling = age !== undefined && age < settlingMinutes;
  const desired = desiredStatusOf(gateway.desiredStatus);
  const evidence = [
    `status ${status}, desired ${desired}`,
    ...(ready === undefined ? [] : [`ready ${ready}, running ${running}`]),
    ...(statusMessage === '' ? [] : [`the platform says ${JSON.stringify(oneLine(statusMessage))}`]),
    ...(age === undefined || !settling ? [] : [`updated ${timeAgo(age)}`]),
  ].join('; ');
  const look = `anypoint_get_gateway_status with gateway ${id}`;
  const restart = `anypoint_set_gateway_desired_status with gateway ${id} and desiredStatus STOPPED, then STARTED`;
  const found = (weight: Finding['weight'], what: string, mend: string): Finding[] => [
    { weight, what, evidence, mend },
  ];

  if (hasFailed(status)) {
    if (explained.some((word) => statusMessage.includes(word))) return [];
    return found(
      'cause',
      'The platform could not apply its definition.',
      `anypoint_update_gateway with gateway ${id} and what the platform's words ask for: that applies it anew. ${restart}, applies the same definition again.`,
    );
  }
  if (status.toUpperCase() === 'APPLYING') {
    if (age !== undefined && !settling) {
      // Whether a start or stop counts as an update is not documented.
      return found(
        'likely',
        `It is applying, although it was last changed ${timeAgo(age)}: it was started or stopped just now, or the change hangs.`,
        `${look} in a minute. If it stays so: ${restart}.`,
      );
    }
    return found('likely', 'The platform is still applying a change.', `Wait, and look again: ${look}.`);
  }
  if (desired === 'STOPPED') {
    return running
      ? found('likely', 'It was told to stop and still runs.', `Wait, and look again: ${look}.`)
      : found(
          'cause',
          'It was stopped on purpose and takes no traffic.',
          `anypoint_set_gateway_desired_status with gateway ${id} and desiredStatus STARTED.`,
        );
  }
  if (ready === undefined || ready) return [];
  const what = running ? 'It runs but is not ready: it takes no traffic.' : 'It should run and does not.';
  return settling
    ? found('likely', `${what} It was changed ${timeAgo(age)} and may still be starting.`, `${look} in a minute.`)
    : found('cause', what, `${restart}. If it stays so, open a case with MuleSoft support.`);
}
