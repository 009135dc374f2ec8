import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, LineReader } from '../../../src/mcp/transports/line-reader.ts';

/** What comes of bytes that arrive in pieces of these sizes. */
function linesOf(bytes: Buffer, sizes: readonly number[], maxBytes: number): Line[] {
  const lines: Line[] = [];
  const reader = new LineReader((line) => lines.push(line), maxBytes);
  let start = 0;
  for (const size of [...sizes, bytes.length]) {
    reader.push(bytes.subarray(start, start + size));
    start += size;
  }
  reader.end();
  return lines;
}

const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 30 });

describe('lines', () => {
  it('are the same however their bytes arrive', () => {
    const texts = fc.array(
      fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\n', '')),
      {
        maxLength: 10,
      },
    );
    fc.assert(
      fc.property(texts, sizes, (lines, pieces) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const wanted = lines.map((line) => Buffer.from(line).toString());
        expect(linesOf(bytes, pieces, 1000)).toEqual(wanted);
      }),
    );
  });

  it('are skipped when they are too long, and none of the others', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 })), sizes, (lengths, pieces) => {
        const bytes = Buffer.from(lengths.map((length) => `${'x'.repeat(length)}\n`).join(''));
        const read = linesOf(bytes, pieces, 30);
        const known = read.map((line) => (typeof line === 'string' ? line.length : 'too long'));
        expect(known).toEqual(lengths.map((length) => (length > 30 ? 'too long' : length)));
      }),
    );
  });

  it('are known by their two ends when they are too long', () => {
    const text = `start${'x'.repeat(20_000)}end`;
    const [line] = linesOf(Buffer.from(text), [7, 5000, 1], 10_000);
    expect(line).toEqual({ head: expect.stringMatching(/^startx+$/), tail: expect.stringMatching(/^x+end$/) });
  });
});
