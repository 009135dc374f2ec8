import type { X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { runtimeFabricError as fail } from '../errors.ts';
import type { PrivateSpace, TlsContext } from '../model.ts';
import { requireJson, spaceScopes } from '../space-access.ts';
import { requirePart, spaceApi, spaceOf, spacePath } from './api.ts';
import {
  cipherNames,
  defaultCiphers,
  keyStoreOf,
  parsedCertificate,
  parsedCertificates,
  parsedKey,
  trustStoreOf,
} from './certificate.ts';

const all = `${spacePath}/tlsContexts` as const;
const one = `${all}/{contextId}` as const;

const short = z.string().max(64);

const pemStore = z.strictObject({
  source: z.literal('PEM', 'must be PEM: the emulator reads no JKS'),
  certificate: z.string().min(1).max(4096),
  key: z.string().min(1).max(6144),
  capath: z.string().max(28_672).optional(),
  certificateFileName: short.optional(),
  keyFileName: short.optional(),
  capathFileName: short.optional(),
  // Required in the document; Terraform leaves it out for a key that is not encrypted.
  keyPassphrase: short.nullish(),
});

/**
 * Its members are not published [docs/platform/unknown.md#trust-stores]. Each one but the usual names has to hold
 * certificates, which are all shown, so that nothing is dropped.
 */
const trustStore = z.object({ source: z.literal('PEM').optional(), fileName: short.optional() }).catchall(z.string());

const switchOf = z.boolean().optional();
const onlyInRequests = ['ecdheEcdsaAes128Sha1', 'ecdheEcdsaAes256Sha1', 'ecdheRsaAes128Sha1', 'ecdheRsaAes256Sha1'];

const ciphers = z.strictObject(
  Object.fromEntries([...cipherNames, ...onlyInRequests].map((name) => [name, switchOf] as const)),
);

const createBody = z.strictObject({
  name: z.string().trim().min(1),
  tlsConfig: z.strictObject({ keyStore: pemStore, trustStore: trustStore.optional() }),
  ciphers,
});

const changeBody = createBody.partial();

/** TLS contexts of a private space [docs/platform/runtime-fabric.md#tls-contexts]. */
export const tlsContextRoutes: readonly Route[] = [
  spaceApi.organization('GET', all, spaceScopes.read, (c, organization) =>
    c.json((spaceOf(c, organization).tlsContexts ?? []).map(contextView)),
  ),

  spaceApi.organization('POST', all, spaceScopes.manage, async (c, organization) => {
    const space = spaceOf(c, organization);
    requireJson(c);
    const sent = await readBody(c, createBody, fail);
    requireFreeName(space, sent.name);
    const created: TlsContext = {
      id: crypto.randomUUID(),
      name: sent.name,
      ...storesOf(sent.tlsConfig),
      ciphers: ciphersOf(sent.ciphers),
    };
    space.tlsContexts = [...(space.tlsContexts ?? []), created];
    return c.json(contextView(created), 201);
  }),

  spaceApi.organization('GET', one, spaceScopes.read, (c, organization) =>
    c.json(contextView(requirePart(spaceOf(c, organization).tlsContexts, c.req.param('contextId'), 'TLS context'))),
  ),

  // The document has PATCH, and Terraform sends PUT, with the same body.
  ...(['PATCH', 'PUT'] as const).map((method) =>
    spaceApi.organization(method, one, spaceScopes.manage, async (c, organization) => {
      const space = spaceOf(c, organization);
      const context = requirePart(space.tlsContexts, c.req.param('contextId'), 'TLS context');
      const sent = await readBody(c, changeBody, fail);
      if (sent.name !== undefined && sent.name !== context.name) requireFreeName(space, sent.name);
      const stores = sent.tlsConfig === undefined ? {} : storesOf(sent.tlsConfig);
      context.name = sent.name ?? context.name;
      Object.assign(context, stores);
      if (sent.ciphers !== undefined) context.ciphers = ciphersOf(sent.ciphers);
      return c.json(contextView(context));
    }),
  ),

  spaceApi.organization('DELETE', one, spaceScopes.manage, (c, organization) => {
    const space = spaceOf(c, organization);
    const { id } = requirePart(space.tlsContexts, c.req.param('contextId'), 'TLS context');
    space.tlsContexts = (space.tlsContexts ?? []).filter((other) => other.id !== id);
    return c.json({});
  }),
];

/** `type` is `custom` for what people create. */
function contextView(context: TlsContext) {
  return { ...context, type: 'custom' };
}

/** Names are unique in a space. @throws PlatformError 409 */
function requireFreeName({ tlsContexts = [] }: PrivateSpace, name: string): void {
  if (tlsContexts.some((other) => other.name === name)) throw fail(409, `A TLS context named ${name} already exists`);
}

function ciphersOf(sent: z.output<typeof ciphers>): Record<string, boolean> {
  const off = Object.fromEntries(Object.keys(defaultCiphers).map((name) => [name, false]));
  const on = Object.entries(sent).filter((entry): entry is [string, boolean] => entry[1] !== undefined);
  return { ...off, ...Object.fromEntries(on) };
}

/** Checks certificate, key and authorities, and keeps what is shown: the key is not kept. @throws PlatformError 400 */
function storesOf({ keyStore, trustStore: trust }: z.output<typeof createBody>['tlsConfig']) {
  const certificate = read('tlsConfig.keyStore.certificate', () => parsedCertificate(keyStore.certificate));
  const key = parsedKey(keyStore.key, keyStore.keyPassphrase ?? undefined);
  if (key === undefined) {
    throw fail(400, 'tlsConfig.keyStore.key must be a private key in PEM that keyPassphrase opens');
  }
  if (!certificate.checkPrivateKey(key)) throw fail(400, 'tlsConfig.keyStore.key does not belong to the certificate');
  const { capath, certificateFileName, keyFileName, capathFileName } = keyStore;
  if (capath !== undefined) read('tlsConfig.keyStore.capath', () => parsedCertificates(capath));
  const names = {
    ...(keyFileName === undefined ? {} : { keyFileName }),
    ...(capathFileName === undefined ? {} : { capathFileName }),
  };
  const { source: _source, fileName, ...holders } = trust ?? {};
  const authorities = Object.entries(holders).flatMap(([name, pem]) =>
    read(`tlsConfig.trustStore.${name}`, () => parsedCertificates(pem)),
  );
  if (trust !== undefined && authorities.length === 0) throw fail(400, 'tlsConfig.trustStore has no certificate');
  return {
    keyStore: { ...keyStoreOf(certificate, certificateFileName), ...names },
    trustStore: trust && trustStoreOf(authorities, fileName),
  };
}

function read<T extends X509Certificate | X509Certificate[]>(field: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw fail(400, `${field} must be a certificate in PEM`);
  }
}
