import * as z from 'zod';
import { stepKinds } from '../../core/plan/plan.ts';
import { hintAt } from '../../core/text/nearest.ts';
import { listed } from '../../core/text/quote.ts';
import { toolsets } from '../../core/tools/toolsets.ts';
import { publicKeyFrom } from '../approvals/signature.ts';

/** What a policy answers to a step: go ahead, ask a person first, or never. */
export const policyAnswers = ['allow', 'ask', 'deny'] as const;
export type PolicyAnswer = (typeof policyAnswers)[number];

const patterns = z.array(z.string().trim().min(1)).min(1);

/** Types of an environment as rules name them; `unknown` where the platform does not say. */
export const placeTypes: readonly string[] = ['production', 'sandbox', 'design', 'unknown'];

/** What rules name as type: also `none`, for a write outside any environment. */
export const environmentTypes: readonly string[] = [...placeTypes, 'none'];

/** A type that there is none of would never match: a rule that denies would do nothing. */
const typePatterns = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .refine((type) => type.includes('*') || environmentTypes.includes(type.toLowerCase()), {
        error: ({ input }) =>
          `${JSON.stringify(input)} is no type of an environment${hintAt(String(input), environmentTypes)}, expected ${listed(environmentTypes, 'or')}`,
      }),
  )
  .min(1);

const ruleSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(80).describe('What the rule says, in a few words; refusals name it'),
    organizations: patterns.describe('Ids or names of business groups; * stands for any characters').optional(),
    environments: patterns.describe('Ids or names of environments; * stands for any characters').optional(),
    environmentTypes: typePatterns
      .describe(
        'Types of environments: production, sandbox, design; none for a write outside any environment, unknown where the platform does not say',
      )
      .optional(),
    toolsets: z.array(z.enum(toolsets)).min(1).describe('Toolsets').optional(),
    tools: patterns.describe('Names of tools; * stands for any characters').optional(),
    steps: z.array(z.enum(stepKinds)).min(1).describe('Kinds of step: create, update, remove, stop').optional(),
    things: patterns.describe('Ids or names of the things that are changed; * stands for any characters').optional(),
    answer: z.enum(policyAnswers).describe('allow: go ahead; ask: a person decides; deny: never'),
    approval: z
      .enum(['client', 'outside'])
      .describe(
        'Where a person is asked: in the client if it can (default), or only outside, with anypoint-mcp approve',
      )
      .optional(),
    approvals: z
      .int()
      .min(1)
      .max(2)
      .describe('How many different people have to agree; 2 only where the server knows its people')
      .optional(),
  })
  .describe('One rule; it matches a step when everything that it names matches');

const limitsSchema = z.strictObject({
  removalsPerHour: z
    .int()
    .min(0)
    .describe(
      'Steps that remove or stop, within an hour on one platform; from then on every write asks, until anypoint-mcp policy reset',
    )
    .optional(),
  thingsPerPlan: z.int().min(1).describe('Things that one plan may change; a larger one asks').optional(),
});

/** A policy file: rules, the first that matches wins; what none matches is judged by the default policy. */
export const policySchema = z
  .strictObject({
    $schema: z.string().describe('Where editors find the schema of this file').optional(),
    rules: z.array(ruleSchema).describe('Rules, the first one that matches a step decides').default([]),
    limits: limitsSchema.describe('Limits; a reached one asks, also where a rule allows').default({}),
    visibleEnvironments: patterns
      .describe('Ids or names of the only environments that there are for this server; * stands for any characters')
      .optional(),
    approvalKey: z
      .string()
      .superRefine((pem, { addIssue }) => {
        try {
          publicKeyFrom(pem);
        } catch (error) {
          const why = error instanceof Error ? error.message : '';
          addIssue({ code: 'custom', message: `expected an Ed25519 public key in PEM form, but ${why}` });
        }
      })
      .describe('Ed25519 public key (PEM): an approval counts only if it is signed with its private key')
      .optional(),
  })
  .describe('The policy of an anypoint-mcp server: what goes ahead, what a person decides, what is refused');

/** The keys that a policy file may have: at its top, in a rule, and in its limits. */
export const policyKeys = {
  file: Object.keys(policySchema.shape),
  rule: Object.keys(ruleSchema.shape),
  limits: Object.keys(limitsSchema.shape),
} as const;

export type Policy = z.output<typeof policySchema>;
export type PolicyRule = Policy['rules'][number];

/** Removals and stops within an hour from which on every write asks, unless the policy says otherwise. */
export const defaultRemovalsPerHour = 10;

/** What judges the steps that no rule of a file matches. */
export const defaultRules: readonly PolicyRule[] = [
  { name: 'every write in production asks', environmentTypes: ['production', 'unknown'], answer: 'ask' },
  { name: 'every write outside any environment asks', environmentTypes: ['none'], answer: 'ask' },
  { name: 'what removes or stops something asks', steps: ['remove', 'stop'], answer: 'ask' },
  { name: 'what creates or updates outside production is allowed', answer: 'allow' },
];

/** The policy without a file. */
export const defaultPolicy: Policy = policySchema.parse({});

/** The policy of a server whose operator has a gate of their own. */
export const allowPolicy: Policy = policySchema.parse({
  rules: [{ name: 'ANYPOINT_POLICY=allow', answer: 'allow' }],
  limits: {},
});
