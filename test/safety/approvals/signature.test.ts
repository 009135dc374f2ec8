import { describe, expect, it } from 'vitest';
import { isSigned, publicKeyFrom, signApproval } from '../../../src/safety/approvals/signature.ts';
import { isEncrypted, openSigningKey } from '../../../src/safety/approvals/signing-key.ts';
import { keyPair, openKeyPair, passphrase } from './key-pair.ts';

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

  it('is checked with a public key only', () => {
    expect(() => publicKeyFrom(own.privateKey)).toThrow('it is a private key');
    expect(isSigned(approval, signature, own.privateKey)).toBe(false);
    expect(isSigned(approval, signature, 'no key')).toBe(false);
  });
});

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
