import { describe, expect, it } from 'vitest';
import { seedIds, seedTargets } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

describe('anypoint_list_servers', async () => {
  const harness = await startHarness();
  const namesOf = (result: Record<string, unknown>): string[] =>
    (result['servers'] as { name: string }[]).map(({ name }) => name);

  it('shows what a person needs to choose servers', async () => {
    const { servers, total, of, environment } = await harness.ok('anypoint_list_servers');
    expect([total, of]).toEqual([9, undefined]);
    expect(environment).toMatchObject({ id: seedIds.rootSandbox, name: 'Sandbox' });
    expect(servers.find(({ name }: { name: string }) => name === 'mule-orders-1')).toEqual({
      id: String(seedTargets.ordersApi1),
      name: 'mule-orders-1',
      status: 'RUNNING',
      muleVersion: '4.9.6',
      agentVersion: '2.7.2',
      address: '10.20.4.11',
    });
    const member = servers.find(({ name }: { name: string }) => name === 'mule-catalog-1');
    expect(member.cluster).toEqual({ id: String(seedTargets.catalogCluster), name: 'catalog-cluster' });
    const grouped = servers.find(({ name }: { name: string }) => name === 'mule-batch-1');
    expect(grouped.serverGroup).toEqual({ id: String(seedTargets.batchGroup), name: 'batch-group' });
  });

  it('says the same in words', async () => {
    const { text } = await harness.call('anypoint_list_servers');
    expect(text).toContain(`9 servers in "Sandbox" of "${harness.emulator.access.organizationName}".`);
    expect(text).toContain(
      `mule-catalog-1 | RUNNING | 4.9.6 | 2.7.2 | 10.20.6.41 | catalog-cluster (${seedTargets.catalogCluster}) | - | ${seedTargets.catalog1}`,
    );
    expect(text).toContain(`mule-new-1 | CREATED | 4.9.6 | 2.7.2 | - | - | - | ${seedTargets.pending}`);
  });

  it.each([
    [{ membership: 'cluster' }, ['mule-catalog-1', 'mule-catalog-2']],
    [{ membership: 'group' }, ['mule-batch-1', 'mule-batch-2']],
    [{ membership: 'free', status: 'created' }, ['mule-new-1']],
    [{ status: 'DISCONNECTED' }, ['mule-batch-2']],
    [{ nameContains: 'ORDERS-' }, ['mule-orders-1', 'mule-orders-2', 'mule-orders-3']],
    [{ nameContains: 'nothing like it' }, []],
  ])('narrows by %o', async (filter, names) => {
    expect(namesOf(await harness.ok('anypoint_list_servers', filter))).toEqual(names);
  });

  it('says how many it leaves out', async () => {
    const { structured, text } = await harness.call('anypoint_list_servers', { nameContains: 'mule-orders', limit: 2 });
    expect(structured).toMatchObject({ total: 3, of: 9 });
    expect(text).toContain('3 of 9 servers in');
    expect(text).toContain('Showing 2 of 3: narrow the listing, or continue with cursor ');
  });

  it('works in another environment', async () => {
    const { servers } = await harness.ok('anypoint_list_servers', { environment: 'prod' });
    expect(servers).toHaveLength(1);
    expect(servers[0].name).toBe('mule-prod-1');
  });

  it('points at registration where there is nothing', async () => {
    const { text } = await harness.call('anypoint_list_servers', { environment: 'Design' });
    expect(text).toContain('No servers in "Design"');
    expect(text).toContain('anypoint_get_server_registration');
  });

  it('lists the environments for a name it does not know', async () => {
    expect(await harness.fails('anypoint_list_servers', { environment: 'Nowhere' })).toContain(
      'Environment "Nowhere" was not found in business group "Acme Outfitters".',
    );
  });
});
