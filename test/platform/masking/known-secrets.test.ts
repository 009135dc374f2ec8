import { describe, expect, it } from 'vitest';
import { decoded, foldedCase } from '../../../src/platform/masking/decoding.ts';
import { KnownSecrets } from '../../../src/platform/masking/known-secrets.ts';
import { formsOf } from '../../../src/platform/masking/secret-forms.ts';
import { mapStrings, mask, Secrets } from '../../../src/platform/masking/secrets.ts';

const knowing = (values: readonly string[], anywhere = true): KnownSecrets => {
  const known = new KnownSecrets();
  for (const value of values) known.add(value, anywhere);
  return known;
};
const masked = (value: string, text: string, anywhere = true): string => knowing([value], anywhere).masked(text);

describe('a known secret', () => {
  it('is masked wherever it stands, however often, in any case', () => {
    expect(masked('hunter2x', 'hunter2x HUNTER2X xhunter2xx')).toBe('[secret] [secret] x[secret]x');
    expect(masked('aaa', 'aaaaaaa')).toBe('[secret]');
  });

  it('is one mask with another that it overlaps, and two beside it', () => {
    expect(knowing(['abcdef', 'defghi']).masked('x abcdefghi y')).toBe('x [secret] y');
    expect(knowing(['abcdef', 'ghijkl']).masked('abcdefghijkl')).toBe('[secret][secret]');
    expect(knowing(['abcdefgh', 'cde']).masked('abcdefgh cde')).toBe('[secret] [secret]');
  });

  it('leaves masks that are there already', () => {
    expect(knowing(['secret', '[secret]']).masked('[secret] secret a[secret]')).toBe('[secret] [secret] a[secret]');
    for (const part of ['secret', '[secr', 'cret]', '[secret]'])
      expect(masked(part, `[secret] ${part}`), part).toBe('[secret] [secret]');
    expect(knowing(['t] x']).masked('[secret] x')).toBe('[secre[secret]');
  });

  it('as a word is masked only as a whole one', () => {
    const text =
      'orders, "orders" (orders) orders. orders-x orders.x x-orders x.orders _orders orders1 éorders orders- -orders';
    expect(masked('orders', text, false)).toBe(
      '[secret], "[secret]" ([secret]) [secret]. orders-x orders.x x-orders x.orders _orders orders1 éorders [secret]- -[secret]',
    );
    expect(masked('a a', 'a a a', false)).toBe('[secret]');
    expect(masked('orders', 'xorders orders', false)).toBe('xorders [secret]');
  });

  it('is found in none of nothing, and changes nothing elsewhere', () => {
    expect(new KnownSecrets().masked('a%20x')).toBe('a%20x');
    const known = knowing(['hunter2x']);
    for (const text of ['', 'hunter', 'nothing', 'a%20b']) expect(known.masked(text)).toBe(text);
  });

  it('is looked for within five layers of escapes', () => {
    let text = 'p"ss word';
    for (let layer = 0; layer < 4; layer++) {
      text = encodeURIComponent(text);
      expect(masked('p"ss word', `a ${text} b`)).toBe('a [secret] b');
    }
    let html = 'p&ss word';
    for (let layer = 0; layer < 4; layer++) {
      html = html.replaceAll('&', '&amp;');
      expect(masked('p&ss word', `a ${html} b`)).toBe('a [secret] b');
    }
    // Undoing more would let a long text of escapes take for ever.
    const deepest = html.replaceAll('&', '&amp;');
    expect(masked('p&ss word', deepest)).toBe(deepest);
  });

  it('takes its neighbours in Base64 with it, and nothing else', () => {
    const inBase64 = (text: string): string => Buffer.from(text).toString('base64');
    expect(masked('hunter2x!', `a ${inBase64('hunter2x!')} b`)).toBe('a [secret] b');
    expect(masked('hunter2x', `a ${inBase64('hunter2x')} b`)).toBe('a [secret] b');
    expect(masked('hunter2', `a ${inBase64('hunter2')}, b`)).toBe('a [secret], b');
    for (const before of ['u', 'us', 'use'])
      for (const after of ['', 'r', 'rs']) {
        const text = inBase64(`${before}hunter2x${after}`);
        const shown = masked('hunter2x', `<${text}>`);
        expect(shown, text).toContain('[secret]');
        // What is left are the neighbours.
        expect(shown.replace('[secret]', '').length, text).toBeLessThanOrEqual(2 + 5 + 4);
      }
    expect(masked('hunter2x', `${inBase64('hunter2x')}=`)).toMatch(/^\[secret\]=?$/);
    expect(masked('abcde', `a ${inBase64('abcde')}`)).toContain(inBase64('abcde'));
    expect(masked('abcdef', `a ${inBase64('abcdef').toLowerCase()}`)).toContain(inBase64('abcdef').toLowerCase());
    expect(masked('abcdef', `a ${Buffer.from('abcdef').toString('hex').toUpperCase()}`)).toBe('a [secret]');
    expect(masked('abcdef', `0a${Buffer.from('abcdef').toString('hex')}0b`)).toBe('0a[secret]0b');
    expect(masked('abc???', `a ${Buffer.from('abc???').toString('base64url')}`)).toBe('a [secret]');
    expect(masked('abc?>~', `a ${Buffer.from('abc?>~').toString('base64url')}`)).toBe('a [secret]');
  });

  it('takes no more than these neighbours', () => {
    const inBase64 = (text: string): string => Buffer.from(text).toString('base64');
    const [after1, after2] = [inBase64('uhunter2x'), inBase64('ushunter2x')];
    for (const [text, shown] of [
      [`<${after1}>`, '<d[secret]>'],
      [`<${after2}>`, '<dX[secret]>'],
      [after1.slice(2), '[secret]'],
      [`, ${after1.slice(2)}`, ', [secret]'],
      [`${after2}==`, 'dX[secret]=='],
      [`${after2.slice(0, -3)}, b`, 'dX[secret], b'],
      [after2.slice(0, -3), 'dX[secret]'],
    ] as const)
      expect(masked('hunter2x', text), text).toBe(shown);
    expect(masked('abcdef', `x${inBase64('abcdef')}=`)).toBe('x[secret]=');
  });

  it('that seems to hold escapes is masked as it is, and as what they stand for', () => {
    for (const text of ['a%20b%20c', 'a b c']) expect(masked('a%20b%20c', `x ${text} y`)).toBe('x [secret] y');
    expect(masked('%2541%2542', 'x AB y')).toBe('x [secret] y');
    expect(masked('%252541%252542', 'x AB y')).toBe('x [secret] y');
    expect(masked('half\ud800pair', 'x half\ud800pair y')).toBe('x [secret] y');
  });
});

