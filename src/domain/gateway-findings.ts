import { oneLine } from '../anypoint/reading.ts';
import { apiName } from './apis.ts';
import { byWeight, type Finding, minutesSince, timeAgo } from './finding.ts';
import { capacityText } from './gateway-capacity.ts';
import { configurationFindings } from './gateway-configuration-findings.ts';
import type { GatewayEvidence } from './gateway-diagnosis.ts';
import { replicaFindings } from './gateway-replica-findings.ts';
import { stateFindings } from './gateway-state-findings.ts';
import { targetFindings } from './gateway-target-findings.ts';
import { compareVersions } from './gateway-versions.ts';

/** What the evidence says about a gateway, the heaviest first. Empty: nothing is wrong. */
export function gatewayFindingsOf(evidence: GatewayEvidence): Finding[] {
  const target = targetFindings(evidence);
  return byWeight([
    ...target.map(({ finding }) => finding),
    ...stateFindings(
      evidence,
      target.flatMap(({ names }) => names),
    ),
    ...replicaFindings(evidence),
    ...registrationFindings(evidence),
    ...configurationFindings(evidence),
    ...apiFindings(evidence),
    ...versionFindings(evidence),
    ...capacityFindings(evidence),
    ...changeFindings(evidence),
  ]);
}

function registrationFindings({ gateway, registration }: GatewayEvidence): Finding[] {
  if (registration?.state !== 'expired' && registration?.state !== 'expires soon') return [];
  const { state, expiration, daysLeft = 0, advice } = registration;
  const subject = gateway.kind === 'managed' ? 'Its registration' : 'The certificate of one of its replicas';
  // One replica's certificate may be old while the others go on.
  const replicasUp = gateway.kind === 'self-managed' && gateway.status === 'CONNECTED';
  const days = `${Math.abs(daysLeft)} day${Math.abs(daysLeft) === 1 ? '' : 's'}`;
  return [
    {
      weight: state === 'expired' ? (replicasUp ? 'likely' : 'cause') : 'note',
      what: state === 'expired' ? `${subject} has expired.` : `${subject} ends in ${days}.`,
      evidence: `end of the registration: ${expiration}`,
      mend: `${advice} anypoint_get_gateway_registration with gateway ${gateway.id} shows the date again.`,
    },
  ];
}

/** A self-managed gateway may run several versions at once, and no channel is known: the one that has the version counts. */
function versionFindings({ gateway, published }: GatewayEvidence): Finding[] {
  const { id, kind, runtimeVersion, releaseChannel, versions = [] } = gateway;
  const findings: Finding[] = [];
  if (versions.length > 1) {
    findings.push({
      weight: 'note',
      what: 'Its replicas run different versions, so the same request may be treated in different ways.',
      evidence: `versions: ${versions.join(', ')}`,
      mend: `Bring the replicas to one version on their own machines; anypoint_get_gateway with gateway ${id} shows the versions.`,
    });
  }
  const oldest = runtimeVersion ?? [...versions].sort(compareVersions)[0];
  const channel = published?.channels.find(({ name, versions: listed }) =>
    releaseChannel === undefined ? oldest !== undefined && listed.includes(oldest) : name === releaseChannel,
  );
  const newest = channel?.versions[0];
  if (oldest === undefined || channel === undefined || newest === undefined || compareVersions(oldest, newest) >= 0) {
    return findings;
  }
  const gone = channel.versions.includes(oldest) ? '' : ', and its own is no longer published';
  findings.push({
    weight: 'note',
    what: `It runs version ${oldest}; the newest of channel ${channel.name} is ${newest}${gone}.`,
    evidence: `published in ${channel.name}: ${channel.versions.join(', ')}`,
    mend:
      kind === 'managed'
        ? `anypoint_update_gateway with gateway ${id} and runtimeVersion ${newest}.`
        : 'Update the runtime on its own machines.',
  });
  return findings;
}

/** From here on the limit is close. */
const fullShare = 0.9;

function apiFindings({ gateway, apis }: GatewayEvidence): Finding[] {
  if (apis === undefined) return [];
  const { id, apiLimit } = gateway;
  if (apis.length === 0) {
    return [
      {
        weight: 'note',
        what: 'No API is deployed to it, so it has nothing to answer with.',
        evidence: 'API instances of the environment whose deployment names this gateway: none',
        mend: `anypoint_create_api with gateway ${id} makes one and deploys it.`,
      },
    ];
  }
  const findings = apis
    .filter(({ status }) => /fail|error/i.test(status ?? ''))
    .map(
      ({ api, status }): Finding => ({
        weight: 'cause',
        what: `API ${apiName(api)} could not be deployed to it.`,
        evidence: `status of the deployment: ${oneLine(status ?? '')}`,
        mend: `anypoint_diagnose_api with api ${api.id} says what is wrong with it.`,
      }),
    );
  if (apiLimit !== undefined && apis.length >= apiLimit * fullShare) {
    const full = apis.length >= apiLimit;
    findings.push({
      weight: full ? 'likely' : 'note',
      what: full ? 'It is full: it takes no more APIs.' : 'It is nearly full of APIs.',
      evidence: `${apis.length} APIs are deployed to it; its limit is ${apiLimit}`,
      mend:
        gateway.size === 'small'
          ? `anypoint_update_gateway with gateway ${id} and size large, or anypoint_delete_api for those not needed (anypoint_list_apis).`
          : 'anypoint_delete_api for those not needed (anypoint_list_apis), or another gateway with anypoint_create_gateway.',
    });
  }
  return findings;
}

function capacityFindings({ capacity }: GatewayEvidence): Finding[] {
  if (capacity?.used === undefined || capacity.entitled === undefined || capacity.used < capacity.entitled) return [];
  const over = capacity.used > capacity.entitled;
  return [
    {
      weight: over ? 'likely' : 'note',
      what: over
        ? `The business group runs more gateways of size ${capacity.size} than it is entitled to.`
        : `The business group can have no further gateway of size ${capacity.size}.`,
      evidence: `size ${capacity.size}: ${capacityText({ ...capacity, left: Math.max(0, capacity.entitled - capacity.used) })}`,
      mend: 'anypoint_delete_gateway for one that is not needed, or ask for a larger entitlement; anypoint_get_gateway_usage counts them.',
    },
  ];
}

const freshMinutes = 5;

/** A change needs a moment to reach the runtimes; while the gateway is not up, its state is a finding of its own. */
function changeFindings({ gateway, runtime, now }: GatewayEvidence): Finding[] {
  if (gateway.kind === 'managed' && gateway.ready === false) return [];
  const updated = gateway.kind === 'managed' ? gateway.lastUpdated : undefined;
  const [time] = [updated, runtime?.updatedAt]
    .filter((at) => at !== undefined)
    .sort()
    .reverse();
  const minutes = minutesSince(time, now);
  if (minutes === undefined || minutes >= freshMinutes) return [];
  return [
    {
      weight: 'note',
      what: `It was changed ${timeAgo(minutes)}: the change may still be on its way, and what was seen before may no longer hold.`,
      evidence: `last update${time === updated ? '' : ' of its runtime configuration'}: ${time}`,
      mend: `Look again in a minute with anypoint_get_gateway_status, gateway ${gateway.id}.`,
    },
  ];
}
