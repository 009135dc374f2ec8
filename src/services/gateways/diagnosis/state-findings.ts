import type { Finding } from '../../../core/diagnosis/finding.ts';
import { call, thenCall, tool } from '../../../core/operations.ts';
import { minutesSince, timeAgo } from '../../../core/text/time.ts';
import { type Advice, advice, advise } from '../../../platform/advice.ts';
import { quoted } from '../../../platform/text.ts';
import { desiredStatusOf, hasFailed } from '../status.ts';
import type { GatewayEvidence } from './diagnosis.ts';
import { channelOf } from './version-findings.ts';

/** Starting and applying take a minute or two; after this long something is wrong. */
const startupMinutes = 10;

/**
 * What the state of a managed gateway says.
 * @param explained words that other findings explain: a failure whose message contains one is not reported twice
 */
export function stateFindings(evidence: GatewayEvidence, explained: readonly string[]): Finding[] {
  const { gateway, now } = evidence;
  if (gateway.kind !== 'managed') return [];
  const { id, status, ready, running, statusMessage = '' } = gateway;
  const age = minutesSince(gateway.updatedAt, now);
  const settling = age !== undefined && age < startupMinutes;
  const desired = desiredStatusOf(gateway.desiredStatus);
  const seen = [
    `status ${status}, desired ${desired}`,
    ...(ready === undefined ? [] : [`ready ${ready}, running ${running}`]),
    ...(statusMessage === '' ? [] : [`the platform says ${quoted(statusMessage, 300)}`]),
    ...(age === undefined || !settling ? [] : [`updated ${timeAgo(age)}`]),
  ].join('; ');
  const look = call('gateway.getStatus', { gateway: id });
  const found = (severity: Finding['severity'], what: string, fix: Advice): Finding[] => [
    { severity, what, evidence: seen, fix },
  ];

  if (hasFailed(status)) {
    if (explained.some((word) => statusMessage.includes(word))) return [];
    const words = statusMessage === '' ? 'and gives no reason' : `it says ${quoted(statusMessage, 300)}`;
    return found('cause', `The platform could not apply its definition; ${words}.`, failureFix(evidence));
  }
  if (status.toUpperCase() === 'APPLYING') {
    if (age !== undefined && !settling) {
      // Whether a start or stop counts as an update is not documented.
      return found(
        'likely',
        `It is applying, although it was last changed ${timeAgo(age)}: it was just started or stopped, or the change hangs.`,
        advise(look, 'in a minute. If it stays so:', restart(evidence), ', once.', nextStepUp(evidence)),
      );
    }
    return found('likely', 'The platform is still applying a change.', advise('Wait, then check again:', look, '.'));
  }
  if (desired === 'STOPPED') {
    return running
      ? found('likely', 'It should be stopped but still runs.', advise('Wait, then check again:', look, '.'))
      : found(
          'cause',
          'It was stopped on purpose and takes no traffic.',
          advise(
            'If it should run again:',
            call('gateway.setDesiredStatus', { gateway: id, desiredStatus: 'STARTED' }),
            '.',
          ),
        );
  }
  if (ready === undefined || ready) return [];
  const what = running ? 'It runs but is not ready: it takes no traffic.' : 'It should run but does not.';
  if (settling) {
    return found(
      'likely',
      `${what} It was changed ${timeAgo(age)} and may still be starting.`,
      advise(look, 'in a minute or two.'),
    );
  }
  return found('cause', what, unreadyFix(evidence));
}

/** Stops it and starts it again, which applies the same definition again, with its cost. */
function restart({ gateway: { id, running }, apis }: GatewayEvidence): Advice {
  const missed =
    apis === undefined
      ? 'no API on it answers'
      : apis.length === 1
        ? 'its API does not answer'
        : `none of its ${apis.length} APIs answers`;
  const outage =
    running === false
      ? '(no outage: it takes no traffic now)'
      : apis?.length === 0
        ? '(no outage: no API is deployed to it)'
        : `(outage: until it is up again, ${missed})`;
  return advise(
    call('gateway.setDesiredStatus', { gateway: id, desiredStatus: 'STOPPED' }),
    ', then',
    thenCall('gateway.setDesiredStatus', { gateway: id, desiredStatus: 'STARTED' }),
    outage,
  );
}

/** Reading first, because it costs nothing, and a restart may clear the message. */
function unreadyFix(evidence: GatewayEvidence): Advice {
  const { id } = evidence.gateway;
  return advise(
    'Note the state above first, because a restart may clear it. Check whether it rejects its runtime configuration:',
    call('gatewayRuntimeConfiguration.get', { gateway: id }),
    '. Check once more in a minute:',
    call('gateway.getStatus', { gateway: id }),
    '. If it stays so:',
    restart(evidence),
    ', once.',
    nextStepUp(evidence),
  );
}

/** What comes after a restart that did not help: a second one would not, either. */
function nextStepUp(evidence: GatewayEvidence): Advice {
  return advise(
    'If it is the same after that, do not restart it again, but try:',
    inOrder([...otherDefinitions(evidence), madeAgain]),
    'If nothing helps, open a case with MuleSoft support and give them the state above.',
  );
}

/** What can be tried after a failure: an update without a change would apply nothing. */
function failureFix(evidence: GatewayEvidence): Advice {
  return advise(
    advice`If the message names a setting, change it with ${tool('gateway.update')}. Otherwise try:`,
    inOrder([advise('the same definition again, once:', restart(evidence)), ...otherDefinitions(evidence), madeAgain]),
  );
}

/** `(1) …; (2) ….` */
function inOrder(ways: readonly Advice[]): Advice {
  return advise(...ways.map((way, index) => advise(`(${index + 1})`, way, index + 1 < ways.length ? ';' : '.')));
}

/** Changes of the definition that may help the platform to apply it. */
function otherDefinitions(evidence: GatewayEvidence): Advice[] {
  const { gateway, larger } = evidence;
  const { id } = gateway;
  const runtimeVersion = otherVersion(evidence);
  const canGrow = gateway.size === 'small' && (larger?.remaining ?? 0) > 0;
  if (runtimeVersion === undefined) {
    return canGrow ? [advise('a larger size:', call('gateway.update', { gateway: id, size: 'large' }))] : [];
  }
  return [
    advise('another version:', call('gateway.update', { gateway: id, runtimeVersion })),
    // The same call in words: each whole one makes the fix longer than anybody reads.
    ...(canGrow ? ['the same call with size large instead of runtimeVersion, for a lack of capacity'] : []),
  ];
}

/** The last way, in words: nobody should copy it before the others were tried. */
const madeAgain = advice`delete it and create it again with the settings that ${tool('gateway.get')} shows; its APIs have to be deployed again`;

/** The newest version of its channel, or the previous one for a gateway that already has it. */
function otherVersion(evidence: GatewayEvidence): string | undefined {
  const { runtimeVersion } = evidence.gateway;
  if (runtimeVersion === undefined) return undefined;
  return channelOf(evidence, runtimeVersion)?.versions.find((version) => version !== runtimeVersion);
}
