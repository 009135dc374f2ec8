import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { usePlatform } from './support.ts';

const platform = usePlatform();
const document = JSON.stringify({ openapi: '3.0.0', info: { title: 'Returns', version: '1.0.0' }, paths: {} });

const assetPath = (id: string): string => `/exchange/api/v2/assets/${platform().facts.organizationId}/${id}`;

it('uploads, changes, copies, downloads and deletes an asset', async () => {
  platform().file('api.json', document);
  const properties = JSON.stringify({ mainFile: 'api.json', apiVersion: 'v1' });
  const files = JSON.stringify({ 'oas.json': 'api.json' });
  const metadata = ['--name', 'Returns API', '--type', 'rest-api', '--properties', properties, '--files', files];
  const printed = await platform().run('exchange asset upload', 'cli-api/1.0.0', ...metadata);
  expect(printed).toContain('Publishing completed');
  const view = () => platform().read(assetPath('cli-api/1.0.0'));
  expect(await view()).toMatchObject({ name: 'Returns API', type: 'rest-api', versionGroup: 'v1' });
  expect(await platform().run('exchange asset describe', 'cli-api/1.0.0')).toMatch(/Returns API[\s\S]*published/);

  // One of the two at a time: with both flags the CLI changes the name only.
  await platform().run('exchange asset modify', 'cli-api/1.0.0', '--name', 'Returns');
  await platform().run('exchange asset modify', 'cli-api/1.0.0', '--tags', 'one,two');
  expect(await view()).toMatchObject({ name: 'Returns', labels: ['one', 'two'] });
  const uploaded = await platform().run('exchange asset mutableDataUpload', 'cli-api/1.0.0', '--tags', 'three');
  expect([uploaded.includes('Error'), (await view()).labels]).toEqual([false, ['three']]);

  await platform().run('exchange asset deprecate', 'cli-api/1.0.0');
  expect(await view()).toMatchObject({ status: 'deprecated' });
  await platform().run('exchange asset undeprecate', 'cli-api/1.0.0');
  expect(await view()).toMatchObject({ status: 'published' });
  await platform().run('exchange asset updateStatus', 'cli-api/1.0.0', '--status', 'deprecated');
  expect(await view()).toMatchObject({ status: 'deprecated' });

  await platform().run('exchange asset download', 'cli-api/1.0.0', join(platform().folder, 'files'));
  const file = join(platform().folder, 'files', 'cli-api-1.0.0-oas.json');
  expect(readFileSync(file, 'utf8')).toBe(document);
  await platform().run('exchange asset copy', 'cli-api/1.0.0', 'cli-copy/1.0.0');
  expect(await platform().read(assetPath('cli-copy/1.0.0'))).toMatchObject({ type: 'rest-api' });
  await platform().run('exchange asset delete', 'cli-copy/1.0.0');
  expect(await platform().isGone(assetPath('cli-copy/1.0.0'))).toBe(true);
});

it('says why a publication fails', async () => {
  platform().file('broken.json', '{');
  const properties = JSON.stringify({ mainFile: 'broken.json', apiVersion: 'v1' });
  const files = JSON.stringify({ 'oas.json': 'broken.json' });
  const metadata = ['--name', 'Broken', '--type', 'rest-api', '--properties', properties, '--files', files];
  const { code, stdout, stderr } = await platform().try('exchange asset upload', ['cli-broken/1.0.0', ...metadata]);
  expect(`${stdout}${stderr}`.replaceAll(/\s*›?\s+/g, ' ')).toContain('the file is not valid JSON');
  expect(code).not.toBe(0);
});

it('lists assets, over GraphQL', async () => {
  const { organizationId } = platform().facts;
  const args = ['orders api', '--organizationId', organizationId];
  expect(await platform().json('exchange asset list', ...args)).toEqual([
    expect.objectContaining({ groupId: organizationId, assetId: 'orders-api', version: '1.1.0', type: 'rest-api' }),
  ]);
});
