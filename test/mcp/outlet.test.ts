import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Outlet } from '../../src/mcp/outlet.ts';
import { Secrets } from '../../src/platform/masking/secrets.ts';

const secret = 'kT9-vB2_xQ7wLm4Z';
const secrets = new Secrets();
secrets.add(secret);
const outlet = new Outlet(secrets);

/** Spelled out, so that it does not depend on what the code takes for invisible. */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each of them alone
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]|\udb40[\udc00-\udfff]/;

const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('\u001b[8m', '\u202e', '\u200b', '\u2066', '\n', '\u0000', '\u{e0041}', '\ufeff', secret),
      fc.constantFrom(secret.split('').join('\u200b'), `${secret.slice(0, 5)}\u00ad${secret.slice(5)}`),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.constantFrom(null, true),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      text.filter((name) => name !== '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

function textsIn(one: unknown): string[] {
  if (typeof one === 'string') return [one];
  if (typeof one !== 'object' || one === null) return [];
  return Object.entries(one).flatMap(([name, member]) => [name, ...textsIn(member)]);
}

describe('the outlet', () => {
  it('reveals what was asked for, unless another secret stands in it', () => {
    expect(outlet.value({ token: secret }, [secret])).toEqual({ token: secret });
    expect(outlet.lines(`token ${secret}`, [secret])).toBe(`token ${secret}`);
    const mixed = `a1b2c3d4---1 ${secret}`;
    expect(JSON.stringify(outlet.value({ token: mixed }, [mixed]))).not.toContain(secret);
    expect(outlet.lines(`-H ${mixed}`, [mixed])).not.toContain(secret);
  });

  it('shows every text of a value, and every name of a member, visibly and without secrets', () => {
    fc.assert(
      fc.property(value, (any) => {
        for (const shown of textsIn(outlet.value(any))) {
          expect(shown).not.toMatch(hidden);
          expect(shown).not.toContain(secret);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('returns a value as it is when there is nothing to hide', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('name', 'status'), fc.constantFrom('Köln', 'mule-1', '日本')),
        (any) => {
          expect(outlet.value(any)).toBe(any);
        },
      ),
    );
  });

  it('shows every line visibly and without secrets', () => {
    fc.assert(
      fc.property(text, (any) => {
        for (const line of [...outlet.lines(any).split('\n'), outlet.line(any)]) {
          expect(line).not.toMatch(hidden);
          expect(line).not.toContain(secret);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('limits every text', () => {
    const long = 'o'.repeat(20_000);
    expect(outlet.value({ [long]: long })).toEqual({ [`${'o'.repeat(199)}…`]: `${'o'.repeat(7_999)}…` });
    expect(outlet.lines(`a\n${long}`)).toBe(`a\n${'o'.repeat(7_999)}… [cut here: 12000 of 20000 characters left out]`);
    expect(outlet.line(long, 80)).toBe(`${'o'.repeat(79)}…`);
  });

  it('limits a line and a sentence to 300 characters, unless told otherwise', () => {
    const long = `Say "${'o'.repeat(400)}"`;
    expect([outlet.line(long).length, outlet.line('a\nb', 2)]).toEqual([300, 'a…']);
    expect(outlet.sentence(long)).toMatch(/^Say "o{293}…"$/);
    expect(outlet.sentence('a\nb "c and d"', 10)).toBe('a b "c a…"');
    expect(outlet.sentence(`the ${secret}`)).toBe('the [secret]');
  });

  it('cuts lines that are longer than 8000 characters, each by itself', () => {
    const whole = 'o'.repeat(8_000);
    expect(outlet.lines(`${whole}\n${whole}`)).toBe(`${whole}\n${whole}`);
    expect(outlet.lines(`${whole}o\nshort`)).toBe(
      `${'o'.repeat(7_999)}… [cut here: 1 of 8001 characters left out]\nshort`,
    );
  });

  it('shows an id only as it is, on one line', () => {
    expect(outlet.shows('mule-orders-1')).toBe(true);
    for (const id of ['two\nlines', 'in\u200bvisible', `the ${secret}`]) expect(outlet.shows(id), id).toBe(false);
  });

  it('masks a text whose secret the eye would put together, and no other', () => {
    const apart = `${secret.slice(0, 5)}\u200b${secret.slice(5)}`;
    expect(outlet.lines(`a ${apart}`)).toBe('a [secret]');
    expect(outlet.value([apart, 'in\u200bvisible', 'two\nlines'])).toEqual([
      '[secret]',
      'in\\u200bvisible',
      'two\\u000alines',
    ]);
    expect(outlet.value([apart], [secret])).toEqual(['kT9-v\\u200bB2_xQ7wLm4Z']);
  });

  it('keeps the shape of a value, and everything in it that is no text', () => {
    const whole = { list: ['a', 1, null, true, { deep: [] }], none: null };
    expect(outlet.value(whole)).toBe(whole);
    expect(outlet.value({ list: [1, 'a\u200b'], 'b\u200b': null, c: [2, ['x']] })).toEqual({
      list: [1, 'a\\u200b'],
      'b\\u200b': null,
      c: [2, ['x']],
    });
    expect(outlet.value({ a: 'x', b: 'y\u200b' })).toEqual({ a: 'x', b: 'y\\u200b' });
    // Optional members may be there without a value.
    expect(outlet.value({ a: undefined, b: 'y\u200b' })).toEqual({ a: undefined, b: 'y\\u200b' });
  });

  it('shows what the caller asked for', () => {
    expect(outlet.value({ token: secret }, [secret])).toEqual({ token: secret });
    expect(outlet.value({ token: secret })).not.toEqual({ token: secret });
  });
});
