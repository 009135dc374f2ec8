import { describe, expect, it } from 'vitest';
import type { IntentRecord, JournalRecord, RecordedOutcome } from '../../src/core/changes.ts';
import type { StepKind } from '../../src/core/plan/plan.ts';
import { beginning, chained } from '../../src/safety/journal/chain.ts';
import { reachedLimit } from '../../src/safety/limits.ts';
import { policySchema } from '../../src/safety/policy/policy.ts';

const now = Date.parse('2026-11-29T07:00:00Z');
const platform = 'https://anypoint.example.com';
const minute = 60_000;
const hour = 60 * minute;

const at = (ago: number): string => new Date(now - ago).toISOString();

/** A write with these steps, so long ago, and how it ended. */
function write(
  id: string,
  ago: number,
  kinds: readonly StepKind[],
  outcome: RecordedOutcome = 'done',
  more: Partial<IntentRecord> = {},
): JournalRecord[] {
  const thing = { kind: 'gateway', id: 'g-1', name: 'orders' };
  const steps = kinds.map((kind) => ({ kind, thing, action: 'do it', changes: [] }));
  const intent: IntentRecord = {
    ...{ type: 'intent', id, at: at(ago), who: { session: 's-1' }, platform, tool: 'anypoint_delete_gateway' },
    ...{ arguments: {}, plan: { summary: 'do it.', steps, warnings: [] }, undo: [], rule: 'all', approvals: [] },
    ...more,
  };
  return [intent, { type: 'outcome', id, at: at(ago), outcome, requests: [] }];
}

/** One of which nobody knows yet how it ended. */
const open = (id: string, ago: number, kinds: readonly StepKind[]): JournalRecord[] =>
  write(id, ago, kinds).slice(0, 1);

const reset = (ago: number): JournalRecord[] => [{ type: 'reset', id: 'r', at: at(ago), who: { session: 's-1' } }];

/** Each group of records is a file of its own, as each process has one. */
function limit(removalsPerHour: number | undefined, ...files: JournalRecord[][]): string | undefined {
  const journal = files.map((records, index) => ({
    ...{ name: `${index}.jsonl`, problems: [], isTorn: false, isOpen: false },
    lines: records.map((record) => chained(record, { prev: beginning, seq: 1 })),
  }));
  const policy = policySchema.parse({ limits: removalsPerHour === undefined ? {} : { removalsPerHour } });
  return reachedLimit(journal, policy, { now, platform });
}

describe('the limit of removals and stops within an hour', () => {
  it('is reached by as many as it says, of all processes together', () => {
    const one = write('a', minute, ['remove']);
    expect(limit(2)).toBeUndefined();
    expect(limit(2, one)).toBeUndefined();
    expect(limit(2, one, write('b', 2 * minute, ['stop']))).toBe(
      'the limit of 2 removals or stops within an hour is reached; it ends by itself at 2026-11-29T07:58:00.000Z, or when a person in a terminal runs anypoint-mcp policy reset',
    );
  });

  it('is ten where the policy names none, and none at all where it is zero', () => {
    const removals = (count: number) => Array.from({ length: count }, (_, index) => write(`${index}`, 1, ['remove']));
    expect(limit(undefined, ...removals(9))).toBeUndefined();
    expect(limit(undefined, ...removals(10))).toContain('the limit of 10');
    expect(limit(0)).toBe('the limit of 0 removals or stops within an hour is reached; with it every write asks');
  });

  it('says when it ends by itself: when one less than the limit is left within the hour', () => {
    const journal = [
      write('a', 50 * minute, ['remove']),
      write('b', 10 * minute, ['stop', 'remove']),
      write('c', 5 * minute, ['remove'], 'refused'),
      write('d', minute, ['remove']),
    ];
    const ends = (removals: number): number => {
      const [, time = ''] = /by itself at (\S+),/.exec(limit(removals, ...journal) ?? '') ?? [];
      return (Date.parse(time) - now) / minute;
    };
    expect([1, 2, 3, 4].map(ends)).toEqual([59, 50, 50, 10]);
  });

  it('counts every step that removes or stops, and no other', () => {
    expect(limit(2, write('a', minute, ['create', 'remove', 'update', 'stop']))).toContain('is reached');
    expect(limit(2, write('a', minute, ['create', 'update', 'remove', 'update']))).toBeUndefined();
  });

  it('forgets what is an hour old, and what another platform counts', () => {
    expect(limit(1, write('a', hour - 1, ['remove']))).toContain('is reached');
    expect(limit(1, write('a', hour, ['remove']))).toBeUndefined();
    expect(limit(1, write('a', minute, ['remove'], 'done', { platform: 'https://eu1.example.com' }))).toBeUndefined();
  });

  it('counts from the last reset on, which any process may have written', () => {
    const two = [write('a', 3 * minute, ['remove']), write('b', minute, ['remove'])];
    expect(limit(2, ...two, reset(4 * minute))).toContain('is reached');
    expect(limit(2, ...two, reset(2 * minute))).toBeUndefined();
    expect(limit(1, ...two, reset(2 * minute))).toContain('is reached');
    expect(limit(1, ...two, [...reset(4 * minute), ...reset(minute)])).toBeUndefined();
  });

  it.each<[RecordedOutcome, boolean]>([
    ['done', true],
    ['in_progress', true],
    ['failed', true],
    ['unknown', true],
    ['refused', false],
  ])('counts what ended as %s: %s', (outcome, counts) => {
    expect(limit(1, write('a', minute, ['remove'], outcome))?.includes('is reached') ?? false).toBe(counts);
  });

  it('counts what may still be going on', () => {
    expect(limit(1, open('a', minute, ['remove']))).toContain('is reached');
  });
});

describe('a removal that did not end as planned', () => {
  it.each<[RecordedOutcome, boolean]>([
    ['failed', true],
    ['unknown', true],
    ['done', false],
    ['in_progress', false],
    ['refused', false],
  ])('%s makes the next write ask: %s', (outcome, asks) => {
    const said = limit(undefined, write('a', minute, ['stop'], outcome), write('b', minute, ['remove']));
    expect(said).toBe(
      asks
        ? 'change a, which removes or stops something, did not end as planned (anypoint-mcp journal a shows it, anypoint-mcp policy reset goes on, and without it writes ask until 2026-11-29T07:59:00.000Z)'
        : undefined,
    );
  });

  it('is none where nothing was to be removed or stopped, or while it may be going on', () => {
    expect(limit(undefined, write('a', minute, ['create', 'update'], 'failed'))).toBeUndefined();
    expect(limit(undefined, open('a', minute, ['remove']))).toBeUndefined();
  });

  it('is forgotten after an hour, after a reset, and on another platform', () => {
    expect(limit(undefined, write('a', hour, ['remove'], 'failed'))).toBeUndefined();
    expect(limit(undefined, write('a', 2 * minute, ['remove'], 'failed'), reset(minute))).toBeUndefined();
    expect(
      limit(undefined, write('a', minute, ['remove'], 'failed', { platform: 'https://eu1.example.com' })),
    ).toBeUndefined();
  });
});
