/** What follows from the policy: the JSON Schema of its files, for editors, and the default one in `docs/safety.md`. */
import * as z from 'zod';
import { explained } from '../src/cli/policy.ts';
import { defaultPolicy, policySchema } from '../src/safety/policy/policy.ts';
import { withGenerated } from './pages.ts';

/** The JSON Schema of policy files: `schemas/policy.schema.json`. */
export function policyJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(policySchema, { io: 'input', target: 'draft-2020-12' });
  return { title: 'Policy of an anypoint-mcp server', ...schema };
}

/** `docs/safety.md` with the default policy as `anypoint-mcp policy check` explains it. */
export function withDefaultPolicy(page: string): string {
  const lines = explained({ policy: defaultPolicy, origin: 'the default policy' });
  return withGenerated(page, 'default-policy', ['```text', ...lines, '```'].join('\n'));
}
