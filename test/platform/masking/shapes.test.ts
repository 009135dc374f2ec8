import { describe, expect, it } from 'vitest';
import { holdsSecretShape, withoutSecretShapes } from '../../../src/platform/masking/secret-shapes.ts';
import { ordinaryProperties, secretProperties } from './examples.ts';

/** Parts are joined here, so that no scanner takes them for leaked ones. */
const of = (unit: string, count: number): string => unit.repeat(Math.ceil(count / unit.length)).slice(0, count);

/** What a secret begins with, what it is made of, and how many of that make one. */
const kinds: readonly (readonly [begin: string, unit: string, min: number])[] = [
  ...['AKIA', 'ASIA', 'AGPA', 'AIDA', 'AROA'].map((begin) => [begin, 'Q7', 16] as const),
  ['AIza', 'a-B_9', 30],
  ['ya29.', 'a-B_9', 20],
  ['GOCSPX-', 'a-B_9', 20],
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((begin) => [begin, 'aB9', 20] as const),
  ['github_pat_', 'aB_9', 20],
  ...['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glcbt-', 'glsoat-'].map((begin) => [begin, 'a-B_9', 16] as const),
  ...['xoxa-', 'xoxb-', 'xoxp-', 'xoxs-'].map((begin) => [begin, 'a-B_9', 10] as const),
  ['xapp-1-', 'a-B_9', 10],
  ...['rk_live_', 'sk_live_', 'pk_test_'].map((begin) => [begin, 'aB9', 10] as const),
  ['whsec_', 'aB/+=9', 16],
  ['npm_', 'aB9', 30],
  ['pypi-', 'a-B_9', 30],
  ['SK', 'a9', 32],
  ...['shpat_', 'shpca_', 'shppa_', 'shpss_'].map((begin) => [begin, 'a9', 32] as const),
  ...['dop_v1_', 'doo_v1_', 'dor_v1_'].map((begin) => [begin, 'a9', 40] as const),
  ['sk-', '9-B_A', 20],
  ['key-', 'a9', 32],
  ...['hvs.', 'hvb.'].map((begin) => [begin, 'a-B_9', 20] as const),
  ['ATATT', 'a=-B_9', 20],
  ['EAAA', 'a-B_9', 50],
];

