import { describe, expect, it } from 'vitest';
import { SecretBox, sealSecrets } from '../../../src/safety/approvals/sealed-secrets.ts';
import { isSigned, signApproval } from '../../../src/safety/approvals/signature.ts';
import { keyPair, opened } from './key-pair.ts';

const about = { id: 'bcdfgh234567', question: 'digest' };
const secrets = { 'configuration.password': 'S3cret-of-Jane!' };

describe('sealed secrets', () => {
  it('are opened by the box that they were sealed for, and by no other', () => {
    const box = new SecretBox();
    const sealed = sealSecrets(secrets, { publicKey: box.publicKey, about });
    expect(sealed).not.toContain('S3cret');
    expect(box.open(sealed, about)).toEqual(secrets);
    expect(new SecretBox().open(sealed, about)).toBeUndefined();
  });

  it.each([
    { ...about, id: 'other' },
    { ...about, question: 'other' },
  ])('are for one question alone: %j', (other) => {
    const box = new SecretBox();
    expect(box.open(sealSecrets(secrets, { publicKey: box.publicKey, about }), other)).toBeUndefined();
  });

  it('are not opened once anything of them is another', () => {
    const box = new SecretBox();
    const sealed = sealSecrets(secrets, { publicKey: box.publicKey, about });
    const at = sealed.length - 10;
    const other = sealed[at] === 'A' ? 'B' : 'A';
    for (const changed of ['', '.', sealed.slice(0, at), `${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`]) {
      expect(box.open(changed, about)).toBeUndefined();
    }
  });

  it('are covered by the signature of the approval', () => {
    const { privateKey, publicKey } = keyPair();
    const approval = { ...about, at: '2026-11-29T07:00:00Z', sealed: 'one' };
    const signature = signApproval(approval, opened(privateKey));
    expect(isSigned(approval, signature, publicKey)).toBe(true);
    expect(isSigned({ ...approval, sealed: 'two' }, signature, publicKey)).toBe(false);
    expect(isSigned({ ...approval, sealed: undefined }, signature, publicKey)).toBe(false);
  });
});
