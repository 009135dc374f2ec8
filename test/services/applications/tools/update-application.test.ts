import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedIds } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';
import { ApplicationFixtures, catalogBatch, ordersApp, shippingQuotes } from '../fixtures.ts';

const tool = 'anypoint_update_application';
const secretName = 'anypoint.platform.client_secret';

describe(`${tool}: properties`, async () => {
  const harness = await startHarness();
  const fixtures = new ApplicationFixtures(harness);

  it('shows with dryRun which keys are added, changed and removed, and sends nothing', async () => {
    const domain = fixtures.addCloudHub('dry', { keep: '1', change: 'old', gone: 'x' });
    const writes = await fixtures.writesOf(async () => {
      const { outcome, plan } = await harness.ok(tool, {
        application: domain,
        properties: { change: 'new', added: 'y', keep: '1' },
        secureProperties: { 'db.password': 'hunter2hunter2' },
        removeProperties: ['gone'],
        dryRun: true,
      });
      expect(outcome).toBe('planned');
      expect(plan.steps).toEqual([
        {
          kind: 'update',
          thing: { kind: 'application', id: domain, name: domain },
          action: 'Change and redeploy it',
          changes: [
            { setting: 'properties: change', before: 'old', after: 'new' },
            { setting: 'properties: added', after: 'y' },
            { setting: 'properties: db.password', after: '(secure, new value)' },
            { setting: 'properties: gone', before: 'x' },
          ],
        },
      ]);
    });
    expect(writes).toEqual([]);
  });

  it('takes properties as the list that its schema declares', async () => {
    const domain = fixtures.addCloudHub('listed', { keep: '1', change: 'old' });
    await harness.ok(tool, {
      application: domain,
      properties: [
        { name: 'change', value: 'new' },
        { name: 'empty', value: '' },
      ],
      secureProperties: [{ name: 'db.password', value: 'hunter2hunter2' }],
    });
    expect(fixtures.cloudHub(domain)).toMatchObject({
      properties: { keep: '1', change: 'new', empty: '', 'db.password': 'hunter2hunter2' },
      secureKeys: ['db.password'],
    });
  });

  it('does on CloudHub 1.0 what the plan says, without showing the new secret', async () => {
    const domain = fixtures.addCloudHub('merged', { keep: '1', change: 'old', gone: 'x' });
    const args = {
      application: domain,
      properties: { change: 'new', port: 8081 },
      secureProperties: { 'db.password': 'hunter2hunter2' },
      removeProperties: ['gone'],
    };
    const { text, structured } = await harness.call(tool, args);
    expect(structured).toMatchObject({
      outcome: 'done',
      result: {
        application: { state: 'running' },
        properties: { added: ['port', 'db.password'], changed: ['change'], removed: ['gone'], unchanged: ['keep'] },
      },
    });
    expect(text + JSON.stringify(structured) + harness.logged.join()).not.toContain('hunter2hunter2');
    const { properties, secureKeys } = fixtures.cloudHub(domain);
    expect(properties).toEqual({ keep: '1', change: 'new', port: '8081', 'db.password': 'hunter2hunter2' });
    expect(secureKeys).toEqual(['db.password']);
    const shown = await harness.ok('anypoint_get_application', { application: domain });
    expect(shown['properties']).toContainEqual({ name: 'db.password', value: '(secure)' });
  });

  it('does nothing when it already has these values', async () => {
    const domain = fixtures.addCloudHub('same', { a: '1' });
    const writes = await fixtures.writesOf(async () => {
      const args = { application: domain, properties: { a: '1' }, removeProperties: ['b'] };
      const { outcome, plan } = await harness.ok(tool, args);
      expect(outcome).toBe('no_change');
      expect(plan.warnings).toEqual(['Not removed, because there is no such property: b.']);
    });
    expect(writes).toEqual([]);
  });

  it('refuses on CloudHub 1.0 to replace a secret that cannot be read, and says what to give', async () => {
    const before = { ...fixtures.cloudHub(shippingQuotes).properties };
    const writes = await fixtures.writesOf(async () => {
      const text = await harness.fails(tool, {
        application: shippingQuotes,
        properties: { 'anypoint.platform.gatekeeper': 'disabled' },
      });
      expect(text).toContain(`cannot be changed without the values of its protected ones: ${secretName}`);
      expect(text).toContain('Give their values again in secureProperties');
      expect(text).toContain('autodiscoverySecretFrom');
    });
    expect(writes).toEqual([]);
    expect(fixtures.cloudHub(shippingQuotes).properties).toEqual(before);
  });

  it('replaces the secret, protected whichever argument has it', async () => {
    const domain = fixtures.addCloudHub('renewed', { [secretName]: 'old-secret-1', a: '1' }, [secretName]);
    await harness.ok(tool, { application: domain, properties: { a: '2', [secretName]: 'new-secret-2' } });
    expect(fixtures.cloudHub(domain)).toMatchObject({
      properties: { a: '2', [secretName]: 'new-secret-2' },
      secureKeys: [secretName],
    });
  });

  it('changes other settings and leaves the secret alone', async () => {
    const domain = fixtures.addCloudHub('scaled', { [secretName]: 'old-secret-1' }, [secretName]);
    const args = { application: domain, replicas: 2, exchangeAsset: 'data-cloud-integration:2.0.0' };
    const { plan } = await harness.ok(tool, args);
    expect(plan.steps[0].changes).toContainEqual({ setting: 'replicas', before: 1, after: 2 });
    expect(fixtures.cloudHub(domain)).toMatchObject({
      properties: { [secretName]: 'old-secret-1' },
      secureKeys: [secretName],
      workers: { amount: 2, type: 'Micro' },
      fileName: expect.stringContaining('2.0.0'),
    });
  });

  it('merges on CloudHub 2.0 without ever writing a mask', async () => {
    const id = fixtures.addDeployment('merge2', { [secretName]: 'kept-secret', a: '1', b: '2', token: 'plain-token' }, [
      secretName,
    ]);
    const { plan, outcome, result } = await harness.ok(tool, {
      application: id,
      properties: { a: '3' },
      secureProperties: { token: 'now-protected' },
      removeProperties: ['b'],
      exchangeAsset: 'orders-app:1.1.0',
      runtimeVersion: '4.6.18',
    });
    expect(outcome).toBe('done');
    expect(plan.steps[0].changes.map(({ setting }: { setting: string }) => setting)).toEqual([
      'artifact',
      'runtimeVersion',
      'properties: a',
      'properties: token',
      'properties: b',
    ]);
    expect(result.properties.unchanged).toEqual([secretName]);
    const { properties, secureKeys, ref } = fixtures.deployment(id);
    expect(properties).toEqual({ [secretName]: 'kept-secret', a: '3', token: 'now-protected' });
    expect([...secureKeys].sort()).toEqual([secretName, 'token']);
    expect(ref.version).toBe('1.1.0');
  });

  it('removes a protected property on CloudHub 2.0', async () => {
    const id = fixtures.addDeployment('unprotect', { s: 'secret-value' }, ['s']);
    const { plan } = await harness.ok(tool, { application: id, removeProperties: ['s'] });
    expect(plan.steps[0].changes).toEqual([{ setting: 'properties: s', before: '(secure)' }]);
    expect(fixtures.deployment(id).properties).toEqual({});
  });

  it('merges on servers, and warns of a secret that cannot be protected', async () => {
    const before = { ...fixtures.hybrid().properties };
    const args = { application: catalogBatch, properties: { 'db.password': 'hunter2hunter2' } };
    const { plan, outcome } = await harness.ok(tool, args);
    expect(outcome).toBe('done');
    expect(plan.warnings).toEqual([
      'A secret seems to be in db.password, and properties cannot be protected on servers.',
    ]);
    expect(fixtures.hybrid().properties).toEqual({ ...before, 'db.password': 'hunter2hunter2' });
  });

  it.each([
    [{ secureProperties: { a: 'b' } }, 'where properties cannot be protected'],
    [{ autodiscoverySecretFrom: 'platform' }, 'gets the credentials of its environment by itself'],
    [
      { runtimeVersion: '4.9.7' },
      'its Mule runtime and number of servers belong to the servers, not to the application.',
    ],
    [{ properties: { a: 'b' }, exchangeAsset: 'orders-app:1.1.0' }, 'Make two calls'],
  ])('refuses on servers what they cannot do: %j', async (request, text) => {
    expect(await harness.fails(tool, { application: catalogBatch, ...request })).toContain(text);
  });

  it.each([
    [{}, 'Nothing to change is given.'],
    [{ properties: { a: '******' } }, 'The value given for the property "a" is a mask'],
    [{ secureProperties: { a: '(secure)' } }, 'is a mask, not a value'],
    [{ properties: { a: '1' }, removeProperties: ['a'] }, 'to be set and to be removed'],
    [{ properties: { a: '1' }, secureProperties: { a: '1' } }, 'in properties and in secureProperties'],
    [
      { properties: [{ name: 'a', value: ['inner-secret'] }] },
      'The argument properties.a is wrong: expected a string.',
    ],
    [
      { secureProperties: ['inner-secret-1', 'inner-secret-2'].map((value) => ({ name: 'a', value })) },
      'The argument secureProperties is wrong: "a" is in the list twice.',
    ],
    [{ properties: { a: { b: 'inner-secret' } } }, 'The argument properties.a is wrong: expected a string.'],
    [{ file: '/x.jar', exchangeAsset: 'a:b:c' }, 'Both file and exchangeAsset'],
  ])('refuses %j', async (request, expected) => {
    const text = await harness.fails(tool, { application: ordersApp, ...request });
    expect(text).toContain(expected);
    expect(text).not.toContain('inner-secret');
  });

  it('leaves a stopped application stopped', async () => {
    const domain = fixtures.addCloudHub('asleep', { a: '1' });
    await harness.ok('anypoint_set_application_status', { application: domain, action: 'stop' });
    const { outcome, plan, result } = await harness.ok(tool, {
      application: domain,
      properties: { a: '2' },
      exchangeAsset: 'data-cloud-integration:2.0.0',
    });
    expect(outcome).toBe('done');
    expect(plan.steps[0].action).toBe('Change it; it is stopped and stays so');
    expect(result.application.state).toBe('stopped');
  });

  it('says that a change starts a stopped one on servers', async () => {
    await harness.ok('anypoint_set_application_status', { application: catalogBatch, action: 'stop' });
    const { outcome, plan, result } = await harness.ok(tool, { application: catalogBatch, properties: { woken: '1' } });
    expect(outcome).toBe('done');
    expect(plan.steps[0].action).toBe('Change and redeploy it, which starts it');
    expect(plan.warnings).toEqual([
      'It is stopped, and a change on servers starts it. anypoint_set_application_status stops it again.',
    ]);
    expect(result.application.state).toBe('running');
  });
});

