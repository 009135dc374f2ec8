/** What follows from the policy: the JSON Schema of its files, for editors. */
import * as z from 'zod';
import { policySchema } from '../src/safety/policy/policy.ts';

/** The JSON Schema of policy files: `schemas/policy.schema.json`. */
export function policyJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(policySchema, { io: 'input', target: 'draft-2020-12' });
  return { title: 'Policy of an anypoint-mcp server', ...schema };
}
