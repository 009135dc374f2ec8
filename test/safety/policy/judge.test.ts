import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlanFacts, type StepKind, stepKinds } from '../../../src/core/plan/plan.ts';
import {
  isDeniedEverywhere,
  type JudgedWrite,
  judge,
  matchesAny,
  matchesEverything,
  strictest,
} from '../../../src/safety/policy/judge.ts';
import { type Policy, type PolicyRule, policyAnswers, policySchema } from '../../../src/safety/policy/policy.ts';

type Rule = Omit<PolicyRule, 'name'> & { name?: string };

const policyOf = (...rules: Rule[]): Policy =>
  policySchema.parse({ rules: rules.map((rule, index) => ({ name: `rule ${index + 1}`, ...rule })) });

const organization = { id: 'org-1', name: 'Acme' };
const environmentOf = (type: string | undefined, name = 'Payments') => ({
  ...{ id: 'env-1', name, organization },
  ...(type === undefined ? {} : { type }),
});

/** A kind of step, with the name of its thing. */
type Given = StepKind | [StepKind, string];

function write(environment: PlanFacts['environment'], ...steps: Given[]): JudgedWrite {
  return {
    tool: { name: 'anypoint_delete_gateway', toolset: 'gateways' },
    plan: {
      ...(environment === undefined ? {} : { environment }),
      steps: steps.map((step) => {
        const [kind, name] = typeof step === 'string' ? [step, 'orders'] : step;
        return { kind, thing: { kind: 'gateway', id: `${name}-id`, name }, action: 'do it', changes: [] };
      }),
    },
  };
}

const sandbox = environmentOf('sandbox');

describe('the default policy', () => {
  const none = policyOf();
  it.each<[string, PlanFacts['environment'], StepKind, string]>([
    ['a sandbox', sandbox, 'create', 'allow'],
    ['a sandbox', sandbox, 'update', 'allow'],
    ['a sandbox', sandbox, 'remove', 'ask'],
    ['a sandbox', sandbox, 'stop', 'ask'],
    ...stepKinds.map((kind): [string, PlanFacts['environment'], StepKind, string] => [
      ...(['production', environmentOf('production'), kind, 'ask'] as const),
    ]),
    ...stepKinds.map((kind): [string, PlanFacts['environment'], StepKind, string] => [
      ...(['an environment of no known type', environmentOf(undefined), kind, 'ask'] as const),
    ]),
    ...stepKinds.map((kind): [string, PlanFacts['environment'], StepKind, string] => [
      ...(['no environment', undefined, kind, 'ask'] as const),
    ]),
  ])('in %s, %s: %s', (_where, environment, kind, answer) => {
    expect(judge(none, write(environment, kind)).answer).toBe(answer);
  });

  it('names the rule', () => {
    expect(judge(none, write(sandbox, 'remove')).rule).toBe('what removes or stops something asks');
  });
});

