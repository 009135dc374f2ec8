import { describe, expect, it } from 'vitest';
import { seedApis, seedGateways, seedIds } from '../../../../src/emulator/index.ts';
import { type SeenRequest, startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_create_api';
const writes = (seen: readonly SeenRequest[]) =>
  seen
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('token'))
    .map(({ method, path }) => `${method} ${path}`);
const idIn = (text: string) => /has the instance id (\d+)/.exec(text)?.[1] ?? '';
const openApi = JSON.stringify({ openapi: '3.0.0', info: { title: 'Billing', version: '1' }, paths: {} });
const flex = { upstream: 'https://billing.internal.example', gateway: 'orders-gateway' };

/** Forwards a request to the platform, marked with a header so that it is not intercepted again. */
async function throughPlatform(request: Request): Promise<Response> {
  const { method } = request;
  const headers = new Headers(request.headers);
  headers.set('x-done', 'yes');
  return fetch(request.url, { method, headers, body: method === 'GET' ? null : await request.arrayBuffer() });
}

describe(tool, async () => {
  const harness = await startHarness();
  const { store } = harness.emulator;
  const stored = (id: string) => store.apis.get(Number(id));
  const asset = (assetId: string, version: string) => store.assets.get(`${seedIds.root}/${assetId}/${version}`);

  it('plans each step with every value, and changes nothing', async () => {
    harness.seen.length = 0;
    const { structured, text } = await harness.call(tool, { name: 'Data Cloud API', dryRun: true });
    expect(writes(harness.seen)).toEqual([]);
    expect(structured).toMatchObject({ outcome: 'planned' });
    expect(text).toContain('1. Publish asset data-cloud-api 1.0.0 in Exchange.');
    expect(text).toContain('2. Create the API instance');
    for (const line of [
      'type: http-api',
      'apiVersion: v1',
      'technology: mule4',
      'endpoint.muleVersion4OrAbove: true',
      'spec.assetId: data-cloud-api',
    ]) {
      expect(text).toContain(line);
    }
  });

  it('publishes the asset and creates the instance, as planned, and gives its id', async () => {
    const { structured, text } = await harness.call(tool, { name: 'Data Cloud API', label: 'demo' });
    expect(structured).toMatchObject({
      outcome: 'done',
      result: { api: { name: 'Data Cloud API', status: 'never tracked', label: 'demo' } },
    });
    const id = idIn(text);
    expect(text).toContain('anypoint_get_autodiscovery_properties');
    expect(stored(id)).toMatchObject({
      assetId: 'data-cloud-api',
      assetVersion: '1.0.0',
      technology: 'mule4',
      instanceLabel: 'demo',
      endpoint: { muleVersion4OrAbove: true, type: 'http', deploymentType: 'CH2', uri: null },
    });
    expect(asset('data-cloud-api', '1.0.0')).toMatchObject({
      type: 'http-api',
      name: 'Data Cloud API',
      versionGroup: 'v1',
    });
  });

  it('sends every value that the plan shows', async () => {
    const { plan, result } = await harness.ok(tool, { name: 'Planned API', label: 'as-planned' });
    const api = stored(result.api.id);
    const made: Record<string, unknown> = {
      ...asset('planned-api', '1.0.0'),
      ...api,
      'spec.groupId': api?.groupId,
      'spec.assetId': api?.assetId,
      'spec.version': api?.assetVersion,
      apiVersion: api?.productVersion,
    };
    const changes = plan.steps.flatMap((step: { changes: unknown[] }) => step.changes);
    expect(changes.length).toBeGreaterThan(10);
    for (const { setting, after } of changes) {
      const value = setting.startsWith('endpoint.') ? api?.endpoint[setting.slice(9)] : made[setting];
      expect(value, setting).toEqual(after);
    }
  });

  it('creates nothing twice: the same call again changes nothing', async () => {
    harness.seen.length = 0;
    const { structured, text } = await harness.call(tool, { name: 'Data Cloud API', label: 'demo' });
    expect(structured).toMatchObject({ outcome: 'no_change' });
    expect(text).toContain('already exists');
    expect(writes(harness.seen)).toEqual([]);
  });

  it('publishes the next free version when the newest one is in use', async () => {
    const { plan, result } = await harness.ok(tool, { name: 'Data Cloud API', label: 'second' });
    expect(result.api.version).toBe('2.0.0');
    expect(plan.warnings[0]).toContain(
      'Version 1.0.0 exists; give it in the argument version to use it instead of publishing 2.0.0.',
    );
    expect(asset('data-cloud-api', '2.0.0')).toMatchObject({ versionGroup: 'v2' });
  });

  it('uses an existing version without publishing', async () => {
    harness.seen.length = 0;
    const { result } = await harness.ok(tool, {
      name: 'Orders',
      assetId: 'orders-api',
      version: '1.0.0',
      label: 'canary',
    });
    expect(writes(harness.seen)).toHaveLength(1);
    expect(stored(result.api.id)).toMatchObject({ assetVersion: '1.0.0', endpoint: { type: 'raml' } });
  });

  it('uses the newest version when no instance uses it yet', async () => {
    const { plan, result } = await harness.ok(tool, { name: 'Orders', assetId: 'orders-api', label: 'newest' });
    expect(result.api.version).toBe('1.1.0');
    expect(plan.steps).toHaveLength(1);
  });

  it.each([
    ['JSON', 'json', openApi],
    ['YAML', 'yaml', 'openapi: 3.0.0\ninfo:\n  title: Billing\npaths: {}\n'],
  ])('publishes an OpenAPI document in %s as it is', async (_, packaging, text) => {
    const { result } = await harness.ok(tool, { name: `Billing ${packaging}`, openApi: text });
    const [file] = asset(result.api.assetId, '1.0.0')?.files ?? [];
    expect(file).toMatchObject({ classifier: 'oas', packaging, mainFile: `api.${packaging}` });
    expect(Buffer.from(file?.content ?? []).toString()).toBe(text);
    const again = await harness.ok(tool, { name: `Billing ${packaging}`, openApi: text });
    expect(again['outcome']).toBe('no_change');
    const next = await harness.ok(tool, { name: `Billing ${packaging}`, openApi: text.replace('Billing', 'Invoices') });
    expect(next['result'].api.version).toBe('1.1.0');
  });

  it('publishes into the business group of the environment', async () => {
    const { result } = await harness.ok(tool, { name: 'Retail API', organization: 'Retail', environment: 'Sandbox' });
    expect(stored(result.api.id)).toMatchObject({ groupId: seedIds.retail, environmentId: seedIds.retailSandbox });
  });

  it('creates a Flex API, deploys it, and waits until the gateway serves it', async () => {
    const { structured, text } = await harness.call(tool, { name: 'Invoices', ...flex, basePath: 'invoices/' });
    expect(structured).toMatchObject({
      outcome: 'done',
      result: {
        api: { status: 'active', technology: 'flexGateway' },
        deployment: { status: 'deployed', target: 'orders-gateway' },
      },
    });
    const id = idIn(text);
    expect(stored(id)).toMatchObject({
      endpoint: { proxyUri: 'http://0.0.0.0:8081/invoices', isCloudHub: null, deploymentType: 'HY' },
      upstreams: [{ uri: flex.upstream }],
      deployment: { targetId: seedGateways.orders, gatewayVersion: '1.9.9', type: 'HY' },
    });
    expect(text).toContain('3. Deploy it to the managed gateway "orders-gateway".');
    expect(text).toContain('Warning: Anybody who reaches https://orders-gateway-');
    expect((await harness.ok(tool, { name: 'Invoices', ...flex, basePath: '/invoices' }))['outcome']).toBe('no_change');
  });

  it('deploys to a self-managed gateway with the version it runs', async () => {
    const { result } = await harness.ok(tool, { name: 'Stock', ...flex, gateway: 'warehouse-edge', port: 9000 });
    expect(stored(result.api.id)).toMatchObject({
      endpoint: { proxyUri: 'http://0.0.0.0:9000/stock' },
      deployment: { targetId: seedGateways.warehouse, gatewayVersion: '1.11.4' },
    });
  });

  it('says which gateway has the API when another one is named, and how to deploy it to both', async () => {
    const request = { name: 'Moved API', ...flex };
    await harness.ok(tool, request);
    harness.seen.length = 0;
    const text = await harness.fails(tool, { ...request, gateway: 'warehouse-edge' });
    expect(text).toMatch(
      /^API "Moved API" \(\d+\), version 1\.0\.0, already exists and is deployed to gateway "orders-gateway"\.$/m,
    );
    expect(text).toContain(
      'Next: Give another label to create an instance for gateway "warehouse-edge"; an instance cannot change its gateway.',
    );
    expect(writes(harness.seen)).toEqual([]);
    expect((await harness.ok(tool, { ...request, gateway: 'warehouse-edge', label: 'edge' }))['outcome']).toBe('done');
  });

  it('trims the name', async () => {
    const { result } = await harness.ok(tool, { name: '  Padded API ' });
    expect(asset('padded-api', '1.0.0')).toMatchObject({ name: 'Padded API' });
    expect(result.api.name).toBe('Padded API');
  });

  it.each(['', '   '])('asks for a name instead of %j', async (name) => {
    harness.seen.length = 0;
    const text = await harness.fails(tool, { name });
    expect(text).toContain(`${tool} was not called: The argument name is empty.`);
    expect(text).toContain('It takes name (required), label');
    expect(harness.seen).toEqual([]);
  });

  it.each([
    [{ name: 'Ghost', assetId: 'orders-api', version: '9.9.9' }, 'It has 1.1.0, 1.0.0.'],
    [
      { name: 'Ghost', assetId: 'orders-apii', version: '1.0.0' },
      `Asset ${seedIds.root}/orders-apii was not found in Exchange.`,
    ],
    [{ name: 'Ghost', assetId: 'orders-app', version: '1.0.0' }, 'type app, which cannot be managed as an API'],
    [{ name: 'Ghost', assetId: 'a b' }, '"a b" is not an asset id'],
    [{ name: '???' }, 'The name "???" cannot become an asset id.'],
    [{ name: 'Ghost', assetId: 'orders-api', version: '1.0.0', openApi }, 'exclude each other'],
    [{ name: 'Ghost', openApi: '{"title": "no"}' }, 'without a member openapi or swagger'],
    [{ name: 'Ghost', openApi: '{"openapi": ' }, 'It begins like JSON but is not valid JSON.'],
    [{ name: 'Ghost', openApi: '#%RAML 1.0\ntitle: x' }, 'It is RAML'],
    [{ name: 'Inventory API', openApi }, 'already exists with type http-api; an OpenAPI document makes a rest-api'],
    [{ name: 'Fulfilment API', label: 'other' }, 'needs its specification'],
    [{ name: 'Ghost', assetId: `${seedIds.retail}/ghost` }, 'belongs to another business group'],
    [{ name: 'Ghost', upstream: 'https://x.example' }, 'also needs gateway'],
    [{ name: 'Ghost', port: 9000 }, 'also needs upstream and gateway'],
    [{ name: 'Ghost', ...flex, upstream: 'ftp://x' }, 'The argument upstream is not a web address'],
    [{ name: 'Ghost', ...flex, upstream: 'https://me:hunter22@x.example' }, 'holds a user name or password'],
    [{ name: 'Ghost', ...flex, port: 70_000 }, 'is not a port'],
    [{ name: 'Ghost', ...flex, basePath: 'a b' }, 'is not a path'],
    [
      { name: 'Ghost', ...flex, basePath: '/fulfilment' },
      `API ${seedApis.fulfilment} already listens on port 8081, path /fulfilment`,
    ],
    [{ name: 'Ghost', ...flex, gateway: 'partners-gateway' }, 'takes no traffic'],
    [{ name: 'Ghost', ...flex, gateway: 'branch-office' }, 'none of its replicas is connected'],
    [
      { name: 'Ghost', ...flex, gateway: 'nowhere' },
      'Gateway "nowhere" was not found in "Sandbox" of "Acme Outfitters".',
    ],
    [{ name: 'Fulfilment API', label: 'fulfilment-sandbox', ...flex }, 'listens on http://0.0.0.0:8081/fulfilment'],
  ])('refuses %j before anything is sent', async (args, expected) => {
    harness.seen.length = 0;
    const text = await harness.fails(tool, args);
    expect(text).toContain(expected);
    expect(text).not.toContain('hunter22');
    expect(writes(harness.seen)).toEqual([]);
  });
});

