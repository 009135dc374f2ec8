import { describe, expect, it } from 'vitest';
import { seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { type Caller, form, jar, send, signIn, withEmulator } from '../../client.ts';

const X = '/exchange/api/v2';
const assetPath = (assetId: string, version: string) =>
  `${X}/organizations/${seedIds.root}/assets/${seedIds.root}/${assetId}/${version}`;
const sync = { 'x-sync-publication': 'true' };
const http = { name: 'Sales API', type: 'http-api', 'properties.apiVersion': 'v1' };

const publish = (call: Caller, path: string, parts: Record<string, string | File>, headers = sync) =>
  call('POST', path, form(parts), headers);

describe('publishing', () => {
  it('returns the asset when synchronous', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const created = await publish(call, assetPath('sales-api', '1.0.0'), { ...http, tags: 'a, b' });
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({
        groupId: seedIds.root,
        assetId: 'sales-api',
        version: '1.0.0',
        versionGroup: 'v1',
        type: 'http-api',
        labels: ['a', 'b'],
        status: 'published',
      });
      const again = await publish(call, assetPath('sales-api', '1.0.0'), http);
      expect([again.status, again.body.message]).toEqual([409, expect.stringContaining('already exists')]);
    });
  });

  it('can change tags afterwards, with a status link', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const path = assetPath('orders-api', '1.1.0');
      const changed = await call('PATCH', `${path}/mutabledata`, form({ tags: 'a, b' }));
      expect(changed.status).toBe(202);
      const link = new URL(changed.body.mutableDataStatusLink).pathname;
      expect((await call('GET', link)).body).toMatchObject({ status: 'completed', assetType: 'rest-api' });
      const asset = await call('GET', `${X}/assets/${seedIds.root}/orders-api/1.1.0`);
      expect(asset.body.labels).toEqual(['a', 'b']);
      const missing = assetPath('nothing-api', '1.0.0');
      expect((await call('PATCH', `${missing}/mutabledata`, form({ tags: 'a' }))).status).toBe(404);
    });
  });

  it('returns a status link otherwise, and the asset exists when it is completed', async () => {
    await withEmulator({ clock: 'driven' }, async ({ baseUrl, clock }, call) => {
      const started = await call('POST', assetPath('sales-api', '1.0.0'), form(http));
      expect(started.status).toBe(202);
      const link = started.body.publicationStatusLink.replace(baseUrl, '');
      expect((await call('GET', link)).body).toMatchObject({ status: 'running', assetType: 'http-api' });
      const asset = `${X}/assets/${seedIds.root}/sales-api/1.0.0`;
      expect((await call('GET', asset)).status).toBe(404);
      clock.advance(3_000);
      expect((await call('GET', link)).body.status).toBe('completed');
      expect((await call('GET', asset)).status).toBe(200);
      const bad = await call(
        'POST',
        assetPath('bad-api', '1.0.0'),
        form({
          name: 'Bad',
          'properties.apiVersion': 'v1',
          'files.oas.json': new File(['{"swag'], 'api.json'),
        }),
      );
      clock.advance(3_000);
      const failed = await call('GET', bad.body.publicationStatusLink.replace(baseUrl, ''));
      expect(failed.body).toMatchObject({
        status: 'error',
        steps: [{}, { errors: [expect.stringContaining('JSON')] }],
      });
      expect((await call('GET', `${link}0`)).status).toBe(404);
    });
  });

  it('checks the rules about versions', async () => {
    await withEmulator({}, async (_emulator, call) => {
      await publish(call, assetPath('sales-api', '1.0.0'), http);
      const minor = await publish(call, assetPath('sales-api', '1.0.1'), http);
      expect([minor.status, minor.body.message]).toEqual([400, expect.stringContaining('major')]);
      const same = await publish(call, assetPath('sales-api', '2.0.0'), http);
      expect([same.status, same.body.message]).toEqual([409, expect.stringContaining('apiVersion')]);
      const major = await publish(call, assetPath('sales-api', '2.0.0'), { ...http, 'properties.apiVersion': 'v2' });
      expect(major.status).toBe(201);
      const custom = await publish(call, assetPath('sales-api', '3.0.0'), { name: 'x', type: 'custom' });
      expect(custom.status).toBe(409);
      const next = (order: string) =>
        call(
          'GET',
          `${X}/organizations/${seedIds.root}/groups/${seedIds.root}/assets/sales-api/nextAvailableVersion?versionOrder=${order}`,
        );
      expect((await next('MAJOR')).body).toEqual({ nextAvailableVersion: '3.0.0' });
      expect((await next('MINOR')).body.nextAvailableVersion).toBe('2.1.0');
      expect((await next('PATCH')).body.nextAvailableVersion).toBe('2.0.1');
      expect((await next('HUGE')).status).toBe(400);
      const versions = await call('GET', `${X}/assets/${seedIds.root}/sales-api/asset`);
      expect(versions.body.version).toBe('2.0.0');
      expect(versions.body.versions.map(({ version }: { version: string }) => version)).toEqual(['2.0.0', '1.0.0']);
      expect(
        (
          await next('PATCH').then(() =>
            call(
              'GET',
              `${X}/organizations/${seedIds.root}/groups/${seedIds.root}/assets/nothing/nextAvailableVersion`,
            ),
          )
        ).body.nextAvailableVersion,
      ).toBe('1.0.0');
    });
  });

  const oas = new File(['{"openapi":"3.0.0"}'], 'api.json');
  it.each<[string, Record<string, string | File>, string]>([
    ['no name', { type: 'http-api' }, 'name'],
    ['no type', { name: 'x' }, 'type'],
    ['an unknown type', { name: 'x', type: 'poem' }, 'poem'],
    ['an API without its version', { name: 'x', type: 'http-api' }, 'apiVersion'],
    ['a bad status', { ...http, status: 'gone' }, 'status'],
    ['a REST API without a file', { ...http, type: 'rest-api' }, 'file'],
    ['a file under a strange name', { ...http, document: oas }, 'document'],
    ['an app without a JAR', { name: 'x', type: 'app' }, 'JAR'],
    ['a JAR that is none', { name: 'x', 'files.mule-application.jar': new File(['hello'], 'a.jar') }, 'jar'],
    [
      'an archive without a main file',
      { name: 'x', 'properties.apiVersion': 'v1', 'files.oas.zip': jar() },
      'mainFile',
    ],
    [
      'YAML that is no OpenAPI',
      { name: 'x', 'properties.apiVersion': 'v1', 'files.oas.yaml': new File(['a: 1'], 'a') },
      'OpenAPI',
    ],
    [
      'JSON that is no OpenAPI',
      { name: 'x', 'properties.apiVersion': 'v1', 'files.oas.json': new File(['[]'], 'a') },
      'OpenAPI',
    ],
    ['metadata twice', { name: 'x', 'files.pom.xml': new File(['<name>y</name>'], 'pom.xml') }, 'POM'],
  ])('refuses %s', async (_what, parts, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await publish(call, assetPath('odd', '1.0.0'), parts);
      const message = expect.stringContaining(text);
      expect([answer.status, answer.body]).toEqual([400, { status: 400, message, details: {} }]);
    });
  });

  it('rejects an invalid version or id, and a body that is not multipart', async () => {
    await withEmulator({}, async (_emulator, call) => {
      expect((await publish(call, assetPath('odd', 'one'), http)).status).toBe(400);
      expect((await publish(call, assetPath('o%20d', '1.0.0'), http)).status).toBe(400);
      const broken = await call('POST', assetPath('odd', '1.0.0'), 'x', { 'content-type': 'multipart/form-data' });
      expect(broken.status).toBe(400);
    });
  });

  it('accepts files, which can be downloaded without signing in', async () => {
    await withEmulator({}, async (emulator, call) => {
      const app = await publish(call, assetPath('sales-app', '1.0.0'), {
        type: 'app',
        'files.mule-application.jar': jar(),
        'files.pom.xml': new File(['<project><name>Sales</name></project>'], 'pom.xml'),
      });
      expect([app.status, app.body.name]).toEqual([201, 'Sales']);
      const { body } = await call('GET', `/exchange/api/v1/assets/${seedIds.root}/sales-app/1.0.0`);
      const link: string = body.files[0].externalLink;
      const file = await fetch(link);
      expect(new Uint8Array(await file.arrayBuffer()).slice(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]));
      expect((await send(emulator, 'GET', '/exchange/files/x/y')).status).toBe(404);
      const behindTls = await call('GET', `${X}/assets/${seedIds.root}/sales-app`, undefined, {
        'x-forwarded-proto': 'https',
      });
      expect(behindTls.body.files[0].externalLink).toMatch(/^https:/);
    });
  });

  it('supports the older API', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const coordinates = { organizationId: seedIds.root, groupId: seedIds.root, assetId: 'old', version: '1.0.0' };
      const parts = { ...coordinates, name: 'Old', classifier: 'oas', apiVersion: 'v1', main: 'api.json', asset: oas };
      const created = await call('POST', `${X}/assets`, form(parts));
      expect([created.status, created.body.type]).toEqual([201, 'rest-api']);
      expect((await call('POST', `${X}/assets`, form({ ...parts, classifier: 'x' }))).status).toBe(400);
      const bad = form({ ...parts, version: '1.0.1', asset: new File(['{'], 'api.json') });
      expect((await call('POST', `${X}/assets`, bad)).status).toBe(400);
    });
  });

  it('needs a scope', async () => {
    await withEmulator({}, async (emulator) => {
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await publish(viewer, assetPath('x', '1.0.0'), http)).status).toBe(403);
      const outsider = await signIn(emulator, seedLogins.logistics);
      expect((await publish(outsider, assetPath('x', '1.0.0'), http)).status).toBe(404);
    });
  });
});

