import { describe, expect, it } from 'vitest';
import { shownAddress } from '../../../src/platform/masking/address.ts';
import { isDistinctive } from '../../../src/platform/masking/distinctive.ts';
import { isSecretUnder, nameKind } from '../../../src/platform/masking/secret-names.ts';
import { ordinaryProperties, secretProperties } from './examples.ts';

const random = ['q7Zr0fKpx2', 'LmB4tYw9Dn'].join('');

describe('a name', () => {
  it.each([
    'password',
    'dbPassword',
    'DB_PASSWORD',
    'client-secret',
    'clientSecret',
    'my.dbpassword',
    'api.keys',
    'Ｐassword',
    'access__token',
    '2fa.otp',
    'secret.token',
    'DBPwd',
    'db.masterkey',
    'db.primarykey',
    'accountKEY',
    'losungswort',
    'Anmeldedaten',
    'mdp',
    'segredo',
    'db.lösenord',
    'hasło',
    'apischlüssel',
    'clave.de.api',
    'llave_secreta',
    'aes_key',
    'webhookKey',
    'stripe.key',
    'subscription-key',
    // An account beside it.
    ...['db.clave', 'claveUsuario', 'parola.admin', 'user.parole', 'sandi_root', 'smtp.sifra'],
    ...['enc.key', 'unseal.key', 'hmackey', 'cryptokey', 'rsakey', 'rootpw', 'dbpw', 'ldapbindpw', 'testpwd'],
    ...['db.pswrd', 'pasword', 'crm.tkn', 'totp', 'parool', 'fjalëkalim', 'slaptažodis', 'lozinka', 'frase.secreta'],
    // Letters that look like others, and those that are not seen.
    ...[
      'pаssword',
      'ρаѕѕwоrd',
      'ΡΑSSWORD',
      'dbPаss',
      'ТОКЕN',
      'токен',
      'ᴘᴀssᴡᴏʀᴅ',
      'p\u0251ssword',
      'hasło',
      '\u{1d429}assword',
    ],
    ...['pass\u200bword', 'pas\u00adsword', '\u202epassword', 'sec\u2060ret', 'ⓟassword', 'аpi_kеy'],
  ])('makes its value a secret: %s', (name) => {
    expect(nameKind(name)).toBe('secret');
  });

  it.each([
    'routing.key',
    'token.url',
    'passwordPolicy',
    'password.reset',
    'redirect.uri',
    'KEY',
    'keystore.password.path',
    'password.header',
    'passwordField',
    'token.enabled',
    'secret.rotation.interval',
    'passwordSource',
    'token.window',
    'password.status',
    'token.issuer',
    'secret.param',
    'passwort.typ',
    'senha.tipo',
    'basic',
    'sessionId',
    'hash',
    'max.tokens',
    'salt.rounds',
    'seed.nodes',
    'hmac.header',
    'clave.tipo',
    'webhook.events',
    'token.срок',
    'pаssword.lеngth',
  ])('makes a random value a secret: %s', (name) => {
    expect(nameKind(name)).toBe('telling');
  });

  it.each([
    ...['clave', 'api.clave', 'clave.de.la.api', 'parola.chiave', 'parole', 'sandi', 'sifra'],
    ...['hmac', 'salt', 'pepper', 'seed', 'wallet.seeds', 'mnemonic', 'dsn', 'sfdc.tok', 'client.sec', 'oauth.refresh'],
    ...['license', 'licence', 'vault.unseal', 'keypair', 'keystore.data', 'truststore', 'jks', 'pfx', 'pkcs12'],
    ...['webhook', 'webhook.url', 'slackHooks', 'hook.uri', 'webhook.endpoint', 'webhookAddress'],
    ...['private', 'rsa.private', 'cert.key', 'certificate.keys', 'pem.key', 'consumerKey'],
    ...['activation.code', 'unlockCode', 'recovery.phrase', 'backup.codes', 'recovery_words'],
  ])('makes what looks like a secret one: %s', (name) => {
    expect(nameKind(name)).toBe('weak');
  });

  it.each([
    ...['', '...', 'http.port', 'author', 'monkey', 'tokenizer', 'bypass', 'compass', 'passthrough', 'path'],
    ...['private.network', 'git.hash', 'commitHash', 'image.hash', 'phrase', 'pinned', 'signal', 'activation.date'],
  ])('says nothing of its value: %s', (name) => {
    expect(nameKind(name)).toBe('plain');
  });

  it('of one word about secrets is one itself', () => {
    expect(['token', 'secret'].map(nameKind)).toEqual(['secret', 'secret']);
    // A key of nobody opens nothing; one of somebody does.
    expect(['key', 'apiKey', 'keyApi', 'key.api'].map(nameKind)).toEqual(['telling', 'secret', 'telling', 'telling']);
  });

  it('is read however long it is', () => {
    expect(nameKind(`${'x.'.repeat(500)}password`)).toBe('secret');
  });
});

