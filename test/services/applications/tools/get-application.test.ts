import { describe, expect, it } from 'vitest';
import { startHarness } from '../../../support/harness.ts';
import {
  ApplicationFixtures,
  catalogBatch,
  catalogBatchId,
  ordersApp,
  ordersAppId,
  shippingQuotes,
} from '../fixtures.ts';

const tool = 'anypoint_get_application';

describe(tool, async () => {
  const harness = await startHarness();
  const fixtures = new ApplicationFixtures(harness);

  it('shows an application of CloudHub 2.0 in full', async () => {
    const { application, properties, autodiscovery } = await harness.ok(tool, { application: ordersApp });
    expect(application).toMatchObject({
      id: ordersAppId,
      kind: 'cloudhub2',
      desiredStatus: 'STARTED',
      runtimeVersion: '4.9.6:6e-java17',
      size: '1 replica, 0.1 vCores',
      url: expect.stringContaining(harness.emulator.baseUrl),
      artifact: expect.stringMatching(/:orders-app:1\.0\.0$/),
      parts: [{ status: 'STARTED' }],
    });
    expect(properties).toContainEqual({ name: 'anypoint.platform.client_secret', value: '(secure)' });
    expect(autodiscovery).toMatchObject({
      apiIds: [{ property: 'api.id' }],
      clientSecret: 'secure',
      gatekeeper: 'flexible',
      missing: [],
    });
  });

  it('shows one on CloudHub 1.0', async () => {
    const { application, properties } = await harness.ok(tool, { application: shippingQuotes });
    expect(application).toMatchObject({ kind: 'cloudhub', size: '1 × Micro', runtimeVersion: '4.9.6' });
    expect(properties).toContainEqual({ name: 'anypoint.platform.client_secret', value: '(secure)' });
  });

  it('shows one on a cluster, with the artifact on each server, and hides what looks like a secret', async () => {
    const { structured, text } = await harness.call(tool, { application: catalogBatch });
    expect(structured).toMatchObject({
      application: {
        id: String(catalogBatchId),
        kind: 'hybrid',
        size: '2 servers',
        parts: [
          { name: 'mule-catalog-1', status: 'STARTED' },
          { name: 'mule-catalog-2', status: 'STARTED' },
        ],
      },
      autodiscovery: {
        apiIds: [{ property: 'apiId' }],
        clientSecret: 'unprotected',
        missing: ['anypoint.platform.gatekeeper'],
      },
    });
    expect(text).toContain('anypoint.platform.client_secret | (hidden)');
    expect(text).not.toContain(fixtures.hybrid().properties['anypoint.platform.client_secret']);
    expect(text).not.toContain('******');
  });

  it.each([
    ['db.password', 'hunter2hunter2'],
    ['stripe.apiKey', 'sk_live_abcdef'],
    ['jdbc.url', 'jdbc:mysql://db/x?user=a&password=hunter2hunter2'],
    ['mq', 'amqp://guest:guest123@mq:5672'],
  ])('hides %s, protected or not', async (name, value) => {
    const domain = fixtures.addCloudHub(`hide-${name.replaceAll('.', '-').toLowerCase()}`, { [name]: value });
    const { text } = await harness.call(tool, { application: domain });
    expect(text).toContain(`${name} | (hidden)`);
    expect(text).not.toContain(value);
  });

  it.each([ordersAppId, ordersApp, 'ORDERS-APP', 'orders', `cloudhub2:${ordersApp}`, String(catalogBatchId)])(
    'finds %s',
    async (application) => {
      await harness.ok(tool, { application });
    },
  );

  it('lists where each runs when a name is used by two services', async () => {
    fixtures.addCloudHub('twin');
    const id = fixtures.addDeployment('twin');
    const text = await harness.fails(tool, { application: 'twin' });
    expect(text).toContain('"twin" matches 2 applications in "Sandbox" of "Acme Outfitters"');
    expect(text).toContain('"twin" on CloudHub 1.0 us-east-1: cloudhub:twin');
    expect(text).toContain(`"twin" on CloudHub 2.0 acme-us-east: cloudhub2:${id}`);
    expect((await harness.ok(tool, { application: 'cloudhub:twin' }))['application'].kind).toBe('cloudhub');
    expect((await harness.ok(tool, { application: `cloudhub2:${id}` }))['application'].id).toBe(id);
  });

  it('lists the closest names for an unknown one', async () => {
    const text = await harness.fails(tool, { application: 'order-ap' });
    expect(text).toContain('Application "order-ap" was not found in "Sandbox" of "Acme Outfitters".');
    expect(text).toContain(`"orders-app" (cloudhub2:${ordersAppId})`);
  });

  it('says in which other environment an application is', async () => {
    const text = await harness.fails(tool, { application: ordersApp, environment: 'Production' });
    expect(text).toContain(`Application "${ordersApp}" was not found in "Production" of "Acme Outfitters".`);
    expect(text).toContain('Why: Such an application is in environment "Sandbox": "orders-app" (cloudhub2:');
    expect(text).toContain('argument environment');
  });

  it('shows the redeploy behind the status STARTED', async () => {
    const domain = fixtures.addCloudHub('redeploying');
    const app = fixtures.cloudHub(domain);
    app.runtime = [{ at: 0, state: { ...app.runtime[0].state, updateStatus: 'DEPLOYING' } }];
    const { application } = await harness.ok(tool, { application: domain });
    expect(application).toMatchObject({ state: 'changing', status: 'STARTED, update DEPLOYING' });
  });

  it('says why a deployment failed', async () => {
    const id = fixtures.addDeployment('broken');
    const app = fixtures.deployment(id);
    const failed = { state: 'FAILED', reason: 'Port 8081 is in use' };
    app.replicas = (app.replicas ?? []).map((replica) => ({ ...replica, states: [{ at: 0, state: failed }] }));
    app.runtime = [{ at: 0, state: { status: 'FAILED', updateStatus: null, process: null } }];
    const { application } = await harness.ok(tool, { application: 'broken' });
    expect(application).toMatchObject({ state: 'failed', problem: expect.stringContaining('Port 8081 is in use') });
  });
});