describe(`${tool} when a later step fails`, async () => {
  let broken: (request: Request) => Response | undefined | Promise<Response> = () => undefined;
  const harness = await startHarness({ emulator: { intercept: (request) => broken(request) } });
  const { store } = harness.emulator;

  it('says that the asset is published, and continues from there with the next call', async () => {
    broken = (request) =>
      request.method === 'POST' && request.url.endsWith('/apis')
        ? Response.json({ message: 'No' }, { status: 403 })
        : undefined;
    const text = await harness.fails(tool, { name: 'Half API', openApi });
    expect(text).toContain('Asset half-api 1.0.0 is published in Exchange. The next step failed:');
    expect(text).toContain('Call again with the same arguments');
    expect(text).toContain('"Manage APIs Configuration"');
    broken = () => undefined;
    const { plan, result } = await harness.ok(tool, { name: 'Half API', openApi });
    expect(plan.steps).toHaveLength(1);
    expect(result.api.version).toBe('1.0.0');
    expect([...store.assets.keys()].filter((key) => key.includes('/half-api/'))).toHaveLength(1);
  });

  it('says that the instance is created, and only deploys with the next call', async () => {
    broken = (request) =>
      request.url.endsWith('/deployments') && request.method === 'POST'
        ? Response.json({ name: 'ServerError', message: 'Out of order' }, { status: 500 })
        : undefined;
    const text = await harness.fails(tool, { name: 'Late API', ...flex });
    expect(text).toMatch(
      /Asset late-api 1\.0\.0 is published in Exchange\. API instance "Late API" \(\d+\) is created\./,
    );
    expect(text).toContain('Out of order');
    broken = () => undefined;
    const { plan, result, outcome } = await harness.ok(tool, { name: 'Late API', ...flex });
    expect(outcome).toBe('done');
    expect(plan.steps.map(({ action }: { action: string }) => action)).toEqual([
      'Deploy it to the managed gateway "orders-gateway".',
    ]);
    expect(store.apis.get(Number(result.api.id))?.deployment?.targetId).toBe(seedGateways.orders);
    expect([...store.apis.values()].filter(({ assetId }) => assetId === 'late-api')).toHaveLength(1);
  });

  it("tries again while the gateway is not ready, and gives up with the platform's words", async () => {
    let refusals = 2;
    broken = (request) => {
      if (!request.url.endsWith('/deployments') || request.method !== 'POST' || refusals-- <= 0) return undefined;
      return Response.json(
        { name: 'GatewayNotReadyError', message: 'Gateway orders-gateway is not ready' },
        { status: 400 },
      );
    };
    const progress: string[] = [];
    expect((await harness.ok(tool, { name: 'Patient API', ...flex }, { progress }))['outcome']).toBe('done');
    expect(progress.filter((message) => message.includes('not ready yet'))).toHaveLength(2);
    refusals = 100;
    expect(await harness.fails(tool, { name: 'Impatient API', ...flex })).toContain(
      'Gateway orders-gateway is not ready',
    );
    expect(refusals).toBe(94);
  });

  it('waits for an asynchronous publication, and shows why it failed', async () => {
    let reads = 0;
    let end: unknown = { status: 'completed' };
    broken = (request) => {
      if (request.url.includes('/publication/status/run-1'))
        return Response.json(reads++ < 2 ? { status: 'running', steps: [] } : end);
      if (request.method !== 'POST' || !request.url.includes('/exchange/')) return undefined;
      return Response.json({ publicationStatusLink: 'https://x.example/publication/status/run-1' }, { status: 202 });
    };
    await harness.fails(tool, { name: 'Slow API' });
    expect(reads).toBe(3);
    reads = 0;
    end = { status: 'error', steps: [{ errors: ['mainFile is missing'] }] };
    expect(await harness.fails(tool, { name: 'Slow API' })).toContain('mainFile is missing');
  });

  it('gives up on a publication after a minute, and finds its result with the next call', async () => {
    // The platform publishes it, and says that it is still running.
    broken = (request) => {
      if (request.url.includes('/publication/status/run-2')) return Response.json({ status: 'running', steps: [] });
      if (request.method !== 'POST' || !request.url.includes('/exchange/') || request.headers.has('x-done')) {
        return undefined;
      }
      return throughPlatform(request).then(() =>
        Response.json({ publicationStatusLink: 'https://x.example/publication/status/run-2' }, { status: 202 }),
      );
    };
    const text = await harness.fails(tool, { name: 'Endless API' });
    expect(text).toContain('Exchange is still publishing asset endless-api 1.0.0 after 60 s.');
    expect(text).toContain('Next: Call again with the same arguments in a minute');
    expect(text).toMatch(/\(the platform failed; retry later; may have happened; change \w+\)/);
    broken = () => undefined;
    const { plan, result } = await harness.ok(tool, { name: 'Endless API' });
    expect(plan.steps.map(({ action }: { action: string }) => action)).toEqual([
      expect.stringContaining('Create the API instance of the version that exists'),
    ]);
    expect(result.api.version).toBe('1.0.0');
  });

  it('names the permission to publish', async () => {
    broken = (request) =>
      request.method === 'POST' && request.url.includes('/exchange/')
        ? Response.json({ message: 'No' }, { status: 403 })
        : undefined;
    expect(await harness.fails(tool, { name: 'Forbidden API' })).toContain('"Exchange Contributor"');
  });
});

