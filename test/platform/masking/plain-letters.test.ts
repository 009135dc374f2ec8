import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bareLetters,
  latinLetters,
  nameCharacters,
  plainLetters,
} from '../../../src/platform/masking/plain-letters.ts';

/** By code point, since nobody can tell them apart here. */
const seeming: readonly (readonly [latin: string, others: string])[] = [
  ['a', '\u0430\u03b1\u0251\u1d00\u0410\u0391'],
  ['b', '\u044c\u0185\u0299\u0412\u0392'],
  ['c', '\u0441\u1d04\u0421'],
  ['d', '\u0501\u1d05\u0111\u00f0\u0110'],
  ['e', '\u0435\u04bd\u1d07\u0395\u0415'],
  ['f', '\u0584\ua730'],
  ['g', '\u0261\u0581\u0262'],
  ['h', '\u04bb\u0570\u029c\u0127\u041d\u0397'],
  ['i', '\u0456\u03b9\u0131\u0269\u026a\u04cf\u0406\u0399'],
  ['j', '\u0458\u03f3\u1d0a\u0408'],
  ['k', '\u043a\u03ba\u1d0b\u041a\u039a'],
  ['l', '\u0142\u029f\u0141'],
  ['m', '\u043c\u1d0d\u041c\u039c'],
  ['n', '\u0578\u057c\u0274\u039d'],
  ['o', '\u043e\u03bf\u03c3\u0585\u1d0f\u00f8\u041e\u039f'],
  ['p', '\u0440\u03c1\u1d18\u0420\u03a1'],
  ['q', '\u051b\u0563\u0566'],
  ['r', '\u0433\u0280'],
  ['s', '\u0455\ua731\u01bd\u0405'],
  ['t', '\u0442\u03c4\u1d1b\u0167\u0422\u03a4'],
  ['u', '\u03c5\u057d\u028b\u1d1c'],
  ['v', '\u0475\u03bd\u1d20'],
  ['w', '\u051d\u0461\u0561\u026f\u1d21'],
  ['x', '\u0445\u03c7\u0425\u03a7'],
  ['y', '\u0443\u04af\u03b3\u028f\u0423\u03a5'],
  ['z', '\u1d22\u0396'],
];

describe('a letter that looks like a Latin one', () => {
  it.each(seeming)('is read as %s', (latin, others) => {
    for (const one of others) expect(latinLetters(`q${one}`).toLowerCase()).toBe(`q${latin}`);
  });

  it('keeps its case, which begins a word', () => {
    expect(latinLetters('dbРаѕѕ.Соdе')).toBe('dbPass.Code');
    expect(latinLetters('ΝΗ')).toBe('nh');
  });

  it('stays in a word that has letters of no other look', () => {
    for (const word of ['пароль', 'длина', 'συνθηματικό'.normalize('NFD').replace(/\p{M}/gu, ''), '密码', 'מפתח'])
      expect(latinLetters(`${word}.соdе`)).toBe(`${word}.code`);
  });
});

describe('letters without what is not seen', () => {
  it.each([
    ['Ｐａｓｓ', 'Pass'],
    ['contraseña', 'contrasena'],
    ['\u{1d429}ⓐſs', 'pass'],
    ['p\u200ba\u00ads\u2060s\u202e\ufeff\u3164', 'pass'],
    ['pa\u0308\u0323ss', 'pass'],
    ['a b-c_1', 'a b-c_1'],
  ])('are the same: %s', (text, bare) => {
    expect(bareLetters(text)).toBe(bare);
    expect(plainLetters(text.toUpperCase())).toBe(bare.toLowerCase());
  });

  it('are the same however often they are read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(bareLetters(bareLetters(text))).toBe(bareLetters(text));
        expect(latinLetters(latinLetters(text))).toBe(latinLetters(text));
      }),
    );
  });

  it('of ASCII stay', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(latinLetters(text)).toBe(text);
      }),
    );
  });
});

it('names are made of letters, also unseen and disguised ones, digits and what joins words', () => {
  const name = new RegExp(`^[${nameCharacters}]+$`, 'u');
  for (const one of ['a', 'é', 'e\u0301', '1', '\u200b', '\u00ad', '\u3164', 'ⓟ', '_', '.', '$', '-', '密'])
    expect(one).toMatch(name);
  for (const one of [' ', '=', ':', '"', '\n', '/', '[', '+']) expect(one).not.toMatch(name);
});
