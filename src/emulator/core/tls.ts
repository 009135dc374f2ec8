import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A private key and the certificate of its public half, both PEM. */
export interface ServerIdentity {
  key: string;
  certificate: string;
}

/** A DER value (X.690): its tag, its length and its content. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  // Lengths here stay below 65,536, so two octets are enough; DER requires one where one is enough.
  const octets = body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...octets]), body]);
}

const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content);
const octetString = (content: Uint8Array): Buffer => der(0x04, content);
const trueValue = der(0x01, Buffer.from([0xff]));

/** A bit string; `unused` is the number of unused bits at its end. */
const bitString = (content: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.from([unused]), content);

/** An object identifier whose first two numbers are below 40 and whose others take up to three groups of seven bits. */
function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [first * 40 + second];
  for (const number of rest) {
    if (number >= 0x4000) octets.push(0x80 | (number >> 14));
    if (number >= 0x80) octets.push(0x80 | ((number >> 7) & 0x7f));
    octets.push(number & 0x7f);
  }
  return der(0x06, Buffer.from(octets));
}

/** UTCTime, which RFC 5280 (4.1.2.5) requires for years up to 2049. */
function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return der(0x17, Buffer.from(digits.slice(2)));
}

const commonName = (name: string): Buffer =>
  sequence(der(0x31, sequence(objectIdentifier('2.5.4.3'), der(0x0c, Buffer.from(name)))));

/** An extension of RFC 5280 (4.2). */
const extension = (id: string, critical: boolean, value: Uint8Array): Buffer =>
  sequence(objectIdentifier(id), ...(critical ? [trueValue] : []), octetString(value));

/** The octets of an address: 4, or 16 with `::` expanded to zeros. */
function addressOctets(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** A general name (RFC 5280, 4.2.1.6): `[7]` for an address, `[2]` for a host name. */
const generalName = (host: string): Buffer =>
  isIP(host) === 0 ? der(0x82, Buffer.from(host)) : der(0x87, addressOctets(host));

const dayMs = 86_400_000;
const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

/**
 * Creates a key and a self-signed certificate (RFC 5280) for `hosts`. A client trusts it when it is given the
 * certificate: `NODE_EXTRA_CA_CERTS`, `curl --cacert`, `SSL_CERT_FILE`. `docs/decisions/0006-own-certificate.md` says
 * why no library does this.
 */
export function selfSigned(hosts: readonly string[], now: number): ServerIdentity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKeyInfo = publicKey.export({ type: 'spki', format: 'der' });
  // A positive integer of 16 octets that does not start with zeros (RFC 5280, 4.1.2.2).
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const name = commonName('anypoint-mcp emulator');
  const extensions = sequence(
    extension('2.5.29.17', false, sequence(...hosts.map(generalName))),
    extension('2.5.29.19', true, sequence(trueValue)),
    // digitalSignature (bit 0) and keyCertSign (bit 5); the last two bits are unused.
    extension('2.5.29.15', true, bitString(Buffer.from([0x84]), 2)),
    extension('2.5.29.37', false, sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.14', false, octetString(createHash('sha1').update(publicKeyInfo).digest())),
  );
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    name,
    sequence(utcTime(now - dayMs), utcTime(now + 365 * dayMs)),
    name,
    publicKeyInfo,
    der(0xa3, extensions),
  );
  const certificate = sequence(content, ecdsaWithSha256, bitString(sign('sha256', content, privateKey)));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: pem(certificate),
  };
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
