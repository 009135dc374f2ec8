import type { Dependent, DependentSource, Member, Thing } from '../../core/dependents.ts';
import type { Finding } from '../../core/diagnosis/finding.ts';
import { call } from '../../core/operations.ts';
import { called } from '../../core/text/quote.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { advise } from '../../platform/advice.ts';
import { quoted } from '../../platform/text.ts';
import type { HybridApplication } from './servers-client.ts';

/** States in which a deployment is still under way [docs/platform/applications.md#states-on-servers]. */
const underWay = /^(STARTING|DEPLOYING|UNDEPLOYING|UPDATED|DEPLOYED)$/;

/** Applications on servers and clusters. A cluster also has those that are on one of its members alone. */
export const applicationsOnServers: DependentSource<EnvironmentContext> = {
  on: ['server', 'cluster'],
  part: 'applications',
  async read({ platform, place, signal }) {
    const applications = await platform.hybridApplications.applications(place, signal);
    return (thing) => applications.flatMap((application) => dependentsOn(thing, application));
  },
};

function dependentsOn(thing: Thing, application: HybridApplication): Dependent[] {
  const { id, name, lastReportedStatus, target } = application;
  const own = { kind: 'application', id, name, title: called(application), status: lastReportedStatus } as const;
  const members = thing.members ?? [];
  if (target?.id === thing.id) return [{ ...own, on: thing.id, findings: memberFindings(application, members) }];
  const member = members.find((one) => one.id === target?.id);
  return member === undefined
    ? []
    : [{ ...own, on: member.id, findings: [aloneFinding(application, member, thing.id)] }];
}

/** Where it does not run on every running member. Members that are down are findings of their own. */
function memberFindings(application: HybridApplication, members: readonly Member[]): Finding[] {
  const { id, desiredStatus = 'STARTED', lastReportedStatus, serverArtifacts } = application;
  const up = members.filter(({ isUp }) => isUp);
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
        `${called(server)}: ${status}${message === '' ? '' : ` (${quoted(message, 300)})`}`,
    )
    .join('; ');
  const where = missing.map(({ server }) => called(server)).join(', ');
  if (changing || missing.every(({ status }) => underWay.test(status))) {
    return [
      {
        severity: 'likely',
        what: `Application ${called(application)} is still being deployed on ${where}.`,
        evidence,
        fix: advise('Wait, then check again:', call('application.get', { application: id }), '.'),
      },
    ];
  }
  return [
    {
      severity: 'cause',
      what:
        running.length === 0
          ? `Application ${called(application)} runs on no member, but should.`
          : `Application ${called(application)} runs on ${running.length} of ${parts.length} running members only; it is missing on ${where}.`,
      evidence,
      fix: advise(
        call('application.setStatus', { application: id, action: 'restart' }),
        `redeploys it${running.length === 0 ? '' : ' (a short outage where it runs)'}; the log of the runtime on that machine says why it did not start.`,
      ),
    },
  ];
}

function aloneFinding(application: HybridApplication, member: Member, clusterId: string): Finding {
  return {
    severity: 'likely',
    what: `Application ${called(application)} is deployed to member ${called(member)} alone, not to the cluster: it does not run on the others.`,
    evidence: `target of the application: server ${called(member)}; status ${application.lastReportedStatus}`,
    fix: advise(
      `Deploy it to cluster ${clusterId} in Runtime Manager instead;`,
      call('application.get', { application: application.id }),
      'shows it.',
    ),
  };
}
