import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  cutSentence,
  oneLine,
  type PlatformText,
  printable,
  quoted,
  type Sentence,
  shortened,
  word,
} from '../src/platform/text.ts';
import { type Mixture, mixtures } from './platform-text.ts';

/** Files below a folder whose names match, with their texts. */
function sources(folder: string, named: RegExp): { file: string; text: string }[] {
  const root = new URL(`../${folder}/`, import.meta.url);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => named.test(file))
    .map((file) => ({ file, text: readFileSync(new URL(file, root), 'utf8') }));
}

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

  it('is still one after it was shortened or made visible', () => {
    // @ts-expect-error what it says is still the platform's
    said(oneLine(name));
    // @ts-expect-error
    said(printable(name));
    // @ts-expect-error
    said(shortened(name, 1));
  });

  it('comes out of an answer as such, or as one quoted word', () => {
    const clients = sources('src/services', /client\.ts$/);
    expect(clients.length).toBeGreaterThan(10);
    const raw = clients.filter(({ text }) => /(?<!z\.record\()z\.string\(\)/.test(text)).map(({ file }) => file);
    expect(raw).toEqual([]);
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

  it('stays quoted where the sentence is cut', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 10, max: 200 }), (text, max) => {
        const cut = cutSentence(`Server ${quoted(text)} of group ${quoted(text)} is away.`, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.replace(/"(?:[^"\\]|\\.)*"/gu, '')).not.toContain('"');
        expect(cut).toMatch(/^Server /);
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