describe('a secret that is known by its form', () => {
  it.each(kinds)('is masked from its shortest on: %s', (begin, unit, min) => {
    const [shortest, tooShort] = [`${begin}${of(unit, min)}`, `${begin}${of(unit, min - 1)}`];
    expect(withoutSecretShapes(`a ${shortest}, b ${shortest}`)).toBe('a [secret], b [secret]');
    expect(withoutSecretShapes(`a ${tooShort} b`)).toBe(`a ${tooShort} b`);
    expect(withoutSecretShapes(`x${shortest}`)).toBe(`x${shortest}`);
    expect(holdsSecretShape(shortest)).toBe(true);
    expect(holdsSecretShape(tooShort)).toBe(false);
  });

  it.each(['AKIA', 'key-', 'SK'])('of one length is none when it is longer: %s', (begin) => {
    const [, unit = '', min = 0] = kinds.find(([one]) => one === begin) ?? [];
    expect(holdsSecretShape(`${begin}${of(unit, min + 1)}`)).toBe(false);
  });

  it('of two or three parts is masked as one', () => {
    const [head, body] = [`ey${'J'}hbGci9-_`, 'c2ln'];
    for (const jwt of [`${head}.${body}`, `${head}.${body}.${body}`, `${head}.${body}..${body}.x`])
      expect(withoutSecretShapes(`a ${jwt} b`)).toBe('a [secret] b');
    for (const none of [head, `ey${'J'}hbGci9.${body}`, `${head}.c2l`, `x${head}.${body}`])
      expect(withoutSecretShapes(`a ${none} b`)).toBe(`a ${none} b`);
    const grid = `S${'G'}.${of('a-_B9', 16)}.${of('a-_B9', 16)}`;
    expect(withoutSecretShapes(grid)).toBe('[secret]');
    expect(withoutSecretShapes(grid.slice(0, -1))).toBe(grid.slice(0, -1));
    expect(withoutSecretShapes(`sk-proj-${of('aB_-9', 20)}`)).toBe('[secret]');
  });

  it('of Azure is masked by its middle', () => {
    const [before, after] = ['a~9', of('a.B~-_9', 31)];
    for (const tail of ['', 'xyz']) expect(withoutSecretShapes(`x ${before}8Q~${after}${tail} y`)).toBe('x [secret] y');
    expect(withoutSecretShapes(`x 8Q~${after} y`)).toBe(`x 8Q~${after} y`);
    expect(withoutSecretShapes(`x ${before}8Q~${after.slice(1)} y`)).toBe(`x ${before}8Q~${after.slice(1)} y`);
  });

  it('in the address of a webhook is masked, and the address is not', () => {
    for (const kind of ['services', 'workflows']) {
      expect(withoutSecretShapes(`https://hooks.slack.com/${kind}/T0-1/B2/xY`)).toBe(
        `https://hooks.slack.com/${kind}/[secret]`,
      );
      expect(withoutSecretShapes(`https://hooks.slack.com/${kind}/T0-1/B2/x`)).not.toContain('[secret]');
    }
    expect(withoutSecretShapes(`https://a.webhook.office.com/webhookb2/${of('a9-@/', 20)}`)).toBe(
      'https://a.webhook.office.com/webhookb2/[secret]',
    );
  });

  it('is a private key of any kind, in lines or in one, also one that is cut', () => {
    for (const kind of ['', 'RSA ', 'EC 25519 ', 'ENCRYPTED ']) {
      const [begin, end] = [`-----BEGIN ${kind}${'PRIVATE'} KEY-----`, `-----END ${kind}${'PRIVATE'} KEY-----`];
      expect(withoutSecretShapes(`a\n${begin}\nMIIE\n${end}\nb ${begin}\\nMIIE\\n${end} c`)).toBe(
        'a\n[secret]\nb [secret] c',
      );
      expect(withoutSecretShapes(`a ${begin} MIIE and so`)).toBe('a [secret]');
    }
    const pgp = ['BEGIN', 'END'].map((word) => `-----${word} PGP ${'PRIVATE'} KEY BLOCK-----`);
    expect(withoutSecretShapes(`${pgp[0]}\nx\n${pgp[1]} and`)).toBe('[secret] and');
    const open = '-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----';
    expect(withoutSecretShapes(open)).toBe(open);
  });
});

