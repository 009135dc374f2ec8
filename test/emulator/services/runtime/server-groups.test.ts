import { describe, expect, it } from 'vitest';
import { seedTargets } from '../../../../src/emulator/index.ts';
import { form, idsOf, jar, visit, withEmulator } from '../../client.ts';

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
      expect((await call('PATCH', path, { name: 'my group' })).status).toBe(400);
      expect((await call('DELETE', path)).status).toBe(202);
      const gone = await call('GET', path);
      expect([gone.status, gone.body]).toEqual([404, { message: 'serverGroup not found' }]);
      expect((await call('GET', `${H}/servers/${ordersApi1}`)).body.data).not.toHaveProperty('serverGroupId');
    });
  });

  it('leave their applications on each of their servers when they are deleted', async () => {
    await withEmulator({}, async ({ baseUrl }, call) => {
      const parts = { artifactName: 'nightly', targetId: String(seedTargets.batchGroup), file: jar() };
      const configuration = JSON.stringify({
        'mule.agent.application.properties.service': { properties: { stage: 'test' } },
      });
      const deployed = await call('POST', `${H}/applications`, form({ ...parts, configuration }));
      expect(deployed.status).toBe(202);
      const at = (target: number): string => `${baseUrl}/data-plane/apps/nightly-${target}/`;
      expect((await visit(at(seedTargets.batchGroup))).status).toBe(200);
      expect((await call('DELETE', group)).status).toBe(202);
      expect((await visit(at(seedTargets.batchGroup))).status).toBe(404);
      expect((await visit(at(batch1))).status).toBe(200);
      // Its server is disconnected.
      expect((await visit(at(batch2))).status).toBe(503);
      const { data } = (await call('GET', `${H}/applications?targetId=${batch1}`)).body;
      expect(data).toMatchObject([
        { name: 'nightly', lastReportedStatus: 'STARTED', target: { id: batch1, type: 'SERVER' } },
      ]);
      const properties = data[0].configuration['mule.agent.application.properties.service'];
      expect(properties.properties).toEqual({ stage: 'test' });
      expect(data[0].id).not.toBe(deployed.body.data.id);
      expect((await call('GET', `${H}/applications/${deployed.body.data.id}`)).status).toBe(404);
    });
  });

  it('deploy their applications to a server that joins, and take them from one that leaves', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      await call('DELETE', `${group}/servers/${batch2}`);
      const parts = { artifactName: 'nightly', targetId: String(seedTargets.batchGroup), file: jar() };
      const { id } = (await call('POST', `${H}/applications`, form(parts))).body.data;
      clock.advance(4_000);
      const application = async () => {
        const { data } = (await call('GET', `${H}/applications/${id}`)).body;
        return [data.lastReportedStatus, data.serverArtifacts.map(reported)];
      };
      const reported = (one: { serverId: number; lastReportedStatus: string }) => [
        one.serverId,
        one.lastReportedStatus,
      ];
      expect(await application()).toEqual(['STARTED', [[batch1, 'STARTED']]]);
      expect((await call('POST', `${group}/servers/${ordersApi1}`)).status).toBe(201);
      expect(await application()).toEqual([
        'PARTIALLY_STARTED',
        [
          [ordersApi1, 'DEPLOYING'],
          [batch1, 'STARTED'],
        ],
      ]);
      clock.advance(4_000);
      expect((await application())[0]).toBe('STARTED');
      await call('DELETE', `${group}/servers/${batch1}`);
      expect(await application()).toEqual(['STARTED', [[ordersApi1, 'STARTED']]]);
      // A server with applications of its own cannot join.
      await call('DELETE', `${group}/servers/${ordersApi1}`);
      const own = { artifactName: 'own', targetId: String(ordersApi1), file: jar() };
      expect((await call('POST', `${H}/applications`, form(own))).status).toBe(202);
      expect((await call('POST', `${group}/servers/${ordersApi1}`)).status).toBe(409);
    });
  });

  it('get applications before they have servers', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { id } = (await call('POST', `${H}/serverGroups`, { name: 'later', serverIds: [] })).body.data;
      const parts = { artifactName: 'nightly', targetId: String(id), file: jar() };
      expect((await call('POST', `${H}/applications`, form(parts))).body.data.serverArtifacts).toEqual([]);
      expect((await call('GET', `${H}/serverGroups/${id}`)).body.data.status).toBe('EMPTY');
    });
  });

  it('hold servers of the same versions, which were all connected or all not', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const create = (...serverIds: number[]) => call('POST', `${H}/serverGroups`, { name: 'mixed', serverIds });
      const versions = await create(ordersApi1, seedTargets.legacy);
      expect([versions.status, versions.body.message]).toEqual([400, expect.stringContaining('the same versions')]);
      const states = await create(ordersApi1, pending);
      expect([states.status, states.body.message]).toEqual([400, expect.stringContaining('never connected')]);
      expect((await call('POST', `${group}/servers/${pending}`)).status).toBe(400);
      expect((await create(pending)).body.data.status).toBe('CREATED');
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
      const empty = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await call('POST', `${group}/servers/${pending}`, undefined, empty)).status).toBe(201);
      expect(await status()).toBe('CREATED');
      expect((await call('DELETE', `${group}/servers/${batch1}`)).status).toBe(404);
      expect((await call('POST', `${group}/servers/${catalog1}`)).status).toBe(409);
      expect((await call('POST', `${group}/servers/1`)).status).toBe(404);
    });
  });

  it.each([
    [{ name: 'grp', serverIds: [1] }, 404, 'server not found'],
    [{ name: 'grp', serverIds: [batch1] }, 409, 'already belongs to Server Group batch-group'],
    [{ name: 'grp', serverIds: [ordersApi1, String(ordersApi1)] }, 400, 'more than once'],
    [{ name: 'grp', serverIds: ['one'] }, 400, 'integer'],
    [{ name: 'grp' }, 400, 'serverIds'],
    [{ name: 'batch-group', serverIds: [] }, 409, 'exists'],
    [{ name: '-batch', serverIds: [] }, 400, '3 to 40'],
  ])('are rejected as %j', async (body, status, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('POST', `${H}/serverGroups`, body);
      expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(text)]);
    });
  });
});
