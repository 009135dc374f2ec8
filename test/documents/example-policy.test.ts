import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { policyJsonSchema } from '../../scripts/policy.ts';
import type { StepKind } from '../../src/core/plan/plan.ts';
import { judge } from '../../src/safety/policy/judge.ts';
import { policyKeys, policySchema } from '../../src/safety/policy/policy.ts';
import { loadPolicy } from '../../src/safety/policy/policy-file.ts';
import { allTools } from '../../src/services/tools.ts';
import { openKeyPair } from '../safety/approvals/key-pair.ts';
import { root, textOf } from './repository.ts';

const file = path.join(root, 'docs/examples/policy.yaml');
const text = readFileSync(file, 'utf8');
const isValid = new Ajv2020().compile(policyJsonSchema());

describe('the example of a policy', async () => {
  const { policy } = await loadPolicy(file);

  it('is valid by the schema that editors use, which it names', () => {
    expect(isValid(parse(text)), JSON.stringify(isValid.errors)).toBe(true);
    const [, schema = ''] = /\$schema=(\S+)/.exec(text) ?? [];
    const named = path.join(path.dirname(file), schema);
    expect(JSON.parse(readFileSync(named, 'utf8'))).toEqual(policyJsonSchema());
  });

  it('names only tools that there are', () => {
    const names = allTools.map(({ name }) => name);
    for (const { tools = [] } of policy.rules) expect(names).toEqual(expect.arrayContaining(tools));
  });

  /** What it answers to a step in an environment. */
  const answer = (name: string, type: string, kind: StepKind, tool: string, thing = 'orders') => {
    const found = allTools.find((one) => one.name === tool);
    if (found === undefined) throw new Error(`${tool} is no tool.`);
    return judge(policy, {
      tool: found,
      plan: {
        environment: { id: 'e', name, type, organization: { id: 'o', name: 'Acme' } },
        steps: [{ kind, thing: { kind: 'thing', name: thing }, action: '', changes: [] }],
      },
    });
  };

  it('answers as its comments say', () => {
    expect(answer('Live', 'production', 'remove', 'anypoint_delete_gateway').answer).toBe('deny');
    expect(answer('Live', 'production', 'update', 'anypoint_update_gateway')).toMatchObject({
      answer: 'ask',
      outside: true,
    });
    expect(answer('Playground', 'sandbox', 'remove', 'anypoint_delete_gateway').answer).toBe('allow');
    expect(answer('Sandbox 2', 'sandbox', 'stop', 'anypoint_delete_api', 'payment-api').answer).toBe('deny');
    expect(answer('Test', 'sandbox', 'remove', 'anypoint_delete_api')).toMatchObject({
      answer: 'ask',
      rule: 'what removes or stops something asks',
    });
  });
});

describe('the policy of docs/safety.md', () => {
  const [, block = ''] = /```yaml\n(rules:[\s\S]*?)```/.exec(textOf('docs/safety.md')) ?? [];
  const { publicKey } = openKeyPair();
  const content = { ...parse(block), approvalKey: publicKey };

  it('has every key in its place, and is valid', () => {
    expect(policySchema.safeParse(content).error).toBeUndefined();
    const written = { file: parse(block), rule: content.rules[0], limits: content.limits };
    for (const [level, value] of Object.entries(written)) {
      // Object.entries forgets that these are the levels.
      const keys = policyKeys[level as keyof typeof policyKeys].filter((key) => !key.startsWith('$'));
      expect(Object.keys(value).sort()).toEqual([...keys].sort());
    }
  });

  it('names the keys of a rule that are required', () => {
    const [rule] = content.rules;
    const required = Object.keys(rule).filter((key) => {
      const { [key]: _left, ...others } = rule;
      return !policySchema.safeParse({ rules: [others] }).success;
    });
    expect(required).toEqual(['name', 'answer']);
  });
});

describe('the published schema of policies', () => {
  it.each([
    ['nothing', {}],
    ['a rule', { rules: [{ name: 'all', answer: 'ask' }] }],
    [
      'every condition',
      { rules: [{ name: 'x', answer: 'deny', steps: ['stop'], toolsets: ['gateways'], approvals: 2 }] },
    ],
    ['an unknown key', { rule: [] }],
    ['an unknown condition', { rules: [{ name: 'x', answer: 'ask', environment: ['Sandbox'] }] }],
    ['another answer', { rules: [{ name: 'x', answer: 'maybe' }] }],
    ['no pattern', { rules: [{ name: 'x', answer: 'ask', tools: [] }] }],
    ['another step', { rules: [{ name: 'x', answer: 'ask', steps: ['delete'] }] }],
    ['a limit below zero', { limits: { removalsPerHour: -1 } }],
    ['three people', { rules: [{ name: 'x', answer: 'ask', approvals: 3 }] }],
  ])('and the server agree about %s', (_what, content) => {
    expect(isValid(content)).toBe(policySchema.safeParse(content).success);
  });
});
