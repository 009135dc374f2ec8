import { expect, it } from 'vitest';
import { usePlatform } from './support.ts';

const platform = usePlatform();

it('describes the user, signed in with a password', async () => {
  const { username, organizationId } = platform().facts;
  expect(await platform().json('account user describe')).toMatchObject({ username, organizationId });
});

it('signs in as a connected app, and is refused with a wrong token', async () => {
  const { clientId, clientSecret } = platform().facts;
  const env = { ANYPOINT_CLIENT_ID: clientId, ANYPOINT_CLIENT_SECRET: clientSecret };
  const home = { XDG_CONFIG_HOME: `${platform().folder}/app` };
  const asApp = await platform().try('account environment list', ['--output', 'json'], { ...env, ...home });
  expect([asApp.code, JSON.parse(asApp.stdout).length]).toEqual([0, 3]);
  const wrong = await platform().try('account environment list', [], {
    ANYPOINT_BEARER: 'wrong',
    XDG_CONFIG_HOME: `${platform().folder}/bearer`,
  });
  expect(wrong.code).toBe(2);
});

it('creates, describes and deletes an environment', async () => {
  const { organizationId } = platform().facts;
  const path = `/accounts/api/organizations/${organizationId}/environments`;
  const created = await platform().json('account environment create', 'Blue', '--type', 'sandbox');
  expect(created).toMatchObject({ name: 'Blue', type: 'sandbox', isProduction: false, organizationId });
  expect(await platform().json('account environment describe', 'Blue')).toEqual(created);
  expect(await platform().json('account environment list')).toContainEqual(created);
  await platform().run('account environment delete', 'Blue');
  const { data } = await platform().read(path);
  expect(data.map(({ name }: { name: string }) => name)).toEqual(['Design', 'Sandbox', 'Production']);
});

it('lists and describes business groups', async () => {
  const groups = await platform().json('account business-group list');
  expect(groups.map(({ name }: { name: string }) => name)).toEqual(['Acme Outfitters', 'Retail', 'Logistics']);
  expect(await platform().json('account business-group describe', 'Retail')).toMatchObject({
    id: groups[1].id,
    name: 'Retail',
    // Not `isRoot`: the published example has it true for business groups too [docs/platform/disagreements.md#isroot].
    isMaster: false,
    environments: expect.any(Array),
  });
});