describe('the forms of a secret', () => {
  it('are no more than there are different ones', () => {
    expect(formsOf('abc', true)).toEqual([{ text: 'abc', folded: true, anywhere: true, before: 0, after: 0 }]);
    expect(formsOf('a"c', false).map(({ text }) => text)).toEqual(['a"c', 'a\\"c', 'a%22c']);
    expect(formsOf('e\u0301', true).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['\u00e9', 'e\u0301', 'e%cc%81']),
    );
    expect(formsOf('abcdef', true).filter(({ folded }) => !folded)).toEqual([
      { text: 'YWJjZGVm', folded: false, anywhere: true, before: 0, after: 0 },
      { text: 'YWJjZGVm', folded: false, anywhere: true, before: 0, after: 0 },
      { text: 'FiY2RlZ', folded: false, anywhere: true, before: 1, after: 3 },
      { text: 'FiY2RlZ', folded: false, anywhere: true, before: 1, after: 3 },
      { text: 'hYmNkZW', folded: false, anywhere: true, before: 1, after: 3 },
      { text: 'hYmNkZW', folded: false, anywhere: true, before: 1, after: 3 },
    ]);
  });
});

describe('one layer of escapes', () => {
  const text = (of: string): string | undefined => decoded(of)?.text;

  it.each([
    ['a%20b', 'a b'],
    ['a+b', 'a b'],
    ['%C3%B6', 'ö'],
    ['%E2%82%AC', '€'],
    ['%F0%9F%9A%80', '🚀'],
    ['%F6x', 'öx'],
    ['%f6%41', 'öA'],
    ['&amp;&LT;&gt;&quot;&apos;', '&<>"\''],
    [
      '&amp;&lt;&gt;&quot;&apos;&excl;&num;&dollar;&percnt;&lpar;&rpar;&ast;&plus;&comma;&period;&sol;&colon;&semi;&equals;',
      '&<>"\'!#$%()*+,./:;=',
    ],
    ['&quest;&commat;&lsqb;&lbrack;&bsol;&rsqb;&rbrack;&Hat;&lowbar;', '?@[[\\]]^_'],
    ['&grave;&lcub;&lbrace;&verbar;&vert;&rcub;&rbrace;', '`{{||}}'],
    ['&nbsp;&ouml;&yuml;&Ouml;&excl;&rcub;', '\u00a0öÿÖ!}'],
    ['&#246;&#xF6;&#Xf6;', 'ööö'],
    ['\\n\\r\\t\\b\\f\\/\\"\\\\', '\n\r\t\b\f/"\\'],
    ['\\u00f6\\u{f6}\\xF6', 'ööö'],
    ['\\ud83d\\ude80', '🚀'],
    ['&#x10ffff;', '\u{10ffff}'],
    ['o\u0308', 'ö'],
    ['\u1112\u1161\u11ab', '한'],
  ])('of %j stands for %j', (of, meant) => {
    expect(text(of)).toBe(meant);
  });

  it.each(['plain', '100%', '%zz', '&unknown;', '&', '&#x110000;', 'a & b', '\\u{110000}'])('is not in %j', (of) => {
    expect(decoded(of)).toBeUndefined();
  });

  it('says where each unit stood', () => {
    expect(decoded('ab%20c\\ud83dd')).toEqual({
      text: 'ab c\ud83dd',
      starts: [0, 1, 2, 5, 6, 12],
      ends: [1, 2, 5, 6, 12, 13],
    });
    expect(decoded('&#128640;!')).toEqual({ text: '🚀!', starts: [0, 0, 9], ends: [9, 9, 10] });
    expect(decoded('&unknown;+a')).toMatchObject({ text: '&unknown; a', starts: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] });
  });

  it('has every unit in lower case, where that is one as well', () => {
    expect([foldedCase('ABC'), foldedCase('İABC'), foldedCase('abc')]).toEqual(['abc', 'İabc', 'abc']);
  });
});