describe(`${tool}: what the platform would not run`, async () => {
  const harness = await startHarness();

  it.each([
    ['orders-app', 'v4.9.6', '4.9.6:6e-java17, 4.6.18:9-java17'],
    ['orders-app', '9.9.9', '4.9.6:6e-java17'],
    ['orders-app', '4.9.6:1', '4.9.6:6e-java17'],
    ['data-cloud-integration', '9.9.9', '4.9.6, 4.9.1, 4.6.18, 4.4.0'],
  ])('names the Mule versions of %s instead of %s', async (application, runtimeVersion, available) => {
    const text = await harness.fails(tool, { application, runtimeVersion });
    expect(text).toContain('is not available');
    expect(text).toContain(available);
  });

  it('takes a version with and without its tag, and workers for replicas', async () => {
    for (const runtimeVersion of ['4.6.18', '4.9.6:6e-java17', '4.9.6']) {
      const { isError } = await harness.call(tool, { application: 'orders-app', runtimeVersion, dryRun: true });
      expect(isError, runtimeVersion).toBe(false);
    }
    const { plan } = await harness.ok(tool, { application: 'data-cloud-integration', workers: 2, dryRun: true });
    expect(plan.steps[0].changes).toMatchObject([{ setting: 'replicas', after: 2 }]);
  });

  it('warns of the id of an API without credentials', async () => {
    const args = { application: 'data-cloud-integration', properties: { 'api.id': '19870003' }, dryRun: true };
    const { plan } = await harness.ok(tool, args);
    expect(plan.warnings.join()).toContain('has no anypoint.platform.client_id and anypoint.platform.client_secret');
    const both = await harness.ok(tool, { ...args, autodiscoverySecretFrom: 'platform' });
    expect(both['plan'].warnings.join()).not.toContain('client_id');
    const server = await harness.ok(tool, { ...args, application: 'catalog-batch' });
    expect(server['plan'].warnings.join()).not.toContain('client_id');
  });
});

