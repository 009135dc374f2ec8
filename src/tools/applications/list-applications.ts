import * as z from 'zod';
import { applicationKinds, applicationStates } from '../../domain/application-facts.ts';
import {
  filterApplications,
  listApplications as readApplications,
  unavailableText,
} from '../../domain/applications.ts';
import { scopeName } from '../../domain/directory.ts';
import { defineReadTool } from '../define.ts';
import { defaultLimit, limit, nameContains } from '../params.ts';
import { count, cutNote, table } from '../present.ts';
import { applicationRow, toApplicationRow } from './application-output.ts';

export const listApplications = defineReadTool({
  name: 'anypoint_list_applications',
  title: 'List applications',
  toolset: 'applications',
  effect: 'read',
  description: 'Applications and where they run.',
  scope: 'environment',
  input: {
    where: z.enum(applicationKinds).describe('hybrid: servers').optional(),
    status: z.enum(applicationStates).describe('State').optional(),
    nameContains,
    limit,
  },
  output: z.object({
    where: z.string(),
    total: z.number(),
    applications: z.array(applicationRow),
    unavailable: z.array(z.string()),
  }),
  async run({ where, status: state, nameContains: part, limit: most = defaultLimit }, { platform, scope, signal }) {
    const listing = await readApplications({ platform, scope, signal }, where === undefined ? undefined : [where]);
    const fitting = filterApplications(listing.applications, { nameContains: part, state });
    return {
      where: scopeName(scope),
      total: fitting.length,
      applications: fitting.slice(0, most).map(toApplicationRow),
      unavailable: listing.unavailable.map(unavailableText),
    };
  },
  present: ({ where, total, applications, unavailable }) => ({
    headline: `${total === 0 ? 'No applications fit' : count(total, 'application')} in ${where}.${cutNote(applications.length, total)}`,
    data: [table(applications, ['name', 'id', 'where', 'state', 'status', 'artifact', 'lastUpdated']), ...unavailable]
      .filter((part) => part !== '')
      .join('\n'),
  }),
});
