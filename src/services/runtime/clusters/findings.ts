import { bySeverity, type Finding } from '../../../core/diagnosis/finding.ts';
import { call, thenCall } from '../../../core/operations.ts';
import { called, count } from '../../../core/text/quote.ts';
import { minutesSince, timeAgo } from '../../../core/text/time.ts';
import { type Advice, advise } from '../../../platform/advice.ts';
import { inData } from '../../../platform/text.ts';
import type { Server } from '../client.ts';
import { addressesOf, expiryNoticeDays, isUp } from '../servers.ts';
import { byMuleVersion, modeOf } from './clusters.ts';
import type { ClusterEvidence } from './diagnosis.ts';
import { clusterFreshMinutes, viewFindings } from './view-findings.ts';

/** What the evidence says about a cluster, most severe first. Empty: nothing is wrong. */
export function clusterFindingsOf(evidence: ClusterEvidence): Finding[] {
  const view = viewFindings(evidence);
  return bySeverity([
    ...memberFindings(evidence),
    ...view,
    ...addressFindings(evidence),
    ...versionFindings(evidence),
    ...(evidence.dependents ?? []).flatMap(({ findings }) => findings),
    ...expiryFindings(evidence),
    // Members that are still connecting are a finding of their own.
    ...(view.length === 0 ? changeFindings(evidence) : []),
  ]);
}

function memberFindings(evidence: ClusterEvidence): Finding[] {
  const { cluster } = evidence;
  const { servers } = cluster;
  if (servers.length === 0) {
    return [
      {
        severity: 'cause',
        what: 'It has no members, so nothing runs on it.',
        evidence: `status ${cluster.status}; members: none`,
        fix: additionFix(evidence),
      },
    ];
  }
  const isNew = ({ status }: Server): boolean => status === 'CREATED';
  const down = servers.filter((server) => !isUp(server));
  const stopped = down.filter((server) => !isNew(server));
  const fresh = down.filter(isNew);
  const findings: Finding[] = [];
  if (stopped.length > 0) {
    findings.push({
      severity: 'cause',
      what: `${stopped.length} of ${servers.length} members ${stopped.length === 1 ? 'is' : 'are'} not connected: ${names(stopped)}.`,
      evidence: statesOf(stopped),
      fix: advise(
        'On their machines: start the Mule runtime, and check that it reaches the platform on port 443;',
        lookAt(stopped, cluster.id),
        'shows when they are connected.',
      ),
    });
  }
  if (fresh.length > 0) {
    findings.push({
      severity: 'cause',
      what: `The agent of ${names(fresh)} has never connected.`,
      evidence: statesOf(fresh),
      fix: advise(
        'Start the Mule runtime on that machine for the first time;',
        lookAt(fresh, cluster.id),
        'shows when it has connected.',
      ),
    });
  }
  if (servers.length === 1) {
    findings.push({
      severity: 'note',
      what: 'It has only one member, so nothing takes over if that stops.',
      evidence: `members: ${names(servers)}`,
      fix: additionFix(evidence),
    });
  }
  return findings;
}

/** One call that shows all of them. */
function lookAt(servers: readonly Server[], cluster: string): Advice {
  const [only] = servers;
  return only !== undefined && servers.length === 1
    ? advise(call('server.get', { server: only.id }))
    : advise(call('cluster.get', { cluster }));
}

/** Adding one of the servers that can be added; where there is none, registering one. */
function additionFix({ cluster, free }: ClusterEvidence): Advice {
  const needsAddress = modeOf(cluster) === 'unicast';
  // A multicast cluster takes running servers only.
  const [server] = (free ?? []).filter((one) => needsAddress || isUp(one));
  if (server === undefined && free !== undefined) {
    return advise(
      `No ${free.length === 0 ? 'server of the environment is free' : 'free server of the environment is running'}. Register a runtime:`,
      call('server.getRegistration', {}),
      ', then',
      thenCall('cluster.addServer', { cluster: cluster.id, server: '<the new server>' }),
      '.',
    );
  }
  const address = server !== undefined && needsAddress && addressesOf(server).length === 0;
  return advise(
    call('cluster.addServer', {
      cluster: cluster.id,
      server: server?.id ?? '<a free server>',
      ...(address ? { serverIp: `<IP of ${inData(server.name)}>` } : {}),
    }),
    server === undefined ? 'adds one.' : `adds ${called(server)}, which is free.`,
  );
}

