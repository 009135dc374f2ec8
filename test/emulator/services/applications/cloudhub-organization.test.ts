import { describe, expect, it } from 'vitest';
import { seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { signIn, withEmulator } from '../../client.ts';

const C = '/cloudhub/api';

describe('what CloudHub 1.0 knows of its organization', () => {
  it('is the account, the plan, the usage and what the caller may do', async () => {
    await withEmulator({}, async (emulator, call) => {
      expect((await call('GET', `${C}/ping`)).body).toBe('pong');
      const { body: organization } = await call('GET', `${C}/organization/`);
      expect(organization).toMatchObject({
        csId: seedIds.root,
        name: 'Acme Outfitters',
        globalDeployment: { enabled: true },
      });
      expect((await call('GET', `${C}/organization/${organization.id}`)).body).toEqual(organization);
      expect((await call('GET', `${C}/organization/${seedIds.root}`)).body).toEqual(organization);
      expect((await call('GET', `${C}/organization/nobody`)).status).toBe(404);
      const plan = (await call('GET', `${C}/organization/plan`)).body;
      expect([organization.plan, plan.workerTypes[0]]).toEqual([
        plan,
        expect.objectContaining({ name: 'Micro', workerVal: 0.1 }),
      ]);
      expect(organization.usage).toMatchObject({ sandboxApplications: 2, sandboxWorkers: 0.2 });
      expect((await call('GET', `${C}/organization/usage`)).body).toEqual(organization.usage);
      const usage = { productionVCoresConsumed: 0, sandboxVCoresConsumed: 0.2, staticIpsConsumed: 0 };
      expect((await call('GET', `${C}/organizations/${seedIds.root}/usage`)).body).toEqual(usage);
      const account = (await call('GET', `${C}/account`)).body;
      expect(account).toMatchObject({
        id: organization.adminUserId,
        username: 'ada.admin',
        defaultEnvironment: seedIds.rootSandbox,
        activeEnvironment: seedIds.rootSandbox,
        organization: { csId: seedIds.root },
      });
      const namesOf = (all: { name: string }[]): string[] => all.map(({ name }) => name).toSorted();
      expect(namesOf(account.environments)).toEqual(['Design', 'Production', 'Sandbox']);
      expect(account.environments).toContainEqual({
        id: seedIds.rootProduction,
        csOrgId: seedIds.root,
        name: 'Production',
        isProduction: true,
        production: true,
      });
      const viewer = await signIn(emulator, seedLogins.viewer);
      const may = async (caller: typeof call) => (await caller('GET', `${C}/users/current/permissions`)).body;
      expect((await may(call)).applications.settings).toEqual({ update: true, read: true });
      expect((await may(viewer)).applications.settings).toEqual({ update: false, read: true });
      expect((await may(call)).organization).toMatchObject({
        permissions: { assign: true, read: true },
        environments: { update: true, delete: true, read: true, create: true },
      });
      expect((await may(viewer)).organization).toMatchObject({
        permissions: { assign: false },
        environments: { update: false, delete: false, create: false },
      });
    });
  });

  it('is a single update of a Mule version', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { latestUpdate } = (await call('GET', `${C}/mule-versions/4.9.6`)).body;
      const path = `${C}/mule-versions/4.9.6/updates`;
      expect((await call('GET', `${path}/${latestUpdate.id}`)).body).toEqual(latestUpdate);
      expect((await call('GET', `${path}/none`)).status).toBe(404);
    });
  });
});
