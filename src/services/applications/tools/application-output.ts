import * as z from 'zod';
import { lines } from '../../../core/text/table.ts';
import { withoutUndefined } from '../../../platform/json.ts';
import { platformText } from '../../../platform/reading.ts';
import { type ApplicationFacts, applicationKinds, applicationStates } from '../facts.ts';

/** An application as listings and writes show it; see {@link ApplicationFacts}. */
export const applicationRow = z.object({
  id: z.string(),
  name: platformText,
  kind: z.enum(applicationKinds),
  runsOn: z.string(),
  state: z.enum(applicationStates),
  status: z.string(),
  artifact: z.string().optional(),
  updatedAt: z.string().optional(),
});

/** The row of an application, whatever else is known of it. */
export function toApplicationRow(application: ApplicationFacts): z.output<typeof applicationRow> {
  const { id, name, kind, runsOn, state, status, artifact, updatedAt } = application;
  return withoutUndefined({ id, name, kind, runsOn, state, status, artifact, updatedAt });
}

/** A row as labelled lines. */
export function applicationLines(application: z.output<typeof applicationRow>): string {
  return lines([
    ['name', application.name],
    ['id', application.id],
    ['runs on', application.runsOn],
    ['state', application.state],
    ['status', application.status],
    ['artifact', application.artifact],
    ['updated', application.updatedAt],
  ]);
}
