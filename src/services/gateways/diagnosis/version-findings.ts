import type { Finding } from '../../../core/diagnosis/finding.ts';
import { call } from '../../../core/operations.ts';
import { compareVersions } from '../../../core/text/versions.ts';
import { type Advice, advise } from '../../../platform/advice.ts';
import type { PublishedVersions } from '../versions.ts';
import type { GatewayEvidence } from './diagnosis.ts';

/** Versions that differ among replicas, are behind the newest, or are not published any more. */
export function versionFindings(evidence: GatewayEvidence): Finding[] {
  return [...mixedFindings(evidence), ...oldFindings(evidence)];
}

function mixedFindings({ gateway: { id, versions = [] } }: GatewayEvidence): Finding[] {
  if (versions.length < 2) return [];
  return [
    {
      severity: 'note',
      what: 'Its replicas run different versions, so the same request may be handled differently.',
      evidence: `versions: ${versions.join(', ')}`,
      fix: advise(
        'Install the same version on the machines of the replicas;',
        call('gateway.get', { gateway: id }),
        'shows the versions.',
      ),
    },
  ];
}

/** The version of a gateway; of a self-managed one that runs several, the oldest. */
export function versionOf({ runtimeVersion, versions = [] }: GatewayEvidence['gateway']): string | undefined {
  return runtimeVersion ?? [...versions].sort(compareVersions)[0];
}

/** The channel that a gateway follows; for a self-managed one the channel that has its version. */
export function channelOf(
  { gateway, published }: GatewayEvidence,
  version: string,
): PublishedVersions['channels'][number] | undefined {
  const { releaseChannel } = gateway;
  return published?.channels.find(({ name, versions }) =>
    releaseChannel === undefined ? versions.includes(version) : name === releaseChannel,
  );
}

function oldFindings(evidence: GatewayEvidence): Finding[] {
  const { gateway, published } = evidence;
  const version = versionOf(gateway);
  if (version === undefined || published === undefined) return [];
  const channel = channelOf(evidence, version);
  if (channel === undefined) return unpublishedFindings(evidence, version, published);
  const newest = channel.versions[0];
  if (newest === undefined || compareVersions(version, newest) >= 0) return [];
  const gone = channel.versions.includes(version) ? '' : ', and its own is no longer published';
  return [
    {
      severity: 'note',
      what: `It runs version ${version}; the newest of channel ${channel.name} is ${newest}${gone}.`,
      evidence: `published in ${channel.name}: ${channel.versions.join(', ')}`,
      fix: updateTo(gateway, { runtimeVersion: newest }),
    },
  ];
}

/** No channel has the version, so nothing says which one it came from. */
function unpublishedFindings(
  { gateway }: GatewayEvidence,
  version: string,
  { channels, defaultChannel }: PublishedVersions,
): Finding[] {
  const newest = channels.flatMap(({ name, versions: [first] }) => (first === undefined ? [] : [{ name, first }]));
  if (newest.length === 0 || newest.every(({ first }) => compareVersions(version, first) >= 0)) return [];
  const best = newest.find(({ name }) => name === defaultChannel) ?? newest[0];
  return [
    {
      severity: 'note',
      what: `It runs version ${version}, which is no longer published in any channel.`,
      evidence: `published: ${channels.map(({ name, versions }) => `${name} ${versions.join(', ')}`).join('; ')}`,
      fix: updateTo(
        gateway,
        best === undefined ? undefined : { releaseChannel: best.name, runtimeVersion: best.first },
      ),
    },
  ];
}

function updateTo(
  { id, kind }: GatewayEvidence['gateway'],
  version: { releaseChannel?: string; runtimeVersion: string } | undefined,
): Advice {
  if (kind === 'self-managed' || version === undefined) return 'Update the gateway on its machines.';
  return advise(call('gateway.update', { gateway: id, ...version }), '.');
}