describe('what the process keeps secret', () => {
  it('are values of four characters on: short ones as words, and only if they are no plain ones', () => {
    const secrets = new Secrets();
    for (const value of ['abc', 'a1c', 'word', '1234', 'ab1c', 'hunter', undefined]) secrets.add(value);
    expect(secrets.redact('abc a1c word 1234 ab1c xab1c hunter xhunterx')).toBe(
      'abc a1c word 1234 [secret] xab1c [secret] x[secret]x',
    );
  });

  it('are the credentials in an address, and its secret parameters', () => {
    const secrets = new Secrets();
    secrets.addFromAddress('http://proxyuser:p%40sswörd9@proxy.example.com:1?token=tok-123456&page=page-123456');
    secrets.addFromAddress('http://only-a-user-9@proxy.example.com');
    secrets.addFromAddress('http://us%zzer:half%zzpass@proxy.example.com');
    secrets.addFromAddress('no address at all');
    secrets.addFromAddress(undefined);
    for (const value of ['p%40ssw%C3%B6rd9', 'p@sswörd9', 'tok-123456', 'only-a-user-9', 'half%zzpass'])
      expect(secrets.redact(`a ${value} b`), value).toBe('a [secret] b');
    for (const value of ['proxyuser', 'page-123456', 'proxy.example.com', 'no address at all'])
      expect(secrets.redact(`a ${value} b`), value).toBe(`a ${value} b`);
  });

  it.each([
    ['without a scheme', 'proxyuser:Kq7-proxy-pass@proxy.example.com:8080', 'Kq7-proxy-pass'],
    ['without a scheme and a password', ' Kq7-proxy-user@proxy.example.com:8080', 'Kq7-proxy-user'],
    ['with a password that has an @ in it', 'http://proxyuser:Kq7@proxy@pass@proxy.example.com', 'Kq7@proxy@pass'],
    ['with a password that has a slash in it', 'HTTP://proxyuser:Kq7/proxy:pass@proxy.example.com', 'Kq7/proxy:pass'],
    ['with a password that has a hash in it', 'proxyuser:Kq7#proxy\n-pass@proxy.example.com:1', 'Kq7#proxy\n-pass'],
    ['with a port that is none', 'http://proxyuser:Kq7-proxy-pass@proxy.example.com:99999', 'Kq7-proxy-pass'],
    ['with a query', 'proxy.example.com:1?token=tok-123456', 'tok-123456'],
  ])('are those in an address %s, too', (_what, address, secret) => {
    const secrets = new Secrets();
    secrets.addFromAddress(address);
    expect(secrets.redact(`<${secret}>`)).toMatch(/^<\[secret\]/);
    expect(secrets.redact('proxy.example.com and proxyuser')).toBe('proxy.example.com and proxyuser');
  });

  it('are shown to who asked for them, unless another secret stands in it', () => {
    const secrets = new Secrets();
    for (const value of ['first-secret-1', 'other-secret-2']) secrets.add(value);
    expect(secrets.redact('first-secret-1 other-secret-2', ['', 'first-secret-1'])).toBe('first-secret-1 [secret]');
    expect(secrets.redact('first-secret-1 other-secret-2', ['other-secret-2', 'first-secret-1'])).toBe(
      'first-secret-1 other-secret-2',
    );
    const both = 'first-secret-1 other-secret-2';
    expect(secrets.redact(both, [both])).toBe('[secret] [secret]');
    expect(secrets.redactAll({ a: both, b: ['first-secret-1'] }, [both, 'first-secret-1'])).toEqual({
      a: 'first-secret-1 [secret]',
      b: ['first-secret-1'],
    });
    const random = ['q7Zr0fKpx2', 'LmB4tYw9Dn'].join('');
    expect(secrets.redactAll({ password: random }, [random])).toEqual({ password: random });
  });
});

