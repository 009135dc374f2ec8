import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/core/plan/plan.ts';
import type { PlannedWrite } from '../../../src/core/tools/planned-write.ts';
import { explainedConflict } from '../../../src/mcp/calls/conflict.ts';
import {
  abortError,
  type Failure,
  inputFailure,
  isAbort,
  platformFailure,
  platformSaid,
} from '../../../src/platform/errors.ts';

function planned(...changes: Change[]): PlannedWrite {
  const step = { kind: 'update' as const, thing: { kind: 'server', name: 'orders' }, action: 'Change it', changes };
  return {
    plan: { summary: 'Everything is as wanted.', steps: changes.length === 0 ? [] : [step], warnings: [] },
    ...{ arguments: {}, basis: { arguments: {}, ground: {} }, undo: [] },
    apply: () => Promise.reject(new Error('not here')),
  };
}

const change = (before: string): Change => ({ setting: 'name', before, after: 'mine' });
const http = (status: number) => ({ http: { method: 'PATCH', path: '/x', status } });
const refusal = (status: number, why?: string): Failure =>
  inputFailure({ what: 'It was rejected.', why: platformSaid(why), next: 'Read it.', ...http(status) });

async function explained(
  error: unknown,
  again: () => Promise<PlannedWrite> = async () => planned(change('theirs')),
): Promise<unknown> {
  return explainedConflict(error, planned(change('old')), again);
}

describe('a conflict', () => {
  it.each([409, 412])('of %i says what has changed since the plan, after what the platform said', async (status) => {
    const found = await explained(refusal(status, 'taken'));
    expect(found).toMatchObject({
      ...{ kind: 'input', message: 'It was rejected.', http: { status } },
      why: 'The platform said: "taken". Changed since the plan: planned: name: old → mine; now: name: theirs → mine.',
      next: expect.stringMatching(/^Nothing was changed\. Read it again/),
    });
    expect(await explained(refusal(status))).toMatchObject({ why: expect.stringMatching(/^Changed since/) });
  });

  it('says that nothing has changed, that nothing is left to do, or why there is no plan', async () => {
    expect(await explained(refusal(409), async () => planned(change('old')))).toMatchObject({
      why: 'What the plan saw is still the same.',
    });
    expect(await explained(refusal(409), async () => planned())).toMatchObject({
      why: 'Somebody else did the same meanwhile.',
      next: 'Nothing is left to do: Everything is as wanted.',
    });
    const gone = inputFailure({ what: 'There is no such server.', next: 'List them.' });
    expect(await explained(refusal(409), () => Promise.reject(gone))).toMatchObject({
      why: 'The plan does not hold any more: There is no such server.',
      next: 'Nothing was changed. List them.',
    });
  });

  it('stays as it is where planning again says nothing about it', async () => {
    const error = refusal(409);
    const down = platformFailure({ what: 'Down.', next: 'Wait.' });
    for (const broken of [down, new Error('bug')])
      expect(await explained(error, () => Promise.reject(broken))).toBe(error);
  });

  it('is none of other errors, which are not looked into', async () => {
    const unknown = platformFailure({ what: 'x', next: 'y', ...http(409), mayHaveHappened: true });
    for (const error of [
      refusal(400),
      refusal(404),
      unknown,
      inputFailure({ what: 'x', next: 'y' }),
      new Error('bug'),
    ]) {
      let looks = 0;
      const again = async (): Promise<PlannedWrite> => {
        looks++;
        return planned();
      };
      expect(await explained(error, again)).toBe(error);
      expect(looks).toBe(0);
    }
  });

  it('ends with the call where that is cancelled', async () => {
    await expect(explained(refusal(409), () => Promise.reject(abortError()))).rejects.toSatisfy(isAbort);
  });
});
