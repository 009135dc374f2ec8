import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type PlatformText, quoted, type Sentence, word } from '../src/platform/text.ts';
import { type Mixture, mixtures } from './platform-text.ts';

/** Takes what a sentence takes. */
const said = (text: Sentence): Sentence => text;
const name: PlatformText = 'x';

describe('a text from the platform', () => {
  let found: Mixture[] = [];
  beforeAll(() => {
    found = mixtures(new URL('../', import.meta.url), (file) =>
      /^(src\/(?!emulator\/)|test\/platform-text)/.test(file),
    );
  }, 120_000);

  it('is nowhere put together with our own words', () => {
    expect(
      found.filter(({ at }) => at.startsWith('src/')),
      'Show such a text with quote or word in a sentence, and with inData where nobody reads it as one (src/platform/text.ts)',
    ).toEqual([]);
  });

  it('is found by this test where it is', () => {
    expect([`${name} is`, ['it is ', name].join(''), `${quoted(name)} is`]).toHaveLength(3);
    expect(found.filter(({ at }) => at.startsWith('test/')).map(({ text }) => text)).toContain('name');
  });

  it('does not fit where a sentence is expected', () => {
    // @ts-expect-error it has to be quoted
    said(name);
    // @ts-expect-error also where it may be missing
    said([name][0] ?? '');
    expect(said(quoted(name))).toBe('"x"');
  });
});

describe('a text from the platform in a sentence', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 400 }));

  it('is one short quoted text that nothing closes', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const shown = quoted(text);
        expect(shown).toMatch(/^"(?:[^"\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\\.)*"$/u);
        expect(String(JSON.parse(shown)).length).toBeLessThanOrEqual(80);
      }),
    );
  });

  it('is one word or quoted', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const shown = word(text);
        expect(shown === text ? /^\S{0,200}$/u.test(shown) : shown === quoted(text)).toBe(true);
      }),
    );
  });
});
