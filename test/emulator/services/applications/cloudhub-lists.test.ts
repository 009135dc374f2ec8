import { describe, expect, it } from 'vitest';
import { seedApplications, seedIds, seedLogins } from '../../../../src/emulator/index.ts';
import { form, jar, signIn, visit, withEmulator } from '../../client.ts';
import { newUser, placed, roleId, root, userIn } from '../access/groups/requests.ts';

const C = '/cloudhub/api';
const app = seedApplications.dataCloud;
const one = `${C}/applications/${app}`;

describe('version 1 of the applications of CloudHub 1.0', () => {
  it('lists them with the members that clients of it read', async () => {
    await withEmulator({}, async ({ baseUrl }, call) => {
      const { status, body } = await call('GET', `${C}/applications`);
      expect(status).toBe(200);
      const listed = body.find(({ domain }: { domain: string }) => domain === app);
      expect(listed).toMatchObject({
        href: `${baseUrl}${one}`,
        fullDomain: `${app}.us-e1.cloudhub.io`,
        status: 'STARTED',
        workers: 1,
        workerType: 'Micro',
        muleVersion: '4.9.6',
        supportedVersions: expect.arrayContaining(['4.9.6']),
        region: 'us-east-1',
        userName: null,
        hasFile: true,
        multitenanted: false,
      });
      expect(listed).not.toHaveProperty('statistics');
      expect((await call('GET', one)).body).toEqual(listed);
      expect((await call('GET', `${C}/applications/nobody`)).status).toBe(404);
    });
  });

  it.each([
    ['PUT', `${C}/v2/applications/${app}`, { region: 'us-east-2' }],
    ['PUT', one, { description: 'changed' }],
    ['POST', `${one}/status`, { status: 'restart' }],
    ['PUT', `${C}/v2/applications`, { action: 'STOP', domains: [app] }],
    ['POST', `${C}/v2/applications/${app}/files`, undefined],
  ])('say who changed, started or stopped them last: %s %s', async (method, path, body) => {
    await withEmulator({}, async (emulator, call) => {
      const { id, as } = await userIn(emulator, call);
      const team = `${root}/teams/${seedIds.operationsTeam}`;
      await call('PUT', `${team}/members/${id}`, { membership_type: 'member' });
      const role = placed(await roleId(call, 'Create Applications'), seedIds.rootSandbox);
      expect((await call('POST', `${team}/roles`, [role])).status).toBe(204);
      const inSandbox = { 'x-anypnt-env-id': seedIds.rootSandbox };
      expect((await as(method, path, body ?? form({ file: jar() }), inSandbox)).status).toBe(200);
      const own = (await as('GET', `${C}/account`, undefined, inSandbox)).body;
      for (const address of [one, `${C}/v2/applications/${app}`]) {
        expect((await call('GET', address)).body).toMatchObject({ userId: own.id, userName: newUser.username });
      }
      // Client credentials stand for the creator of the app.
      await call('PUT', one, { description: 'by an app' });
      expect((await call('GET', one)).body.userName).toBe('ada.admin');
    });
  });

  it('counts the requests of each interval', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock, baseUrl }, call) => {
      const send = () => visit(`${baseUrl}/data-plane/apps/${app}/x`);
      await send();
      clock.advance(30_000);
      await send();
      await send();
      const statistics = async (query: string) =>
        Object.values((await call('GET', `${one}/statistics?${query}`)).body as Record<string, number>);
      expect(await statistics('period=60000&intervalCount=4')).toEqual([0, 0, 1, 2]);
      const [listed] = (await call('GET', `${C}/applications?retrieveStatistics=true&period=60000&intervalCount=2`))
        .body;
      expect(Object.values(listed.statistics)).toEqual([0, 3]);
      expect(await statistics(`start=${clock.now() - 10_000}&end=${clock.now()}&intervalCount=1`)).toEqual([2]);
      expect((await call('GET', `${one}/statistics?start=5&end=5`)).status).toBe(400);
      expect((await call('GET', `${one}/statistics?start=yesterday`)).status).toBe(400);
      const dashboard = (query: string) => call('GET', `${C}/v2/applications/${app}/dashboardStats?${query}`);
      const { events, workerStatistics } = (await dashboard('interval=86400000')).body;
      expect([Object.values(events), workerStatistics]).toEqual([
        [3],
        [expect.objectContaining({ ipAddress: '127.0.0.1' })],
      ]);
      expect((await dashboard('interval=60000&startDate=2020-01-01')).status).toBe(400);
      expect((await dashboard('startDate=soon')).status).toBe(400);
      expect((await dashboard('startDate=2030-01-01&endDate=2029-01-01')).status).toBe(400);
    });
  });

  it('creates an application without a file, which cannot start before it has one', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const sent = {
        domain: 'old-client',
        workers: 2,
        workerType: 'Small',
        muleVersion: '4.9.1',
        description: 'first',
      };
      const { body } = await call('POST', `${C}/applications`, { ...sent, multitenanted: false, vpnEnabled: false });
      expect(body).toMatchObject({ ...sent, status: 'UNDEPLOYED', hasFile: false });
      const path = `${C}/applications/old-client`;
      expect((await call('GET', `${path}/workers`)).body).toEqual([]);
      expect((await call('POST', `${path}/status`, { status: 'start' })).body.message).toContain('has no file');
      await call('POST', `${C}/v2/applications/old-client/files`, form({ file: jar() }));
      expect((await call('GET', `${path}/workers`)).body).toHaveLength(2);
      const changed = await call('PUT', path, { workers: '1', properties: { stage: 'test' } });
      expect(changed.body).toMatchObject({ workers: 1, properties: { stage: 'test' }, description: 'first' });
      expect((await call('PUT', path, { domain: 'other-client' })).status).toBe(400);
      expect((await call('PUT', path, { workers: 1, vpnEnabled: true })).status).toBe(400);
      expect((await call('POST', `${C}/applications`, sent)).status).toBe(409);
      expect((await call('POST', `${C}/applications`, { ...sent, muleVersion: '1.0.0' })).status).toBe(400);
    });
  });

  it('has log levels and tracking, which the whole application shows as well', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const levels = `${one}/logs/levels`;
      expect((await call('GET', levels)).body).toEqual([]);
      await call('PUT', levels, [
        { packageName: 'com.acme', level: 'DEBUG' },
        { packageName: 'org.mule', level: 'WARN' },
      ]);
      const changed = await call('PUT', levels, [{ packageName: 'com.acme', level: 'INFO' }]);
      expect(changed.body).toEqual([
        { packageName: 'org.mule', level: 'WARN' },
        { packageName: 'com.acme', level: 'INFO' },
      ]);
      expect((await call('GET', `${levels}/com.acme`)).body).toEqual({ packageName: 'com.acme', level: 'INFO' });
      expect((await call('GET', `${C}/v2/applications/${app}`)).body.logLevels).toEqual(changed.body);
      expect((await call('DELETE', `${levels}/com.acme`)).status).toBe(200);
      expect((await call('DELETE', `${levels}/com.acme`)).status).toBe(404);
      expect((await call('PUT', levels, [{ packageName: 'x', level: 'LOUD' }])).status).toBe(400);

      const tracking = `${one}/settings/tracking`;
      expect((await call('GET', tracking)).body).toEqual({ trackingLevel: 'DISABLED' });
      expect((await call('PUT', tracking, { trackingLevel: 'METADATA' })).status).toBe(200);
      expect((await call('GET', tracking)).body).toEqual({ trackingLevel: 'METADATA' });
      expect((await call('PUT', tracking, { trackingLevel: 'METADATA_AND_REPLAY' })).status).toBe(403);
    });
  });
});

