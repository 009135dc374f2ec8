import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSigned, publicKeyFrom, signApproval } from '../../../src/safety/approvals/signature.ts';
import { isEncrypted, openSigningKey } from '../../../src/safety/approvals/signing-key.ts';
import { keyPair, opened, openKeyPair, passphrase } from './key-pair.ts';

const approval = { id: 'bcdfgh234567', question: 'q'.repeat(64), at: '2026-11-29T07:00:00.000Z' };

describe('the signature of an approval', () => {
  const [own, other] = [keyPair(), keyPair()];
  const signature = signApproval(approval, openSigningKey(own.privateKey, own.publicKey, passphrase));

  it('is true by the key that made it, and by no other', () => {
    expect(isSigned(approval, signature, own.publicKey)).toBe(true);
    expect(isSigned(approval, signature, other.publicKey)).toBe(false);
  });

  it.each([{ id: 'bcdfgh234568' }, { question: 'r'.repeat(64) }, { at: '2026-11-29T07:00:01.000Z' }])(
    'is of one plan, question and time: not with %j',
    (more) => {
      expect(isSigned({ ...approval, ...more }, signature, own.publicKey)).toBe(false);
    },
  );

  it.each(['', 'no base64 !', 'AAAA', Buffer.alloc(64).toString('base64')])('is not %j', (text) => {
    expect(isSigned(approval, text, own.publicKey)).toBe(false);
  });

  /** What is signed, written out: others check signatures, too. */
  const head = `anypoint-mcp approval\n${approval.id}\n${approval.question}\n${approval.at}\n`;

  it.each([
    ['nothing but plan, question and time', approval, head],
    ['the secrets that come with it', { ...approval, sealed: 'key.iv.text.tag' }, `${head}key.iv.text.tag\n`],
  ])('covers %s', (_what, given, text) => {
    const made = signApproval(given, opened(own.privateKey));
    expect(verify(null, Buffer.from(text), own.publicKey, Buffer.from(made, 'base64'))).toBe(true);
    expect(isSigned(given, made, own.publicKey)).toBe(true);
  });

  it('lets nobody add, exchange or take out secrets', () => {
    const sealing = { ...approval, sealed: 'key.iv.text.tag' };
    const made = signApproval(sealing, opened(own.privateKey));
    for (const sealed of [undefined, '', 'key.iv.text.gat']) {
      expect(isSigned({ ...approval, sealed }, made, own.publicKey)).toBe(false);
    }
    expect(isSigned(sealing, signature, own.publicKey)).toBe(false);
  });

  it.each([
    ['a private key', own.privateKey, 'it is a private key'],
    ['a private key that nothing encrypts', openKeyPair().privateKey, 'it is a private key'],
    ['an RSA key', publicKeyOf('rsa'), 'it is not an Ed25519 key'],
    ['an Ed448 key', publicKeyOf('ed448'), 'it is not an Ed25519 key'],
    ['a text', 'no key', 'it is no key in PEM form'],
    ['nothing', '', 'it is no key in PEM form'],
    ['half a key', own.publicKey.slice(0, 60), 'it is no key in PEM form'],
  ])('is not checked with %s', (_what, pem, why) => {
    expect(() => publicKeyFrom(pem)).toThrow(new Error(why));
    expect(isSigned(approval, signature, pem)).toBe(false);
  });

  it('is not checked with its own private key, although that holds the public one', () => {
    const open = openKeyPair();
    const made = signApproval(approval, openSigningKey(open.privateKey, open.publicKey));
    expect(isSigned(approval, made, open.publicKey)).toBe(true);
    expect(isSigned(approval, made, open.privateKey)).toBe(false);
  });

  it('is not one by a key of another kind, although that has signed it', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed448');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(isSigned(approval, signApproval(approval, privateKey), pem)).toBe(false);
  });
});

function publicKeyOf(kind: 'rsa' | 'ed448'): string {
  const { publicKey } =
    kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync(kind);
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

describe('the private key of a signature', () => {
  const [own, other, open] = [keyPair(), keyPair(), openKeyPair()];

  it('needs a passphrase only where it is encrypted', () => {
    expect([own, open].map(({ privateKey }) => isEncrypted(privateKey))).toEqual([true, false]);
    const signature = signApproval(approval, openSigningKey(open.privateKey, open.publicKey));
    expect(isSigned(approval, signature, open.publicKey)).toBe(true);
  });

  it.each(['guessed', '', undefined])('is not opened with %j instead of its passphrase', (guess) => {
    expect(() => openSigningKey(own.privateKey, own.publicKey, guess)).toThrow('the passphrase does not open it');
  });

  it('is the one whose public half the policy has', () => {
    const expected = 'its public half is not the approvalKey of the policy';
    expect(() => openSigningKey(other.privateKey, own.publicKey, passphrase)).toThrow(expected);
    expect(() => openSigningKey(open.privateKey, own.publicKey)).toThrow(expected);
  });

  it.each([
    ['the public half', own.publicKey, 'it is a public key'],
    ['a text', 'no key at all', 'it is not a private key in PEM form'],
    ['an empty file', '', 'it is not a private key in PEM form'],
    [
      'a key of ssh-keygen',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
      'it is a key of ssh-keygen',
    ],
  ])('is not %s', (_what, text, expected) => {
    expect(() => openSigningKey(text, own.publicKey)).toThrow(expected);
  });
});