describe('rules', () => {
  it('are tried in order, and the first that matches decides', () => {
    const policy = policyOf({ steps: ['remove'], answer: 'allow' }, { answer: 'deny' });
    expect(judge(policy, write(sandbox, 'remove'))).toMatchObject({ answer: 'allow', rule: 'rule 1' });
    expect(judge(policy, write(sandbox, 'update'))).toMatchObject({ answer: 'deny', rule: 'rule 2' });
  });

  it('judge each step, and the strictest answer holds for the plan', () => {
    const policy = policyOf({ steps: ['remove'], answer: 'deny' }, { steps: ['stop'], answer: 'ask' });
    expect(judge(policy, write(sandbox, 'create', 'stop', 'update')).answer).toBe('ask');
    expect(judge(policy, write(sandbox, 'stop', 'remove', 'create'))).toMatchObject({ answer: 'deny', rule: 'rule 1' });
  });

  it('are never less strict for a plan than for any of its steps', () => {
    const kinds = fc.array(fc.constantFrom(...stepKinds), { minLength: 1, maxLength: 5 });
    const rules = fc.array(
      fc.record({ steps: fc.subarray([...stepKinds], { minLength: 1 }), answer: fc.constantFrom(...policyAnswers) }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(kinds, rules, (steps, given) => {
        const policy = policyOf(...given);
        const each = steps.map((step) => policyAnswers.indexOf(judge(policy, write(sandbox, step)).answer));
        expect(policyAnswers.indexOf(judge(policy, write(sandbox, ...steps)).answer)).toBe(Math.max(...each));
      }),
    );
  });

  it('keep for the plan what any of its steps demands of an approval', () => {
    const policy = policyOf(
      { things: ['a'], answer: 'ask', approval: 'outside' },
      { things: ['b'], answer: 'ask', approvals: 2 },
      { things: ['c', 'd'], answer: 'ask', approval: 'client' },
    );
    const demanded = (...names: string[]) => {
      const { outside, approvals } = judge(policy, write(sandbox, ...names.map((name): Given => ['remove', name])));
      return [outside, approvals];
    };
    expect(demanded('a', 'b')).toEqual([true, 2]);
    expect(demanded('b', 'a')).toEqual([true, 2]);
    expect(demanded('c', 'a')).toEqual([true, 1]);
    expect(demanded('c', 'd')).toEqual([false, 1]);
  });

  it('that answer the same are named by the first of them', () => {
    const policy = policyOf({ things: ['a'], answer: 'ask' }, { things: ['b'], answer: 'ask' });
    expect(judge(policy, write(sandbox, ['update', 'b'], ['update', 'a'])).rule).toBe('rule 2');
  });

  it('ask about a plan that says nothing of what it does', () => {
    expect(judge(policyOf({ answer: 'allow' }), write(sandbox)).answer).toBe('ask');
    expect(strictest([])).toBeUndefined();
  });

  it.each<[string, Rule, boolean]>([
    ['its environment by id', { environments: ['env-1'], answer: 'deny' }, true],
    ['its environment by name, in any case', { environments: ['PAYMENTS'], answer: 'deny' }, true],
    ['its environment by a pattern', { environments: ['pay*'], answer: 'deny' }, true],
    ['another environment', { environments: ['orders'], answer: 'deny' }, false],
    ['a part of a name', { environments: ['pay'], answer: 'deny' }, false],
    ['its type, in any case', { environmentTypes: ['Sandbox'], answer: 'deny' }, true],
    ['another type', { environmentTypes: ['production', 'none', 'unknown'], answer: 'deny' }, false],
    ['its organization', { organizations: ['acme'], answer: 'deny' }, true],
    ['another organization', { organizations: ['org-2'], answer: 'deny' }, false],
    ['its toolset', { toolsets: ['gateways'], answer: 'deny' }, true],
    ['another toolset', { toolsets: ['apis'], answer: 'deny' }, false],
    ['its tool', { tools: ['anypoint_delete_*'], answer: 'deny' }, true],
    ['another tool', { tools: ['anypoint_create_*'], answer: 'deny' }, false],
    ['its thing by name', { things: ['ord*'], answer: 'deny' }, true],
    ['its thing by id', { things: ['orders-id'], answer: 'deny' }, true],
    ['another thing', { things: ['returns'], answer: 'deny' }, false],
    ['everything but one', { things: ['orders'], toolsets: ['apis'], answer: 'deny' }, false],
  ])('match %s', (_what, rule, isMatch) => {
    expect(judge(policyOf(rule), write(sandbox, 'update')).answer).toBe(isMatch ? 'deny' : 'allow');
  });

  it('match a write outside any environment as none, and one of no known type as unknown', () => {
    const policy = policyOf(
      { environmentTypes: ['none'], answer: 'deny' },
      { environmentTypes: ['unknown'], answer: 'allow' },
    );
    expect(judge(policy, write(undefined, 'update')).answer).toBe('deny');
    expect(judge(policy, write(environmentOf(undefined), 'update')).answer).toBe('allow');
    expect(judge(policyOf({ environments: ['*'], answer: 'allow' }), write(undefined, 'update')).answer).toBe('ask');
  });
});

describe('a pattern', () => {
  it.each<[string, string, boolean]>([
    ['köln', 'Ko\u0308LN', true],
    ['Ko\u0308ln', 'köln', true],
    ['*', '', true],
    ['*', 'two\nlines', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abbd', false],
    ['a.c', 'abc', false],
    ['a.c', 'a.c', true],
    ['(a|b)+', '(a|b)+', true],
    ['[a-z]', 'b', false],
    ['*-prod', 'eu-prod', true],
    ['*-prod', 'eu-prod-2', false],
    ['😀*', '😀x', true],
  ])('%j of %j: %s', (pattern, name, isMatch) => {
    expect(matchesAny([pattern], name)).toBe(isMatch);
  });

  it('takes any text, and matches itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(matchesAny([text], text)).toBe(true);
      }),
    );
  });
});

