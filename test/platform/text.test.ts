import { describe, expect, it } from 'vitest';
import {
  cutSentence,
  escaped,
  oneLine,
  printable,
  printableLines,
  quoted,
  shortened,
  word,
} from '../../src/platform/text.ts';

describe('a text as a person sees it', () => {
  it('loses what cannot be seen: zero width, direction, tags, selectors, half characters', () => {
    for (const sign of ['\u200b', '\u202e', '\u2066', '\u00ad', '\ufeff', '\ufe0f', '\u{e0041}', '\ud83d', '\u115f'])
      expect(printable(`a${sign}${sign}b${sign}c`)).toBe('abc');
  });

  it('loses what controls a terminal, and nothing beside it', () => {
    expect(printable('a\u001b[31mred\u001b[0m b')).toBe('ared b');
    expect(printable('\u001b[1;31 mx\u009b2Jy\u001b[?25h')).toBe('xy');
    expect(printable('\u001b[0[x')).toBe('x');
    expect(printable('[31m stays, \u001bX too')).toBe('[31m stays,  X too');
  });

  it('has one blank for line breaks and control characters in a row', () => {
    expect(printable('a\r\nb\u0000\u0007c\u0085d\u2028\u2029e\tf')).toBe('a b c d e f');
  });

  it('stays as it is otherwise, in every script', () => {
    for (const text of ['', ' ~', 'orders  (1)', 'Köln 日本 नमस्ते 🚀'])
      expect([printable(text), escaped(text), oneLine(text)]).toEqual([text, text, text.trim()]);
  });

  it('keeps its lines where it may have several', () => {
    expect(printableLines('a\u200b\n\u001b[1mb\r\n\nc')).toBe('a\nb \n\nc');
  });

  it('is trimmed and short as one line', () => {
    expect(oneLine('\n a\nb ')).toBe('a b');
    expect(oneLine('o'.repeat(301))).toBe(`${'o'.repeat(299)}…`);
    expect(oneLine('abcdef', 4)).toBe('abc…');
  });
});

describe('a text with what cannot be seen written out', () => {
  it('has each unit as JSON writes it', () => {
    expect(escaped('a\u200b\u202eb\u0007\n\u2028c\u{e0041}')).toBe(
      'a\\u200b\\u202eb\\u0007\\u000a\\u2028c\\udb40\\udc41',
    );
    expect(escaped('\u001b[0m')).toBe('\\u001b[0m');
  });
});

describe('a text that is too long', () => {
  it('is cut to its limit with the ellipsis, and never through a character', () => {
    expect(shortened('abcd', 4)).toBe('abcd');
    expect(shortened('abcde', 4)).toBe('abc…');
    expect(shortened('ab😀cd', 4)).toBe('ab…');
    expect(shortened('a😀cde', 4)).toBe('a😀…');
  });
});

describe('a name in a sentence', () => {
  it('is quoted, with single blanks, visible and short', () => {
    expect(quoted('a  \u00a0b\n"c"\u200b')).toBe('"a b \\"c\\""');
    expect(quoted('o'.repeat(81))).toBe(`"${'o'.repeat(79)}…"`);
    expect(quoted('abcdef', 4)).toBe('"abc…"');
  });
});

describe('a sentence that is too long', () => {
  it('stays as it is up to its limit', () => {
    expect(cutSentence('Say "yes".', 10)).toBe('Say "yes".');
  });

  it('is cut, and what it quotes stays quoted', () => {
    expect(cutSentence('Say "yes" now.', 13)).toBe('Say "yes" n…');
    expect(cutSentence('Say "yes and more".', 12)).toBe('Say "yes a…"');
    expect(cutSentence('"a" and "b and more"', 14)).toBe('"a" and "b a…"');
  });

  it('knows a quotation mark that is part of a name', () => {
    expect(cutSentence('Say "a \\" b c d e"', 14)).toBe('Say "a \\" b …"');
    expect(cutSentence('Say "a \\\\" b c d e', 14)).toBe('Say "a \\\\" b…');
  });

  it('is never cut through a character or an escape', () => {
    expect(cutSentence('"abc\\"def"', 7)).toBe('"abc…"');
    expect(cutSentence('"ab\\\\cdef"', 7)).toBe('"ab\\\\…"');
    expect(cutSentence('"ab\\\\\\"cdef"', 8)).toBe('"ab\\\\…"');
    expect(cutSentence('abc😀def', 6)).toBe('abc…');
    expect(cutSentence('😀bc😀def', 7)).toBe('😀bc…');
    expect(cutSentence('a\\b\\cdefg', 8)).toBe('a\\b\\cd…');
  });
});

describe('a status, version or id in a sentence', () => {
  it('stands as it is where it is one word', () => {
    for (const text of ['', 'RUNNING', '4.9.1:8e-java17', 'a_b@c/d~e=f*g+h', 'Köln', '日本', 'o'.repeat(200)])
      expect(word(text)).toBe(text);
  });

  it('is quoted otherwise', () => {
    for (const text of ['two words', ' x', 'x.\n', 'say "x"', 'a,b', '(x)', '\u200b'])
      expect(word(text)).toBe(quoted(text));
    expect(word('o'.repeat(201))).toBe(quoted('o'.repeat(201)));
  });
});
