import { describe, expect, it } from 'vitest';
import type { Affected, Change, PlanFacts } from '../../../src/core/plan/plan.ts';
import { planDifferences } from '../../../src/core/plan/plan-differences.ts';

const planOf = (changes: Change[], affected?: Affected[]): PlanFacts => ({
  summary: 'Change it',
  steps: [{ kind: 'update', thing: { kind: 'gateway', name: 'orders' }, action: 'Change it', changes }],
  affected,
  warnings: [],
});
const api = (id: number): Affected => ({
  kind: 'API',
  id: `${id}`,
  name: 'x',
  title: `API ${id}`,
  consequence: 'stops',
});
const apis = (count: number): Affected[] => Array.from({ length: count }, (_, index) => api(index));

describe('the differences of two plans', () => {
  it('are the values that only one of them shows', () => {
    const planned = planOf([
      { setting: 'size', before: 'small', after: 'large' },
      { setting: 'a', after: 1 },
    ]);
    const now = planOf([
      { setting: 'size', before: 'medium', after: 'large' },
      { setting: 'a', after: 1 },
    ]);
    expect(planDifferences(planned, now)).toBe('planned: size: small → large; now: size: medium → large.');
    expect(planDifferences(planned, planned)).toBeUndefined();
  });

  it('are what goes with it as well, five of all', () => {
    expect(planDifferences(planOf([], apis(1)), planOf([]))).toBe('planned: API 0 stops.');
    expect(planDifferences(planOf([]), planOf([], apis(1)))).toBe('now: API 0 stops.');
    const five = [0, 1, 2, 3, 4].map((id) => `now: API ${id} stops`).join('; ');
    expect(planDifferences(planOf([]), planOf([], apis(5)))).toBe(`${five}.`);
    expect(planDifferences(planOf([]), planOf([], apis(7)))).toBe(`${five} and 2 more.`);
  });
});