describe('a tool that is denied everywhere', () => {
  const tool = { name: 'anypoint_delete_gateway', toolset: 'gateways' } as const;
  it.each<[boolean, Rule[]]>([
    [false, []],
    [true, [{ answer: 'deny' }]],
    [true, [{ tools: ['anypoint_delete_*'], answer: 'deny' }]],
    [true, [{ toolsets: ['gateways'], answer: 'deny' }]],
    [false, [{ toolsets: ['apis'], answer: 'deny' }]],
    [false, [{ environmentTypes: ['production'], answer: 'deny' }]],
    [false, [{ tools: ['anypoint_delete_gateway'], environments: ['dev'], answer: 'allow' }, { answer: 'deny' }]],
    [true, [{ environments: ['dev'], answer: 'deny' }, { answer: 'deny' }]],
    [true, [{ toolsets: ['apis'], answer: 'allow' }, { answer: 'deny' }]],
    [false, [{ answer: 'ask' }, { answer: 'deny' }]],
  ])('%s: %j', (isDenied, rules) => {
    expect(isDeniedEverywhere(policyOf(...rules), tool)).toBe(isDenied);
  });

  it('is never let pass by a rule', () => {
    const rules = fc.array(
      fc.record(
        {
          tools: fc.constantFrom<string[][]>(['anypoint_*'], ['anypoint_delete_gateway'], ['anypoint_create_api']),
          environmentTypes: fc.constantFrom<string[][]>(['production'], ['sandbox'], ['*']),
          steps: fc.subarray([...stepKinds], { minLength: 1 }),
          answer: fc.constantFrom(...policyAnswers),
        },
        { requiredKeys: ['answer'] },
      ),
      { maxLength: 4 },
    );
    const places = [sandbox, environmentOf('production'), environmentOf(undefined), undefined];
    fc.assert(
      fc.property(rules, (given) => {
        const policy = policyOf(...given);
        if (!isDeniedEverywhere(policy, tool)) return;
        for (const place of places) {
          for (const kind of stepKinds) expect(judge(policy, write(place, kind)).answer).toBe('deny');
        }
      }),
    );
  });
});

describe('patterns', () => {
  const like = (pattern: string, name: string) =>
    new RegExp(
      `^${pattern
        .split('*')
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
      's',
    ).test(name);

  it('match as an expression would', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (one, name) => {
        expect(matchesAny([one], name)).toBe(like(one, name));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are not slowed down by any name', () => {
    expect(matchesAny(['*-*-*-*-*-*-prod'], '-'.repeat(100_000))).toBe(false);
  });

  it('match also the other things of a step', () => {
    const policy = policySchema.parse({ rules: [{ name: 'mine', things: ['mule-orders-*'], answer: 'deny' }] });
    const step = {
      ...{ kind: 'create' as const, thing: { kind: 'cluster', name: 'zork' }, action: '', changes: [] },
      also: [{ kind: 'server', id: '1', name: 'mule-orders-1' }],
    };
    const tool = { name: 'anypoint_create_cluster', toolset: 'runtime' } as const;
    expect(judge(policy, { tool, plan: { steps: [step] } }).answer).toBe('deny');
  });
});

describe('a rule that matches everything', () => {
  const some = <T>(...values: readonly T[]) =>
    fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined, freq: 1 });
  const ruleArbitrary = fc.record({
    organizations: some('*', 'Acme'),
    environments: some('*', 'Payments'),
    environmentTypes: some('*', 'production', 'none'),
    toolsets: some('gateways' as const, 'runtime' as const),
    tools: some('*', '**', 'anypoint_delete_*'),
    steps: some(...stepKinds),
    things: some('*', 'orders'),
  });

  it('leaves nothing to any rule after it', () => {
    fc.assert(
      fc.property(
        ruleArbitrary,
        fc.constantFrom(...stepKinds),
        fc.constantFrom(undefined, sandbox, environmentOf(undefined)),
        (conditions, kind, environment) => {
          const rule: PolicyRule = { name: 'first', answer: 'deny', ...conditions };
          const { rule: decided } = judge(policyOf(rule), write(environment, [kind, 'other']));
          expect(matchesEverything(rule) ? decided : 'first').toBe('first');
        },
      ),
    );
  });

  it.each<[Partial<PolicyRule>, boolean]>([
    [{}, true],
    [{ tools: ['x', '*'], things: ['**'], environmentTypes: ['*'], steps: [...stepKinds] }, true],
    [{ environments: ['*'] }, false],
    [{ organizations: ['*'] }, false],
    [{ steps: ['create', 'update', 'remove'] }, false],
    [{ toolsets: ['gateways'] }, false],
    [{ tools: ['anypoint_*'] }, false],
  ])('is not one that leaves something out: %j', (conditions, expected) => {
    expect(matchesEverything({ name: 'x', answer: 'deny', ...conditions })).toBe(expected);
  });
});
