import * as z from 'zod';
import { called } from '../../../core/text/quote.ts';
import { defineDiagnosisTool } from '../../../core/tools/define-diagnosis.ts';
import { inData } from '../../../platform/text.ts';
import { describeClusterChecks } from '../clusters/checks.ts';
import { modeOf } from '../clusters/clusters.ts';
import { gatherClusterEvidence } from '../clusters/diagnosis.ts';
import { clusterFindingsOf } from '../clusters/findings.ts';
import { cluster } from './arguments.ts';
import { clusterRow, named, toMemberRow } from './rows.ts';

const input = { cluster };

declare module '../../../core/operations.ts' {
  interface Operations {
    'cluster.diagnose': typeof input;
  }
}

export const diagnoseCluster = defineDiagnosisTool({
  name: 'anypoint_diagnose_cluster',
  title: 'Diagnose a cluster',
  toolset: 'runtime',
  operation: 'cluster.diagnose',
  description:
    'Diagnoses a cluster that is not up, is split, or whose applications do not run on every member. Returns findings, most severe first, each with the call that fixes it. Changes nothing.',
  input,
  facts: {
    cluster: clusterRow.extend({ primaryServer: named.optional(), applications: z.array(z.string()).optional() }),
  },
  example: { arguments: { cluster: 'catalog-cluster' }, answers: 'No problems found' },
  async diagnose(args, ctx) {
    const evidence = await gatherClusterEvidence(args.cluster, ctx);
    const { cluster: found, dependents, unreadable } = evidence;
    const { id, name, status, servers } = found;
    const primary = servers.find((server) => server.id === found.primaryNodeId);
    return {
      facts: {
        cluster: {
          id,
          name,
          status,
          mode: modeOf(found),
          servers: servers.map(toMemberRow),
          ...(primary === undefined ? {} : { primaryServer: { id: primary.id, name: primary.name } }),
          ...(dependents === undefined ? {} : { applications: dependents.map((dependent) => dependent.name) }),
        },
      },
      checked: describeClusterChecks(evidence),
      findings: clusterFindingsOf(evidence),
      unreadable,
    };
  },
  subject: ({ cluster: found }) => `Cluster ${called(found)}`,
  labels: ({ cluster: found }) => [
    ['status', `${found.status}, ${found.mode}`],
    ['members', found.servers.map(({ name, status }) => `${inData(name)} ${status}`)],
    ['primary', found.primaryServer?.name],
    ['applications', found.applications?.join(', ')],
  ],
});
