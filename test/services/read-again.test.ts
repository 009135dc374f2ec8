import { describe, expect, it } from 'vitest';
import { seedApplications, seedIds, seedTargets } from '../../src/emulator/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { startHarness } from '../support/harness.ts';

const { dataCloud, ordersApp, catalogBatch } = seedApplications;
const server = String(seedTargets.ordersApi1);

/** A write of each kind that is followed, on what is in Sandbox; and what is found again by the call that its answer names. */
const writes: [tool: string, args: Record<string, unknown>, found: string][] = [
  ['anypoint_rename_server', { server, newName: 'renamed' }, server],
  ['anypoint_rename_cluster', { cluster: 'catalog-cluster', newName: 'catalog' }, '"catalog"'],
  ['anypoint_create_cluster', { name: 'made', servers: [server] }, '"made"'],
  ['anypoint_add_cluster_server', { cluster: 'catalog', server: String(seedTargets.ordersApi2) }, 'catalog'],
  ['anypoint_remove_cluster_server', { cluster: 'catalog', server: String(seedTargets.ordersApi2) }, 'catalog'],
  ['anypoint_delete_cluster', { cluster: 'made' }, 'catalog'],
  ['anypoint_create_gateway', { name: 'read-again', size: 'small' }, 'ready'],
  ['anypoint_update_gateway', { gateway: 'orders-gateway', logLevel: 'warn' }, 'ready'],
  ['anypoint_set_gateway_desired_status', { gateway: 'orders-gateway', desiredStatus: 'STOPPED' }, 'STOPPED'],
  ['anypoint_delete_gateway', { gateway: 'read-again' }, 'orders-gateway'],
  ['anypoint_create_api', { name: 'Read Again API' }, 'read-again-api'],
  ['anypoint_update_application', { application: dataCloud, properties: { again: 'yes' } }, 'again'],
  ['anypoint_set_application_status', { application: dataCloud, action: 'stop' }, dataCloud],
  ['anypoint_set_application_status', { application: ordersApp, action: 'stop' }, ordersApp],
  ['anypoint_set_application_status', { application: catalogBatch, action: 'stop' }, catalogBatch],
];

/** The call in an answer, taken as it stands there. */
function callIn(text: string): [tool: string, args: Record<string, unknown>] {
  const [, tool = '', args = '{}'] = /Read it again with (\w+)(?: (\{.*\}))?\.$/m.exec(text) ?? [];
  return [tool, JSON.parse(args)];
}

// The writes build on each other, in the order given.
describe('the call that reads again what a write has begun', async () => {
  const harness = await startHarness({ env: { ANYPOINT_ENVIRONMENT: 'Production' } });

  it.each(writes)('%s %j: can be copied as it stands, from any default environment', async (tool, args, found) => {
    const { text } = await harness.call(tool, { ...args, environment: 'Sandbox', wait: false });
    const [again, given] = callIn(text);
    expect(given).toMatchObject({ environment: 'Sandbox' });
    expect(JSON.stringify(await harness.ok(again, given))).toContain(found);
  });

  it('is there for every write that is followed', () => {
    const followed = allTools.filter(({ effect, input }) => effect !== 'read' && 'wait' in input.shape);
    expect([...new Set(writes.map(([tool]) => tool))].sort()).toEqual(followed.map(({ name }) => name));
  });

  it('names what a link has named', async () => {
    const link = `https://anypoint.mulesoft.com/cloudhub/#/console/home/${seedIds.rootSandbox}/servers/${server}`;
    const { text } = await harness.call('anypoint_rename_server', { server: link, newName: 'linked', wait: false });
    const [again, given] = callIn(text);
    expect(given).toEqual({ server, organization: seedIds.root, environment: seedIds.rootSandbox });
    expect((await harness.ok(again, given))['server'].name).toBe('linked');
  });

  it('says nothing of the place where that is the default', async () => {
    const args = { gateway: 'storefront-gateway', desiredStatus: 'STOPPED', wait: false };
    const { text } = await harness.call('anypoint_set_gateway_desired_status', args);
    const [again, given] = callIn(text);
    expect(Object.keys(given)).toEqual(['gateway']);
    expect(await harness.ok(again, given)).toMatchObject({ desiredStatus: 'STOPPED' });
  });
});
