import { describe, expect, it } from 'vitest';
import acme from '../../../../scenarios/acme.json' with { type: 'json' };
import { durations, seedApplications, seedLogins } from '../../../../src/emulator/index.ts';
import { sandboxPath, signIn, withEmulator } from '../../client.ts';

const D = `/amc/application-manager/api/v2/${sandboxPath}/deployments`;
const orders = `${D}/${seedApplications.ordersAppId}`;
const schedulers = `${orders}/schedulers`;
const [cloudHub, quotes, ordersApp, ...others] = acme.applications;
const withSchedulers = {
  ...ordersApp,
  schedulers: [
    { flowName: 'poll-orders', frequency: '15', timeUnit: 'MINUTES' },
    { flowName: 'nightly report', type: 'CronScheduler', expression: '0 0 2 * * ?', timeZone: 'UTC' },
  ],
};
const scenario = { ...acme, applications: [cloudHub, quotes, withSchedulers, ...others] };

describe('schedulers of a deployment', () => {
  it('are listed with the settings of their type', async () => {
    await withEmulator({ scenario }, async (_emulator, call) => {
      expect((await call('GET', schedulers)).body).toEqual({
        total: 2,
        items: [
          {
            flowName: 'poll-orders',
            enabled: true,
            type: 'FixedFrequencyScheduler',
            startDelay: null,
            frequency: '15',
            timeUnit: 'MINUTES',
            expression: null,
            timeZone: null,
          },
          expect.objectContaining({ flowName: 'nightly report', type: 'CronScheduler', frequency: null }),
        ],
      });
    });
  });

  it('are changed, and restored', async () => {
    await withEmulator({ scenario }, async (_emulator, call) => {
      const sent = { frequency: '5', timeUnit: 'SECONDS', startDelay: '1', enabled: false, expression: null };
      const changed = await call('PUT', `${schedulers}/poll-orders`, sent);
      expect(changed.body.items[0]).toMatchObject({ ...sent, timeZone: null });
      const read = (await call('GET', orders)).body.application.configuration;
      expect(read['mule.agent.scheduling.service'].schedulers).toMatchObject([{ flowName: 'poll-orders', ...sent }]);
      const restored = await call('DELETE', `${schedulers}/poll-orders`);
      expect(restored.body.items[0]).toMatchObject({ frequency: '15', timeUnit: 'MINUTES', enabled: true });
      expect((await call('PUT', `${schedulers}/nothing`, sent)).status).toBe(404);
      expect((await call('PUT', `${schedulers}/poll-orders`, { expression: '0 0 2 * * ?' })).status).toBe(400);
      expect((await call('PUT', `${schedulers}/nightly%20report`, sent)).status).toBe(400);
    });
  });

  it('are switched off together, or not at all', async () => {
    await withEmulator({ scenario }, async (_emulator, call) => {
      const off = ['poll-orders', 'nightly report'].map((flowName) => ({ flowName, enabled: false }));
      expect((await call('PATCH', schedulers, [...off, { flowName: 'nothing', enabled: false }])).status).toBe(404);
      expect((await call('GET', schedulers)).body.items[0].enabled).toBe(true);
      expect((await call('PATCH', schedulers, off)).status).toBe(204);
      const { items } = (await call('GET', schedulers)).body;
      expect(items.map(({ enabled }: { enabled: boolean }) => enabled)).toEqual([false, false]);
    });
  });

  it('run on request while the application runs', async () => {
    await withEmulator({ scenario, clock: 'driven' }, async ({ clock }, call) => {
      const run = `${schedulers}/nightly%20report/run`;
      expect((await call('POST', run)).status).toBe(204);
      const { desiredVersion } = (await call('GET', orders)).body;
      expect(JSON.stringify((await call('GET', `${orders}/specs/${desiredVersion}/logs`)).body)).toContain(
        "The scheduler of flow 'nightly report' was run",
      );
      await call('PATCH', orders, { application: { desiredState: 'STOPPED' } });
      clock.advance(durations.amcStops);
      expect((await call('POST', run)).status).toBe(409);
    });
  });

  it('can be changed by nobody who only reads', async () => {
    await withEmulator({ scenario }, async (emulator) => {
      const call = await signIn(emulator, seedLogins.viewer);
      expect((await call('GET', schedulers)).status).toBe(200);
      expect((await call('DELETE', `${schedulers}/poll-orders`)).status).toBe(403);
    });
  });
});

describe('diagnostics of a replica', () => {
  it('are a thread dump after a while', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const { replicas } = (await call('GET', orders)).body;
      const [{ id, currentDeploymentVersion }] = replicas;
      expect((await call('POST', `${orders}/replicas/${id}/diagnostics`)).status).toBe(204);
      const [pending] = (await call('GET', `${orders}/diagnostics`)).body;
      expect(pending).toEqual({
        actionId: expect.any(String),
        timestamp: clock.now(),
        specVersion: currentDeploymentVersion,
        replicaId: id,
        status: 'PENDING',
      });
      const file = `${orders}/diagnostics/${pending.actionId}/file`;
      expect((await call('GET', file)).status).toBe(400);
      clock.advance(durations.amcDiagnoses);
      expect((await call('GET', `${orders}/diagnostics`)).body[0].status).toBe('SUCCESSFUL');
      expect((await call('GET', file)).body).toContain('Full thread dump');
      expect((await call('GET', `${orders}/diagnostics/nothing/file`)).status).toBe(404);
      expect((await call('POST', `${orders}/replicas/nothing/diagnostics`)).status).toBe(400);
    });
  });
});