describe(`${tool}: autodiscovery on servers`, async () => {
  const harness = await startHarness();

  it('needs no credentials: the registered server has them, for the platform and for every tool', async () => {
    const credentials = ['anypoint.platform.client_id', 'anypoint.platform.client_secret'];
    await harness.ok(tool, { application: 'catalog-batch', removeProperties: credentials });
    const { structured, text } = await harness.call('anypoint_get_application', { application: 'catalog-batch' });
    expect(structured).toMatchObject({
      autodiscovery: { missing: ['anypoint.platform.gatekeeper'], fromServer: true },
    });
    expect(text).toContain('credentials of the registered server');
    expect(await harness.ok('anypoint_verify_api_access', { api: 'catalog-api' })).toMatchObject({
      without: { status: 200 },
    });
    const { findings } = await harness.ok('anypoint_diagnose_api', { api: 'catalog-api' });
    expect(JSON.stringify(findings)).not.toContain('client_secret');
    expect(await harness.ok('anypoint_get_api', { api: 'catalog-api' })).toMatchObject({ api: { status: 'active' } });
  });
});

describe(`${tool}: the client secret of the environment`, async () => {
  const harness = await startHarness();
  const fixtures = new ApplicationFixtures(harness);
  const { store, access } = harness.emulator;
  const clientId = store.environments.get(access.environmentId)?.clientId ?? '';
  const secret = store.clients.get(clientId)?.clientSecret ?? '';

  it('comes from the platform of the built-in organization, protected, and never through the conversation', async () => {
    const domain = fixtures.addCloudHub('tutorial', { 'anypoint.platform.gatekeeper': 'disabled' });
    const { text, structured } = await harness.call(tool, {
      application: domain,
      properties: { 'api.id': 4650143, 'anypoint.platform.gatekeeper': 'flexible' },
      autodiscoverySecretFrom: 'platform',
      exchangeAsset: 'data-cloud-integration:2.0.0',
    });
    store.revealClientSecrets = false;
    expect(structured).toMatchObject({ outcome: 'done' });
    expect(text + JSON.stringify(structured)).not.toContain(secret);
    expect(fixtures.cloudHub(domain)).toMatchObject({
      properties: {
        'api.id': '4650143',
        'anypoint.platform.gatekeeper': 'flexible',
        'anypoint.platform.client_id': clientId,
        [secretName]: secret,
      },
      secureKeys: [secretName],
    });
  });

  it('says how to supply it where the platform does not return it', async () => {
    const text = await harness.fails(tool, { application: ordersApp, autodiscoverySecretFrom: 'platform' });
    expect(text).toContain('The platform does not return the client secret of environment "Sandbox".');
    expect(text).toContain('ANYPOINT_APP_CLIENT_SECRET');
  });

  it('comes from a variable that the operator named for it', async () => {
    Object.assign(harness.session.settings, { appVariables: { ANYPOINT_APP_CLIENT_SECRET: secret } });
    const id = fixtures.addDeployment('from-variable', { [secretName]: 'wrong', a: '1' }, [secretName]);
    const args = { application: id, autodiscoverySecretFrom: 'ANYPOINT_APP_CLIENT_SECRET' };
    await harness.ok(tool, args);
    expect(fixtures.deployment(id).properties).toEqual({
      a: '1',
      'anypoint.platform.client_id': clientId,
      [secretName]: secret,
    });
  });

  it.each(['PATH', 'ANYPOINT_CLIENT_SECRET', 'ANYPOINT_PASSWORD', 'anypoint_app_x'])(
    'does not come from %s',
    async (name) => {
      const text = await harness.fails(tool, { application: ordersApp, autodiscoverySecretFrom: name });
      expect(text).toContain(`The environment variable "${name}" cannot be set as a property of an application.`);
      expect(text).toContain('names begin with ANYPOINT_APP_');
    },
  );

  it('says that a variable is not set', async () => {
    const args = { application: ordersApp, autodiscoverySecretFrom: 'ANYPOINT_APP_NOTHING' };
    const text = await harness.fails(tool, args);
    expect(text).toContain('The environment variable ANYPOINT_APP_NOTHING is not set');
    expect(text).toContain('the configuration is wrong');
  });
});

