import { expect, it } from 'vitest';
import { usePlatform } from './support.ts';

const platform = usePlatform();
const api = (id: number, rest: string): string => platform().inPlace('/apimanager/api/v1', `/apis/${id}${rest}`);

/** Seeded APIs: with two policies, tiers and a contract; with nothing. */
const [orders, inventory] = [19870001, 19870003];
const limits = (maximumRequests: number) => ({
  rateLimits: [{ maximumRequests, timePeriodInMilliseconds: 1000 }],
  clusterizable: true,
  exposeHeaders: false,
});

it('shows the catalogue, over GraphQL and without', async () => {
  expect(await platform().run('api-mgr policy list', '-m')).toMatch(/68ef9520-\S+ +rate-limiting +1\.4\.1/);
  expect(await platform().run('api-mgr policy list')).toContain('1930');
  const described = await platform().run('api-mgr policy describe', 'rate-limiting', '--policyVersion', '1.4.1');
  expect(described).toMatch(/Rate limiting[\s\S]*rateLimits[\s\S]*Array of array/);
  expect(await platform().run('api-mgr policy describe', 'http-basic-authentication')).toContain('password');
});

it('applies, changes, disables, enables and removes a policy', async () => {
  const applied = await platform().run(
    'api-mgr policy apply',
    String(inventory),
    'rate-limiting',
    ...['--policyVersion', '1.4.1', '--config', JSON.stringify(limits(5))],
  );
  const id = /"(\d+)"/.exec(applied)?.[1] ?? '';
  const view = () => platform().read(api(inventory, `/policies/${id}`));
  expect(await view()).toMatchObject({ configurationData: limits(5), disabled: false });
  const edited = ['--config', JSON.stringify(limits(9))];
  await platform().run('api-mgr policy edit', String(inventory), id, ...edited);
  expect(await view()).toMatchObject({ configurationData: limits(9) });
  await platform().run('api-mgr policy disable', String(inventory), id);
  expect(await view()).toMatchObject({ disabled: true });
  await platform().run('api-mgr policy enable', String(inventory), id);
  expect(await view()).toMatchObject({ disabled: false });
  await platform().run('api-mgr policy remove', String(inventory), id);
  expect(await platform().json('api-mgr policy list', String(inventory))).toEqual([]);
});

it('orders the policies of an API', async () => {
  const [first, second] = ['19870101', '19870102'];
  expect(await platform().run('api-mgr policy order', String(orders))).toContain(`{"id":${first},"order":1}`);
  await platform().run('api-mgr policy order', String(orders), `${second},${first}`, '--commaSeparated');
  expect(await platform().run('api-mgr policy order', String(orders))).toContain(`{"id":${second},"order":1}`);
});

it('adds, lists, copies and deletes tiers', async () => {
  const view = async () => (await platform().read(api(inventory, '/tiers'))).tiers;
  const added = ['--name', 'cli', '--autoApprove', '--limit', 'true,5,min'];
  await platform().run('api-mgr tier add', String(inventory), ...added);
  expect(await view()).toMatchObject([
    { name: 'cli', autoApprove: true, limits: [{ maximumRequests: 5, timePeriodInMilliseconds: 60_000 }] },
  ]);
  // The CLI takes away what is not in the source.
  await platform().run('api-mgr tier copy', String(orders), String(inventory));
  const tiers = await platform().json('api-mgr tier list', String(inventory));
  expect(tiers.map(({ name }: { name: string }) => name)).toEqual(['Gold', 'Silver']);
  await platform().run('api-mgr tier delete', String(inventory), String(tiers[0].id));
  expect(await view()).toMatchObject([{ name: 'Silver' }]);
});

it('lists and deletes a contract', async () => {
  const client = 'c0ffee00d9b34f62b8d704f5c6a91e77';
  expect(await platform().run('api-mgr contract list', String(orders))).toContain(client);
  await platform().run('api-mgr contract delete', String(orders), client);
  expect((await platform().read(api(orders, '/contracts'))).contracts).toEqual([]);
});