describe(`${tool} on a gateway without a version`, async () => {
  const hidden = new Map<string, string>([
    [seedGateways.orders, 'runtimeVersion'],
    [seedGateways.warehouse, 'versions'],
  ]);
  const harness = await startHarness({
    emulator: {
      async intercept(request) {
        const member = hidden.get(request.url.split('/').at(-1) ?? '');
        if (member === undefined || request.headers.has('x-done')) return undefined;
        const answer = await throughPlatform(request);
        return Response.json(Object.assign({}, await answer.json(), { [member]: null }));
      },
    },
  });

  it.each([
    ['orders-gateway', seedGateways.orders],
    ['warehouse-edge', seedGateways.warehouse],
  ])('refuses %s and says where the version shows up', async (gateway, id) => {
    const text = await harness.fails(tool, { name: 'Ghost', ...flex, gateway });
    expect(text).toContain(
      `The platform returned no version for gateway "${gateway}" (${id}), and a deployment needs it.`,
    );
    expect(text).toContain('Next: Try again in a minute: anypoint_get_gateway shows the version');
    expect(text).toContain('choose another gateway');
    expect(text).toContain('(invalid input; retry later)');
    expect(writes(harness.seen)).toEqual([]);
  });
});

describe(`${tool} on a gateway that takes no traffic`, async () => {
  let live: Record<string, unknown> = {};
  const harness = await startHarness({
    emulator: { intercept: (request) => (request.url.endsWith('/status') ? Response.json(live) : undefined) },
  });

  it.each([
    [
      { status: 'APPLYING', ready: false, running: false },
      'orders-gateway',
      'Next: Wait until it is ready, which anypoint_get_gateway_status {"gateway":',
    ],
    [{ status: 'RUNNING', ready: false, running: true }, 'orders-gateway', 'Next: Wait until it is ready'],
    [
      { status: 'FAILED', ready: false, running: false },
      'orders-gateway',
      'Next: anypoint_diagnose_gateway {"gateway":',
    ],
    [
      { status: 'STOPPED', ready: false, running: false },
      'orders-gateway',
      'Next: anypoint_diagnose_gateway {"gateway":',
    ],
    [
      { status: 'STOPPED', ready: false, running: false },
      'partners-gateway',
      '"desiredStatus":"STARTED","environment":"Sandbox"} starts it.',
    ],
  ])('says for %j of %s what to do', async (answer, gateway, expected) => {
    live = answer;
    const text = await harness.fails(tool, { name: 'A', ...flex, gateway, environment: 'Sandbox', dryRun: true });
    expect(text).toContain(`is ${answer.status} and takes no traffic`);
    expect(text).toContain(expected);
  });
});

