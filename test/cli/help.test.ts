import { parseArgs } from 'node:util';
import { describe, expect, it } from 'vitest';
import { flagProblem } from '../../src/cli/help.ts';

const options = { json: { type: 'boolean' } } as const;

function problemOf(args: string[], allowPositionals: boolean): string {
  try {
    parseArgs({ args, options, allowPositionals });
  } catch (error) {
    return flagProblem(error);
  }
  return 'none';
}

describe('what is wrong with the flags of a command', () => {
  it.each([true, false])('is one sentence (positional arguments: %s)', (allowPositionals) => {
    expect(problemOf(['--jso'], allowPositionals)).toBe("Unknown option '--jso'.");
    expect(problemOf(['--json=x'], allowPositionals)).toMatch(/^Option '--json' does not take an argument\.$/);
  });

  it('is what our own errors say', () => {
    expect(flagProblem(new Error('Name one plan.'))).toBe('Name one plan.');
    expect(flagProblem('no error')).toBe('no error.');
  });
});
