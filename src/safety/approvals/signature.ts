import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** What a signature of an approval covers. */
export interface SignedApproval {
  id: string;
  /** SHA-256 of the question. */
  question: string;
  /** ISO 8601. */
  at: string;
  /** The secrets that come with it: nobody may put others in their place. */
  sealed?: string | undefined;
}

function signedText({ id, question, at, sealed }: SignedApproval): Buffer {
  return Buffer.from(`anypoint-mcp approval\n${id}\n${question}\n${at}\n${sealed === undefined ? '' : `${sealed}\n`}`);
}

/** Signs an approval with a key that `openSigningKey` has opened; base64. */
export function signApproval(approval: SignedApproval, key: KeyObject): string {
  return sign(null, signedText(approval), key).toString('base64');
}

/** Whether a signature is one of this approval by the holder of the private key. */
export function isSigned(approval: SignedApproval, signature: string, publicKey: string): boolean {
  try {
    return verify(null, signedText(approval), publicKeyFrom(publicKey), Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** An Ed25519 public key from its PEM. @throws Error for anything else */
export function publicKeyFrom(pem: string): KeyObject {
  // createPublicKey also takes a private key, which a server must not hold.
  if (/PRIVATE KEY/.test(pem)) throw new Error('it is a private key');
  const key = parsed(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('it is not an Ed25519 key');
  return key;
}

function parsed(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    // The words of OpenSSL help nobody.
    throw new Error('it is no key in PEM form');
  }
}
