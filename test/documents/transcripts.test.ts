import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Ask } from '../../src/safety/gate.ts';
import { startHarness } from '../support/harness.ts';
import { agrees } from '../support/safety.ts';

// What a page shows of a call is what the call returns, apart from lines left out (…), markers and times.

interface ShownCall {
  line: number;
  tool: string;
  args: Record<string, unknown>;
  /** The lines of the answer that are shown. */
  shown: string[];
  /** Those of the question to a person. */
  asked: string[];
}

/** The calls of a page: `▸ tool {arguments}`, and indented below it what a person is asked (`│ …`), and what it returns. */
function callsIn(page: string): ShownCall[] {
  const calls: ShownCall[] = [];
  let isTranscript = false;
  for (const [index, text] of page.split('\n').entries()) {
    if (text.startsWith('```')) isTranscript = text === '```text';
    if (!isTranscript) continue;
    const [, tool, json = ''] = /^▸ (\w+) (\{.*\})$/.exec(text) ?? [];
    const [, answer = ''] = /^ {4}(\S.*)$/.exec(text) ?? [];
    if (tool !== undefined) calls.push({ line: index + 1, tool, args: JSON.parse(json), shown: [], asked: [] });
    else if (answer.startsWith('│ ')) calls.at(-1)?.asked.push(answer.slice(2));
    else if (answer !== '' && answer !== '…') calls.at(-1)?.shown.push(answer);
  }
  return calls;
}

const withoutTimes = (text: string): string =>
  text.replace(/\b(after|within) \d+ s\b/g, 'after … s').replace(/^(\s*)Change \w+\.$/gm, '$1Change ….');

describe('the transcript of README.md', async () => {
  const calls = callsIn(readFileSync('README.md', 'utf8'));
  let question: string[] = [];
  const person = (ask: Ask) => {
    question = ask.question.text.split('\n');
    return agrees(ask);
  };
  const harness = await startHarness({ person });

  it('shows calls and errors', () => {
    expect(calls.length).toBeGreaterThan(3);
    for (const { line, shown } of calls) expect(shown, `README.md:${line} shows nothing`).not.toEqual([]);
  });

  it('is what happens', async () => {
    for (const { line, tool, args, shown, asked } of calls) {
      question = [];
      const { text } = await harness.call(tool, args);
      const lines = withoutTimes(text)
        .split('\n')
        .map((one) => one.trim());
      const missing = shown.filter((one) => !lines.includes(withoutTimes(one)));
      expect(missing, `README.md:${line} ${tool} answers:\n${text}`).toEqual([]);
      expect(question, `README.md:${line} ${tool} asks a person`).toEqual(expect.arrayContaining(asked));
      expect(asked.length > 0, `README.md:${line} shows the question if there is one`).toBe(question.length > 0);
    }
  });
});
