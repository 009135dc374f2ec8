import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** What secrets are sealed for: one question about one plan. */
export interface SealedAbout {
  id: string;
  /** SHA-256 of the question. */
  question: string;
}

const der = { format: 'der', type: 'spki' } as const;
const lengths = { nonce: 12, tag: 16 } as const;

/**
 * Takes secrets that a person types in another process. They pass through a file that only this process can open: its
 * key is in memory, and ends with it.
 */
export class SecretBox {
  readonly #keys = generateKeyPairSync('x25519');

  /** For {@link sealSecrets}, base64. */
  get publicKey(): string {
    return this.#keys.publicKey.export(der).toString('base64');
  }

  /** The secrets by name; undefined for anything that was not sealed for this box and this question. */
  open(sealed: string, about: SealedAbout): Record<string, string> | undefined {
    try {
      const [sender = '', box = ''] = sealed.split('.');
      const bytes = Buffer.from(box, 'base64');
      const { nonce: start, tag } = lengths;
      const key = keyFrom(this.#keys.privateKey, publicKeyOf(sender), about);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, start), { authTagLength: tag });
      decipher.setAuthTag(bytes.subarray(-tag));
      const text = Buffer.concat([decipher.update(bytes.subarray(start, -tag)), decipher.final()]).toString('utf8');
      // What opens was sealed by the function below.
      return JSON.parse(text) as Record<string, string>;
    } catch {
      return undefined;
    }
  }
}

/** Seals secrets for the box with this public key. @throws Error when that is no such key */
export function sealSecrets(
  secrets: Readonly<Record<string, string>>,
  { publicKey, about }: { publicKey: string; about: SealedAbout },
): string {
  const sender = generateKeyPairSync('x25519');
  const key = keyFrom(sender.privateKey, publicKeyOf(publicKey), about);
  const nonce = randomBytes(lengths.nonce);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: lengths.tag });
  const body = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]);
  const box = Buffer.concat([nonce, body, cipher.getAuthTag()]);
  return `${sender.publicKey.export(der).toString('base64')}.${box.toString('base64')}`;
}

function publicKeyOf(text: string): KeyObject {
  return createPublicKey({ key: Buffer.from(text, 'base64'), ...der });
}

/** A key for this question alone. */
function keyFrom(privateKey: KeyObject, publicKey: KeyObject, { id, question }: SealedAbout): Uint8Array {
  const shared = diffieHellman({ privateKey, publicKey });
  return new Uint8Array(hkdfSync('sha256', shared, '', `anypoint-mcp secrets\n${id}\n${question}`, 32));
}