describe(`${tool}: the client id of the environment`, async () => {
  const harness = await startHarness({
    emulator: {
      intercept: ({ url }) =>
        /\/environments(\?|$)/.test(url)
          ? Response.json({ data: [{ id: seedIds.rootSandbox, name: 'Sandbox', type: 'sandbox' }], total: 1 })
          : undefined,
    },
  });
  const fixtures = new ApplicationFixtures(harness);

  it('must be given where the platform does not list it', async () => {
    const before = { ...fixtures.deployment().properties };
    const writes = await fixtures.writesOf(async () => {
      const text = await harness.fails(tool, { application: ordersApp, autodiscoverySecretFrom: 'platform' });
      expect(text.split('\n')).toEqual([
        'The platform returned no client id for environment "Sandbox".',
        'Why: The list of environments has no client id for it.',
        'Next: Copy it from Access Management > Business Groups > group > Environments, and give it in properties as anypoint.platform.client_id beside autodiscoverySecretFrom. It is no secret.',
        '(invalid input)',
      ]);
    });
    expect(writes).toEqual([]);
    expect(fixtures.deployment().properties).toEqual(before);
  });

  it('is taken from the arguments, as the error says, and the secret stays out of the conversation', async () => {
    Object.assign(harness.session.settings, { appVariables: { ANYPOINT_APP_SECRET: 'copied-secret-1' } });
    const { outcome } = await harness.ok(tool, {
      application: ordersApp,
      properties: { 'anypoint.platform.client_id': 'copied-id' },
      autodiscoverySecretFrom: 'ANYPOINT_APP_SECRET',
    });
    expect(outcome).toBe('done');
    expect(fixtures.deployment()).toMatchObject({
      properties: { 'anypoint.platform.client_id': 'copied-id', [secretName]: 'copied-secret-1' },
    });
  });
});

