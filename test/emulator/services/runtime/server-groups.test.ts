import { describe, expect, it } from 'vitest';
import { seedTargets } from '../../../../src/emulator/index.ts';
import { idsOf, visit, withEmulator } from '../../client.ts';

const H = '/hybrid/api/v1';
const { ordersApi1, ordersApi2, pending, batch1, batch2, catalog1 } = seedTargets;

describe('server groups', () => {
  const group = `${H}/serverGroups/${seedTargets.batchGroup}`;

  it('are created from numbers or strings as ids, and free their servers when deleted', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const body = { name: 'orders-group', serverIds: [String(ordersApi1), ordersApi2] };
      const created = await call('POST', `${H}/serverGroups`, body);
      expect(created.status).toBe(201);
      expect(created.body.data).toMatchObject({ name: 'orders-group', type: 'SERVER_GROUP', status: 'RUNNING' });
      expect(created.body.data.servers[0]).toMatchObject({ id: ordersApi1, serverGroupName: 'orders-group' });
      const path = `${H}/serverGroups/${created.body.data.id}`;
      expect(idsOf((await call('GET', `${H}/serverGroups`)).body)).toContain(created.body.data.id);
      expect((await call('PATCH', path, { name: 'renamed' })).body.data.name).toBe('renamed');
      expect((await call('PATCH', path, { name: 'renamed' })).status).toBe(202);
      expect((await call('PATCH', path, { name: 'batch-group' })).status).toBe(409);
      expect((await call('DELETE', path)).status).toBe(202);
      const gone = await call('GET', path);
      expect([gone.status, gone.body]).toEqual([404, { message: 'serverGroup not found' }]);
      expect((await call('GET', `${H}/servers/${ordersApi1}`)).body.data).not.toHaveProperty('serverGroupId');
    });
  });

  it('are deleted with their applications', async () => {
    await withEmulator({}, async ({ store, baseUrl }, call) => {
      store.hybridApplications.set(1, { id: 1, name: 'nightly', targetId: seedTargets.batchGroup });
      const url = `${baseUrl}/data-plane/apps/nightly-${seedTargets.batchGroup}/`;
      expect((await visit(url)).status).toBe(200);
      expect((await call('DELETE', group)).status).toBe(202);
      expect((await visit(url)).status).toBe(404);
      expect(store.hybridApplications.has(1)).toBe(false);
    });
  });

  it('have a status that combines those of their servers', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const status = async () => (await call('GET', group)).body.data.status;
      expect(await status()).toBe('PARTIAL');
      expect((await call('DELETE', `${group}/servers/${batch1}`)).status).toBe(204);
      expect(await status()).toBe('DISCONNECTED');
      expect((await call('DELETE', `${group}/servers/${batch2}`)).status).toBe(204);
      expect(await status()).toBe('EMPTY');
      // The CLI sends this POST as an empty form.
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await call('POST', `${group}/servers/${pending}`, undefined, form)).status).toBe(201);
      expect(await status()).toBe('CREATED');
      expect((await call('DELETE', `${group}/servers/${batch1}`)).status).toBe(404);
      expect((await call('POST', `${group}/servers/${catalog1}`)).status).toBe(409);
      expect((await call('POST', `${group}/servers/1`)).status).toBe(404);
    });
  });

  it.each([
    [{ name: 'g', serverIds: [1] }, 404, 'server not found'],
    [{ name: 'g', serverIds: [batch1] }, 409, 'already belongs to Server Group batch-group'],
    [{ name: 'g', serverIds: [ordersApi1, String(ordersApi1)] }, 400, 'more than once'],
    // https://docs.mulesoft.com/runtime-manager/server-group-about
    [{ name: 'g', serverIds: [ordersApi1, pending] }, 400, 'mule-new-1 (id: 2194005) is CREATED'],
    [{ name: 'g', serverIds: ['one'] }, 400, 'integer'],
    [{ name: 'g' }, 400, 'serverIds'],
    [{ name: 'batch-group', serverIds: [] }, 409, 'exists'],
  ])('are rejected as %j', async (body, status, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('POST', `${H}/serverGroups`, body);
      expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(text)]);
    });
  });
});
