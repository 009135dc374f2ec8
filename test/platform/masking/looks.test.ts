import { describe, expect, it } from 'vitest';
import {
  isStandIn,
  isState,
  isUnlikeWord,
  isWordOfLetters,
  looksRandom,
  looksSecret,
  looksTyped,
} from '../../../src/platform/masking/secret-looks.ts';

const random = ['q7Zr0fKpx2', 'LmB4tYw9Dn'].join('');

describe('what stands in for a secret', () => {
  it.each([
    ...['', ' ', '[secret]', '[secret] and more', '(secure)', '(hidden)', '(not shown)', '(masked)', '(unchanged)'],
    ...['(secure, new value)', '<your password>', '…', '…abcd', '***', '•••••', '●●●', `\${db.password}`, '{{secret}}'],
    ...[
      "#[attributes.headers['x']]",
      '#[vars.token]',
      '#[ payload.x ]',
      '#[authentication.principal]',
      "p('db.password')",
    ],
    ...['true', 'FALSE', 'yes', 'no', 'on', 'off', 'none', 'null', '-', ' *** '],
  ])('is no secret: %j', (value) => {
    expect(isStandIn(value)).toBe(true);
  });

  it.each([
    ...[
      'a',
      '**',
      '(open)',
      '(secure',
      'x(secure)',
      '(secure, other)',
      '<a',
      'a>',
      '<a>b',
      '<<a>>',
      '…abcde',
      'x…abcd',
    ],
    ...[
      '***a',
      'a***',
      `\${a`,
      `\${a}b`,
      `x\${a}`,
      '{{a}',
      'x{{a}}',
      '{{a}}x',
      "#['password']",
      '#[payload',
      'x#[payload]',
    ],
    ...["p('a", "xp('a')", "p('a')x", 'truely', 'untrue', 'nono', '--', 'x[secret]'],
  ])('may be one: %j', (value) => {
    expect(isStandIn(value)).toBe(false);
  });
});

describe('a value that looks random', () => {
  it.each([
    random,
    ` ${random} `,
    '0a1B2c3D4e5F6g7H',
    'aGVsbG8gd29ybGQgMTIz==',
    // Three bits for each character.
    'a1b2c3d4a1b2c3d4',
    `${random}/x:1`,
    `${random.slice(0, 8)}_:${random}`,
    `${random}/${random}`,
    `a_${random}:1`,
    `ab_cd:${random}`,
    '3f786850e387550fdab836ed7e6dc881de23001b',
  ])('is long and mixed: %s', (value) => {
    expect(looksRandom(value)).toBe(true);
  });

  it.each([
    ...['0a1B2c3D4e5F6g7', `${random} x`, 'orders-production-1', 'c1f4c2b8-2d0e-4b1b-9a57-0c7a3f0a6f11'],
    ...[
      `urn:${random}`,
      `/${random}`,
      `./${random}`,
      `~${random}`,
      `${random},x`,
      `f(${random})`,
      `${random};`,
      `<${random}>`,
    ],
    ...['aB!cD?eF!gH?iJ!kL', '12!34?56!78?90!12?', 'a1!a1!a1!a1!a1!a1!', `{${random}}`, `${random}|x`],
  ])('is not this: %s', (value) => {
    expect(looksRandom(value)).toBe(false);
  });
});