describe('a member whose name says that it is a secret', () => {
  const secrets = new Secrets();

  it('is masked, also in a list, and as the value of a pair', () => {
    expect(secrets.redactAll({ password: 'x1', list: { token: ['y2', 3] }, other: 'x1' })).toEqual({
      password: '[secret]',
      list: { token: ['[secret]', 3] },
      other: 'x1',
    });
    for (const label of ['name', 'key', 'setting', 'property', 'path'])
      for (const member of ['value', 'before', 'after']) {
        const pair = { [label]: 'db.password', [member]: 'x1', other: 'x1' };
        expect(secrets.redactAll(pair)).toEqual({ ...pair, [member]: '[secret]' });
      }
    expect(secrets.redactAll({ name: 1, value: 'x1', key: 'token' })).toEqual({
      name: 1,
      value: '[secret]',
      key: 'token',
    });
    for (const open of [
      { name: 'db.password', other: 'x1' },
      { value: 'x1', size: 1 },
      { name: 'db.user', value: 'x1' },
    ])
      expect(secrets.redactAll(open)).toBe(open);
  });

  it('stays where it says how things are', () => {
    for (const value of [
      'missing',
      'not set',
      'not-set',
      'set by the operator 1',
      '***',
      '[secret]',
      '',
      12,
      null,
      true,
    ]) {
      const whole = { clientSecret: value };
      expect(secrets.redactAll(whole)).toBe(whole);
    }
    for (const value of ['x1', 'two w0rds', '!missing', 'missing!'])
      expect(secrets.redactAll({ clientSecret: value })).toEqual({ clientSecret: '[secret]' });
  });

  it('keeps its name, unless that holds a secret', () => {
    const kept = new Secrets();
    kept.add('kX7mQ2z9wLab');
    kept.add('password');
    const [long, random] = ['a'.repeat(41), 'kX7mQ2z9wLab'];
    expect(kept.redactAll({ [`x ${random}`]: 1, [random]: 2, password: 3, [long]: 4, 'my password': 5 })).toEqual({
      'x [secret]': 1,
      ['[secret]']: 2,
      password: 3,
      [long]: 4,
      'my password': 5,
    });
  });

  it('does not change the rest: what had nothing to mask is the very same', () => {
    const same = { list: [1, { a: 'x' }], none: null };
    expect(secrets.redactAll(same)).toBe(same);
    const changed = secrets.redactAll({ same, list: ['a', { token: 'x1' }, 'b'] });
    expect(changed.same).toBe(same);
    expect(changed.list).toEqual(['a', { token: '[secret]' }, 'b']);
  });
});

describe('a secret that is only said to be there', () => {
  it('gives away its last four characters from sixteen on', () => {
    expect(mask('0123456789abcdef')).toBe('…cdef');
    expect(mask('0123456789abcde')).toBe('[secret]');
  });
});

describe('changing every text of a value', () => {
  it('leaves its shape, its names, and everything else in it', () => {
    const value = { a: 'x', list: ['y', 1, null, { b: ['z', true] }], none: null };
    expect(mapStrings(value, (text) => `${text}!`)).toEqual({
      a: 'x!',
      list: ['y!', 1, null, { b: ['z!', true] }],
      none: null,
    });
    expect(mapStrings('x', (text) => `${text}!`)).toBe('x!');
  });
});
