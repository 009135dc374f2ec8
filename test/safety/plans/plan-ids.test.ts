import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/platform/errors.ts';
import { PlanIds, type PlannedWork } from '../../../src/safety/plans/plan-ids.ts';
import { isId, newId } from '../../../src/safety/state/ids.ts';

function work(more: Partial<PlannedWork> = {}, size: [string, string] = ['small', 'large']): PlannedWork {
  const [before, after] = size;
  const thing = { kind: 'gateway', id: 'g-1', name: 'orders' };
  const steps = [{ kind: 'update' as const, thing, action: 'update', changes: [{ setting: 'size', before, after }] }];
  return {
    ...{ session: 's-1', tool: 'anypoint_update_gateway', arguments: { gateway: 'orders', size: 'large' } },
    basis: { environmentId: 'e-1', steps },
    plan: { summary: 'update gateway.', steps, warnings: [] },
    ...more,
  };
}

function plans(lifetimeMs = 600_000) {
  const clock = { now: Date.parse('2026-11-29T07:00:00Z') };
  return { clock, ids: new PlanIds({ lifetimeMs, now: () => clock.now }) };
}

function refusal(run: () => unknown): { message: string; why: unknown } {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { kind, message, why, next } = error;
    expect([kind, next]).toEqual(['input', expect.stringContaining('dryRun')]);
    return { message, why };
  }
  throw new Error('it was let pass');
}

