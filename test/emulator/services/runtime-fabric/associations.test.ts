import { describe, expect, it } from 'vitest';
import { seedGateways, seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { type Caller, signIn, withEmulator } from '../../client.ts';

const root = `/runtimefabric/api/organizations/${seedIds.root}`;
// Open to production only.
const space = `${root}/privatespaces/${seedGateways.spaceEu}`;
const associations = `${space}/associations`;
const pair = (organizationId: string, environment: string) => ({ organizationId, environment });

async function servedOf(call: Caller): Promise<string[]> {
  return (await call('GET', `${root}/targets/${seedGateways.spaceEu}`)).body.environments;
}

describe('associations of a private space', () => {
  it('let environments use it, until they are deleted', async () => {
    await withEmulator({}, async (_emulator, call) => {
      expect(await servedOf(call)).toEqual([seedIds.rootProduction]);
      const sent = { associations: [pair(seedIds.root, seedIds.rootSandbox), pair(seedIds.root, seedIds.rootSandbox)] };
      const created = await call('POST', associations, sent);
      expect(created.status).toBe(200);
      const [first] = created.body;
      expect(created.body).toEqual([first, first]);
      expect(first).toEqual({ id: first.id, organizationId: seedIds.root, environmentId: seedIds.rootSandbox });
      expect((await call('POST', associations, sent)).body[0].id).toBe(first.id);
      expect((await call('GET', associations)).body).toEqual([first]);
      expect((await call('GET', `${associations}/${first.id}`)).body).toEqual(first);
      expect(await servedOf(call)).toContain(seedIds.rootSandbox);
      expect((await call('DELETE', `${associations}/${first.id}`)).status).toBe(200);
      expect((await call('DELETE', `${associations}/${first.id}`)).status).toBe(404);
      expect(await servedOf(call)).toEqual([seedIds.rootProduction]);
    });
  });

  it('take all organizations and kinds of environments, as Terraform sends them', async () => {
    await withEmulator({}, async (emulator, call) => {
      const group = await signIn(emulator, seedLogins.logistics);
      const targets = `/runtimefabric/api/organizations/${seedIds.logistics}/targets`;
      const idsOf = async () => (await group('GET', targets)).body.map(({ id }: { id: string }) => id);
      expect(await idsOf()).not.toContain(seedGateways.spaceEu);
      expect((await call('POST', associations, { associations: [pair('all', 'sandbox')] })).status).toBe(200);
      expect(await idsOf()).toContain(seedGateways.spaceEu);
    });
  });

  it.each<[string, object]>([
    ['an organization that is not there', { associations: [pair('nothing', 'all')] }],
    ['an environment of another organization', { associations: [pair(seedIds.root, seedIds.logisticsSandbox)] }],
    ['an environment without its organization', { associations: [pair('all', seedIds.rootSandbox)] }],
    ['no environment', { associations: [{ organizationId: seedIds.root }] }],
    ['no associations', {}],
  ])('are refused with %s', async (_what, body) => {
    await withEmulator({}, async (_emulator, call) => {
      expect((await call('POST', associations, body)).status).toBe(400);
      expect((await call('GET', associations)).body).toEqual([]);
    });
  });
});

describe('upgrades of a private space', () => {
  it('are scheduled, cancelled, and over when their time has come', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const status = async () => (await call('GET', `${space}/upgradestatus`)).body;
      expect(await status()).toBe('');
      const at = new Date(clock.now() + 600_000).toISOString();
      const scheduled = await call('PATCH', `${space}/upgrade?date=${at}&optIn=true`);
      expect(scheduled.status).toBe(200);
      expect(scheduled.body).toEqual({
        status: 'QUEUED',
        scheduledUpdateTime: `${at.slice(0, 19).replace('T', ' ')}+00:00`,
      });
      expect(await status()).toEqual(scheduled.body);
      expect((await call('DELETE', `${space}/upgrade`)).status).toBe(200);
      expect((await call('DELETE', `${space}/upgrade`)).status).toBe(404);
      expect(await status()).toBe('');
      await call('PATCH', `${space}/upgrade?date=${at}&optIn=true`);
      clock.advance(600_000);
      expect(await status()).toBe('');
    });
  });

  it.each(['', '?optIn=false', '?optIn=true&date=soon', '?optIn=true&date=2001-01-01'])(
    'are refused with "%s"',
    async (query) => {
      await withEmulator({}, async (_emulator, call) => {
        expect((await call('PATCH', `${space}/upgrade${query}`)).status).toBe(400);
      });
    },
  );
});