describe(`${tool}: the artifact`, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-jars-'));
  const outside = mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-outside-'));
  const harness = await startHarness({ env: { ANYPOINT_FILES_DIR: folder } });
  const fixtures = new ApplicationFixtures(harness);
  const jar = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(200_000, 7)]);
  beforeAll(() => {
    writeFileSync(path.join(folder, 'orders-2.0.0.jar'), jar);
    writeFileSync(path.join(folder, 'text.jar'), 'not a jar at all');
    writeFileSync(path.join(folder, 'orders.zip'), jar);
    writeFileSync(path.join(outside, 'secret.jar'), jar);
    mkdirSync(path.join(folder, 'folder.jar'));
    symlinkSync(path.join(outside, 'secret.jar'), path.join(folder, 'link.jar'));
    symlinkSync(outside, path.join(folder, 'away'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    rmSync(outside, { recursive: true });
  });

  it('is uploaded to CloudHub 1.0 with progress, and the properties stay', async () => {
    const domain = fixtures.addCloudHub('uploaded', { [secretName]: 'old-secret-1', a: '1' }, [secretName]);
    const progress: string[] = [];
    const file = path.join(folder, 'orders-2.0.0.jar');
    const { plan, result } = await harness.ok(tool, { application: domain, file }, { progress });
    expect(plan.steps[0].changes).toEqual([
      {
        setting: 'artifact',
        before: 'uploaded-1.0.0.jar',
        after: `orders-2.0.0.jar (${jar.length} bytes)`,
      },
    ]);
    expect(progress[0]).toMatch(/^uploading orders-2\.0\.0\.jar: 0\.\d of 0\.2 MB$/);
    expect(result.application.artifact).toBe('orders-2.0.0.jar');
    const app = fixtures.cloudHub(domain);
    expect(Buffer.from(app.file).equals(jar)).toBe(true);
    expect(app).toMatchObject({ properties: { [secretName]: 'old-secret-1', a: '1' }, secureKeys: [secretName] });
  });

  it('is uploaded to servers, found by a name relative to the folder', async () => {
    const before = { ...fixtures.hybrid().properties };
    const args = { application: catalogBatch, file: 'orders-2.0.0.jar', properties: { extra: 'yes' } };
    const { outcome } = await harness.ok(tool, args);
    expect(outcome).toBe('done');
    const { fileName, properties } = fixtures.hybrid();
    expect(fileName).toBe('orders-2.0.0.jar');
    expect(properties).toEqual({ ...before, extra: 'yes' });
  });

  it('comes from Exchange onto servers', async () => {
    await harness.ok(tool, { application: catalogBatch, exchangeAsset: 'orders-app:1.1.0' });
    expect(fixtures.hybrid().fileName).toContain('orders-app-1.1.0');
  });

  it('cannot be uploaded to CloudHub 2.0', async () => {
    const text = await harness.fails(tool, { application: ordersApp, file: 'orders-2.0.0.jar' });
    expect(text).toContain('which accepts no uploads.');
    expect(text).toContain('give its group:asset:version in exchangeAsset');
  });

  it.each([
    ['text.jar', 'it does not begin like a ZIP archive.'],
    ['orders.zip', 'its name does not end in .jar'],
    ['folder.jar', 'is not a regular file'],
    ['missing.jar', 'JARs in the allowed folders: '],
    ['link.jar', 'leaves the allowed folders through a symbolic link.'],
    ['away/secret.jar', 'leaves the allowed folders through a symbolic link.'],
    ['../secret.jar', 'is outside of the folders that this server can read.'],
    ['/etc/passwd', 'is outside of the folders that this server can read.'],
  ])('is refused before anything is sent: %s', async (file, expected) => {
    const domain = fixtures.addCloudHub('refused-file');
    const writes = await fixtures.writesOf(async () => {
      expect(await harness.fails(tool, { application: domain, file })).toContain(expected);
    });
    expect(writes).toEqual([]);
  });

  it.each([
    ['orders-app', 'are not the coordinates of an Exchange asset.'],
    ['a:b:c:d', 'are not the coordinates of an Exchange asset.'],
    ['orders-app:9.9.9', 'Versions there: 1.1.0, 1.0.0'],
    ['nothing-here:1.0.0', 'group or asset is wrong'],
    ['orders-api:1.0.0', 'is of type rest-api, not an application'],
  ])('is refused with wrong coordinates: %s', async (exchangeAsset, expected) => {
    expect(await harness.fails(tool, { application: ordersApp, exchangeAsset })).toContain(expected);
  });

  it('finds no change in the artifact that runs already', async () => {
    const id = fixtures.addDeployment('same-artifact');
    const { outcome } = await harness.ok(tool, { application: id, exchangeAsset: 'orders-app:1.0.0' });
    expect(outcome).toBe('no_change');
  });
});

