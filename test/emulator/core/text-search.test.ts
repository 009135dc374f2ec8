import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextSearch } from '../../../src/emulator/core/text-search.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '-', 'é', '\u{1f600}'), maxLength: 6 });

describe('a search in many texts', () => {
  it('finds the texts that contain a part, in their order, each once', () => {
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 12 }),
        text.filter((part) => part !== ''),
        (texts, part) => {
          const expected = texts.flatMap((one, position) => (one.includes(part) ? [position] : []));
          expect(new TextSearch(texts).find(part)).toEqual(expected);
        },
      ),
    );
  });

  it('finds nothing that reaches from one text into the next', () => {
    expect(new TextSearch(['ab', 'cd']).find('b\0c')).toEqual([]);
    expect(new TextSearch(['', '', 'a', '']).find('a')).toEqual([2]);
    expect(new TextSearch([]).find('a')).toEqual([]);
  });
});
