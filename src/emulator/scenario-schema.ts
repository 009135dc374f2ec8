import { compose } from './core/composition.ts';
import { scenarioJsonSchema as jsonSchemaOf } from './core/scenario/schema.ts';
import { services } from './services/index.ts';

export type { ScenarioInput } from './core/scenario/schema.ts';

/** The JSON Schema of scenarios with all services: `schemas/scenario.schema.json`, which `npm run generate` writes. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return jsonSchemaOf(compose(services));
}
