import { describe, expect, it } from 'vitest';
import { seedGateways } from '../../../src/emulator/index.ts';
import { allTools } from '../../../src/services/tools.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { stateOf } from '../../support/platform-state.ts';
import { wayBack } from '../taken-back.ts';

/** Makes something, lets somebody change it, and takes it back: what the refusal says. Nothing may change then. */
async function refusedAfter(
  harness: Harness,
  [tool, args]: [string, Record<string, unknown>],
  change: (made: Record<string, { id: string }>) => Promise<unknown>,
): Promise<string> {
  const { changeId, result } = await harness.ok(tool, args);
  await change(result);
  const before = stateOf(harness.emulator);
  const text = await harness.fails('anypoint_undo_change', { change: changeId });
  expect(stateOf(harness.emulator)).toEqual(before);
  return text;
}

const limits = (maximumRequests: number) => ({
  rateLimits: [{ maximumRequests, timePeriodInMilliseconds: 60_000 }],
});
const changed = 'was changed again since; nothing was changed.';

describe('a policy that was applied', () => {
  const applied: [string, Record<string, unknown>] = [
    'anypoint_apply_policy',
    { api: 'inventory-api', policy: 'rate-limiting', configuration: limits(100) },
  ];

  it('is not removed once its configuration is another one', async () => {
    const harness = await startHarness();
    const text = await refusedAfter(harness, applied, ({ policy }) =>
      harness.ok('anypoint_update_policy', { api: 'inventory-api', policy: policy?.id, configuration: limits(5) }),
    );
    expect(text).toContain(changed);
    expect(text).toMatch(/configuration\.rateLimits: .*100.* → .*5/);
  });

  it('is not removed once somebody has added to its configuration, or disabled it', async () => {
    const harness = await startHarness();
    const text = await refusedAfter(harness, applied, ({ policy }) =>
      harness.ok('anypoint_update_policy', {
        ...{ api: 'inventory-api', policy: policy?.id },
        ...{ configuration: { keySelector: '#[attributes.method]' }, enabled: false },
      }),
    );
    expect(text).toContain('configuration.keySelector: "#[attributes.method]"');
    expect(text).toContain('enabled: true → false');
  });

  it('is removed with its generated password, and with one that was given', async () => {
    const { ok } = await startHarness();
    for (const given of [{}, { password: 'S3cret-of-Jane!' }]) {
      const { changeId } = await ok('anypoint_apply_basic_auth_policy', {
        ...{ api: 'inventory-api', username: 'partner', ...given },
      });
      await ok('anypoint_undo_change', { change: changeId });
    }
  });

  it('with Basic Authentication is not removed once it has another user', async () => {
    const harness = await startHarness();
    const text = await refusedAfter(
      harness,
      ['anypoint_apply_basic_auth_policy', { api: 'inventory-api', username: 'partner' }],
      ({ policy }) =>
        harness.ok('anypoint_update_policy', {
          ...{ api: 'inventory-api', policy: policy?.id },
          configuration: { username: 'customer', password: 'S3cret-of-Jane!' },
        }),
    );
    expect(text).toContain('configuration.username: partner → customer');
    expect(text).not.toContain('S3cret');
  });
});

describe('a gateway that was created', () => {
  const created: [string, Record<string, unknown>] = ['anypoint_create_gateway', { name: 'new-gateway' }];

  it('is not deleted once its settings are others', async () => {
    const harness = await startHarness();
    const text = await refusedAfter(harness, created, ({ gateway }) =>
      harness.ok('anypoint_update_gateway', { gateway: gateway?.id, logLevel: 'debug', tracingSampling: 10 }),
    );
    expect(text).toContain(changed);
    expect(text).toContain('logLevel: info → debug');
    expect(text).toContain('tracing: false → true');
  });

  it('is not deleted with an API that somebody has put on it', async () => {
    const harness = await startHarness();
    const text = await refusedAfter(harness, created, ({ gateway }) =>
      harness.ok('anypoint_create_api', {
        ...{ name: 'Carts', upstream: 'https://carts.example.com', gateway: gateway?.id },
      }),
    );
    expect(text).toMatch(/would also concern API "Carts", which that change did not/);
  });
});

