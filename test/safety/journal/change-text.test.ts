import { describe, expect, it } from 'vitest';
import type { RecordedChange } from '../../../src/core/changes.ts';
import { changeText } from '../../../src/safety/journal/change-text.ts';

const at = '2026-11-29T07:00:00.000Z';
const intent: RecordedChange['intent'] = {
  type: 'intent',
  id: 'bcdfghjkmn',
  at,
  who: { session: 'test' },
  platform: 'http://localhost',
  tool: 'anypoint_create_cluster',
  arguments: { name: 'orders' },
  plan: { summary: 'create cluster "orders".', steps: [], warnings: [] },
  undo: [{ tool: 'anypoint_delete_cluster', arguments: {}, fromResult: { cluster: 'cluster.id' } }],
  rule: 'all',
  approvals: [],
};

describe('a change in full', () => {
  it('names what it has made in the way back', () => {
    const result = { cluster: { id: '2194301' } };
    const outcome = { type: 'outcome', id: intent.id, at, outcome: 'done', requests: [], result } as const;
    expect(changeText({ intent, outcome, done: [], isUnderWay: false })).toContain(
      'way back  anypoint_delete_cluster {"cluster":"2194301"}',
    );
  });

  it('says what is not known where no answer was written down', () => {
    expect(changeText({ intent, done: [], isUnderWay: false })).toContain('{"cluster":"<cluster.id of its result>"}');
  });

  it('has nothing to take back where the platform refused it', () => {
    const outcome = { type: 'outcome', id: intent.id, at, outcome: 'refused', requests: [], note: 'No. ' } as const;
    const text = changeText({ intent, outcome, done: [], isUnderWay: false });
    expect(text).toContain('way back  none is needed: nothing was changed');
    expect(text).not.toContain('anypoint_delete_cluster');
  });
});
