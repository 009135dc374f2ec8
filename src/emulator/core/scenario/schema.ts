import * as z from 'zod';
import { type AnyPart, isSequence } from '../kinds.ts';
import type { Section } from './sections.ts';

/** What the schema of a scenario is derived from. */
export interface ScenarioDefinition {
  state: readonly AnyPart[];
  sections: readonly Section[];
}

type ScenarioSchema = ReturnType<typeof makeSchema>;

const schemas = new WeakMap<ScenarioDefinition, ScenarioSchema>();

/** The schema of scenarios. Building it is slow, so it is cached. */
export function scenarioSchema(form: ScenarioDefinition): ScenarioSchema {
  let schema = schemas.get(form);
  if (schema === undefined) {
    schema = makeSchema(form);
    schemas.set(form, schema);
  }
  return schema;
}

function makeSchema({ state, sections }: ScenarioDefinition) {
  const sequences = state.filter(isSequence);
  return z.strictObject({
    $schema: z.string().optional(),
    description: z.string().optional(),
    extends: z.literal('acme').optional().describe('Starts from the built-in organization and adds to it'),
    nextIds: z
      .strictObject(Object.fromEntries(sequences.map(({ scenarioName }) => [scenarioName, z.int().min(1).optional()])))
      .default({})
      .describe('First numeric ids of objects that are created later'),
    ...Object.fromEntries(sections.map(({ name, schema }) => [name, schema])),
  });
}

/** A scenario as it is written; the sections of services are checked when it is loaded. */
export type ScenarioInput = z.input<ScenarioSchema> & { [section: string]: unknown };

/** A scenario with its defaults applied. */
export type Scenario = z.output<ScenarioSchema> & { [section: string]: unknown };

/** The JSON Schema of scenarios, for editors: `schemas/scenario.schema.json`. */
export function scenarioJsonSchema(form: ScenarioDefinition): Record<string, unknown> {
  const schema = z.toJSONSchema(scenarioSchema(form), { io: 'input', target: 'draft-2020-12' });
  return { title: 'Scenario of the embedded Anypoint Platform', ...schema };
}