describe('the id of a plan', () => {
  it('lets exactly its plan pass, once', () => {
    const { ids } = plans();
    const { id } = ids.keep(work());
    expect(ids.find(id, work()).id).toBe(id);
    ids.use(id);
    expect(refusal(() => ids.find(id, work())).message).toBe(
      `Plan ${id} was applied already; nothing was changed again.`,
    );
    expect(refusal(() => ids.use(id)).message).toContain('was applied already');
    // Or forgotten meanwhile.
    expect(refusal(() => ids.use(newId(12))).message).toContain('was applied already');
  });

  it('is the same for the same plan while that waits, and another one afterwards', () => {
    const { ids, clock } = plans();
    const { id } = ids.keep(work());
    expect(ids.keep(work()).id).toBe(id);
    clock.now += 600_000;
    const next = ids.keep(work()).id;
    expect(next).not.toBe(id);
    ids.use(next);
    expect(ids.keep(work()).id).not.toBe(next);
  });

  it('is another one for another session, another tool, other arguments and other ground', () => {
    const { ids } = plans();
    const all = [
      work(),
      work({ session: 's-2' }),
      work({ tool: 'anypoint_delete_gateway' }),
      work({ arguments: { gateway: 'orders', size: 'small' } }),
      work({ basis: { environmentId: 'e-2' } }),
    ];
    const given = all.map((one) => ids.keep(one).id);
    expect(new Set(given).size).toBe(all.length);
    expect(all.map((one) => ids.keep(one).id)).toEqual(given);
  });

  it('is no id of a plan that another process makes of the same', () => {
    const key = Buffer.alloc(32);
    const made = () => new PlanIds({ key, lifetimeMs: 1, now: () => 0 }).keep(work()).id;
    expect(made()).not.toBe(made());
    expect(isId(made())).toBe(true);
  });

  it('is refused with its own words where it is forged, of another session, of another call, expired or used', () => {
    const { ids, clock } = plans();
    const { id } = ids.keep(work());
    const { id: other } = ids.keep(work({ session: 's-2' }));
    const forged = newId(12);
    const said = [
      refusal(() => ids.find(forged, work())),
      refusal(() => ids.find(other, work())),
      refusal(() => ids.find(id, work({ tool: 'anypoint_delete_gateway' }))),
      refusal(() => ids.find(id, work({ arguments: { gateway: 'orders', size: 'small' } }))),
      refusal(() => ids.find(id, work({}, ['medium', 'large']))),
    ];
    clock.now += 600_000;
    said.push(refusal(() => ids.find(id, work())));
    expect(said).toEqual([
      { message: `There is no plan ${forged} here; nothing was changed.`, why: expect.stringContaining('process') },
      { message: `Plan ${other} was made in another session; nothing was changed.`, why: expect.any(String) },
      {
        message: `Plan ${id} is the plan of another call; nothing was changed.`,
        why: 'It is a plan of anypoint_update_gateway.',
      },
      { message: `Plan ${id} is the plan of another call; nothing was changed.`, why: expect.stringContaining('same') },
      {
        message: 'What the plan saw has changed since; nothing was changed.',
        why: 'planned: size: small → large; now: size: medium → large.',
      },
      { message: `Plan ${id} has expired; nothing was changed.`, why: expect.any(String) },
    ]);
  });

  it('is refused where something else has moved than the values that it shows', () => {
    const { ids } = plans();
    const { id } = ids.keep(work());
    const moved = work({ basis: { environmentId: 'e-2', steps: work().plan.steps } });
    expect(refusal(() => ids.find(id, moved)).why).toBe('Something else than the values that it shows.');
  });

  it('is refused with what is other now, five differences of all', () => {
    const { ids } = plans();
    const affected = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        ...{ kind: 'API', id: `${index}`, name: 'x', title: `API ${index}`, consequence: 'stops' },
      }));
    const withAffected = (count: number): PlannedWork => {
      const { plan } = work();
      return work({ basis: { count }, plan: { ...plan, affected: affected(count) } });
    };
    const { id } = ids.keep(withAffected(1));
    const whyWith = (count: number) => refusal(() => ids.find(id, withAffected(count))).why;
    // What is as it was is not told.
    expect(whyWith(0)).toBe('planned: API 0 stops.');
    expect(whyWith(2)).toBe('now: API 1 stops.');
    expect(whyWith(6)).toBe(`${[1, 2, 3, 4, 5].map((index) => `now: API ${index} stops`).join('; ')}.`);
    expect(whyWith(7)).toMatch(/now: API 5 stops and 1 more\.$/);
  });

  it('stays usable after a refusal', () => {
    const { ids } = plans();
    const { id } = ids.keep(work());
    refusal(() => ids.find(id, work({ session: 's-2' })));
    refusal(() => ids.find(id, work({ tool: 'x' })));
    expect(ids.find(id, work()).id).toBe(id);
  });

  it('is checked in the same way where nothing is left to do, but for what has changed', () => {
    const { ids, clock } = plans();
    const { id } = ids.keep(work());
    const refused = (more: Partial<PlannedWork>, of = id) => refusal(() => ids.check(of, work(more))).message;
    expect(ids.check(id, work({ basis: undefined }))).toBeUndefined();
    expect(refused({}, 'yes')).toContain('is not the id of a plan');
    expect(refused({}, newId(12))).toContain('There is no plan');
    expect(refused({ session: 's-2' })).toContain('in another session');
    expect(refused({ tool: 'x' })).toContain('the plan of another call');
    expect(refused({ arguments: {} })).toContain('the plan of another call');
    clock.now += 600_000;
    expect(refused({})).toContain('has expired');
    const used = ids.keep(work()).id;
    ids.use(used);
    expect(refused({}, used)).toContain('was applied already');
  });

  it.each(['yes', '../../x', '<script>', 'a\u001b[31mb', `${'x'.repeat(500)}`, ''])(
    'is quoted where %j stands in its place',
    (id) => {
      const { message } = refusal(() => plans().ids.find(id, work()));
      expect(message).toMatch(/^".{0,40}" is not the id of a plan; nothing was changed\.$/);
    },
  );

  it('does not depend on the order of arguments, and on nothing else than equal ones', () => {
    const values = fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
    fc.assert(
      fc.property(values, values, (given, others) => {
        const { ids } = plans();
        const { id } = ids.keep(work({ arguments: given }));
        const turned = Object.fromEntries(Object.entries(structuredClone(given)).reverse());
        expect(ids.find(id, work({ arguments: turned })).id).toBe(id);
        const sorted = (value: object): string => JSON.stringify(value, Object.keys(value).sort());
        fc.pre(sorted(given) !== sorted(others));
        refusal(() => ids.find(id, work({ arguments: others })));
      }),
    );
  });

  it('keeps nothing that is secret', () => {
    const { ids } = plans();
    const kept = ids.keep(work({ arguments: { password: 'S3cret!' }, basis: { password: 'S3cret!' } }));
    expect(JSON.stringify(kept)).not.toContain('S3cret!');
  });

  it('is forgotten when as many others came after it as are kept', () => {
    const ids = new PlanIds({ lifetimeMs: 600_000, maxKept: 3, now: () => 0 });
    const { id } = ids.keep(work());
    for (const index of [1, 2]) ids.keep(work({ arguments: { index } }));
    expect(ids.find(id, work()).id).toBe(id);
    const { id: last } = ids.keep(work({ arguments: { index: 3 } }));
    expect(refusal(() => ids.find(id, work())).message).toContain('There is no plan');
    expect(ids.find(last, work({ arguments: { index: 3 } })).id).toBe(last);
  });
});
