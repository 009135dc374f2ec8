import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { publicKeyFrom } from './signature.ts';

/** Whether a private key, PEM, needs a passphrase [https://www.rfc-editor.org/rfc/rfc7468#section-11]. */
export function isEncrypted(pem: string): boolean {
  return /BEGIN ENCRYPTED PRIVATE KEY|^Proc-Type: 4,ENCRYPTED/m.test(pem);
}

/** Why a file holds no key that can sign; its message is a clause. */
export class SigningKeyError extends Error {
  /** Another passphrase may open it. */
  readonly isPassphrase: boolean;

  constructor(message: string, { isPassphrase = false } = {}) {
    super(message);
    this.isPassphrase = isPassphrase;
  }
}

/**
 * The private key of a PEM text, if its public half is the given one: a signature by any other would count nowhere.
 * @throws SigningKeyError
 */
export function openSigningKey(pem: string, publicKey: string, passphrase?: string): KeyObject {
  const key = opened(pem, passphrase);
  if (!createPublicKey(key).equals(publicKeyFrom(publicKey))) {
    throw new SigningKeyError('its public half is not the approvalKey of the policy');
  }
  return key;
}

function opened(pem: string, passphrase: string | undefined): KeyObject {
  if (/BEGIN PUBLIC KEY/.test(pem)) throw new SigningKeyError('it is a public key');
  // Node.js does not read the form in which ssh-keygen writes keys.
  if (/BEGIN OPENSSH PRIVATE KEY/.test(pem)) throw new SigningKeyError('it is a key of ssh-keygen, not of openssl');
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    // The words of OpenSSL help nobody.
    if (isEncrypted(pem)) throw new SigningKeyError('the passphrase does not open it', { isPassphrase: true });
    throw new SigningKeyError('it is not a private key in PEM form');
  }
}