describe('notifications of CloudHub 1.0', () => {
  const all = `${C}/notifications`;

  it('are made, found, and marked as read', async () => {
    await withEmulator({}, async (emulator, call) => {
      const sent = {
        domain: app,
        message: 'Hello World',
        priority: 'WARN',
        customProperties: [{ order: 7 }, { by: 'x' }],
      };
      expect((await call('POST', all, sent)).status).toBe(201);
      expect((await call('POST', all, { domain: app, message: 'again' })).status).toBe(201);
      expect((await call('POST', all, { domain: 'nobody', message: 'x' })).status).toBe(404);
      const found = async (query: string) => (await call('GET', `${all}?${query}`)).body;
      const { total, data } = await found('search=WORLD');
      expect([total, data[0]]).toMatchObject([
        1,
        { domain: app, message: 'Hello World', read: false, customProperties: { order: 7, by: 'x' } },
      ]);
      const path = `${all}/${data[0].id}`;
      expect(data[0].href).toBe(`${emulator.baseUrl}${path}`);
      expect((await call('PUT', path, { status: 'read' })).status).toBe(204);
      expect((await call('GET', path)).body).toMatchObject({ read: true, readOn: expect.stringMatching(/Z$/) });
      expect((await found('status=unread')).total).toBe(1);
      expect((await call('GET', `${all}/count?status=unread&_=1`)).body).toBe('1');
      await call('PUT', `${all}?domain=${app}`, { status: 'read' });
      expect((await call('GET', `${one}/notifications?status=unread&limit=25&offset=0`)).body).toEqual({
        total: 0,
        data: [],
      });
      await call('PUT', path, { status: 'unread' });
      expect((await found(`domain=${app}&limit=0`)).data).toHaveLength(2);
      expect((await found('offset=1&limit=1')).data).toHaveLength(1);
      expect((await call('GET', `${all}/5553812ee4b0a1b2e9faf2f9`)).status).toBe(404);
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('POST', all, sent)).status).toBe(403);
    });
  });

  it('come with the end of a deployment, and go with the application', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock, store }, call) => {
      const messages = async () =>
        (await call('GET', all)).body.data.map(({ message, priority }: Record<string, string>) => [priority, message]);
      await call('POST', `${one}/status`, { status: 'restart' });
      expect(await messages()).toEqual([]);
      clock.advance(8_000);
      expect(await messages()).toEqual([['INFO', `Application ${app} was deployed`]]);
      const failing = store.cloudHubApplications.get(app);
      if (failing !== undefined) failing.failure = 'Out of memory';
      await call('POST', `${one}/status`, { status: 'restart' });
      clock.advance(8_000);
      expect((await messages())[0]).toEqual(['ERROR', `Application ${app} could not be deployed: Out of memory`]);
      await call('DELETE', one);
      expect(await messages()).toEqual([]);
    });
  });
});

