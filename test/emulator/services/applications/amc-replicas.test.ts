import { describe, expect, it } from 'vitest';
import acme from '../../../../scenarios/acme.json' with { type: 'json' };
import { durations, seedApplications, seedIds } from '../../../../src/emulator/index.ts';
import { sandboxPath, visit, withEmulator } from '../../client.ts';

const D = `/amc/application-manager/api/v2/${sandboxPath}/deployments`;
const orders = `${D}/${seedApplications.ordersAppId}`;
const ref = { groupId: seedIds.root, artifactId: 'orders-app', version: '1.1.0', packaging: 'jar' };
const target = { provider: 'MC', targetId: 'cloudhub-us-east-1', replicas: 1 };

interface Shown {
  id: string;
  state: string;
  reason: string | null;
}

/** The states of the replicas of `orders-app`, and the state of the application. */
async function look(call: (method: string, path: string) => Promise<{ body: { replicas: Shown[] } }>) {
  // The status is read by the tests that need it.
  const body = (await call('GET', orders)).body as { replicas: Shown[]; application?: { status: string } };
  return { states: body.replicas.map(({ state }) => state), status: body.application?.status, replicas: body.replicas };
}

describe('replicas of a deployment', () => {
  it('of the old version serve until those of the new one run', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock, baseUrl }, call) => {
      const [old] = (await look(call)).replicas;
      await call('PATCH', orders, { application: { ref } });
      expect(await look(call)).toMatchObject({ states: ['PENDING', 'STARTED'], status: 'RUNNING' });
      clock.advance(durations.amcApplies);
      expect((await look(call)).states).toEqual(['STARTING', 'STARTED']);
      expect((await visit(`${baseUrl}/data-plane/apps/orders-app-f20a11/`)).status).not.toBe(503);
      clock.advance(durations.amcStarts - durations.amcApplies);
      const { replicas } = await look(call);
      expect(replicas).toMatchObject([{ state: 'STARTED', reason: null }]);
      expect(replicas[0]?.id).not.toBe(old?.id);
    });
  });

  it('stop first when the strategy is to recreate them', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      await call('PATCH', orders, { target: { deploymentSettings: { updateStrategy: 'recreate' } } });
      expect(await look(call)).toMatchObject({ states: ['PENDING', 'STOPPING'], status: 'NOT_RUNNING' });
      clock.advance(durations.amcStops);
      expect((await look(call)).states).toEqual(['STARTING']);
      clock.advance(durations.amcStarts);
      expect(await look(call)).toMatchObject({ states: ['STARTED'], status: 'RUNNING' });
    });
  });

  it('are added and removed without touching the others', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const [first] = (await look(call)).replicas;
      await call('PATCH', orders, { target: { replicas: 3 } });
      expect(await look(call)).toMatchObject({ states: ['PENDING', 'PENDING', 'STARTED'], status: 'SCALING' });
      clock.advance(durations.amcStarts);
      const scaled = await look(call);
      expect(scaled).toMatchObject({ states: ['STARTED', 'STARTED', 'STARTED'], status: 'RUNNING' });
      expect(scaled.replicas[2]?.id).toBe(first?.id);
      await call('PATCH', orders, { target: { replicas: 1 } });
      expect((await look(call)).states).toEqual(['STOPPING', 'STOPPING', 'STARTED']);
      clock.advance(durations.amcStops);
      expect((await look(call)).replicas.map(({ id }) => id)).toEqual([first?.id]);
    });
  });

  it('have logs of their own', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { body } = await call('PATCH', orders, { application: { ref }, target: { replicas: 2 } });
      const logs = `${orders}/specs/${body.desiredVersion}/logs`;
      const [one, two] = (await look(call)).replicas;
      const of = async (id = ''): Promise<{ replicaId: string; message: string }[]> =>
        (await call('GET', `${logs}?descending=false&replicaId=${id}`)).body;
      expect((await of(two?.id)).map(({ message }) => message)).toEqual([
        "Initializing app 'orders-app'",
        "Started app 'orders-app'",
      ]);
      expect(new Set((await of(one?.id)).map(({ replicaId }) => replicaId))).toEqual(new Set([one?.id]));
    });
  });

  it('recover from a crash', async () => {
    const events = [{ at: 10, do: 'crash-replica', application: 'orders-app', reason: 'OOMKilled' }];
    await withEmulator({ clock: 'driven', scenario: { extends: 'acme', events } }, async ({ clock }, call) => {
      clock.advance(10_000);
      expect(await look(call)).toMatchObject({
        status: 'NOT_RUNNING',
        replicas: [{ state: 'TERMINATED', reason: 'OOMKilled' }],
      });
      clock.advance(durations.amcApplies);
      expect((await look(call)).states).toEqual(['RECOVERING']);
      clock.advance(durations.amcStarts - durations.amcApplies);
      expect(await look(call)).toMatchObject({ status: 'RUNNING', states: ['STARTED'] });
    });
  });

  it('go back and forth when the process exits after every start, until a redeployment', async () => {
    const events = [{ at: 10, do: 'crash-replica', application: 'orders-app', again: true }];
    await withEmulator({ clock: 'driven', scenario: { extends: 'acme', events } }, async ({ clock }, call) => {
      clock.advance(10_000 + durations.amcApplies);
      const seen = [];
      for (let round = 0; round < 3; round += 1) {
        const { replicas, status } = await look(call);
        seen.push([replicas[0]?.state, replicas[0]?.reason, status]);
        clock.advance(5_000);
      }
      expect(seen).toEqual([
        ['RECOVERING', 'CrashLoopBackoff', 'NOT_RUNNING'],
        ['PENDING', 'CrashLoopBackoff', 'NOT_RUNNING'],
        ['RECOVERING', 'CrashLoopBackoff', 'NOT_RUNNING'],
      ]);
      await call('PATCH', orders, { application: { ref } });
      clock.advance(durations.amcStarts);
      expect(await look(call)).toMatchObject({ status: 'RUNNING', states: ['STARTED'] });
    });
  });

  it('never run when a scenario says so', async () => {
    const [cloudHub, quotes, ordersApp, ...others] = acme.applications;
    const applications = [cloudHub, quotes, { ...ordersApp, crashes: true, replicas: 2 }, ...others];
    await withEmulator({ clock: 'driven', scenario: { ...acme, applications } }, async (_emulator, call) => {
      const { status, replicas } = await look(call);
      expect([status, replicas.map(({ reason }) => reason)]).toEqual([
        'NOT_RUNNING',
        ['CrashLoopBackoff', 'CrashLoopBackoff'],
      ]);
    });
  });
});

