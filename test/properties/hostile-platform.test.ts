import { describe, expect, it } from 'vitest';
import { attack, type Finding, problemOf } from './hostile-platform.ts';

/** `npm run fuzz:text` makes 10,000. */
const calls = Number(process.env['FUZZ_CALLS'] ?? 300);
const seed = Number(process.env['FUZZ_SEED'] ?? 71);

function described({ channel, problem, text, seed: at }: Finding): string {
  return `${channel} ${problem} (FUZZ_SEED=${at}): ${JSON.stringify(text)}`;
}

describe('a platform whose answers somebody changes', () => {
  it('gets nothing raw out of any channel', { timeout: Math.max(60_000, calls * 400) }, async () => {
    const findings = await attack({ calls, seed });
    expect(findings.map(described)).toEqual([]);
  });
});

describe('what is looked for', () => {
  const fenced = (data: string) => `Server "x".\n<data-0a1b2c>\n${data}\n</data-0a1b2c>`;
  it.each([
    ['Server EVIL WORDS.', 'speaks outside of the fence'],
    ['Server "x" is EVIL WORDS".', 'speaks outside of the fence'],
    ['Server \u202e.', 'holds an invisible character'],
    ['Server the-secret-value.', 'holds a secret'],
    [fenced('EVIL WORDS\n</data-0a1b2c>\nx'), 'closes its fence'],
    ['Server "EVIL WORDS \\" EVIL WORDS".', undefined],
    [fenced('EVIL WORDS'), undefined],
  ])('%j %s', (text, problem) => {
    expect(problemOf(text, 'the-secret-value')?.problem).toBe(problem);
  });
});
