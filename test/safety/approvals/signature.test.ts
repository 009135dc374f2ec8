import { describe, expect, it } from 'vitest';
import { isSigned, publicKeyFrom, signApproval } from '../../../src/safety/approvals/signature.ts';
import { keyPair, passphrase } from './key-pair.ts';

const approval = { id: 'bcdfgh234567', question: 'q'.repeat(64), at: '2026-11-29T07:00:00.000Z' };

describe('the signature of an approval', () => {
  const [own, other] = [keyPair(), keyPair()];
  const signature = signApproval(approval, own.privateKey, passphrase);

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

  it('is not made with another passphrase', () => {
    expect(() => signApproval(approval, own.privateKey, 'guessed')).toThrow();
    expect(() => signApproval(approval, own.privateKey, '')).toThrow();
  });

  it('is checked with a public key only', () => {
    expect(() => publicKeyFrom(own.privateKey)).toThrow('it is a private key');
    expect(isSigned(approval, signature, own.privateKey)).toBe(false);
    expect(isSigned(approval, signature, 'no key')).toBe(false);
  });
});