describe('the user of an address', () => {
  it.each([
    ['https://user:x@host/a', 'https://user:[secret]@host/a'],
    ['redis://:x@cache:6379', 'redis://:[secret]@cache:6379'],
    ['jdbc:postgresql://app:p@db/o', 'jdbc:postgresql://app:[secret]@db/o'],
    ['https://user:a/b@c@host:1/x, then', 'https://user:[secret]@host:1/x, then'],
    ['https://user:pw@[::1]:80/', 'https://user:[secret]@[::1]:80/'],
    ['mongodb+srv://a:b@h1,h2/', 'mongodb+srv://a:[secret]@h1,h2/'],
    ['https://user:123456/b@host/', 'https://user:[secret]@host/'],
    ['http://user:a/b@host', 'http://user:[secret]@host'],
    ['http://user:a/b@host is', 'http://user:[secret]@host is'],
    ['"http://user:a/b@host"', '"http://user:[secret]@host"'],
    ['http://user:pw@münchen.example/a', 'http://user:[secret]@münchen.example/a'],
    [`http://${of('a', 20)}@host/`, 'http://[secret]@host/'],
    ['https://user:8081@host/', 'https://user:[secret]@host/'],
    ['https://user:80x/b@host/', 'https://user:[secret]@host/'],
    ['https://user:1,2/b@host/', 'https://user:[secret]@host/'],
    [`https://${of('a', 20)}@host/`, 'https://[secret]@host/'],
    [`ssh://${['q7Zr0fKpx2', 'LmB4tYw9Dn'].join('')}@host/`, 'ssh://[secret]@host/'],
    [`git+https://${of('a', 20)}@host/a.git`, 'git+https://[secret]@host/a.git'],
    [`h2://${['q7Zr0fKpx2', 'LmB4tYw9Dn'].join('')}@host/`, 'h2://[secret]@host/'],
    [`https://user:${of('a.B', 900)}@host/`, 'https://user:[secret]@host/'],
    ['h2://user:a/b@host/', 'h2://user:[secret]@host/'],
    ['http://user:a/b@host)', 'http://user:[secret]@host)'],
    ['jdbc:oracle:oci8:scott/tiger@db', 'jdbc:oracle:oci8:scott/[secret]@db'],
    ['jdbc:oracle:thin:scott/tiger@//db:1521/o', 'jdbc:oracle:thin:scott/[secret]@//db:1521/o'],
  ])('is masked in %s', (text, shown) => {
    expect(withoutSecretShapes(`at ${text}`)).toBe(`at ${shown}`);
    expect(withoutSecretShapes(text)).toBe(shown);
  });

  it.each([
    `https://${of('a', 19)}@host/`,
    `ssh://${of('a', 40)}@host/`,
    'ssh://git@github.com/acme/orders.git',
    'https://user:@host/',
    `https://user:\${password}@host/`,
    'https://user:@münchen.example/',
    `https://user:\${password}@münchen.example/`,
    'https://host/a@b',
    'https://host:8081/a@b',
    'https://host:1?mail=a@b.c',
    'http://host:12345#a@b',
    'https://[::1]:80/a@b',
    'mongodb://h1:27017,h-2.x:27017/db?a=x@y',
    'jdbc:sqlserver://db:1433;user=sa@corp;encrypt=true',
    'jdbc:oracle:thin:@//db:1521/orders',
    'mail orders@example.com',
  ])('stays where it opens nothing: %s', (text) => {
    expect(withoutSecretShapes(text)).toBe(text);
  });
});

describe('a header', () => {
  it.each([
    ['Bearer abc12345', 'Bearer [secret]'],
    ['authorization header Basic  dXNlcjpw', 'authorization header Basic  [secret]'],
    [`Bearer ${of('abcdef', 24)}`, 'Bearer [secret]'],
    ['a Bearer%20abc12345', 'a Bearer%20[secret]'],
    ['Digest "abc=12345"', 'Digest "[secret]"'],
    ['ApiKey abc/def1', 'ApiKey [secret]'],
    ['bearer abc+1234', 'bearer [secret]'],
    ['Bearer orders.name', 'Bearer [secret]'],
    ['<a h="Basic dXNl/cg=="/>', '<a h="Basic [secret]"/>'],
  ])('keeps its scheme alone: %s', (text, shown) => {
    expect(withoutSecretShapes(text)).toBe(shown);
  });

  it.each([
    'Basic Authentication',
    'Bearer tokens',
    'Bearer abc12',
    'Digest algorithm',
    'Bearer [secret] again',
    `Bearer \${token1}`,
    'Bearer (required)',
    'Bearer required(s)',
    'Bearer (required by all)',
    'ApiKey orders.name',
    'Token 123456 expired',
    'Token auth_scheme',
    `Bearer \${token.value}`,
    'basic auth-scheme',
    'Token expired',
    'Token <your token>',
    'Digest auth-scheme',
    'xBasic Realm.abc',
  ])('is none in words: %s', (text) => {
    expect(withoutSecretShapes(text)).toBe(text);
  });

  it.each([
    ['Set-Cookie: sid=8a; Path=/', 'Set-Cookie: [secret]'],
    ['cookie2="sid=8a; b=c" and', 'cookie2="[secret]" and'],
    ['Cookie: a=b\nHost: x', 'Cookie: [secret]\nHost: x'],
    ['Cookie: none', 'Cookie: none'],
    ['Cookie: required', 'Cookie: required'],
    ['Cookie2: a=b; c=d', 'Cookie2: [secret]'],
    ['Cookie:a=b; c=d', 'Cookie:[secret]'],
    ['cookie  =   a=b; c=d', 'cookie  =   [secret]'],
    ['Cookie:sid=8a', 'Cookie:[secret]'],
    ['cookie  =   sid=8a', 'cookie  =   [secret]'],
    [`Cookie: \${session=x}`, `Cookie: \${session=x}`],
    ['{"cookie":"sid=8a"}', '{"cookie":"[secret]"}'],
  ])('of cookies shows none of them: %s', (text, shown) => {
    expect(withoutSecretShapes(text)).toBe(shown);
  });
});

