import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDistinctive } from '../../../src/platform/masking/distinctive.ts';
import { mask, Secrets } from '../../../src/platform/masking/secrets.ts';

/** Any text long enough to be remembered; the mask itself holds `secret`, so parts of it cannot be looked for. */
const secret = fc.string({ minLength: 6, maxLength: 40, unit: 'binary' }).filter((text) => !'[secret]'.includes(text));
const noise = fc.string({ maxLength: 20, unit: 'grapheme' });

const remembering = (...values: string[]): Secrets => {
  const secrets = new Secrets();
  for (const value of values) secrets.add(value);
  return secrets;
};

describe('masking a text', () => {
  it('leaves no secret in it, plain, percent-encoded or inside JSON, wherever it stands', () => {
    fc.assert(
      fc.property(
        secret,
        noise,
        noise,
        fc.constantFrom(plain, percentEncoded, insideJson),
        (value, left, right, form) => {
          fc.pre(!`${left}[secret]${right}`.includes(form(value)));
          expect(remembering(value).redact(`${left}${form(value)}${right}`)).toBe(`${left}[secret]${right}`);
        },
      ),
      // A letter that is a mark in upper case: what follows a value is not taken for a part of its last letter.
      { examples: [['orders0', '', '\u03b9\u0301', plain]] },
    );
  });

  it('leaves nothing of the longer of two secrets where one begins with the other', () => {
    for (const values of [
      ['abcdef', 'abcdef-and-more'],
      ['abcdef-and-more', 'abcdef'],
    ]) {
      expect(remembering(...values).redact('x abcdef-and-more y abcdef z')).toBe('x [secret] y [secret] z');
    }
  });

  it('changes nothing in a text without secrets', () => {
    fc.assert(
      fc.property(secret, fc.string({ unit: 'binary' }), (value, text) => {
        fc.pre(![plain, percentEncoded, insideJson].some((form) => text.includes(form(value))));
        expect(remembering(value).redact(text)).toBe(text);
      }),
    );
  });

  it('does not garble texts for values that are too short to be secrets, or for none', () => {
    const secrets = remembering('a', 'short');
    secrets.add(undefined);
    expect(secrets.redact('a short text')).toBe('a short text');
  });

  it('works with a value that cannot be percent-encoded', () => {
    expect(remembering('half-\ud800-pair').redact('my half-\ud800-pair')).toBe('my [secret]');
  });
});

describe('masking a value', () => {
  it('leaves no secret in any string at any depth, also in texts that are JSON or URLs themselves', () => {
    fc.assert(
      fc.property(secret, fc.jsonValue(), noise, (value, rest, around) => {
        const nested = {
          rest,
          list: [{ deep: [`${around}${value}`] }],
          url: `/organizations/${percentEncoded(value)}/things`,
          body: JSON.stringify({ password: value }),
          log: JSON.stringify({ body: JSON.stringify({ password: value }) }),
        };
        const masked = remembering(value).redactAll(nested);
        for (const text of texts([masked.list, masked.url, masked.body])) {
          fc.pre(!around.includes(value));
          for (const form of [plain, percentEncoded, insideJson]) expect(text).not.toContain(form(value));
        }
      }),
    );
  });

  it('that holds the secret only percent-encoded masks it too', () => {
    const value = { url: '/x/p%20ss%26word' };
    expect(remembering('p ss&word').redactAll(value)).toEqual({ url: '/x/[secret]' });
  });

  it('keeps its shape, and everything that is no text', () => {
    const value = { n: 1, no: null, yes: true, list: [1, 'the-secret'], empty: {}, left: undefined };
    expect(remembering('the-secret').redactAll(value)).toEqual({
      ...value,
      list: [1, '[secret]'],
    });
  });

  it('keeps the names of members, also where they hold a secret: without them nobody understands the rest', () => {
    const value = { password: { 'password of': 'the password' } };
    expect(remembering('password').redactAll(value)).toEqual({
      password: { 'password of': 'the [secret]' },
    });
  });

  it('masks what stands in the name of a member, though not all of it', () => {
    const secrets = remembering('kX7!mQ2z-9wL');
    const key = ['AKIA', 'IOSFODNNABCDEFGH'].join('');
    expect(secrets.redactAll({ 'xkX7!mQ2z-9wLy': 1, [key]: 2 })).toEqual({ 'x[secret]y': 1, '[secret]': 2 });
    expect(secrets.redactAll({ wolkenbruchundschirm: 1 })).toEqual({ wolkenbruchundschirm: 1 });
  });

  it('takes a pair by its name, and a text of its own by nothing', () => {
    const secrets = new Secrets();
    expect(secrets.redactAll({ name: 'db.password', value: 'x1', other: 'x1' })).toEqual({
      ...{ name: 'db.password', value: '[secret]', other: 'x1' },
    });
    expect(secrets.redactAll({ name: 'password', type: 'x1' })).toEqual({ name: 'password', type: 'x1' });
    expect(secrets.redactAll({ name: 7, value: 'x1' })).toEqual({ name: 7, value: 'x1' });
    expect(secrets.redactAll('orders-1')).toBe('orders-1');
  });

  it('gives back the very same value when there is nothing to mask', () => {
    const value = { a: ['b'] };
    expect(remembering('the-secret').redactAll(value)).toBe(value);
  });
});

