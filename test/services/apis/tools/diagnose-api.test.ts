import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seedApis, seedApplications, seedGateways } from '../../../../src/emulator/index.ts';
import { filesIn, uncovered } from '../../../support/fix-sites.ts';
import { checkedFindings, checkFixes, type Found } from '../../../support/fixes.ts';
import { type Harness, startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_diagnose_api';

async function diagnose(
  harness: Harness,
  api: string | number,
): Promise<{ text: string; findings: Found[]; answers: string }> {
  const { text, structured } = await harness.call(tool, { api });
  // The pipeline's harness has checked the result against the tool's schema.
  const { findings, answers } = structured as { findings: Found[]; answers: string };
  await checkFixes(harness, findings);
  return { text, findings, answers };
}

/** Wrong credentials are fixed in one call where the platform returns the secret. */
const scenario = { extends: 'acme', revealClientSecrets: true };

describe('anypoint_diagnose_api', async () => {
  const harness = await startHarness({ emulator: { scenario } });

  it('has "nothing wrong" as an answer', async () => {
    const { text, findings, answers } = await diagnose(harness, 'orders-api');
    expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(text).toMatch(
      /^No problems found\. API "Orders API" \(\d+\) in "Sandbox" of "Acme Outfitters"\.\n<data-\w+>\nstatus: active\n/,
    );
    expect(text).toMatch(
      /checked: policies: \d+; properties of \d+ applications, 1 of them paired with it; their credentials, state and log; its address, called once without credentials/,
    );
    expect(answers).toBe('401');
  });

  it('says what the README shows', async () => {
    const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
    const [, shown = ''] = /▸ anypoint_diagnose_api \{"api":"shipping-api"\}\n((?: {4}.*\n)+)/.exec(readme) ?? [];
    const { text } = await diagnose(harness, 'shipping-api');
    expect(shown.split('\n').length).toBeGreaterThan(2);
    for (const line of shown.trimEnd().split('\n')) expect(text).toContain(line.trim().replace(/ ?…$/, ''));
  });

  it('explains a 503: the application has the credentials of another environment', async () => {
    const { text, findings, answers } = await diagnose(harness, 'shipping-api');
    expect(answers).toBe('503');
    expect(findings[0]).toMatchObject({ severity: 'cause' });
    expect(findings[0]?.what).toContain('"shipping-quotes" has the credentials of environment "Production"');
    expect(findings[0]?.calls).toEqual([
      {
        tool: 'anypoint_update_application',
        arguments: {
          application: seedApplications.shippingQuotes,
          autodiscoverySecretFrom: 'platform',
          organization: 'Acme Outfitters',
          environment: 'Sandbox',
        },
      },
    ]);
    // What else to do, the call itself says.
    expect(findings[0]?.fix.length).toBeLessThan(400);
    expect(text).toContain('1 cause');
  });

  it('explains an API that was never active: no application has its id', async () => {
    const { findings, answers } = await diagnose(harness, 'inventory-api');
    expect(answers).toBe('not called: its address is unknown');
    expect(findings[0]?.what).toBe(
      `No application in "Sandbox" is paired with API "Inventory API" (${seedApis.inventory}): none has its id in a property.`,
    );
    expect(findings[0]?.fix).toContain('anypoint_get_autodiscovery_properties');
  });

  it('explains a 200 that should be refused: its only policy is disabled', async () => {
    const { findings, answers } = await diagnose(harness, 'catalog-api');
    expect(answers).toBe('200');
    expect(findings[0]).toMatchObject({ severity: 'cause' });
    expect(findings[0]?.what).toContain(`(${seedApis.disabledPolicy}) is disabled`);
    expect(findings[0]?.fix).toContain('anypoint_update_policy');
  });

  it('changes nothing and names the closest when an API is unknown', async () => {
    harness.seen.length = 0;
    await diagnose(harness, 'orders-api');
    expect(harness.seen.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(await harness.fails(tool, { api: 'order-apis' })).toContain(String(seedApis.orders));
  });
});

describe('anypoint_diagnose_api after something broke', () => {
  it('finds the application that was stopped, and no cause once it is started again', async () => {
    const harness = await startHarness({ emulator: { scenario } });
    await harness.ok('anypoint_set_application_status', { application: seedApplications.ordersApp, action: 'stop' });
    const broken = await diagnose(harness, 'orders-api');
    expect(broken.findings[0]?.what).toContain('"orders-app" behind the API is not running');
    await harness.ok('anypoint_set_application_status', { application: seedApplications.ordersApp, action: 'start' });
    const { findings } = await diagnose(harness, 'orders-api');
    expect(findings.filter(({ severity }) => severity === 'cause')).toEqual([]);
  });

  it('finds the gateway that is not up', async () => {
    const harness = await startHarness({ emulator: { scenario } });
    await harness.ok('anypoint_set_gateway_desired_status', { gateway: 'orders-gateway', desiredStatus: 'STOPPED' });
    const { findings } = await diagnose(harness, 'fulfilment-api');
    expect(findings[0]).toMatchObject({ severity: 'cause' });
    expect(findings[0]?.what).toContain('"orders-gateway" that it is deployed to is not up');
  });

  it('suspects the secret when everything readable is right, with the words of the log', async () => {
    const harness = await startHarness({ emulator: { scenario } });
    const app = [...harness.emulator.store.cloudHubApplications.values()].find(
      ({ domain }) => domain === seedApplications.shippingQuotes,
    );
    if (app === undefined) throw new Error('the emulator lost shipping-quotes');
    await harness.ok('anypoint_update_application', {
      application: seedApplications.shippingQuotes,
      properties: { 'anypoint.platform.client_id': harness.emulator.access.environmentId.replaceAll('-', '') },
      secureProperties: { 'anypoint.platform.client_secret': 'not-the-secret-of-sandbox' },
    });
    const { findings, text } = await diagnose(harness, 'shipping-api');
    expect(findings[0]).toMatchObject({ severity: 'likely' });
    expect(findings[0]?.what).toContain('its client secret is wrong');
    expect(text).not.toContain('not-the-secret-of-sandbox');
  });

  it.each([
    [true, 'has a client id that is not that of environment "Sandbox"'],
    [false, 'runs with the right id, but API Manager does not see it: its client id or client secret is wrong'],
  ])('does not call a client id right that is not: own one is known %s', async (isKnown, expected) => {
    const harness = await startHarness({ emulator: { scenario } });
    await harness.ok('anypoint_update_application', {
      application: seedApplications.shippingQuotes,
      properties: { 'anypoint.platform.client_id': 'of-somebody' },
      secureProperties: { 'anypoint.platform.client_secret': 'not-the-secret-of-sandbox' },
    });
    const { environments } = harness.session.directory;
    // Not every principal is told the client ids.
    if (!isKnown) {
      harness.session.directory.environments = async (organization) =>
        (await environments.call(harness.session.directory, organization)).map((one) => ({
          ...one,
          clientId: undefined,
        }));
    }
    // Its fix asks the platform for a client id that is not there, and says where to find it.
    const { findings } = await harness.ok('anypoint_diagnose_api', { api: 'shipping-api' });
    expect(findings[0]).toMatchObject({ severity: 'likely', what: expect.stringContaining(expected) });
  });

  it('says that a policy may not have propagated yet', async () => {
    const harness = await startHarness({ emulator: { clock: 'driven', scenario } });
    const login = { username: 'partner', password: 'correct-horse-7' };
    await harness.ok('anypoint_apply_basic_auth_policy', { api: 'catalog-api', ...login });
    const { findings } = await diagnose(harness, 'catalog-api');
    expect(findings.map(({ what }) => what).join()).toContain('may not have propagated yet');
  });

  it('removes credentials of another environment from an application on a server, which has its own', async () => {
    const harness = await startHarness({
      emulator: {
        scenario: {
          ...scenario,
          apis: [{ asset: 'orders-api', id: 777, label: 'on-server' }],
          applications: [
            {
              name: 'on-server',
              on: 'server',
              target: 'mule-orders-1',
              credentialsOf: 'Production',
              properties: { 'api.id': '777' },
            },
            { name: 'bare', on: 'server', target: 'mule-orders-1', properties: { 'api.id': '777' } },
          ],
        },
      },
    });
    const { findings } = await diagnose(harness, 777);
    const wrong = findings.find(({ what }) => what.includes('has the credentials of environment "Production"'));
    expect(wrong?.calls?.[0]?.arguments).toMatchObject({
      removeProperties: ['anypoint.platform.client_id', 'anypoint.platform.client_secret'],
    });
    // A registered runtime has its own credentials, so none are missing.
    expect(findings.map(({ what }) => what).join()).not.toContain('lacks anypoint.platform');
  });

  it('finds that an API for a gateway is not deployed to one', async () => {
    const harness = await startHarness({
      emulator: {
        scenario: {
          ...scenario,
          apis: [
            {
              asset: 'orders-api',
              id: 778,
              label: 'adrift',
              technology: 'flexGateway',
              proxyUri: 'http://0.0.0.0:9001/adrift',
              upstream: { uri: 'http://a.test' },
            },
          ],
        },
      },
    });
    const { findings } = await diagnose(harness, 778);
    expect(findings[0]).toMatchObject({ severity: 'cause', what: expect.stringContaining('not deployed to one') });
    const [fix] = findings[0]?.calls ?? [];
    if (fix === undefined) throw new Error('no fix');
    expect(fix).toMatchObject({
      tool: 'anypoint_create_api',
      arguments: { label: 'adrift', assetId: 'orders-api', upstream: 'http://a.test', port: 9001, basePath: '/adrift' },
    });
    // With the one value that only the caller knows, it fixes what it says.
    await harness.ok(fix.tool, { ...fix.arguments, gateway: 'orders-gateway' });
    const after = await diagnose(harness, 778);
    expect(after.findings.map(({ what }) => what).join()).not.toContain('not deployed to one');
    expect(harness.emulator.store.apis.get(778)?.deployment?.targetId).toBe(seedGateways.orders);
  });
});

describe('the fixes of anypoint_diagnose_api', async () => {
  const harness = await startHarness();
  const whats = async (api: string) => (await diagnose(harness, api)).findings.map(({ what }) => what).join('\n');
  const carryOut = async (api: string, part: string, known: Record<string, unknown> = {}) => {
    const finding = (await diagnose(harness, api)).findings.find(({ what }) => what.includes(part));
    const [fix] = finding?.calls ?? [];
    if (fix === undefined) throw new Error(`no fix for ${part}`);
    await harness.ok(fix.tool, { ...fix.arguments, ...known });
  };

  it('close what is open: no policy, one that is disabled, one that covers a part', async () => {
    expect(await whats('fulfilment-api')).toContain('no caller has to authenticate');
    await carryOut('fulfilment-api', 'no caller has to authenticate', { username: 'partner' });
    expect(await whats('fulfilment-api')).not.toMatch(/open|authenticate/);
    expect(await whats('catalog-api')).toContain('It is open: no enabled policy asks callers for credentials.');
    await carryOut('catalog-api', 'is disabled');
    expect(await whats('catalog-api')).not.toContain('is disabled');
    await harness.ok('anypoint_update_policy', {
      api: 'orders-api',
      policy: 'http-basic-authentication',
      methods: ['POST'],
    });
    const text = await whats('orders-api');
    expect(text).toContain('It is open in part: no credentials are needed for all requests but POST all paths.');
    expect(text).not.toContain('may not have propagated');
    await carryOut('orders-api', 'open in part');
    expect(await whats('orders-api')).not.toContain('open');
  });

  it('give an application its credentials, so that its API becomes active', async () => {
    await carryOut('shipping-api', 'has the credentials of environment "Production"');
    expect(await harness.ok('anypoint_get_api', { api: 'shipping-api' })).toMatchObject({ api: { status: 'active' } });
  });
});

describe('anypoint_diagnose_api without the permission for everything', async () => {
  let refused = /nothing/;
  const harness = await startHarness({
    emulator: {
      intercept: ({ url }) =>
        refused.test(new URL(url).pathname) ? Response.json({ message: 'not for you' }, { status: 403 }) : undefined,
    },
  });

  it('says nothing about policies that it could not read, and does not call the API fine', async () => {
    refused = /\/policies/;
    const { text, findings } = await diagnose(harness, 'orders-api');
    expect(findings).toEqual([]);
    expect(text).toMatch(/^Problems cannot be ruled out without policies, 1 part unreadable\./);
    expect(text).toContain('unreadable: policies:');
  });

  it('goes on without the state of the gateway, and does not call an API undeployed that may be deployed', async () => {
    refused = /\/gatewaymanager\/|\/standalone\//;
    const behind = await diagnose(harness, 'fulfilment-api');
    expect(behind.text).toContain('unreadable: its gateway:');
    refused = /\/deployments/;
    const unknown = await diagnose(harness, 'fulfilment-api');
    expect(unknown.text).toContain('unreadable: deployment:');
    expect(unknown.findings.map(({ what }) => what).join()).not.toContain('not deployed to one');
  });
});

describe('anypoint_diagnose_api of what rarely happens', () => {
  it('finds applications without credentials, with an open secret, and without a gatekeeper', async () => {
    const on = { on: 'CloudHub2', target: 'acme-us-east' };
    const harness = await startHarness({
      emulator: {
        scenario: {
          ...scenario,
          apis: [{ asset: 'orders-api', id: 779, label: 'paired' }],
          applications: [
            {
              name: 'without',
              ...on,
              properties: { 'api.id': '779', 'anypoint.platform.gatekeeper': 'disabled' },
            },
            {
              name: 'plain',
              ...on,
              properties: {
                'api.id': '779',
                'anypoint.platform.client_id': 'a',
                'anypoint.platform.client_secret': 'not-the-secret',
              },
            },
          ],
        },
      },
    });
    // Scenarios protect a secret by its name; somebody did not.
    for (const deployment of harness.emulator.store.amcDeployments.values()) {
      if (deployment.name === 'plain') deployment.secureKeys = [];
    }
    const whats = (await diagnose(harness, 779)).findings.map(({ what }) => what).join('\n');
    expect(whats).toContain(
      'Application "without" lacks anypoint.platform.client_id and anypoint.platform.client_secret',
    );
    expect(whats).toContain('The gatekeeper of application "without" is disabled');
    expect(whats).toContain('The client secret in application "plain" is not protected');
  });

  it('finds an application that is being changed', async () => {
    const harness = await startHarness({ emulator: { clock: 'driven', scenario } });
    const properties = { 'log.level': 'DEBUG' };
    await harness.ok('anypoint_update_application', { application: 'orders-app', properties, wait: false });
    const { findings } = await diagnose(harness, 'orders-api');
    expect(findings.map(({ what }) => what).join()).toContain('Application "orders-app" is being changed');
  });

  it('finds a deployment that failed, a malformed policy, and an address that does not answer', async () => {
    const deployment = {
      id: 1,
      type: 'HY',
      status: 'failed',
      targetId: seedGateways.orders,
      targetName: 'orders-gateway',
    };
    const harness = await startHarness({
      emulator: {
        scenario,
        intercept: ({ url }) =>
          /\/apis\/\d+\/deployments$/.test(new URL(url).pathname) ? Response.json([deployment]) : undefined,
      },
    });
    const { findings } = await diagnose(harness, 'fulfilment-api');
    expect(findings.map(({ what }) => what)).toContain('Its deployment to the gateway failed.');
    const policy = harness.emulator.store.apis.get(seedApis.orders)?.policies[0];
    if (policy === undefined) throw new Error('the emulator lost a policy');
    policy.configurationData = {};
    harness.emulator.faults.add({ kind: 'reset', path: '/data-plane/**' });
    const whats = (await diagnose(harness, 'orders-api')).findings.map(({ what }) => what).join();
    expect(whats).toContain('is malformed: the gatekeeper answers 503');
    expect(whats).toContain('Its address does not answer.');
  });
});

describe('the fixes', () => {
  // Runs after the tests above, which have collected them.
  it('of every kind of finding were carried out', () => {
    expect(uncovered([...filesIn('src/services/apis/diagnosis')], checkedFindings)).toEqual([]);
  });
});