/** In a unicast cluster the members find each other by the addresses that it has for them [docs/platform/runtime.md#cluster-rules]. */
function addressFindings({ cluster }: ClusterEvidence): Finding[] {
  if (modeOf(cluster) !== 'unicast') return [];
  return cluster.servers.flatMap((server): Finding[] => {
    const { currentClusteringIp: ip } = server;
    const reported = addressesOf(server);
    if (ip !== undefined && (reported.length === 0 || reported.includes(ip))) return [];
    return [
      {
        severity: 'likely',
        what:
          ip === undefined
            ? `The cluster is unicast and has no IP for member ${called(server)}: the others cannot find it.`
            : `The cluster has an IP for member ${called(server)} that the server does not report.`,
        evidence: `IP in the cluster: ${ip ?? 'none'}; reported: ${reported.join(', ') || 'none'}`,
        fix: advise(
          call('cluster.removeServer', { cluster: cluster.id, server: server.id }),
          "undeploys the cluster's applications from it; then",
          thenCall('cluster.addServer', {
            cluster: cluster.id,
            server: server.id,
            serverIp: reported[0] ?? `<IP of ${inData(server.name)}>`,
          }),
          'deploys them there again.',
        ),
      },
    ];
  });
}

function versionFindings({ cluster }: ClusterEvidence): Finding[] {
  const versions = byMuleVersion(cluster.servers);
  if (versions.length < 2) return [];
  return [
    {
      severity: 'likely',
      what: 'The members run different Mule versions: they may not work together, and an application may start on only some of them.',
      evidence: versions.map(([version, those]) => `${JSON.stringify(version)} on ${names(those)}`).join('; '),
      fix: advise(
        'Install the same Mule version on their machines;',
        call('cluster.get', { cluster: cluster.id }),
        'shows the versions.',
      ),
    },
  ];
}

const dayMs = 86_400_000;

function expiryFindings({ cluster, now }: ClusterEvidence): Finding[] {
  return cluster.servers.flatMap((server) => {
    const dates = [
      ['certificate', server.certificateExpirationDate, 'the agent can no longer connect'],
      ['licence', server.licenseExpirationDate, 'the runtime may not start again'],
    ] as const;
    return dates.flatMap(([thing, at, loss]): Finding[] => {
      if (at === undefined) return [];
      const days = Math.ceil((Date.parse(at) - now) / dayMs);
      if (days > expiryNoticeDays) return [];
      const expired = days <= 0;
      return [
        {
          severity: expired ? (isUp(server) ? 'likely' : 'cause') : 'note',
          what: expired
            ? `The ${thing} of member ${called(server)} has expired: ${loss}.`
            : `The ${thing} of member ${called(server)} expires in ${count(days, 'day')}.`,
          evidence: `${thing} expires: ${at}`,
          fix:
            thing === 'certificate'
              ? advise(
                  'Renew it in Runtime Manager > Servers > Renew certificate;',
                  call('server.get', { server: server.id }),
                  'shows the date.',
                )
              : 'Install a new licence on its machine (mule -installLicense) and restart the runtime.',
        },
      ];
    });
  });
}

function changeFindings({ cluster, now }: ClusterEvidence): Finding[] {
  const minutes = minutesSince(cluster.timeUpdated, now);
  if (minutes === undefined || minutes >= clusterFreshMinutes) return [];
  return [
    {
      severity: 'note',
      what: `The cluster was changed ${timeAgo(minutes)}: the change may not have reached the agents yet.`,
      evidence: `last change: ${cluster.timeUpdated}`,
      fix: advise('Check again in a minute:', call('cluster.get', { cluster: cluster.id }), '.'),
    },
  ];
}

const names = (servers: readonly Server[]): string => servers.map(called).join(', ');

function statesOf(servers: readonly Server[]): string {
  return servers.map((server) => `${called(server)} is ${server.status}`).join('; ');
}
