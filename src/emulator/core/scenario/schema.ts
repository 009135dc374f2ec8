import * as z from 'zod';
import { type AnyPart, isSequence } from '../kinds.ts';
import type { Section } from './sections.ts';

/** What the schema of a scenario follows from. */
export interface ScenarioDefinition {
  state: readonly AnyPart[];
  sections: readonly Section[];
}

type ScenarioSchema = ReturnType<typeof makeSchema>;

const schemas = new WeakMap<ScenarioDefinition, ScenarioSchema>();

/** A scenario: what the platform holds when it starts, and what happens later. Making the schema takes a while: it is made once. */
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
    extends: z
      .literal('acme')
      .optional()
      .describe('Starts from the built-in organization; what follows is added to it'),
    nextIds: z
      .strictObject(Object.fromEntries(sequences.map(({ scenarioName }) => [scenarioName, z.int().min(1).optional()])))
      .default({})
      .describe('The first numbers given to what is created later'),
    ...Object.fromEntries(sections.map(({ name, schema }) => [name, schema])),
  });
}

/** A scenario as it is written; the sections of services are checked when it is loaded. */
export type ScenarioInput = z.input<ScenarioSchema> & { [section: string]: unknown };

/** A scenario after its defaults were filled in. */
export type Scenario = z.output<ScenarioSchema> & { [section: string]: unknown };

/** The JSON Schema of scenarios, for editors: `schemas/scenario.schema.json`. */
export function scenarioJsonSchema(form: ScenarioDefinition): Record<string, unknown> {
  const schema = z.toJSONSchema(scenarioSchema(form), { io: 'input', target: 'draft-2020-12' });
  return { title: 'Scenario of the embedded Anypoint Platform', ...schema };
}