describe(`${tool} without a folder`, async () => {
  const harness = await startHarness();
  new ApplicationFixtures(harness).addCloudHub('no-folder');

  it('says what the operator has to set', async () => {
    const text = await harness.fails(tool, { application: 'no-folder', file: '/tmp/orders.jar' });
    expect(text).toContain('no folder is allowed');
    expect(text).toContain('ANYPOINT_FILES_DIR');
    expect(text).toContain('the configuration is wrong');
  });
});

describe(`${tool} while it takes its time`, async () => {
  let answer: ((request: Request) => Response | undefined) | undefined;
  const harness = await startHarness({
    emulator: { clock: 'driven', intercept: (request) => answer?.(request) },
  });
  const fixtures = new ApplicationFixtures(harness);

  it.each(['cloudhub', 'cloudhub2'])('waits for the new version behind a STARTED one (%s)', async (kind) => {
    const application =
      kind === 'cloudhub' ? fixtures.addCloudHub('slow', { a: '1' }) : fixtures.addDeployment('slow2', { a: '1' });
    const progress: string[] = [];
    const { outcome, result } = await harness.ok(tool, { application, properties: { a: '2' } }, { progress });
    expect(outcome).toBe('done');
    expect(progress.length).toBeGreaterThan(2);
    expect(progress[0]).toMatch(kind === 'cloudhub' ? /^STARTED, update DEPLOYING/ : /^APPLYING/);
    expect(result.application.state).toBe('running');
  });

  it('waits on servers while the desired state is UPDATED', async () => {
    const progress: string[] = [];
    await harness.ok(tool, { application: catalogBatch, properties: { slow: 'yes' } }, { progress });
    expect(progress.length).toBeGreaterThan(1);
  });

  it('says how to continue when the time is over', async () => {
    const application = fixtures.addCloudHub('slower');
    const { outcome, note } = await harness.ok(tool, { application, properties: { a: '2' }, timeoutSeconds: 2 });
    expect(outcome).toBe('in_progress');
    expect(note ?? '').toContain('anypoint_get_application');
  });

  it('says that a deployment failed, and that the previous version still serves', async () => {
    const application = fixtures.addCloudHub('failing');
    fixtures.cloudHub(application).failure = 'no such flow';
    const { text, structured } = await harness.call(tool, { application, properties: { a: '2' } });
    expect(structured).toMatchObject({ outcome: 'failed' });
    expect(text).toContain('The last deployment failed; the previous version still serves.');
  });

  it('notices properties that the platform did not keep', async () => {
    const application = fixtures.addDeployment('forgetful', { a: '1' });
    answer = (request) => {
      // After the write, the platform shows the deployment without the new property.
      if (request.method === 'PATCH') {
        setImmediate(() => {
          fixtures.deployment(application).properties = { b: '2' };
        });
      }
      return undefined;
    };
    const { structured, text } = await harness.call(tool, { application, properties: { b: '2' } });
    answer = undefined;
    expect(structured).toMatchObject({ outcome: 'failed' });
    expect(text).toContain('The platform did not keep the properties a: give them again.');
  });

  it('sends nothing when somebody else has changed the properties meanwhile', async () => {
    const application = fixtures.addCloudHub('contested', { a: '1' });
    let reads = 0;
    answer = (request) => {
      if (request.method === 'GET' && request.url.endsWith('/contested') && ++reads === 2) {
        fixtures.cloudHub(application).properties = { a: '1', theirs: 'x' };
      }
      return undefined;
    };
    const writes = await fixtures.writesOf(async () => {
      const text = await harness.fails(tool, { application, properties: { b: '2' } });
      expect(text).toContain('was changed by somebody else');
      expect(text).toContain('theirs: x');
    });
    answer = undefined;
    expect(writes).toEqual([]);
  });

  it('names the scope when changing is not allowed', async () => {
    const application = fixtures.addCloudHub('forbidden');
    answer = ({ method }) => (method === 'PUT' ? Response.json({ message: 'no' }, { status: 403 }) : undefined);
    const text = await harness.fails(tool, { application, properties: { a: '1' } });
    answer = undefined;
    expect(text).toContain('"Create Applications"');
  });
});