describe('a value beside its name', () => {
  it.each([
    ['password=x', 'password=[secret]'],
    ['a?user=b&password=x&c=d', 'a?user=b&password=[secret]&c=d'],
    ['{"password":"two words","a":1}', '{"password":"[secret]","a":1}'],
    ["{'password' => 'x', 'a' => 'b'}", "{'password' => '[secret]', 'a' => 'b'}"],
    ['{\\"password\\":\\"x y\\",\\"a\\":1}', '{\\"password\\":\\"[secret]\\",\\"a\\":1}'],
    ['password := x, then', 'password := [secret], then'],
    ['password%3dabc', 'password%3d[secret]'],
    ['{"password": "orders"}', '{"password": "[secret]"}'],
    ['password: hunter2.', 'password: [secret]'],
    ['user[password]=x', 'user[password]=[secret]'],
    ['url="https://h/?api_key=x&a=b"', 'url="https://h/?api_key=[secret]&a=b"'],
    [`code=${['q7Zr0fKpx2', 'LmB4tYw9Dn'].join('')}`, 'code=[secret]'],
    ['--password hunter2 --user app', '--password [secret] --user app'],
    ['--password  hunter2', '--password  [secret]'],
    ["-password 'hunter2'", "-password '[secret]'"],
    // Its name is the value of another one.
    ['error: password: hunter2', 'error: password: [secret]'],
    ['at = password = hunter2', 'at = password = [secret]'],
    ['set=password="two words" x', 'set=password="[secret]" x'],
    ['x=a:b:password:hunter2', 'x=a:b:password:[secret]'],
    // Escapes in it, and in its name.
    ['{"password":"ab\\"cd","a":1}', '{"password":"[secret]","a":1}'],
    // Where the value ends with a backslash, the sign after it may go as well.
    ['{"password":"ab\\\\","a":1}', '{"password":"[secret]"a":1}'],
    ['{\\"password\\":\\"ab\\\\\\"cd\\",\\"a\\":1}', '{\\"password\\":\\"[secret]\\",\\"a\\":1}'],
    ['{\\"password\\":\\"ab\\\\\\\\\\",\\"a\\":1}', '{\\"password\\":\\"[secret]\\"a\\":1}'],
    ["password='a\"b' c", "password='[secret]' c"],
    ['password="it\'s" c', 'password="[secret]" c'],
    ['user%3db%26password%3Dhunter2', 'user%3db%26password%3D[secret]'],
    ['a%20pwd%3ahunter2&b', 'a%20pwd%3a[secret]&b'],
    ['?contrase%C3%B1a=hunter2&b', '?contrase%C3%B1a=[secret]&b'],
    ['contrase\u00f1a=hunter2', 'contrase\u00f1a=[secret]'],
    ['contrasen\u0303a=hunter2', 'contrasen\u0303a=[secret]'],
    ['%password=x', '%password=[secret]'],
    ['%apikey=x', '%apikey=[secret]'],
    ['password: ab.cd', 'password: [secret]'],
    ['password: x1yz', 'password: [secret]'],
    ['password: 12ab34', 'password: [secret]'],
    ['password: aBcDe', 'password: [secret]'],
    // The text was cut.
    ["{'password':'two words", "{'password':'[secret]"],
    ['{"password":"two words', '{"password":"[secret]'],
    ['password="two words\nand more', 'password="[secret]\nand more'],
    ['user["password"]=x', 'user["password"]=[secret]'],
    [`${'deep.'.repeat(40)}password=x`, `${'deep.'.repeat(40)}password=[secret]`],
    [`hash=${['q7Zr0fKpx2', 'LmB4tYw9Dn'].join('')}`, 'hash=[secret]'],
  ])('is masked by it: %s', (text, shown) => {
    expect(withoutSecretShapes(text)).toBe(shown);
  });

  it.each([
    'user=x',
    'password: see the wiki',
    'The password: see',
    `password=\${db.password}`,
    'password=(hidden)',
    'password=[secret]x',
    'token: 30s',
    'pin: 12:30',
    'password: see...',
    'password: see.',
    'token:  required',
    'see pin: x1y for it',
    'a password: clientSecret',
    'its token: abc ',
    'a secret: client-id/secret',
    'password=(not shown)',
    'code=orders',
    'key=short1',
    '--password --user app',
    '--password required',
    '--password ***',
    '--user hunter2x',
    '--routing-key hunter2x',
    '{"a":"password=","b":"y"}',
    '{\\"a\\":\\"password=\\",\\"b\\":\\"y\\"}',
    'say "password=" x',
    "say 'password=' x\nand",
    '100%25=x',
  ])('stays where it is a word, or stands in for one: %s', (text) => {
    expect(withoutSecretShapes(text)).toBe(text);
  });
});

