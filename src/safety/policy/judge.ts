import { type PlanFacts, type Step, stepKinds } from '../../core/plan/plan.ts';
import { foldedName } from '../../core/text/fold.ts';
import type { Tool } from '../../core/tools/tool.ts';
import { toolsets } from '../../core/tools/toolsets.ts';
import { defaultRules, type Policy, type PolicyAnswer, type PolicyRule, policyAnswers } from './policy.ts';

/** What a policy knows of a write. */
export interface JudgedWrite {
  tool: Pick<Tool, 'name' | 'toolset'>;
  plan: Pick<PlanFacts, 'environment' | 'steps'>;
}

/** What a policy says to a write. */
export interface Verdict {
  answer: PolicyAnswer;
  /** The name of the rule, or of the limit, that decided. */
  rule: string;
  /** It is a limit that decided. */
  isLimit?: true;
  /** Only outside of the client may a person agree. */
  outside: boolean;
  /** How many people have to agree. */
  approvals: number;
}

/** Types of an environment as rules name them, where there is none or its type is not known. */
const noEnvironment = 'none';
const unknownType = 'unknown';

/** The strictest answer to any of the steps of a plan. */
export function judge(policy: Policy, { tool, plan }: JudgedWrite): Verdict {
  const verdicts = plan.steps.map((step) => judgeStep(policy, { tool, plan }, step));
  // A plan without steps is never applied; the first default rule asks.
  return strictest(verdicts) ?? verdictOf(defaultRules[0] as PolicyRule);
}

/** The strictest of some verdicts, with everything that any of them demands; undefined without any. */
export function strictest(verdicts: readonly Verdict[]): Verdict | undefined {
  const [first, ...others] = verdicts;
  return first && others.reduce(stricter, first);
}

function judgeStep(policy: Policy, write: JudgedWrite, step: Step): Verdict {
  const rule = [...policy.rules, ...defaultRules].find((candidate) => matches(candidate, write, step));
  // The last default rule has no conditions, so there is always one.
  return verdictOf(rule as PolicyRule);
}

function verdictOf({ name, answer, approval, approvals = 1 }: PolicyRule): Verdict {
  return { answer, rule: name, outside: approval === 'outside', approvals };
}

function stricter(one: Verdict, other: Verdict): Verdict {
  const strict = strictness(other) > strictness(one) ? other : one;
  // What either demands of an approval holds for the whole plan.
  return {
    ...strict,
    outside: one.outside || other.outside,
    approvals: Math.max(one.approvals, other.approvals),
  };
}

function strictness({ answer }: Verdict): number {
  return policyAnswers.indexOf(answer);
}

function matches(
  rule: PolicyRule,
  { tool, plan: { environment } }: JudgedWrite,
  { kind, thing, also = [] }: Step,
): boolean {
  const type = environment === undefined ? noEnvironment : (environment.type ?? unknownType);
  return (
    isAmong(rule.environmentTypes, [type]) &&
    isAmong(rule.environments, [environment?.id, environment?.name]) &&
    isAmong(rule.organizations, [environment?.organization.id, environment?.organization.name]) &&
    (rule.toolsets?.includes(tool.toolset) ?? true) &&
    isAmong(rule.tools, [tool.name]) &&
    (rule.steps?.includes(kind) ?? true) &&
    isAmong(
      rule.things,
      [thing, ...also].flatMap(({ id, name }) => [id, name]),
    )
  );
}

/**
 * Whether a rule matches every step of every write, so that no rule after it decides. Patterns of organizations and
 * environments match nothing outside of any environment.
 */
export function matchesEverything(rule: PolicyRule): boolean {
  const { organizations, environments, environmentTypes: types, tools, things } = rule;
  const isOpen = organizations === undefined && environments === undefined;
  const areAny = [tools, types, things].every((list) => list?.some((pattern) => /^\*+$/.test(pattern)) ?? true);
  return isOpen && areAny && hasAll(rule.steps, stepKinds) && hasAll(rule.toolsets, toolsets);
}

function hasAll<T>(named: readonly T[] | undefined, all: readonly T[]): boolean {
  return named === undefined || all.every((one) => named.includes(one));
}

/** Whether one of the names matches one of the patterns; without patterns everything does. */
function isAmong(patterns: readonly string[] | undefined, names: readonly (string | undefined)[]): boolean {
  return patterns === undefined || names.some((name) => name !== undefined && matchesAny(patterns, name));
}

/** Whether a name matches one of the patterns: in any case and Unicode form, `*` stands for any characters. */
export function matchesAny(patterns: readonly string[], name: string): boolean {
  const text = foldedName(name);
  return patterns.some((pattern) => isLike(text, foldedName(pattern)));
}

/**
 * Whether a text is like a pattern. The earliest place of each part is enough, so that no name can make this slow, as it
 * could an expression.
 */
function isLike(text: string, pattern: string): boolean {
  const [first, last] = [pattern.indexOf('*'), pattern.lastIndexOf('*')];
  if (first === -1) return text === pattern;
  const [head, tail] = [pattern.slice(0, first), pattern.slice(last + 1)];
  if (!text.startsWith(head)) return false;
  let at = first;
  for (const part of pattern.slice(first, last).split('*')) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - tail.length >= at && text.endsWith(tail);
}

/** Whether a tool can never do anything: such a tool is not offered. */
export function isDeniedEverywhere(policy: Policy, tool: Pick<Tool, 'name' | 'toolset'>): boolean {
  for (const rule of policy.rules) {
    const concerns = (rule.toolsets?.includes(tool.toolset) ?? true) && isAmong(rule.tools, [tool.name]);
    if (!concerns) continue;
    const isConditional = [rule.environments, rule.environmentTypes, rule.organizations, rule.steps, rule.things].some(
      (condition) => condition !== undefined,
    );
    if (!isConditional) return rule.answer === 'deny';
    if (rule.answer !== 'deny') return false;
  }
  return false;
}