describe('assets', () => {
  it.each(['v1', 'v2'])('are listed at the older address of %s as by a search', async (version) => {
    await withEmulator({}, async (_emulator, call) => {
      const list = async (query: string) => (await call('GET', `/exchange/api/${version}/assets?${query}`)).body;
      const found = await list(`types=rest-api&limit=1&offset=1&organizationId=${seedIds.root}`);
      expect(found).toHaveLength(1);
      const searched = `assets/search?types=rest-api&limit=1&offset=1&organizationId=${seedIds.root}`;
      expect(found).toEqual((await call('GET', `/exchange/api/${version}/${searched}`)).body);
      expect(await list(`masterOrganizationId=${seedIds.root}&search=orders&types=rest-api`)).toMatchObject([
        { assetId: 'orders-api' },
      ]);
      expect(await list('masterOrganizationId=nobody')).toEqual([]);
      expect((await call('GET', `/exchange/api/${version}/assets?types=nothing`)).status).toBe(400);
    });
  });

  it('are searched', async () => {
    await withEmulator({}, async (emulator, call) => {
      await publish(call, assetPath('sales-api', '1.0.0'), http);
      await publish(call, assetPath('sales-api', '2.0.0'), { ...http, 'properties.apiVersion': 'v2' });
      const found = await call('GET', `${X}/assets/search?search=sales&types=http-api&organizationId=${seedIds.root}`);
      expect(found.body).toHaveLength(1);
      expect(found.body[0]).toMatchObject({ assetId: 'sales-api', version: '2.0.0' });
      expect((await call('GET', `${X}/assets/search?search=sales&types=custom`)).body).toEqual([]);
      expect((await call('GET', `${X}/assets/search?search=sales&limit=1&offset=1`)).body).toEqual([]);
      expect((await call('GET', `${X}/assets/search?limit=251`)).status).toBe(400);
      const outsider = await signIn(emulator, seedLogins.logistics);
      expect((await outsider('GET', `${X}/assets/search?search=sales`)).body).toEqual([]);
      expect((await outsider('GET', `${X}/assets/${seedIds.root}/sales-api`)).status).toBe(404);
    });
  });

  it('are changed, deprecated and deleted', async () => {
    await withEmulator({}, async (_emulator, call) => {
      await publish(call, assetPath('sales-api', '1.0.0'), { ...http, status: 'development' });
      const path = `${X}/assets/${seedIds.root}/sales-api/1.0.0`;
      expect((await call('PUT', `${path}/status`, { status: 'deprecated' })).status).toBe(400);
      expect((await call('PUT', `${path}/status`, { status: 'published' })).status).toBe(204);
      expect((await call('PUT', `${path}/status`, { status: 'deprecated' })).status).toBe(204);
      expect((await call('GET', path)).body.status).toBe('deprecated');
      expect((await call('PATCH', `${X}/assets/${seedIds.root}/sales-api`, { name: 'Sales' })).status).toBe(204);
      const metadata = `/exchange/api/v1/organizations/${seedIds.root}/assets/${seedIds.root}/sales-api/1.0.0/metadata`;
      expect((await call('PATCH', metadata, { description: 'All of it' })).body).toMatchObject({ name: 'Sales' });
      expect((await call('PUT', `${path}/tags`, [{ value: 'crm' }])).status).toBe(204);
      expect((await call('GET', path)).body.labels).toEqual(['crm']);
      expect((await call('DELETE', path, undefined, { 'x-delete-type': 'gone' })).status).toBe(400);
      expect((await call('DELETE', path, undefined, { 'x-delete-type': 'hard-delete' })).status).toBe(204);
      expect((await publish(call, assetPath('sales-api', '1.0.0'), http)).status).toBe(201);
      expect((await call('DELETE', path)).status).toBe(204);
      const again = await publish(call, assetPath('sales-api', '1.0.0'), http);
      expect([again.status, again.body.message]).toEqual([409, expect.stringContaining('cannot be used again')]);
    });
  });
});
