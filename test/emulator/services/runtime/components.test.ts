import { describe, expect, it } from 'vitest';
import { seedTargets } from '../../../../src/emulator/index.ts';
import { withEmulator } from '../../client.ts';

const H = '/hybrid/api/v1';
const { ordersApi1, production1 } = seedTargets;

describe('components of a target', () => {
  it.each([ordersApi1, seedTargets.batchGroup, seedTargets.catalogCluster])('of %i can be configured', async (id) => {
    await withEmulator({}, async (_emulator, call) => {
      const path = `${H}/targets/${id}/components`;
      const list = await call('GET', path);
      const analytics = 'mule.agent.tracking.handler.analytics';
      expect(list.body.data).toContainEqual({
        component: { id: expect.any(Number), name: analytics },
        enabled: false,
        configuration: {},
      });
      const patched = await call('PATCH', `${path}/${analytics}`, { enabled: true, configuration: { a: 1 } });
      expect([patched.status, patched.body.data]).toEqual([
        202,
        { configurableComponentId: expect.any(Number), enabled: 'true', configurationProperties: { a: 1 } },
      ]);
      const { configurableComponentId: componentId } = patched.body.data;
      await call('PATCH', `${path}/${componentId}`, { configurationProperties: { b: 2 } });
      const read = await call('GET', `${path}/${componentId}`);
      expect(read.body.data).toMatchObject({ enabled: true, configuration: { a: 1, b: 2 } });
      await call('PUT', `${path}/${componentId}`, { enabled: 'false' });
      expect((await call('GET', `${path}/${componentId}`)).body.data).toMatchObject({
        enabled: false,
        configuration: {},
      });
      expect((await call('GET', `${path}/nothing`)).status).toBe(404);
    });
  });

  it('exist only for targets of the environment', async () => {
    await withEmulator({}, async (_emulator, call) => {
      expect((await call('GET', `${H}/targets/${production1}/components`)).status).toBe(404);
      expect((await call('GET', `${H}/targets/1/components`)).status).toBe(404);
    });
  });
});
