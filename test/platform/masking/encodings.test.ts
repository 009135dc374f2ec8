import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GivenSecrets } from '../../../src/platform/masking/given-secrets.ts';
import { Secrets } from '../../../src/platform/masking/secrets.ts';

type Encode = (text: string) => string;

const inJson: Encode = (text) => JSON.stringify(text).slice(1, -1);
const byUnit =
  (encode: (unit: string) => string): Encode =>
  (text) =>
    text.split('').map(encode).join('');
const hex = (unit: string): string => unit.charCodeAt(0).toString(16).padStart(4, '0');
const html: Encode = (text) =>
  text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? '&#39;');

/** What a platform, a proxy or a log may make of a text that it was sent. */
const encodings: Readonly<Record<string, Encode>> = {
  plain: (text) => text,
  'upper case': (text) => text.toUpperCase(),
  'lower case': (text) => text.toLowerCase(),
  'composed Unicode': (text) => text.normalize('NFC'),
  'decomposed Unicode': (text) => text.normalize('NFD'),
  'a URL': encodeURIComponent,
  'a URL in lower case': (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  'a URL with every byte escaped': (text) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'a URL twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'a form': (text) => new URLSearchParams({ x: text }).toString().slice(2),
  'a Latin-1 form': (text) => text.replace(/[^\w]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
  JSON: inJson,
  'JSON in JSON': (text) => inJson(inJson(text)),
  'JSON in JSON in JSON': (text) => inJson(inJson(inJson(text))),
  'JSON with escaped slashes': (text) => inJson(text).replaceAll('/', '\\/'),
  'JSON in ASCII': (text) => inJson(text).replace(/[^ -~]/g, (unit) => `\\u${hex(unit)}`),
  'JSON in ASCII, upper case': (text) => inJson(text).replace(/[^ -~]/g, (unit) => `\\u${hex(unit).toUpperCase()}`),
  'JSON with every sign escaped': byUnit((unit) => `\\u${hex(unit)}`),
  HTML: html,
  'HTML in decimal': byUnit((unit) => `&#${unit.charCodeAt(0)};`),
  'HTML in hexadecimal': byUnit((unit) => `&#x${hex(unit)};`),
  'HTML with names': (text) => html(text).replaceAll('ö', '&ouml;').replaceAll('/', '&sol;').replaceAll('+', '&plus;'),
  'JSON in HTML': (text) => html(inJson(text)),
  'HTML in JSON': (text) => inJson(html(text)),
  Base64: (text) => Buffer.from(text).toString('base64'),
  'Base64 without padding': (text) => Buffer.from(text).toString('base64').replace(/=+$/, ''),
  'Base64 for URLs': (text) => Buffer.from(text).toString('base64url'),
  'Base64 after a user': (text) => Buffer.from(`me:${text}`).toString('base64'),
  'Base64 after a longer user': (text) => Buffer.from(`user:${text}`).toString('base64'),
  'Base64 within text': (text) => Buffer.from(`{"p":"${text}"}`).toString('base64'),
  'Base64 in a URL': (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'hexadecimal in upper case': (text) => Buffer.from(text).toString('hex').toUpperCase(),
};

const password = 'Wölk"chen/7+&<x\\y z';

describe.each(Object.entries(encodings))('a secret in %s', (_name, encode) => {
  const seen = `It refuses ${encode(password)} again.`;

  it('from the settings is not shown', () => {
    const secrets = new Secrets();
    secrets.add(password);
    expect(secrets.redact(seen)).toMatch(/^It refuses [\w+/=-]{0,14}\[secret\][\w+/=-]{0,6} again\.$/);
    expect(secrets.redactAll({ message: [seen] }).message[0]).toContain('[secret]');
  });

  it('that a caller gave is not shown', () => {
    const given = new GivenSecrets(new Secrets());
    given.addGiven(password);
    expect(given.redact(seen)).toContain('[secret]');
    expect(given.redactAll({ why: seen }).why).toContain('[secret]');
  });

  it('is not shown, whatever it is', () => {
    const value = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 24 }).filter((text) => /[a-z\d]/i.test(text));
    fc.assert(
      fc.property(value, (text) => {
        // Latin-1 has only some letters, and case may change the length.
        fc.pre(/^[ -~]*$/.test(text) && text.trim() === text && !'[secret]'.includes(text));
        const secrets = new Secrets();
        secrets.add(text);
        const shown = secrets.redact(`<${encode(text)}>`);
        expect(shown).toContain('[secret]');
      }),
      { numRuns: 60 },
    );
  });
});

describe('an ordinary word that a caller gave as a secret', () => {
  it.each(['plain', 'upper case', 'a URL', 'JSON with every sign escaped', 'HTML in decimal'])(
    'is masked as a whole word in %s',
    (name) => {
      const given = new GivenSecrets(new Secrets());
      given.addGiven('orders');
      const encode = encodings[name] ?? ((text: string) => text);
      expect(given.redact(`It refuses "${encode('orders')}".`)).toBe('It refuses "[secret]".');
      expect(given.redact('mule-orders-1')).toBe('mule-orders-1');
    },
  );
});

describe('names of members', () => {
  it('hold no secret, and stay where they are words', () => {
    const secrets = new Secrets();
    secrets.add('kX7!mQ2z-9wL');
    secrets.add('password');
    expect(secrets.redactAll({ 'x kX7!mQ2z-9wL': 1, password: 'none', 'password of': 2 })).toEqual({
      'x [secret]': 1,
      password: 'none',
      'password of': 2,
    });
  });
});

describe('what a caller asked for', () => {
  it('stays, and everything beside it does not', () => {
    const secrets = new Secrets();
    secrets.add('token-0123456789-Abc');
    secrets.add('client-Secret-98765');
    const said = 'run -H token-0123456789-Abc with client-Secret-98765';
    expect(secrets.redact(said, ['token-0123456789-Abc'])).toBe('run -H token-0123456789-Abc with [secret]');
    expect(secrets.redactAll({ said, token: 'token-0123456789-Abc' }, ['token-0123456789-Abc'])).toEqual({
      said: 'run -H token-0123456789-Abc with [secret]',
      token: 'token-0123456789-Abc',
    });
  });
});
