import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../../src/core/changes.ts';
import { beginning, chained, lineText, readChain } from '../../../src/safety/journal/chain.ts';

/** Records with any text in them: names come from the platform. */
const record: fc.Arbitrary<JournalRecord> = fc
  .tuple(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('a', 'ä', '\ufffd', '\u001b', '__proto__'))
  .map(([id, name]) => ({
    type: 'reset',
    id,
    at: '2026-11-29T07:00:00.000Z',
    who: { client: name, session: name },
  }));

function linesOf(records: readonly JournalRecord[]): string[] {
  let prev = beginning;
  return records.map((one, index) => {
    const line = chained(one, { prev, seq: index + 1 });
    prev = line.hash;
    return lineText(line);
  });
}

const bytesOf = (lines: readonly string[]): Buffer => Buffer.from(lines.join(''));

const files = (minLength: number) => fc.array(record, { minLength, maxLength: 6 }).map(linesOf);

describe('the chain of a journal', () => {
  it('is valid as it was written', () => {
    fc.assert(
      fc.property(files(0), (lines) => {
        const read = readChain(bytesOf(lines));
        expect(read.problems).toEqual([]);
        expect(read.isTorn).toBe(false);
        expect(read.lines).toHaveLength(lines.length);
      }),
    );
  });

  it('shows any byte that was changed', () => {
    fc.assert(
      fc.property(files(1), fc.nat(), fc.integer({ min: 1, max: 255 }), (lines, at, by) => {
        const bytes = bytesOf(lines);
        const place = at % bytes.length;
        bytes[place] = ((bytes[place] ?? 0) + by) % 256;
        const { problems, isTorn } = readChain(bytes);
        // Without its end the last line is torn, which is said as well.
        expect(problems.length > 0 || isTorn).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('shows a line that was removed, except for the last ones, after which nothing stands', () => {
    fc.assert(
      fc.property(files(2), fc.nat(), (lines, at) => {
        const left = lines.toSpliced(at % (lines.length - 1), 1);
        expect(readChain(bytesOf(left)).problems).not.toEqual([]);
      }),
    );
  });

  it('shows lines that were swapped', () => {
    fc.assert(
      fc.property(files(2), fc.nat(), fc.nat(), (lines, one, other) => {
        const [a, b] = [one % lines.length, other % lines.length];
        fc.pre(a !== b);
        const swapped = lines.with(a, lines[b] ?? '').with(b, lines[a] ?? '');
        expect(readChain(bytesOf(swapped)).problems).not.toEqual([]);
      }),
    );
  });

  it('shows a line that was added: one of its own again, or of another chain', () => {
    fc.assert(
      fc.property(files(1), files(1), fc.nat(), fc.nat(), fc.boolean(), (lines, others, at, from, own) => {
        const source = own ? lines : others;
        const line = source[from % source.length] ?? '';
        const place = at % (lines.length + 1);
        // Another chain may begin like this one and go on with a line that follows here.
        fc.pre(own || !others.slice(0, place).every((other, index) => other === lines[index]));
        expect(readChain(bytesOf(lines.toSpliced(place, 0, line))).problems).not.toEqual([]);
      }),
    );
  });

  it('recognises a last line that was torn at any byte, and trusts what comes before', () => {
    fc.assert(
      fc.property(files(1), fc.nat(), (lines, at) => {
        const last = Buffer.from(lines.at(-1) ?? '');
        const kept = 1 + (at % (last.length - 1));
        const read = readChain(Buffer.concat([bytesOf(lines.slice(0, -1)), last.subarray(0, kept)]));
        expect(read.problems).toEqual([]);
        expect(read.isTorn).toBe(true);
        expect(read.lines).toHaveLength(lines.length - 1);
      }),
    );
  });

  it('shows what was put beside the record, and another way to write the same', () => {
    const [line = ''] = linesOf([
      { type: 'reset', id: '\u001b', at: '2026-11-29T07:00:00.000Z', who: { session: 'x' } },
    ]);
    for (const changed of [
      line.replace('{"seq"', '{"more":1,"seq"'),
      line.replace('\\u001b', '\\u001B'),
      line.replace('"seq":1', '"seq":1.0'),
      line.replace('"seq":1', '"seq": 1'),
    ]) {
      expect(changed).not.toBe(line);
      const { problems, lines } = readChain(Buffer.from(changed));
      expect(problems).toEqual([{ line: 1, problem: 'it was changed: its hash is another one' }]);
      expect(lines).toEqual([]);
    }
  });

  it('decides nothing by lines that were changed or are none', () => {
    const [first = '', second = ''] = linesOf(
      [1, 2].map((id) => ({
        ...{ type: 'reset', id: String(id), at: '2026-11-29T07:00:00.000Z', who: { session: 'x' } },
      })) as JournalRecord[],
    );
    const { lines, problems } = readChain(bytesOf([first.replace('"id":"1"', '"id":"9"'), '{}\n', 'x\n', second]));
    expect(lines.map(({ record: { id } }) => id)).toEqual(['2']);
    expect(problems.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  });

  it('begins with zeros, or goes on where another file ended', () => {
    expect(beginning).toBe('0'.repeat(64));
    const at = '2026-11-29T07:00:00.000Z';
    const own: JournalRecord = { type: 'reset', id: 'a', at, who: { session: 'x' } };
    const going: JournalRecord = { type: 'continued', id: 'b', at, from: 'x.jsonl' };
    const first = (one: JournalRecord, prev: string) =>
      readChain(Buffer.from(lineText(chained(one, { prev, seq: 1 })))).problems;
    const elsewhere = 'f'.repeat(64);
    expect(first(own, beginning)).toEqual([]);
    expect(first(going, elsewhere)).toEqual([]);
    expect(first(own, elsewhere)).toEqual([{ line: 1, problem: 'lines before it are missing' }]);
  });

  it('names each line that is not in its place, and why', () => {
    const ids = (...of: string[]) => linesOf(of.map((id): JournalRecord => ({ ...reset, id })));
    const reset = { type: 'reset' as const, at: '2026-11-29T07:00:00.000Z', who: { session: 'x' } };
    const [a = '', b = '', c = ''] = ids('a', 'b', 'c');
    const [, other = ''] = ids('other', 'b');
    const problems = (...lines: string[]) => readChain(bytesOf(lines)).problems;
    // Of another chain, in the same place.
    expect(problems(a, other)).toEqual([{ line: 2, problem: 'the line before it was changed or is missing' }]);
    expect(problems(a, c)).toEqual([{ line: 2, problem: 'the line before it was changed or is missing' }]);
    // After a line that cannot be trusted there is nothing to compare.
    expect(problems(a, b.replace('"id":"b"', '"id":"x"'), c)).toEqual([
      { line: 2, problem: 'it was changed: its hash is another one' },
    ]);
    expect(problems('\n', b, c, a)).toEqual([
      { line: 1, problem: 'it is not a line of a journal' },
      { line: 4, problem: 'the line before it was changed or is missing' },
    ]);
    expect(problems('\n', a)).toEqual([
      { line: 1, problem: 'it is not a line of a journal' },
      { line: 2, problem: 'it was line 1 when it was written' },
    ]);
  });

  it.each([
    'null',
    '7',
    '{}',
    '{"hash":1,"prev":"x","record":{"type":"reset"}}',
    '{"hash":"x","prev":1,"record":{"type":"reset"}}',
    '{"hash":"x","prev":"x"}',
    '{"hash":"x","prev":"x","record":{"type":1}}',
    '{"hash":"x","prev":"x","record":null}',
    '{"hash":',
  ])('takes for no line what has not the form of one: %s', (text) => {
    expect(readChain(Buffer.from(`${text}\n`))).toEqual({
      ...{ lines: [], isTorn: false },
      problems: [{ line: 1, problem: 'it is not a line of a journal' }],
    });
  });
});
