import * as z from 'zod';
import { tool } from '../../../core/operations.ts';
import { found } from '../../../core/text/table.ts';
import { defineListTool } from '../../../core/tools/define-list.ts';
import { nameContains } from '../../../core/tools/params.ts';
import { advice } from '../../../platform/advice.ts';
import { filterApplications, listApplications as readApplications, unreadablePart } from '../applications.ts';
import { applicationKinds, applicationStates } from '../facts.ts';
import { applicationRow, toApplicationRow } from './application-output.ts';

const filters = {
  kind: z
    .enum(applicationKinds)
    .describe('Only on this service; hybrid: servers, server groups and clusters')
    .optional(),
  state: z.enum(applicationStates).describe('Only in this state').optional(),
  nameContains,
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'application.list': typeof filters;
  }
}

export const listApplications = defineListTool({
  name: 'anypoint_list_applications',
  title: 'List applications',
  toolset: 'applications',
  operation: 'application.list',
  description: advice`Lists the Mule applications of an environment on CloudHub 1.0, CloudHub 2.0, Runtime Fabric and servers, with state and where they run. For CloudHub 2.0 and Runtime Fabric, only ${tool('application.get')} has the artifact.`,
  scope: 'environment',
  reach: 'every',
  filters,
  rows: {
    key: 'applications',
    thing: { argument: 'application', noun: 'application' },
    row: applicationRow,
    identity: ['name', 'id'],
    order: 'name',
    brief: ['kind', 'state'],
  },
  facts: { kind: z.enum(applicationKinds).optional() },
  example: { arguments: {}, answers: 'orders-app' },
  async read({ kind, state, nameContains: part }, ctx) {
    const listing = await readApplications(kind === undefined ? applicationKinds : [kind], ctx);
    const matching = filterApplications(listing.applications, { nameContains: part, state });
    return {
      rows: matching.map(toApplicationRow),
      facts: { kind },
      unreadable: listing.unreadable.map(unreadablePart),
      of: listing.applications.length,
    };
  },
  headline: ({ kind }, counted, where) =>
    found(counted, kind === undefined ? 'application' : `${kind} application`, where),
  after: (_facts, shown) =>
    shown.some(({ kind, artifact }) => kind === 'cloudhub2' && artifact === undefined)
      ? 'CloudHub 2.0 and Runtime Fabric list no artifacts; an application read alone shows its own.'
      : '',
});
