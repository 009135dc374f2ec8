import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** What opens the private keys of these tests. */
export const passphrase = 'correct horse';

/** A new Ed25519 key pair, PEM; the private key is encrypted. */
export function keyPair(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
  });
}

/** The same without a passphrase. */
export function openKeyPair(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** A private key of {@link keyPair}, opened. */
export function opened(privateKey: string): KeyObject {
  return createPrivateKey({ key: privateKey, passphrase });
}