describe(`${tool} without the permission`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: ({ url }) =>
        /\/deployments\/|\/applications\/./.test(url) ? Response.json({ message: 'no' }, { status: 403 }) : undefined,
    },
  });

  it('names the scope', async () => {
    expect(await harness.fails(tool, { application: ordersApp })).toContain('"Read Applications"');
  });
});

describe(`${tool} on a platform that returns no properties of applications on servers`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: ({ url }) =>
        /\/hybrid\/api\/v1\/applications\/\d+$/.test(url)
          ? Response.json({
              data: { id: catalogBatchId, artifact: { name: catalogBatch }, lastReportedStatus: 'STARTED' },
            })
          : undefined,
    },
  });

  it('says so', async () => {
    const { text, structured } = await harness.call(tool, { application: catalogBatch });
    expect(structured).toMatchObject({ application: { propertiesReadable: false } });
    expect(text).toContain('autodiscovery: unknown: the platform returned no properties');
  });

  it('does not let properties be changed that it cannot see', async () => {
    const text = await harness.fails('anypoint_update_application', {
      application: catalogBatch,
      properties: { a: 'b' },
    });
    expect(text).toContain('The platform does not return the properties of application');
  });
});

describe('where the operator shows no values of properties', async () => {
  const harness = await startHarness({ env: { ANYPOINT_SHOW_PROPERTIES: 'names' } });

  it('an application has the names of its properties only', async () => {
    const shown = await startHarness();
    const { properties } = await shown.ok(tool, { application: ordersApp });
    const { structured, text } = await harness.call(tool, { application: ordersApp });
    expect(structured?.['properties']).toEqual(
      properties.map(({ name, value }: { name: string; value: string }) => ({
        name,
        value: value === '(secure)' ? value : '(not shown)',
      })),
    );
    expect(text).toContain('api.id | (not shown)');
    for (const { name, value } of properties) {
      if (name.startsWith('anypoint.platform.client') && value !== '(secure)') expect(text).not.toContain(value);
    }
  });

  it('a plan tells which properties change, and no value', async () => {
    const args = { application: ordersApp, properties: { 'log.level': 'a-Level', 'api.id': '4711' }, dryRun: true };
    const { text, structured } = await harness.call('anypoint_update_application', args);
    expect(text).toContain('properties: log.level: (not shown)');
    expect(text).toContain('properties: api.id: (not shown) → (not shown, new value)');
    expect(`${text}${JSON.stringify(structured)}`).not.toMatch(/a-Level|4711/);
  });

  it('a mark is never written back', async () => {
    const args = { application: ordersApp, properties: { 'log.level': '(not shown)' }, dryRun: true };
    expect(await harness.fails('anypoint_update_application', args)).toContain('is a mask, not a value');
  });
});