describe('a value under a weak name', () => {
  it.each([
    random,
    ` ${random} `,
    // Typed, and made by a machine.
    ...['Tr0ub4dor&3', 'Hunter2!x', 'Zx81!kqp', 'q7Zr0fKpx2', '7fGh2kLm9Q'],
    ...['9f8a7b6c5d4e', '9F8A7B6C5D4E', 'f00dcafe9912ab', 'JBSWY3DPEHPK3PXP'],
    // Stored keys.
    ['/u3+7QAAAAIAAAABAAAA', 'AQAGb3JkZXJz'].join(''),
    // Addresses that open something.
    `https://hooks.example.com/in/${random}`,
    `https://hooks.example.com/in?x=${random}`,
    `https://hooks.example.com/in#${random}`,
    'https://0a1b2c3d4e5f@o1.ingest.example.com/42',
    'https://hooks.example.com/0a1b2c3d4e5f/x',
    `jdbc:x://db/${random}`,
    // Keys of products, and phrases.
    ...['AB12-CD34-EF56', 'AB12C-DE34F-GH56I', 'ACME-AB12-CD34', 'AB12CD34-EF56GH78-0000', 'AB12-CD34-EF56GH789'],
    'legal winner thank year wave sausage worth useful legal winner thank yellow',
    'legal,winner,thank,year,wave,sausage,worth,useful,legal,winner,thank,yellow',
    'legal-winner-thank-year-wave-sausage-worth-useful-legal-winner-thank-yellow',
  ])('is a secret: %s', (value) => {
    expect(looksSecret(value)).toBe(true);
  });

  it.each([
    ...['', '12', '1234567890', 'true', 'orders', 'pedidos2024', 'SKU-12345', 'ES', 'Zx8!kq', 'qwertzui'],
    ...['eu-prod-1', 'orders.internal.example.com', '10.0.0.0/8', 'host1,host2', 'db1:5432', 'jane.doe@example.com'],
    ...['2026-01-01', '2026-01-01T00:00:00Z', '30s', '1.2.3-beta.4', 'c1f4c2b8-2d0e-4b1b-9a57-0c7a3f0a6f11'],
    ...['customers.csv', 'data/seed-2024.json', './a1B2c3!d', 'AcmeK2!x9Z.jks', 'a1B2!c3D.p12', 'x9!Zq2Lk.yml'],
    ...['/opt/mule/conf/orders.jks', 'https://hooks.example.com/orders/created', 'https://orders@h.example.com/a/1'],
    ...['HmacSHA256', 'RSA-SHA256', 'PBKDF2WithHmacSHA256', 'AES/CBC/PKCS5Padding', 'argon2id', 'ES256', 'OAuth2.0'],
    ...['urn:a1B2!c3D4', 'jdbc:oracle:thin:@db1!X2', 'app.name=a1B2; x', 'a1B2!c3D|x', '{a1B2!c3D}', 'f(a1B2!c3D)'],
    ...['abcdefabcdef', '012345678901', '9f8a7b6c5d4', 'OrdersApiV2', 'Orders2GoApi'],
    ...['AB12-CD34', 'AB12-CD34-EF', 'ORDERS-2024-PROD', 'AB12-1234-ABCD', 'ab12-cd34-ef56'],
    'legal winner thank year wave sausage worth useful legal winner thank',
    'legal winner thank year wave sausage worth useful legal winner thank yellow a',
    'Legal winner thank year wave sausage worth useful legal winner thank yellow',
    'legal winner thank year wave sausages! worth useful legal winner thank yellow',
    'it is not known to whom the one or all of them',
  ])('is an ordinary one: %s', (value) => {
    expect(looksSecret(value)).toBe(false);
  });

  it('is judged by its beginning', () => {
    expect(looksSecret(`${'orders-'.repeat(60)}${random}`)).toBe(false);
  });
});

describe('letters alone', () => {
  it.each([
    ...[
      'orders',
      'Kennwort',
      'AUTH',
      'authentication',
      'Implementation',
      'AUTHENTICATION',
      'clientSecret',
      'client-id',
    ],
    ...['infrastructure', 'read/write', "it's", 'Zugangsberechtigung', 'abcdefghijk'],
    ...['многопользовательский'],
  ])('are a word: %s', (text) => {
    expect(isWordOfLetters(text)).toBe(true);
    expect(isUnlikeWord(text)).toBe(false);
  });

  it.each([
    ...['abcdefghijkl', 'abcdefghijklmnopqrst', 'ABCDEFGHIJKLMNOP', 'Abcdefghijklm', 'aBcDeF', 'client-abcdefghijkl'],
    ...['abcdefghijklmnopqred'],
  ])('are none: %s', (text) => {
    expect(isWordOfLetters(text)).toBe(false);
    expect(isUnlikeWord(text)).toBe(true);
  });

  it('with something else in between are not letters alone', () => {
    expect(['a1', 'a b', '', 'a--b', '-a'].filter(isWordOfLetters)).toEqual([]);
  });
});

describe('what somebody typed', () => {
  it.each(['hunter2', 'hunter2!', 'p@ssword', 'x7k=q', 'abc123xyz.', 'q7Zr(', 'abcdefghijklmnop', '7of9x'])(
    'has digits or signs in it, or no words: %s',
    (value) => {
      expect(looksTyped(value)).toBe(true);
    },
  );

  it.each([
    ...['orders', 'required', 'db.name', 'client_id', 'OAuth2', 'RS256.', 'SHA-256', '30s', '12:30', '4096', '16GB'],
    ...['conf/x7.pem', 'orders2.json', 'c1f4c2b8-2d0e-4b1b-9a57-0c7a3f0a6f11', 'x7k', 'case-sensitive', '12char'],
  ])('is not this: %s', (value) => {
    expect(looksTyped(value)).toBe(false);
  });
});

describe('a word that says how a secret is', () => {
  it.each([
    ...['missing', 'Invalid', 'expired.', 'see', 'your', 'opaque', 'Basic', 'authentication', 'fehlt', 'manquant"'],
    ...['rejected', 'readable', 'visible', 'pending', '30s', '12:30', '1.5', '90d', '2kB)', 'with'],
  ])('is no secret: %s', (value) => {
    expect(isState(value)).toBe(true);
  });

  it.each(['orders', 'y', '12345', '12:30x', 'x30s', 'ed', 'Rejected7', 'abed', 'missing1', ''])(
    'is not this: %s',
    (value) => {
      expect(isState(value)).toBe(false);
    },
  );
});
