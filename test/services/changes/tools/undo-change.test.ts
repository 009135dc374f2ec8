import { describe, expect, it } from 'vitest';
import { allTools } from '../../../../src/services/tools.ts';
import { startHarness } from '../../../support/harness.ts';
import { stateOf } from '../../../support/platform-state.ts';

const rename = { server: 'mule-legacy-1', newName: 'mule-legacy-7' };

describe('anypoint_undo_change', () => {
  it('sets back what a change has set, and can be taken back itself', async () => {
    const { ok } = await startHarness();
    const { changeId } = await ok('anypoint_rename_server', rename);
    const undone = await ok('anypoint_undo_change', { change: changeId });
    expect(undone).toMatchObject({ outcome: 'done', result: { change: changeId } });
    expect(await ok('anypoint_get_server', { server: 'mule-legacy-1' })).toBeDefined();
    await ok('anypoint_undo_change', { change: undone['changeId'] });
    expect(await ok('anypoint_get_server', { server: 'mule-legacy-7' })).toBeDefined();
  });

  it('shows what it is going to do, and asks like the write that it makes', async () => {
    const { ok, call, emulator } = await startHarness({ person: () => undefined });
    const { changeId } = await ok('anypoint_create_cluster', {
      name: 'orders',
      servers: ['mule-orders-1', 'mule-orders-2'],
    });
    const before = stateOf(emulator);
    const { plan } = await ok('anypoint_undo_change', { change: changeId, dryRun: true });
    expect(plan.summary).toMatch(/^take back change .*: in sandbox environment .* delete cluster "orders"/);
    expect(plan.environment.name).toBe('Sandbox');
    const { isError, text } = await call('anypoint_undo_change', { change: changeId });
    expect(isError).toBe(true);
    expect(text).toMatch(/^Nothing was changed: a person has to agree first: /);
    expect(stateOf(emulator)).toEqual(before);
  });

  it('makes again what was removed, with its parts', async () => {
    const { ok } = await startHarness();
    const policies = async (api: string) =>
      (await ok('anypoint_list_api_policies', { api }))['policies'].map(({ assetId }: { assetId: string }) => assetId);
    await ok('anypoint_apply_policy', {
      api: 'inventory-api',
      policy: 'rate-limiting',
      configuration: { rateLimits: [{ maximumRequests: 100, timePeriodInMilliseconds: 60000 }] },
    });
    const before = await policies('inventory-api');
    expect(before.length).toBeGreaterThan(0);
    const { changeId } = await ok('anypoint_delete_api', { api: 'inventory-api' });
    const { result } = await ok('anypoint_undo_change', { change: changeId });
    const { api } = result.done[0].result;
    expect(await policies(String(api.id))).toEqual(before);
  });

  it('is refused with the difference where it was changed again since', async () => {
    const { ok, fails, emulator } = await startHarness();
    const { changeId } = await ok('anypoint_update_gateway', { gateway: 'orders-gateway', logLevel: 'warn' });
    await ok('anypoint_update_gateway', { gateway: 'orders-gateway', logLevel: 'debug' });
    const before = stateOf(emulator);
    const text = await fails('anypoint_undo_change', { change: changeId });
    expect(text).toContain('was changed again since; nothing was changed.');
    expect(text).toMatch(/logLevel|level/);
    expect(text).toContain('debug');
    expect(stateOf(emulator)).toEqual(before);
  });

  it.each([
    ['what nobody did', 'bcdfghjkmn', /There is no change/],
    ['what is no id', '../../etc', /There is no change/],
  ])('is refused for %s', async (_, change, expected) => {
    const { fails } = await startHarness();
    expect(await fails('anypoint_undo_change', { change })).toMatch(expected);
  });

  it('is refused twice, and for what cannot be taken back, saying what is lost', async () => {
    const { ok, fails } = await startHarness();
    const { changeId } = await ok('anypoint_rename_server', rename);
    await ok('anypoint_undo_change', { change: changeId });
    expect(await fails('anypoint_undo_change', { change: changeId })).toContain('was taken back already, by change');
    const deleted = await ok('anypoint_delete_gateway', { gateway: 'returns-gateway' });
    expect(await fails('anypoint_undo_change', { change: deleted['changeId'] })).toMatch(
      /cannot be taken back[\s\S]*public URL/,
    );
  });

  it('names the secrets that nobody has written down, and sends nothing', async () => {
    const { ok, fails, seen } = await startHarness();
    const applied = await ok('anypoint_apply_basic_auth_policy', {
      api: 'inventory-api',
      username: 'partner',
      password: 'S3cret-of-Jane!',
    });
    const { changeId } = await ok('anypoint_remove_policy', {
      api: 'inventory-api',
      policy: applied['result'].policy.id,
    });
    seen.length = 0;
    const text = await fails('anypoint_undo_change', { change: changeId });
    expect(text).toContain('password');
    expect(text).not.toContain('S3cret');
    expect(seen.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

describe('a change by the example of', () => {
  const writes = allTools.filter(({ effect, example }) => effect !== 'read' && example.first === undefined);

  it.each(writes)('$name is taken back, or it is said why not', async ({ name, example }) => {
    const { ok, call } = await startHarness();
    const { changeId, plan } = await ok(name, { ...example.arguments });
    const { isError, text } = await call('anypoint_undo_change', { change: changeId });
    if (plan.undo.calls.length === 0) expect(text).toContain('cannot be taken back');
    else if (isError) expect(text).toContain('secrets are not written down');
    else expect(text).toContain(`Change ${changeId} is taken back.`);
  });
});

describe('taking back', () => {
  it('a creation is refused once it is another thing, or has taken in others', async () => {
    const { ok, fails, emulator } = await startHarness();
    const { changeId } = await ok('anypoint_create_cluster', {
      name: 'orders',
      servers: ['mule-orders-1', 'mule-orders-2'],
    });
    await ok('anypoint_add_cluster_server', { cluster: 'orders', server: 'mule-orders-3' });
    const before = stateOf(emulator);
    expect(await fails('anypoint_undo_change', { change: changeId })).toContain('"mule-orders-3"');
    await ok('anypoint_remove_cluster_server', { cluster: 'orders', server: 'mule-orders-3' });
    await ok('anypoint_rename_cluster', { cluster: 'orders', newName: 'important' });
    expect(await fails('anypoint_undo_change', { change: changeId })).toContain('was changed again since');
    expect(stateOf(emulator)).not.toEqual(before);
  });

  it('is done once by calls at the same time', async () => {
    const { ok, call } = await startHarness();
    const { changeId } = await ok('anypoint_rename_server', rename);
    const answers = await Promise.all([1, 2, 3].map(() => call('anypoint_undo_change', { change: changeId })));
    expect(answers.filter(({ structured }) => structured?.['outcome'] === 'done')).toHaveLength(1);
  });

  it('says what is there when a later call of it fails', async () => {
    let refuses = false;
    const intercept = ({ method, url }: Request) =>
      refuses && method === 'POST' && url.endsWith('/policies') ? new Response('{}', { status: 400 }) : undefined;
    const { ok, fails } = await startHarness({ emulator: { intercept } });
    const configuration = { rateLimits: [{ maximumRequests: 100, timePeriodInMilliseconds: 60000 }] };
    await ok('anypoint_apply_policy', { api: 'inventory-api', policy: 'rate-limiting', configuration });
    const { changeId } = await ok('anypoint_delete_api', { api: 'inventory-api' });
    refuses = true;
    const text = await fails('anypoint_undo_change', { change: changeId });
    expect(text).toContain('is taken back in part only. This was done: API "Inventory API"');
    expect(text).toContain('anypoint_apply_policy failed');
  });

  it('is continued where it stopped, and taken back as a whole', async () => {
    let refuses = false;
    const intercept = ({ method, url }: Request) =>
      refuses && method === 'POST' && url.endsWith('/policies') ? new Response('{}', { status: 400 }) : undefined;
    const { ok, fails, emulator } = await startHarness({ emulator: { intercept } });
    const configuration = { rateLimits: [{ maximumRequests: 100, timePeriodInMilliseconds: 60000 }] };
    await ok('anypoint_apply_policy', { api: 'inventory-api', policy: 'rate-limiting', configuration });
    const policies = async () => (await ok('anypoint_list_api_policies', { api: 'inventory-api' }))['policies'].length;
    const before = await policies();
    const { changeId: change } = await ok('anypoint_delete_api', { api: 'inventory-api' });
    const apis = emulator.store.apis.size;
    refuses = true;
    const text = await fails('anypoint_undo_change', { change });
    expect(text).toContain(`anypoint_undo_change {"change":"${change}"} does the rest.`);
    expect(await fails('anypoint_undo_change', { change })).toContain('400');
    refuses = false;
    const { plan } = await ok('anypoint_undo_change', { change, dryRun: true });
    expect(plan.summary).toMatch(/^take back the rest of change \w+: in .* apply policy rate-limiting/);
    const { changeId, result, plan: made } = await ok('anypoint_undo_change', { change });
    expect(result.done.length).toBeGreaterThan(1);
    expect(made.undo.calls).toEqual([
      { tool: 'anypoint_delete_api', arguments: expect.objectContaining({ api: expect.anything() }) },
    ]);
    expect(emulator.store.apis.size).toBe(apis + 1);
    expect(await policies()).toBe(before);
    expect(await fails('anypoint_undo_change', { change })).toContain('was taken back already, by change');
    await ok('anypoint_undo_change', { change: changeId });
    expect(emulator.store.apis.size).toBe(apis);
  });

  it('begins anew when what was continued and failed again was taken back', async () => {
    let accepts = Number.POSITIVE_INFINITY;
    const intercept = ({ method, url }: Request) =>
      method === 'POST' && url.endsWith('/policies') && --accepts < 0 ? new Response('{}', { status: 400 }) : undefined;
    const { ok, fails, emulator } = await startHarness({ emulator: { intercept } });
    const configuration = { rateLimits: [{ maximumRequests: 100, timePeriodInMilliseconds: 60000 }] };
    await ok('anypoint_apply_policy', { api: 'inventory-api', policy: 'rate-limiting', configuration });
    const spikes = { maximumRequests: 10, timePeriodInMilliseconds: 1000, delayTimeInMillis: 500, delayAttempts: 1 };
    await ok('anypoint_apply_policy', { api: 'inventory-api', policy: 'spike-control', configuration: spikes });
    const policies = async () => (await ok('anypoint_list_api_policies', { api: 'inventory-api' }))['policies'].length;
    const before = await policies();
    const { changeId: change } = await ok('anypoint_delete_api', { api: 'inventory-api' });
    const apis = emulator.store.apis.size;
    for (accepts of [0, 1]) expect(await fails('anypoint_undo_change', { change })).toContain('in part only');
    accepts = Number.POSITIVE_INFINITY;
    const [half] = (await ok('anypoint_list_changes', {}))['changes'];
    await ok('anypoint_undo_change', { change: half.id });
    expect(emulator.store.apis.size).toBe(apis);
    await ok('anypoint_undo_change', { change });
    expect(emulator.store.apis.size).toBe(apis + 1);
    expect(await policies()).toBe(before);
  });

  it('says what is left where it cannot be continued', async () => {
    let refuses = false;
    const intercept = ({ method, url }: Request) =>
      refuses && method === 'POST' && url.endsWith('/policies') ? new Response('{}', { status: 400 }) : undefined;
    const { ok, fails } = await startHarness({ emulator: { intercept } });
    const configuration = { rateLimits: [{ maximumRequests: 100, timePeriodInMilliseconds: 60000 }] };
    const limit = { api: 'inventory-api', policy: 'rate-limiting', configuration };
    await ok('anypoint_apply_policy', limit);
    const { changeId: change } = await ok('anypoint_delete_api', { api: 'inventory-api' });
    refuses = true;
    await fails('anypoint_undo_change', { change });
    refuses = false;
    await ok('anypoint_apply_policy', limit);
    const text = await fails('anypoint_undo_change', { change });
    expect(text).toMatch(
      /is taken back in part only, by change \w+, and cannot be continued: Policy rate-limiting is already applied/,
    );
    expect(text).toMatch(/Left: anypoint_apply_policy \{"policy":".*rate-limiting/);
  });
});

describe('a change that did not end well', () => {
  async function failed(status: number, tool: string, args: Record<string, unknown>) {
    let fails = true;
    const intercept = ({ method }: Request) =>
      fails && (method === 'PATCH' || method === 'POST') ? new Response('{}', { status }) : undefined;
    const harness = await startHarness({
      emulator: { intercept: (request) => (/token$/.test(request.url) ? undefined : intercept(request)) },
    });
    const said = await harness.fails(tool, args);
    fails = false;
    const [change] = (await harness.ok('anypoint_list_changes'))['changes'];
    return { change, said, text: await harness.fails('anypoint_undo_change', { change: change.id }) };
  }

  it('is not taken back where the platform has refused it', async () => {
    const { change, text, said } = await failed(400, 'anypoint_rename_server', rename);
    // What was sent can be looked up.
    expect(said).toMatch(new RegExp(`; change ${change.id}\\)$`));
    expect(change).toMatchObject({ outcome: 'refused' });
    expect(text).toContain('so there is nothing to take back.');
  });

  it.each([302, 200])('may have happened where a page with %i came instead of an answer', async (status) => {
    const harness = await startHarness();
    const { faults } = harness.emulator;
    const pages = faults.add({ kind: 'html', status, method: 'PATCH', path: '/**', afterProcessing: true });
    const said = await harness.fails('anypoint_rename_server', rename);
    expect(said).toContain('may or may not have happened: read the current state before trying again');
    faults.clear(pages.id);
    const [change] = (await harness.ok('anypoint_list_changes'))['changes'];
    expect(change).toMatchObject({ outcome: 'unknown' });
    // It has happened, so the same call has nothing to do, and the way back has.
    expect(await harness.fails('anypoint_rename_server', rename)).toContain(rename.server);
    expect(await harness.ok('anypoint_undo_change', { change: change.id })).toMatchObject({ outcome: 'done' });
  });

  it('is not taken back where it is not known what it has made', async () => {
    const args = { name: 'orders', servers: ['mule-orders-1', 'mule-orders-2'] };
    const { change, text } = await failed(500, 'anypoint_create_cluster', args);
    expect(change).toMatchObject({ outcome: 'unknown' });
    expect(text).toContain('does not have cluster.id of that change, because its answer never came');
  });
});