describe('an API instance that was created', () => {
  const created: [string, Record<string, unknown>] = [
    'anypoint_create_api',
    { name: 'Carts', upstream: 'https://carts.example.com', gateway: seedGateways.orders },
  ];

  it('is not deleted once it has a policy', async () => {
    const harness = await startHarness();
    const text = await refusedAfter(harness, created, ({ api }) =>
      harness.ok('anypoint_apply_policy', { api: api?.id, policy: 'rate-limiting', configuration: limits(100) }),
    );
    expect(text).toMatch(/policies\.rate-limiting: .*enabled/);
  });

  it('is not deleted once it calls another service', async () => {
    const harness = await startHarness();
    const text = await refusedAfter(harness, created, async ({ api }) => {
      const upstream = harness.emulator.store.apis.get(Number(api?.id))?.upstreams[0];
      if (upstream === undefined) throw new Error('It has no upstream.');
      Object.assign(upstream, { uri: 'https://elsewhere.example.com' });
    });
    expect(text).toMatch(/upstream: .*carts\.example\.com.* → .*elsewhere\.example\.com/);
  });

  it('that was deleted and made again with its policies is deleted again', async () => {
    const { ok } = await startHarness();
    const { changeId } = await ok('anypoint_delete_api', { api: 'catalog-api' });
    const again = await ok('anypoint_undo_change', { change: changeId });
    await ok('anypoint_undo_change', { change: again['changeId'] });
  });
});

describe('an API instance that was deleted', () => {
  it('is not given its policies again where somebody else has made it again', async () => {
    const harness = await startHarness();
    const { ok, fails, emulator } = harness;
    await ok('anypoint_apply_policy', { api: 'inventory-api', policy: 'rate-limiting', configuration: limits(100) });
    const { calls } = await wayBack(harness, 'anypoint_delete_api', { api: 'inventory-api' });
    const { changeId } = await ok('anypoint_delete_api', { api: 'inventory-api' });
    const [creation] = calls;
    if (creation === undefined || calls.length < 2) throw new Error('It had no policies.');
    await ok(creation.tool, creation.arguments);
    const before = stateOf(emulator);
    const text = await fails('anypoint_undo_change', { change: changeId });
    expect(text).toContain('is there again, but was made by somebody else; nothing was changed.');
    expect(stateOf(emulator)).toEqual(before);
  });
});

describe('a cluster that was created', () => {
  it('is not deleted with another server in it than before', async () => {
    const harness = await startHarness();
    const text = await refusedAfter(
      harness,
      ['anypoint_create_cluster', { name: 'orders', servers: ['mule-orders-1', 'mule-orders-2'] }],
      ({ cluster }) => harness.ok('anypoint_remove_cluster_server', { cluster: cluster?.id, server: 'mule-orders-2' }),
    );
    expect(text).toContain(changed);
    expect(text).toContain('servers: ');
  });
});

describe('the example of every tool that creates', () => {
  const writes = allTools.filter(({ effect, example }) => effect !== 'read' && example.first === undefined);

  it.each(writes)('$name: writes down what it makes, as its removal finds it', async ({ name, example }) => {
    const harness = await startHarness();
    const { calls, settings } = await wayBack(harness, name, example.arguments);
    const [removal] = calls.filter(({ fromResult }) => fromResult !== undefined);
    if (removal === undefined) return;
    const { result } = await harness.ok(name, example.arguments);
    const [[argument, path] = ['', '']] = Object.entries(removal.fromResult ?? {});
    const id = path.split('.').reduce((at, key) => at[key], result);
    const found = await wayBack(harness, removal.tool, { ...removal.arguments, [argument]: id });
    expect(found.settings).toEqual(settings);
    expect(settings).toBeDefined();
  });
});
