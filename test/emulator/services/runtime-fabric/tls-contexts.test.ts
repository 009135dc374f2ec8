import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { selfSigned } from '../../../../src/emulator/core/tls.ts';
import { seedGateways, seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { signIn, withEmulator } from '../../client.ts';

const contexts = `/runtimefabric/api/organizations/${seedIds.root}/privatespaces/${seedGateways.spaceUs}/tlsContexts`;
const { key, certificate } = selfSigned(['orders.example.com'], Date.UTC(2026, 0, 31));
const other = selfSigned(['other.example.com'], Date.UTC(2026, 0, 31));
const passphrase = 'a-passphrase';
const encrypted = createPrivateKey(key)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
  .toString();

/** As mulesoft/terraform-provider-anypoint sends it (internal/client/cloudhub2/tlscontext.go). */
const sent = (keyStore: object = {}) => ({
  name: 'orders',
  tlsConfig: { keyStore: { source: 'PEM', certificate, key, certificateFileName: 'orders.pem', ...keyStore } },
  ciphers: { aes128GcmSha256: true, aes128Sha256: false, tlsAes256GcmSha384: true },
});

describe('TLS contexts of a private space', () => {
  it('show the certificate and its expiry, and never the key', async () => {
    await withEmulator({}, async ({ store }, call) => {
      const { status, body } = await call('POST', contexts, sent({ key: encrypted, keyPassphrase: passphrase }));
      expect(status).toBe(201);
      expect(body).toMatchObject({
        name: 'orders',
        type: 'custom',
        keyStore: {
          fileName: 'orders.pem',
          type: 'PEM',
          cn: expect.any(String),
          san: ['orders.example.com'],
          expirationDate: new Date(new X509Certificate(certificate).validTo).toISOString().slice(0, 10),
        },
        ciphers: {
          aes128GcmSha256: true,
          aes128Sha256: false,
          tlsAes256GcmSha384: true,
          ecdheRsaAes128GcmSha256: false,
        },
      });
      const list = await call('GET', contexts);
      expect(list.body).toEqual([body]);
      expect((await call('GET', `${contexts}/${body.id}`)).body).toEqual(body);
      const kept = JSON.stringify(store.privateSpaces.get(seedGateways.spaceUs));
      for (const secret of ['PRIVATE KEY', passphrase]) {
        expect(JSON.stringify(list.body)).not.toContain(secret);
        expect(kept).not.toContain(secret);
      }
    });
  });

  it('have a trust store with the names of its authorities', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { tlsConfig, ...rest } = sent();
      const trustStore = { source: 'PEM', certificates: `${certificate}\n${other.certificate}` };
      const { body } = await call('POST', contexts, { ...rest, tlsConfig: { ...tlsConfig, trustStore } });
      expect(body.trustStore.dnList).toHaveLength(2);
      expect(body.trustStore.dnList[1]).toMatchObject({
        serialNumber: new X509Certificate(other.certificate).serialNumber,
        basicConstraints: { certificateAuthority: true },
        validity: { notAfter: '2027-01-31 00:00:00' },
      });
    });
  });

  it.each<[object, string]>([
    [{ certificates: certificate, password: 'x' }, 'password'],
    [{ certificates: certificate, aliases: ['x'] }, 'aliases'],
    [{ source: 'JKS', certificates: certificate }, 'source'],
    [{}, 'trustStore'],
  ])('drop nothing of the trust store %j', async (trustStore, named) => {
    await withEmulator({}, async (_emulator, call) => {
      const { tlsConfig, ...rest } = sent();
      const { status, body } = await call('POST', contexts, { ...rest, tlsConfig: { ...tlsConfig, trustStore } });
      expect([status, body.message]).toEqual([400, expect.stringContaining(named)]);
    });
  });

  it.each(['PUT', 'PATCH'])('are changed in part by %s, and deleted', async (method) => {
    await withEmulator({}, async (_emulator, call) => {
      const { id } = (await call('POST', contexts, sent())).body;
      const store = { source: 'PEM', certificate: other.certificate, key: other.key };
      const changed = await call(method, `${contexts}/${id}`, { name: 'renamed', tlsConfig: { keyStore: store } });
      expect(changed.status).toBe(200);
      expect(changed.body).toMatchObject({ id, name: 'renamed', keyStore: { san: ['other.example.com'] } });
      expect(changed.body.ciphers.aes128GcmSha256).toBe(true);
      expect((await call('DELETE', `${contexts}/${id}`)).status).toBe(200);
      expect((await call('GET', `${contexts}/${id}`)).status).toBe(404);
      expect((await call('DELETE', `${contexts}/${id}`)).status).toBe(404);
    });
  });

  it.each<[string, object, string]>([
    [
      'a certificate that is none',
      { certificate: '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----' },
      'certificate',
    ],
    ['a key that is none', { key: 'none' }, 'key'],
    ['the key of another certificate', { key: other.key }, 'does not belong'],
    ['a passphrase that does not open the key', { key: encrypted, keyPassphrase: 'wrong' }, 'keyPassphrase'],
    ['an encrypted key without its passphrase', { key: encrypted }, 'keyPassphrase'],
    ['authorities that are none', { capath: 'none' }, 'capath'],
    ['a key store as JKS', { source: 'JKS' }, 'JKS'],
    ['an unknown field', { alias: 'x' }, 'alias'],
  ])('are refused with %s', async (_what, keyStore, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('POST', contexts, sent(keyStore));
      expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining(text)]);
      expect((await call('GET', contexts)).body).toEqual([]);
    });
  });

  it('need a name of their own and the permission to manage the space', async () => {
    await withEmulator({}, async (emulator, call) => {
      expect((await call('POST', contexts, sent())).status).toBe(201);
      expect((await call('POST', contexts, sent())).status).toBe(409);
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('GET', contexts)).status).toBe(200);
      expect((await viewer('POST', contexts, { ...sent(), name: 'mine' })).status).toBe(403);
    });
  });

  it('stand in scenarios as certificates', async () => {
    const space = { name: 'edge', tlsContexts: [{ name: 'edge', certificate }] };
    const organizations = [
      { name: 'Acme', id: seedIds.root, environments: [{ name: 'Sandbox', type: 'sandbox' as const }] },
    ];
    await withEmulator({ scenario: { organizations, privateSpaces: [space] } }, async ({ store }) => {
      const [loaded] = [...store.privateSpaces.values()];
      expect(loaded?.tlsContexts).toMatchObject([{ name: 'edge', keyStore: { san: ['orders.example.com'] } }]);
    });
  });
});
