import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { usePlatform } from './support.ts';

const platform = usePlatform();
const apis = (rest = ''): string => platform().inPlace('/apimanager/api/v1', `/apis${rest}`);

/** Puts an API under management and gives the id that the CLI prints. */
async function manage(asset: string, ...args: string[]): Promise<string> {
  const printed = await platform().run('api-mgr api manage', asset, '1.0.0', ...args);
  const id = /ID: (\d+)/.exec(printed)?.[1];
  expect(id, printed).toBeDefined();
  return id ?? '';
}

const proxy = (path: string): string[] => {
  const address = ['--scheme', 'http', '--port', '8081', '--path', path, '--uri', 'http://backend.example'];
  return ['--withProxy', '--type', 'http', '--deploymentType', 'hybrid', ...address];
};

it('manages, changes and deletes an API', async () => {
  const id = await manage('orders-api', '-m', ...proxy('/orders'), '--apiInstanceLabel', 'cli');
  const view = () => platform().read(apis(`/${id}`));
  expect(await view()).toMatchObject({
    instanceLabel: 'cli',
    technology: 'mule4',
    endpoint: { uri: 'http://backend.example', proxyUri: expect.stringMatching(/:8081\/orders/) },
  });
  await platform().run('api-mgr api edit', id, '--apiInstanceLabel', 'cli-2', '--port', '8082');
  expect(await view()).toMatchObject({
    instanceLabel: 'cli-2',
    endpoint: { proxyUri: expect.stringMatching(/:8082\/orders/) },
  });
  await platform().run('api-mgr api deprecate', id);
  expect(await view()).toMatchObject({ deprecated: true });
  await platform().run('api-mgr api undeprecate', id);
  expect(await view()).toMatchObject({ deprecated: false, instanceLabel: 'cli-2' });
  await platform().run('api-mgr api change-specification', id, '1.1.0');
  expect(await view()).toMatchObject({ assetVersion: '1.1.0' });
  expect(await platform().run('api-mgr api describe', id)).toMatch(/cli-2[\s\S]*1\.1\.0/);
  expect(await platform().run('api-mgr api autodiscovery', id, '4.9.0')).toContain(`v1:${id}`);
  const listed = await platform().json('api-mgr api list');
  expect(listed.map((one: { id: number }) => one.id)).toContain(Number(id));
  await platform().run('api-mgr api delete', id);
  expect(await platform().isGone(apis(`/${id}`))).toBe(true);
});

it('deploys a Mule proxy to a server, again, and downloads it', async () => {
  const id = await manage('catalog-api', '-m', ...proxy('/catalog'), '--apiInstanceLabel', 'mule');
  await platform().run('api-mgr api deploy', id, '--target', '2194003', '--gatewayVersion', '4.9.6');
  expect((await platform().read(apis(`/${id}`))).deployment).toMatchObject({ targetName: 'mule-orders-3' });
  await platform().run('api-mgr api redeploy', id);
  await platform().run('api-mgr api download-proxy', id, '.');
  expect(readdirSync(platform().folder).filter((file) => file.startsWith('catalog-api'))).toHaveLength(1);
});

it('deploys a Flex API to a self-managed gateway', async () => {
  const id = await manage('catalog-api', '--isFlex', ...proxy('/flex'), '--apiInstanceLabel', 'flex');
  const gateway = '7ac3e914-2d58-4b0f-9e61-8f4d05b7c201';
  await platform().run('api-mgr api deploy', id, '--target', gateway);
  expect((await platform().read(apis(`/${id}`))).deployment).toMatchObject({ targetId: gateway });
});

it('promotes an API to another environment', async () => {
  const { environmentId, organizationId } = platform().facts;
  await platform().runIn('Production', 'api-mgr api promote', '19870001', environmentId);
  const production = environmentId.replace(/.$/, '2');
  const path = `/apimanager/api/v1/organizations/${organizationId}/environments/${production}/apis`;
  expect((await platform().read(path)).assets).toMatchObject([{ apis: [{ assetId: 'orders-api' }] }]);
});

it('adds, changes and deletes upstreams', async () => {
  const id = '19870002';
  const view = async () => (await platform().read(apis(`/${id}/upstreams`))).upstreams;
  const printed = await platform().run('api-mgr upstream add', id, 'http://second.example', '--label', 'second');
  const added = /"([\w-]+)"/.exec(printed)?.[1] ?? '';
  expect(await view()).toContainEqual(expect.objectContaining({ id: added, label: 'second' }));
  await platform().run('api-mgr upstream edit', id, added, '--label', 'other');
  expect(await view()).toContainEqual(expect.objectContaining({ id: added, label: 'other' }));
  expect(await platform().run('api-mgr upstream bulk-edit', id, '--tlsContextId', 'null')).toContain('all 2 upstream');
  expect(await platform().run('api-mgr upstream list', id)).toContain(added);
  await platform().run('api-mgr upstream delete', id, added);
  expect((await view()).map((one: { id: string }) => one.id)).not.toContain(added);
});
