import * as z from 'zod';
import { placeName } from '../../../core/place/place.ts';
import { found } from '../../../core/text/table.ts';
import { defineListTool } from '../../../core/tools/define-list.ts';
import { nameContains } from '../../../core/tools/params.ts';
import { filterApplications, listApplications as readApplications, unavailableText } from '../applications.ts';
import { applicationKinds, applicationStates } from '../facts.ts';
import { applicationRow, toApplicationRow } from './application-output.ts';

const filters = {
  where: z.enum(applicationKinds).describe('hybrid: servers').optional(),
  status: z.enum(applicationStates).describe('State').optional(),
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
  description: 'Applications and where they run.',
  scope: 'environment',
  filters,
  rows: {
    key: 'applications',
    row: applicationRow,
    identity: ['name', 'id'],
    order: 'name',
    brief: ['kind', 'state'],
  },
  facts: { where: z.string(), kind: z.enum(applicationKinds).optional(), unavailable: z.array(z.string()) },
  example: { arguments: {}, answers: 'orders-app' },
  async read({ where, status: state, nameContains: part }, ctx) {
    const listing = await readApplications(where === undefined ? applicationKinds : [where], ctx);
    const fitting = filterApplications(listing.applications, { nameContains: part, state });
    return {
      rows: fitting.map(toApplicationRow),
      facts: {
        where: placeName(ctx.place),
        kind: where,
        unavailable: listing.unavailable.map((one) => ctx.say(unavailableText(one))),
      },
      of: listing.applications.length,
    };
  },
  headline: ({ where, kind }, counted) =>
    found(counted, kind === undefined ? 'application' : `${kind} application`, where),
  after: ({ unavailable }) => unavailable.join('\n'),
});
