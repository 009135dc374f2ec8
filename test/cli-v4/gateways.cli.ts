import { expect, it } from 'vitest';
import { usePlatform } from './support.ts';

const platform = usePlatform();

it('creates, lists and deletes a managed gateway', async () => {
  const path = platform().inPlace('/gatewaymanager/api/v1', '/gateways');
  const named = async () =>
    (await platform().read(path)).content.find(({ name }: { name: string }) => name === 'cli-gateway');
  const settings = ['acme-us-east', '1.9.9', 'lts', 'small'];
  await platform().run('runtime-mgr gateways managed create', 'cli-gateway', ...settings);
  const { id } = await named();
  expect(await platform().run('runtime-mgr gateways managed list')).toContain(id);
  await platform().run('runtime-mgr gateways managed delete', id);
  await expect.poll(named, { timeout: 300_000, interval: 500 }).toBeUndefined();
});

it('lists self-managed gateways', async () => {
  const shown = await platform().run('runtime-mgr gateways self-managed list');
  expect(shown).toMatch(/warehouse-edge .*CONNECTED/);
  expect(shown).toMatch(/branch-office .*DISCONNECTED/);
});

it('lists the targets of CloudHub 2.0 and Runtime Fabric', async () => {
  const targets = await platform().json('runtime-mgr rtf list');
  const names = targets.map(({ name }: { name: string }) => name);
  // The CLI asks for an environment: the other private space is for production only.
  expect(names).toEqual(expect.arrayContaining(['acme-us-east', 'US East (Ohio)']));
  expect(names).not.toContain('acme-eu-central');
});