describe(`${tool} over time`, async () => {
  const harness = await startHarness({ emulator: { clock: 'driven' } });

  it('reports the steps and the state of the deployment', async () => {
    const progress: string[] = [];
    const { outcome } = await harness.ok(tool, { name: 'Timed API', ...flex }, { progress });
    expect(outcome).toBe('done');
    expect(progress[0]).toBe('Publishing timed-api 1.0.0 in Exchange');
    expect(progress).toContain('Deployment deploying');
    expect(progress.at(-1)).toMatch(/^Deployment deployed after \d s$/);
  });

  it('says at the time limit what the state is', async () => {
    const { structured, text } = await harness.call(tool, { name: 'Later API', ...flex, timeoutSeconds: 1 });
    expect(structured).toMatchObject({ outcome: 'in_progress', result: { deployment: { status: 'deploying' } } });
    expect(text).toContain('Read it again with anypoint_get_api');
  });
});

describe('anypoint_create_api and its upstream', async () => {
  const harness = await startHarness();
  const flex = { name: 'Upstream Probe', gateway: 'orders-gateway', dryRun: true };

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:8080',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://localhost:9000',
    'http://a.localhost./',
    'http://[::1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]/',
    'http://metadata.google.internal/computeMetadata/v1',
    'http://100.100.100.200/',
    'http://0.0.0.0/',
    'http://168.63.129.16/machine?comp=goalstate',
    'http://[::ffff:168.63.129.16]/',
    'http://[64:ff9b::100.100.100.200]/',
    'http://[2002:7f00:1::]/',
    'http://[2002:7f00::1]/',
    'http://[fd00:ec2::254]/latest/meta-data',
    'http://host.docker.internal:8080',
    'http://gateway.docker.internal.',
    'http://host.containers.internal',
    'http://metadata',
    'http://METADATA.azure.com/metadata/instance',
    'http://metadata.azure.internal',
    'http://metadata.goog',
    'http://instance-data/latest/meta-data',
    'http://instance-data.ec2.internal',
  ])('refuses %s', async (upstream) => {
    expect(await harness.fails('anypoint_create_api', { ...flex, upstream })).toContain(
      'ANYPOINT_ALLOW_LOCAL_UPSTREAM',
    );
  });

  it.each([
    'http://10.1.2.3:8080',
    'http://[fd12::1]/',
    'https://orders.internal',
    'http://orders:8080',
    'https://host.docker.internal.local',
    'https://instance-data.local',
  ])('takes %s, which is in a private network, with a warning', async (upstream) => {
    const { plan } = await harness.ok('anypoint_create_api', { ...flex, upstream });
    expect(plan.warnings.join('\n')).toMatch(/The upstream \S+ is in a private network: the gateway has to be in it/);
  });

  it.each([
    'https://orders.internal.example',
    'https://metadata.example.com',
    'https://8.8.8.8',
    'http://[2a00:1450::1]',
  ])('takes %s, which may be public, without one', async (upstream) => {
    const { plan } = await harness.ok('anypoint_create_api', { ...flex, upstream });
    expect(plan.warnings.join()).not.toContain('The upstream');
  });

  it('takes the others where the operator allows them, with a warning', async () => {
    const allowed = await startHarness({ env: { ANYPOINT_ALLOW_LOCAL_UPSTREAM: 'true' } });
    for (const upstream of ['http://localhost:9000', 'http://168.63.129.16/']) {
      const { plan } = await allowed.ok('anypoint_create_api', { ...flex, upstream });
      expect(plan.warnings.join()).toContain('is the own machine of the gateway');
    }
  });

  it('says that there is an instance of the asset already', async () => {
    const { plan } = await harness.ok('anypoint_create_api', {
      name: 'Orders',
      assetId: 'orders-api',
      label: 'second',
      dryRun: true,
    });
    expect(plan.warnings.join()).toContain('It is another instance of the asset in this environment');
    expect(plan.warnings.join()).toContain('orders-sandbox');
  });
});
