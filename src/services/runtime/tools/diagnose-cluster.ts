import * as z from 'zod';
import {
  diagnosisFacts,
  diagnosisLines,
  diagnosisShape,
  findingsSummary,
  placeText,
} from '../../../core/diagnosis/diagnosis-output.ts';
import { called } from '../../../core/text/quote.ts';
import { lines } from '../../../core/text/table.ts';
import { defineReadTool } from '../../../core/tools/define-tool.ts';
import { describeClusterChecks } from '../clusters/checks.ts';
import { modeOf } from '../clusters/clusters.ts';
import { gatherClusterEvidence } from '../clusters/diagnosis.ts';
import { clusterFindingsOf } from '../clusters/findings.ts';
import { cluster } from './arguments.ts';
import { clusterRow, named, toMemberRow } from './rows.ts';

const output = z.object({
  cluster: clusterRow.extend({ primaryServer: named.optional(), applications: z.array(z.string()).optional() }),
  ...diagnosisShape,
});

const input = { cluster };

declare module '../../../core/operations.ts' {
  interface Operations {
    'cluster.diagnose': typeof input;
  }
}

export const diagnoseCluster = defineReadTool({
  name: 'anypoint_diagnose_cluster',
  title: 'Diagnose a cluster',
  toolset: 'runtime',
  operation: 'cluster.diagnose',
  effect: 'read',
  description:
    'Diagnoses a cluster that is not up, is split, or whose applications do not run on every member. Returns findings, most severe first, each with the call that fixes it. Changes nothing.',
  scope: 'environment',
  input,
  output,
  example: { arguments: { cluster: 'catalog-cluster' }, answers: 'No problems found' },
  async run(args, ctx) {
    const evidence = await gatherClusterEvidence(args.cluster, ctx);
    const { cluster: found, dependents, unreadable } = evidence;
    const { id, name, status, servers } = found;
    const primary = servers.find((server) => server.id === found.primaryNodeId);
    return {
      cluster: {
        id,
        name,
        status,
        mode: modeOf(found),
        servers: servers.map(toMemberRow),
        ...(primary === undefined ? {} : { primaryServer: { id: primary.id, name: primary.name } }),
        ...(dependents === undefined ? {} : { applications: dependents.map((dependent) => dependent.name) }),
      },
      ...(await diagnosisFacts(
        { checked: describeClusterChecks(evidence), findings: clusterFindingsOf(evidence), unreadable },
        ctx,
      )),
    };
  },
  present: ({ cluster: found, ...diagnosis }) => ({
    headline: `${findingsSummary(diagnosis)} Cluster ${called(found)} ${placeText(diagnosis)}.`,
    data: [
      lines([
        ['status', `${found.status}, ${found.mode}`],
        ['members', found.servers.map(({ name, status }) => `${name} ${status}`)],
        ['primary', found.primaryServer?.name],
        ['applications', found.applications?.join(', ')],
      ]),
      ...diagnosisLines(diagnosis),
    ].join('\n'),
  }),
});