describe('vCores', () => {
  const create = { name: 'price-feed', application: { ref, vCores: '2' }, target };

  it('are limited by the entitlement for the type of the environment', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const refused = await call('POST', D, { ...create, target: { ...target, replicas: 2 } });
      expect([refused.status, refused.body]).toMatchObject([
        403,
        { title: 'Forbidden', status: 403, detail: expect.stringMatching(/2.\d vCores left .* 4 are needed/) },
      ]);
      expect((await call('GET', D)).body.total).toBe(1);
      const one = `${D}/${(await call('POST', D, create)).body.id}`;
      expect((await call('PATCH', one, { target: { replicas: 2 } })).status).toBe(403);
      expect((await call('PATCH', one, { application: { vCores: 1 } })).status).toBe(200);
      expect((await call('PATCH', one, { target: { replicas: 2 } })).status).toBe(200);
    });
  });

  it('are not needed to create a deployment that is stopped', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const stopped = { ...create.application, desiredState: 'STOPPED', vCores: 4 };
      const created = await call('POST', D, { ...create, application: stopped });
      expect(created.status).toBe(202);
      const one = `${D}/${created.body.id}`;
      expect((await call('PATCH', one, { application: { desiredState: 'STARTED' } })).status).toBe(403);
    });
  });
});

describe('versions of a deployment', () => {
  it('keep what was deployed, ten of them', async () => {
    await withEmulator({}, async (_emulator, call) => {
      for (let replicas = 2; replicas <= 12; replicas += 1) await call('PATCH', orders, { target: { replicas } });
      const specs = (await call('GET', `${orders}/specs?limit=100`)).body;
      expect(specs).toHaveLength(10);
      expect(specs.slice(0, 2)).toMatchObject([
        { target: { replicas: 12, targetId: expect.any(String) }, application: { ref: { artifactId: 'orders-app' } } },
        { target: { replicas: 11 } },
      ]);
      expect(JSON.stringify(specs)).toContain('"******"');
    });
  });
});

describe('the public address of a deployment', () => {
  it('is kept, and answers by its host name on the data plane', async () => {
    await withEmulator({}, async ({ baseUrl }, call) => {
      const http = { inbound: { publicUrl: 'https://feed.example.com/v1' } };
      const created = await call('POST', D, {
        name: 'price-feed',
        application: { ref },
        target: { ...target, deploymentSettings: { http } },
      });
      expect(created.body.target.deploymentSettings.http.inbound.publicUrl).toBe('https://feed.example.com/v1');
      const answer = await visit(`${baseUrl}/data-plane/apps/feed.example.com/v1/prices`);
      expect([answer.status, answer.body]).toMatchObject([200, { application: 'price-feed' }]);
    });
  });
});
