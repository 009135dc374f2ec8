import { describe, expect, it } from 'vitest';
import { seedGateways, seedIds } from '../../../../src/emulator/index.ts';
import { send, withEmulator } from '../../client.ts';

const S = `/standalone/api/v1/organizations/${seedIds.root}/environments/${seedIds.rootSandbox}`;

describe('self-managed gateways', () => {
  it('are listed with their replicas', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { body } = await call('GET', `${S}/gateways`);
      expect(body).toMatchObject({ totalElements: 2, pageNumber: 0, pageSize: 30 });
      expect(body.content[0]).toMatchObject({
        name: 'warehouse-edge',
        status: 'CONNECTED',
        replicas: [
          { status: 'CONNECTED', count: 2, certificateExpirationDates: [expect.any(String), expect.any(String)] },
        ],
      });
      expect(body.content[1]).toMatchObject({
        status: 'DISCONNECTED',
        replicas: [{ status: 'DISCONNECTED', count: 1 }],
      });
      const page = await call('GET', `${S}/gateways?pageSize=1&pageNumber=1`);
      expect([page.body.content[0].name, page.body.totalElements]).toEqual(['branch-office', 2]);
      const beyond = await call('GET', `${S}/gateways?pageNumber=9`);
      expect([beyond.body.content, beyond.body.totalElements]).toEqual([[], 0]);
      const large = await call('GET', `${S}/gateways?pageSize=101`);
      expect([large.status, large.body.message]).toEqual([400, 'Wrong page size']);
    });
  });

  it('can be read, with their replicas', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const one = await call('GET', `${S}/gateways/${seedGateways.warehouse}`);
      expect(one.body.versions).toEqual(['1.11.4']);
      const replicas = await call('GET', `${S}/gateways/${seedGateways.branch}/replicas`);
      expect(replicas.body.content[0]).toMatchObject({
        targetId: seedGateways.branch,
        status: 'DISCONNECTED',
        disconnectedAt: expect.any(String),
        configurationStatus: { status: 'UP_TO_DATE' },
      });
      const unknown = await call('GET', `${S}/gateways/${seedGateways.orders}`);
      expect([unknown.status, unknown.body.message]).toEqual([404, 'Gateway not found by id']);
    });
  });

  it('stay listed after they are deleted', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const path = `${S}/gateways/${seedGateways.warehouse}`;
      expect((await call('DELETE', path)).status).toBe(202);
      const list = await call('GET', `${S}/gateways`);
      expect(list.body.content[0]).toMatchObject({ status: 'DELETED', replicas: [] });
      expect((await call('GET', `${path}/replicas`)).body.content).toEqual([]);
      const again = await call('DELETE', path);
      expect([again.status, again.body.message]).toEqual([400, 'This target was already deleted']);
    });
  });

  it('register with a token and connect a little later', async () => {
    await withEmulator({ clock: 'driven' }, async (emulator, call) => {
      const { body: issued } = await call('POST', `${S}/gatewaytokens`);
      const { registrationToken } = issued;
      const register = (body: unknown, path = S) => send(emulator, 'POST', `${path}/gateways`, body);
      const created = await register({ registrationToken, name: 'shop-floor', replicas: 2, tags: ['edge'] });
      expect([created.status, created.body.status]).toEqual([201, 'DISCONNECTED']);
      emulator.clock.advance(2_000);
      const one = await call('GET', `${S}/gateways/${created.body.id}`);
      expect(one.body).toMatchObject({ status: 'CONNECTED', tags: ['edge'], versions: ['1.12.1'] });
      expect((await register({ registrationToken: 'x', name: 'a' })).status).toBe(403);
      expect((await register({ registrationToken, name: 'a', gatewayVersion: '9.9.9' })).status).toBe(400);
      expect((await register({ registrationToken })).status).toBe(400);
      const elsewhere = S.replace(seedIds.rootSandbox, seedIds.rootProduction);
      expect((await register({ registrationToken, name: 'a' }, elsewhere)).status).toBe(403);
    });
  });
});
