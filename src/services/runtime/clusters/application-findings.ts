import type { Finding } from '../../../core/diagnosis/finding.ts';
import { call } from '../../../core/operations.ts';
import { called } from '../../../core/text/quote.ts';
import { advise } from '../../../platform/advice.ts';
import { oneLine } from '../../../platform/text.ts';
import type { HybridApplication } from '../../applications/servers-client.ts';
import type { Server } from '../client.ts';
import { isUp } from '../servers.ts';
import type { ClusterEvidence } from './diagnosis.ts';

/** States in which a deployment is still under way [docs/platform/applications.md#states-on-servers]. */
const underWay = /^(STARTING|DEPLOYING|UNDEPLOYING|UPDATED|DEPLOYED)$/;

/** Applications that do not run on every running member, and those that are on one member instead of the cluster. */
export function applicationFindings({ cluster, applications = [] }: ClusterEvidence): Finding[] {
  const up = cluster.servers.filter(isUp);
  return applications.flatMap((application): Finding[] => {
    if (application.target?.id === cluster.id) return spreadFindings(application, up);
    const member = cluster.servers.find(({ id }) => id === application.target?.id);
    return member === undefined ? [] : [aloneFinding(application, member, cluster.id)];
  });
}

/** Members that are down are findings of their own; what does not run there is no news. */
function spreadFindings(application: HybridApplication, up: readonly Server[]): Finding[] {
  const { id, desiredStatus = 'STARTED', lastReportedStatus, serverArtifacts } = application;
  if (!/^(STARTED|UPDATED)$/.test(desiredStatus) || up.length === 0 || !serverArtifacts?.length) return [];
  const parts = up.map((server) => {
    const artifact = serverArtifacts.find(({ serverId }) => serverId === server.id);
    return { server, status: artifact?.lastReportedStatus ?? 'not there', message: artifact?.message ?? '' };
  });
  const running = parts.filter(({ status }) => status === 'STARTED');
  if (running.length === parts.length) return [];
  const missing = parts.filter((part) => !running.includes(part));
  const changing = [desiredStatus, lastReportedStatus].some((status) => underWay.test(status));
  const evidence = parts
    .map(
      ({ server, status, message }) =>
        `${called(server)}: ${status}${message === '' ? '' : ` (${JSON.stringify(oneLine(message))})`}`,
    )
    .join('; ');
  const where = missing.map(({ server }) => called(server)).join(', ');
  if (changing || missing.every(({ status }) => underWay.test(status))) {
    return [
      {
        severity: 'likely',
        what: `Application ${called(application)} is still being deployed on ${where}.`,
        evidence,
        fix: advise('Wait, and look again:', call('application.get', { application: id }), '.'),
      },
    ];
  }
  return [
    {
      severity: 'cause',
      what:
        running.length === 0
          ? `Application ${called(application)} runs on no member, although it should.`
          : `Application ${called(application)} runs on ${running.length} of ${parts.length} running members only; it is missing on ${where}.`,
      evidence,
      fix: advise(
        call('application.setStatus', { application: id, action: 'restart' }),
        `deploys it anew${running.length === 0 ? '' : ' (a short outage where it runs)'}; the log of the runtime on that machine says why it did not start.`,
      ),
    },
  ];
}

function aloneFinding(application: HybridApplication, member: Server, clusterId: string): Finding {
  return {
    severity: 'likely',
    what: `Application ${called(application)} is deployed to member ${called(member)} alone, not to the cluster: it does not run on the others.`,
    evidence: `target of the application: server ${called(member)}; status ${application.lastReportedStatus}`,
    fix: advise(
      `Deploy it to cluster ${clusterId} in Runtime Manager instead;`,
      call('application.get', { application: application.id }),
      'shows what it is.',
    ),
  };
}