describe('a secret that a caller gave', () => {
  it('may be none', () => {
    const secrets = new Secrets();
    secrets.addGiven(undefined);
    secrets.addFromAddress(undefined);
    secrets.addFromAddress('no address');
    expect(secrets.redact('undefined, no address')).toBe('undefined, no address');
  });

  it.each([
    'kX7!mQ2z',
    'Tr0ub4dor&3',
    'hunter2hunter2',
    'q7Zr-0fKp-x2Lm',
    '0123456789abcdef0123456789abcdef',
    'callers-own-Passw0rd-71',
    'Wolkenbruch-und-41-Schirme',
    'correct-horse-battery-staple',
    'jdbc:mysql://user:x7kq@db/orders',
    'https://hooks.example.com/?token=abcdef',
  ])('is remembered when it is distinctive: %s', (value) => {
    const secrets = new Secrets();
    secrets.addGiven(value);
    expect(secrets.redact(`before${value}after`)).toBe('before[secret]after');
  });

  it.each([
    'a',
    'x7!kQ',
    'orders',
    'managed',
    'Production',
    '2194001',
    '19870003',
    '1893456000000',
    'mule-orders-1',
    'orders-api-v2',
    'Orders API v2',
    'acme-production-eu-west-1',
    'gateway.production.acme.example.com',
    'https://orders.example.com:8443/api/v1',
    'c1f4c2b8-2d0e-4b1b-9a57-0c7a3f0a6f11',
    'http-basic-authentication',
    'applicationIdentifier',
    '4.9.1:8e-java17',
    'Bücherei',
  ])('is not remembered when it is what things are called: %s', (value) => {
    const secrets = new Secrets();
    secrets.addGiven(value);
    expect(secrets.redact(`before${value}after, ${value}`)).toBe(`before${value}after, ${value}`);
  });

  it('is distinctive nearly always when it was made up at random from 12 characters on, and judged quickly', () => {
    const characters = [...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#%&=?+*'];
    const made = fc
      .array(fc.constantFrom(...characters), { minLength: 12, maxLength: 40 })
      .map((list) => list.join(''));
    const values = fc.sample(made, { numRuns: 500, seed: 71 });
    expect(values.filter(isDistinctive).length).toBeGreaterThanOrEqual(498);
    expect(isDistinctive(`${'Ab'.repeat(50_000)}!`)).toBe(true);
  });

  it('never hides a name that is made of a few short words and numbers', () => {
    const part = fc.oneof(
      fc.stringMatching(/^[a-z]{1,5}$/),
      fc.stringMatching(/^[A-Z][a-z]{1,4}$/),
      fc.nat(9999).map(String),
    );
    const name = fc.array(part, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(name, fc.constantFrom('-', '_', '.', ' ', '/'), (parts, separator) => {
        expect(isDistinctive(parts.join(separator))).toBe(false);
      }),
    );
  });
});

describe('showing that a secret is there', () => {
  it('gives away at most its last four characters, and of a short one nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (value) => {
        const shown = mask(value);
        expect(shown).toBe(value.length >= 16 ? `…${value.slice(-4)}` : '[secret]');
      }),
    );
  });
});

function plain(text: string): string {
  return text;
}

function percentEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}