describe('alerts of CloudHub 1.0', () => {
  const all = `${C}/v2/alerts`;
  const alert = (condition: object) => ({
    name: 'failures',
    severity: 'CRITICAL',
    condition: { resources: [app], resourceType: 'cloudhub-application', ...condition },
    actions: [{ type: 'email', emails: ['me@example.com'], subject: 'Look', content: 'Application: see there' }],
  });

  it('are created, listed, replaced and deleted', async () => {
    await withEmulator({}, async (emulator, call) => {
      const created = await call('POST', all, alert({ type: 'deployment-failed' }));
      expect([created.status, created.body]).toMatchObject([
        200,
        { productName: 'cloudhub', enabled: true, isSystem: false },
      ]);
      const { id } = created.body;
      await call('POST', all, alert({ type: 'deployment-success', resources: ['other'] }));
      expect((await call('GET', `${all}?limit=1&offset=0`)).body).toMatchObject({ total: 2, data: [{ id }] });
      expect((await call('GET', `${all}?resource=${app}`)).body.total).toBe(1);
      const cpu = { type: 'cpu', operator: 'GREATER_THAN', value: 80, periodMins: 5, periodCount: 2 };
      const replaced = await call('PUT', `${all}/${id}`, { ...created.body, ...alert(cpu), name: 'busy' });
      expect(replaced.body).toMatchObject({ id, name: 'busy', condition: cpu });
      expect((await call('GET', `${all}/${id}`)).body).toEqual(replaced.body);
      expect((await call('DELETE', `${all}/${id}`)).status).toBe(204);
      expect((await call('GET', `${all}/${id}/history`)).status).toBe(404);
      expect((await call('POST', all, alert({ type: 'cpu' }))).status).toBe(400);
      expect((await call('POST', all, alert({ type: 'full-moon' }))).status).toBe(400);
      const viewer = await signIn(emulator, seedLogins.viewer);
      expect((await viewer('DELETE', `${all}/${id}`)).status).toBe(403);
    });
  });

  it('are triggered by deployments and notifications', async () => {
    await withEmulator({ clock: 'driven' }, async ({ clock }, call) => {
      const create = async (condition: object) => (await call('POST', all, alert(condition))).body.id;
      const deployed = await create({ type: 'deployment-success', resources: ['*'] });
      const failed = await create({ type: 'deployment-failed' });
      const noticed = await create({ type: 'application-notification', text: 'order', priority: 'WARN' });
      const history = async (id: string) => (await call('GET', `${all}/${id}/history?limit=1000`)).body;
      await call('POST', `${one}/status`, { status: 'restart' });
      expect((await history(deployed)).total).toBe(0);
      clock.advance(8_000);
      expect(await history(deployed)).toMatchObject({
        total: 1,
        data: [{ context: { resource: app }, severity: 'CRITICAL', condition: { type: 'deployment-success' } }],
      });
      expect((await history(failed)).total).toBe(0);
      for (const [message, priority] of [
        ['order 7 is late', 'WARN'],
        ['order 8 is here', 'INFO'],
        ['coffee is late', 'WARN'],
      ]) {
        await call('POST', `${C}/notifications`, { domain: app, message, priority, transactionId: '5-7' });
      }
      expect((await history(noticed)).data.map(({ context }: { context: object }) => context)).toEqual([
        { resource: app, message: 'order 7 is late', priority: 'WARN', transactionId: '5-7' },
      ]);
    });
  });
});
