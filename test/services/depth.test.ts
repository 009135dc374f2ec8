import { afterAll, describe, expect, it } from 'vitest';
import { allTools } from '../../src/services/tools.ts';
import { exampleArguments } from '../support/examples.ts';
import { startHarness } from '../support/harness.ts';
import { RoundCounter } from '../support/rounds.ts';
import { complaintOf, depthTable, exceptions, type MeasuredTool } from './depth.ts';

// DEPTH=print npx vitest run test/services/depth.test.ts prints what was measured.
const measured: MeasuredTool[] = [];
afterAll(() => {
  if (process.env['DEPTH'] === 'print') process.stdout.write(`${depthTable(measured)}\n`);
});

// A platform and a session each, so that no tool finds in memory what another one has read.
describe.each(allTools)('the example of $name', async (tool) => {
  const { name, effect, example } = tool;
  const counter = new RoundCounter();
  const harness = await startHarness({ emulator: { intercept: counter.intercept } });
  const isRead = effect === 'read';

  it('sends at once what can be sent at once', async () => {
    // The same read, or one that learns where a write is to act: from then on there is a token, and places are known.
    if (isRead) await harness.ok(name, example.arguments);
    else await harness.ok('anypoint_list_environments');
    const args = isRead ? example.arguments : { ...(await exampleArguments(tool, harness.call)), dryRun: true };
    const rounds = await counter.count(() => harness.ok(name, args));
    measured.push({ tool, rounds });
    const complaint = complaintOf({ tool, rounds }, exceptions[name]);
    if (complaint !== undefined) expect.fail(complaint);
  });
});

describe('the ceilings', () => {
  const round = [{ method: 'GET', path: '/things' }];
  const read = { name: 'anypoint_get_thing', effect: 'read', operation: 'thing.get' };
  const complaint = (tool: object, depth: number, exception?: number): string | undefined =>
    // The operation is of no tool, so its name is not one of the type's.
    complaintOf({ tool: tool as MeasuredTool['tool'], rounds: Array.from({ length: depth }, () => round) }, exception);

  it('have exceptions for tools that there are', () => {
    const names = allTools.map(({ name }) => name as string);
    expect(Object.keys(exceptions).filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each([
    ['a read', read, 2],
    ['a plan', { ...read, effect: 'delete', operation: 'thing.delete' }, 3],
    ['a diagnosis', { ...read, operation: 'thing.diagnose' }, 4],
  ])('allow %s so many rounds', (_, tool, ceiling) => {
    expect(complaint(tool, ceiling)).toBeUndefined();
    expect(complaint(tool, ceiling + 1)).toContain(`may need ${ceiling}`);
  });

  it('tell what was requested in each round', () => {
    expect(complaint(read, 3)).toBe(
      [
        'anypoint_get_thing needs 3 rounds of requests, one after the other. A read may need 2: send at once what needs no earlier answer.',
        '  round 1',
        '    GET /things',
        '  round 2',
        '    GET /things',
        '  round 3',
        '    GET /things',
      ].join('\n'),
    );
  });

  it('have exceptions that are exact, and only where they are needed', () => {
    expect(complaint(read, 5, 5)).toBeUndefined();
    expect(complaint(read, 6, 5)).toContain('Its exception is 5');
    expect(complaint(read, 4, 5)).toContain('Lower the exception of anypoint_get_thing from 5 to 4.');
    expect(complaint(read, 2, 5)).toContain('Remove its exception: a read may need 2.');
  });
});