it('long texts of many names and values are read', () => {
  for (const text of ['a:'.repeat(50_000), 'key='.repeat(20_000), '\\'.repeat(50_000), 'a="'.repeat(20_000)])
    expect(withoutSecretShapes(`${text} password=x`)).toBe(`${text} password=[secret]`);
});

describe('a value whose quotation marks are escaped', () => {
  it.each([
    ['a=%22x%22&password%3D%22two%20words%22', 'a=%22x%22&password%3D%22[secret]%22'],
    ['%22passwords%22%3A%5B%22x%22%5D', '%22passwords%22%3A%5B%22[secret]%22%5D'],
    ['password=%27x%27', 'password=%27[secret]%27'],
    ['password%3a%20hunter2', 'password%3a%20[secret]'],
    ['password="%22x"', 'password="[secret]"'],
    ['password=a%20b', 'password=[secret]'],
    ['password=\\u0022x y\\u0022', 'password=\\u0022[secret]\\u0022'],
    ['password=\\"x y\\" z', 'password=\\"[secret]\\" z'],
    ["password=\\'x y\\'", "password=\\'[secret]\\'"],
    ['password=\\\\"x y\\\\" z', 'password=\\\\"[secret]\\\\" z'],
    ['password=" x"', 'password="[secret]"'],
    ['password=100%', 'password=[secret]'],
    ['{\\u0022password\\u0022:\\u0022x y\\u0022}', '{\\u0022password\\u0022:\\u0022[secret]\\u0022}'],
    [
      '\\u0022passwords\\u0022:\\u005b\\u0022x\\u0022\\u005d',
      '\\u0022passwords\\u0022:\\u005b\\u0022[secret]\\u0022\\u005d',
    ],
    ['{&quot;password&quot;:&quot;x y&quot;}', '{&quot;password&quot;:&quot;[secret]&quot;}'],
    ['https:\\/\\/user:x@host\\/a', 'https:\\/\\/user:[secret]@host\\/a'],
  ])('is masked between them: %s', (text, shown) => {
    expect(withoutSecretShapes(text)).toBe(shown);
  });

  it.each([
    'redirect.url=https%3A%2F%2Fapp.example.com%2Fcallback2%3Fa%3Db',
    'password=%24%7Bdb.password%7D',
    'a%20password%3A%20see',
    'token.url=%22https%3A%2F%2Flogin.example.com%2Foauth2%2Ftoken%22',
  ])('stays where it is none: %s', (text) => {
    expect(withoutSecretShapes(text)).toBe(text);
  });
});

describe('examples', () => {
  it.each(ordinaryProperties)('stay readable with %s=%s', (name, value) => {
    for (const text of [`${name}=${value}`, `${name}: ${value}`]) expect(withoutSecretShapes(text)).toBe(text);
  });

  it.each(secretProperties.filter(([, value]) => value.length >= 6))('hold no secret of %s=%s', (name, value) => {
    expect(holdsSecretShape(`${name}=${value}`)).toBe(true);
    expect(holdsSecretShape(JSON.stringify({ [name]: value }))).toBe(true);
  });
});