describe('a value under a name', () => {
  it.each(secretProperties.slice(0, 48))('is a secret by the name: %s = %s', (name, value) => {
    expect(isSecretUnder(name, value)).toBe(true);
  });

  it.each(ordinaryProperties)('is none: %s = %s', (name, value) => {
    expect(isSecretUnder(name, value)).toBe(false);
  });

  it('counts under a telling name only if it looks random', () => {
    expect(isSecretUnder('routing.key', random)).toBe(true);
    expect(isSecretUnder('routing.key', 'orders.created.v1')).toBe(false);
    expect(isSecretUnder('port', random)).toBe(false);
  });
});

describe('a distinctive value', () => {
  it.each([
    'aB3!efgh',
    'abc!efghijkl',
    'Ab1-Cd2-Ef3-Gh4-Ij5!',
    'Wolkenbruch-und-41-Schirme',
    'correct-horse-battery-staple',
    'https://user:x7!k@host',
    'http://h?token=x',
    'abCdefgh1jklmnopqrs2',
    'ABC!1234',
    'Wolkenbruch-41-Dachs',
    'x http://ho!st/pa!th',
    '1http://ho!st/pa!th',
    'a1234567890b',
    'éa1!bcde',
  ])('is searched for everywhere: %s', (value) => {
    expect(isDistinctive(value)).toBe(true);
  });

  it.each([
    ...[
      'aB3!efg',
      'abcd!efg',
      'abc!efghijk',
      'correct-horse-battery-stapl',
      'Wolkenbruch-und-Schirme',
      'Ab1-Cd2-Ef3-Gh4-Ij5',
    ],
    ...[
      '1234567890123456789012345678901234567890',
      '1234-5678-9012-3456-7890-1234-5678',
      'https://host/path',
      'a://host-1_x!/path',
      'a2://host-1_x!/path',
      's3+b-c.d://host-1_x!/path',
      'https://h/x!y/z!a',
      'orders--api__v2',
      'applicationIdentifier',
      'OrdersApiGateway',
      'a1b2c3d4e',
      'orders - production',
      'a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p',
    ],
    ...[
      'gateway.production.acme.example.com',
      'acme/production/eu/west/one/orders',
      'one:two:three:four:five:six:seven',
      'jane.doe@acme-corporation.example',
    ],
    ...[
      'C1F4C2B8-2D0E-4B1B-9A57-0C7A3F0A6F11',
      'OrdersApi',
      'orders2024',
      'ORDERS12',
      '2024orders',
      '日本語日本語日本語',
      'WOLKENBRUCH-UND-41-X',
      'wolkenbruch-und-41-x',
    ],
  ])('is not what things are called: %s', (value) => {
    expect(isDistinctive(value)).toBe(false);
  });
});

describe('an address that somebody configured', () => {
  it.each([
    ['https://proxy.example.com:8080/a/b', 'https://proxy.example.com:8080/a/b'],
    ['http://user:word@proxy.example.com:8080/', 'http://[secret]@proxy.example.com:8080/'],
    ['user@proxy.example.com:8080', '[secret]@proxy.example.com:8080'],
    ['https://d111111abcdef8.cloudfront.net/x', 'https://d111111abcdef8.cloudfront.net/x'],
    // Somebody pasted a token in its place.
    [random, '[secret]'],
    ['https://proxy.example.com/a?token=x', 'https://proxy.example.com/a…'],
    ['https://proxy.example.com/a#x', 'https://proxy.example.com/a…'],
    [`https://proxy.example.com/${random}/b`, 'https://proxy.example.com/[secret]/b'],
    [`https://proxy.example.com/b/${random}`, 'https://proxy.example.com/b/[secret]'],
    ['S3+a-b.c://user:word@host/x', 'S3+a-b.c://[secret]@host/x'],
    ['http://us:er@wo@host', 'http://[secret]@host'],
    [`1http://${random}`, '1http://[secret]'],
    [`x/http://${random}`, 'x/http://[secret]'],
    [`user@host/${random}#a\nb`, '[secret]@host/[secret]…'],
    ['https://proxy.example.com/a@b', 'https://proxy.example.com/a@b'],
    ['', ''],
  ])('is shown without what opens it: %s', (address, shown) => {
    expect(shownAddress(address)).toBe(shown);
  });
});
