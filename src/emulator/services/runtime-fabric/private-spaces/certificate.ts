import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** The ciphers of a TLS context [docs/platform/runtime-fabric.md#tls-contexts]. */
export const cipherNames = [
  'aes128GcmSha256',
  'aes128Sha256',
  'aes256GcmSha384',
  'aes256Sha256',
  'dheRsaAes128Sha256',
  'dheRsaAes256GcmSha384',
  'dheRsaAes256Sha256',
  'ecdheEcdsaAes128GcmSha256',
  'ecdheEcdsaAes256GcmSha384',
  'ecdheRsaAes128GcmSha256',
  'ecdheRsaAes256GcmSha384',
  'ecdheEcdsaChacha20Poly1305',
  'ecdheRsaChacha20Poly1305',
  'dheRsaChacha20Poly1305',
  'tlsAes256GcmSha384',
  'tlsChacha20Poly1305Sha256',
  'tlsAes128GcmSha256',
] as const;

const usual = /^(ecdhe.*Gcm|tls|aes128GcmSha256)/;

/** The ciphers that the example of a request switches on. */
export const defaultCiphers: Record<string, boolean> = Object.fromEntries(
  cipherNames.map((name) => [name, usual.test(name)]),
);

/** A certificate in PEM. @throws Error when it is none */
export function parsedCertificate(pem: string): X509Certificate {
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new Error('not PEM');
  return new X509Certificate(pem);
}

/** All certificates in PEM, one after the other. @throws Error when there is none, or one cannot be read */
export function parsedCertificates(pem: string): X509Certificate[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
  if (found === null) throw new Error('not PEM');
  return found.map((one) => new X509Certificate(one));
}

/** A private key in PEM; undefined when it cannot be read, or its passphrase is another one. */
export function parsedKey(pem: string, passphrase: string | undefined): KeyObject | undefined {
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    return undefined;
  }
}

/** What is shown of a key store: facts of its certificate [docs/platform/runtime-fabric.md#tls-contexts]. */
export function keyStoreOf(certificate: X509Certificate, fileName = 'certificate.pem') {
  const names = certificate.subjectAltName?.split(', ') ?? [];
  return {
    fileName,
    type: 'PEM',
    cn: nameParts(certificate.subject)['CN'] ?? '',
    san: names.map((one) => one.replace(/^(DNS|IP Address|URI|email):/, '')),
    expirationDate: expirationDate(certificate),
  };
}

/** What is shown of a trust store. */
export function trustStoreOf(certificates: readonly X509Certificate[], fileName = 'truststore.pem') {
  const dates = certificates.map(expirationDate).sort();
  return { fileName, type: 'PEM', expirationDate: dates[0], dnList: certificates.map(distinguishedNames) };
}

function expirationDate(certificate: X509Certificate): string {
  return new Date(certificate.validTo).toISOString().slice(0, 10);
}

function distinguishedNames(certificate: X509Certificate) {
  return {
    issuer: nameView(certificate.issuer),
    subject: nameView(certificate.subject),
    version: '3',
    serialNumber: certificate.serialNumber,
    publicKeyAlgorithm: (certificate.publicKey.asymmetricKeyType ?? '').toUpperCase(),
    basicConstraints: { certificateAuthority: certificate.ca },
    validity: { notBefore: timeView(certificate.validFrom), notAfter: timeView(certificate.validTo) },
    certificateType: 'X.509',
  };
}

function timeView(time: string): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

function nameView(name: string) {
  const { CN = '', C = '', L = '', O = '', OU = '', ST = '' } = nameParts(name);
  return { commonName: CN, countryName: C, localityName: L, organizationName: O, organizationUnit: OU, state: ST };
}

/** The parts of a name as Node prints it, one `KEY=value` a line. */
function nameParts(name: string): Record<string, string> {
  return Object.fromEntries(
    name.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
