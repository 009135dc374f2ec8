import { describe, expect, it } from 'vitest';
import { seedGateways } from '../../../src/emulator/index.ts';
import { startHarness } from '../../support/harness.ts';
import { takeBack, wayBack } from '../taken-back.ts';

// The example of each tool is taken back in test/services/undo.test.ts. Here is what the examples do not have.

describe('taking back a change of a managed gateway', () => {
  it('sets exactly what was changed, with the values of before', async () => {
    const harness = await startHarness();
    const { calls, lost, left } = await takeBack(harness, 'anypoint_update_gateway', {
      gateway: 'orders-gateway',
      size: 'large',
      releaseChannel: 'edge',
      forwardSslSession: false,
      upstreamResponseTimeout: 30,
      logLevel: 'debug',
    });
    expect(calls.map(({ arguments: args }) => args)).toMatchObject([
      {
        gateway: seedGateways.orders,
        size: 'small',
        releaseChannel: 'lts',
        runtimeVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        forwardSslSession: true,
        upstreamResponseTimeout: 15,
        logLevel: 'info',
      },
    ]);
    expect(calls[0]?.arguments).not.toHaveProperty('publicUrl');
    expect(lost).toBeUndefined();
    expect(left).toEqual([]);
  });

  it('says that a percentage stays when tracing is switched off again', async () => {
    const harness = await startHarness();
    const args = { gateway: 'orders-gateway', tracingSampling: 42 };
    const { calls, lost, left } = await takeBack(harness, 'anypoint_update_gateway', args);
    expect(calls[0]?.arguments).toMatchObject({ tracingSampling: 0 });
    expect(lost).toContain('configuration.tracing.sampling');
    expect(left).toEqual([expect.stringMatching(/\.configuration\.tracing\.sampling: .* → 42$/)]);
  });

  it('has no way back where nothing changes', async () => {
    const harness = await startHarness();
    const back = await wayBack(harness, 'anypoint_update_gateway', { gateway: 'orders-gateway', logLevel: 'info' });
    expect(back).toEqual({ calls: [], lost: undefined });
  });

  it('starts one that was stopped', async () => {
    const harness = await startHarness();
    const args = { gateway: 'partners-gateway', desiredStatus: 'STARTED' };
    const { calls, left } = await takeBack(harness, 'anypoint_set_gateway_desired_status', args);
    expect(calls[0]?.arguments).toMatchObject({ desiredStatus: 'STOPPED' });
    expect(left).toEqual([]);
  });
});

describe('taking back a runtime configuration', () => {
  it('changes back what was changed, and unsets what was added', async () => {
    const harness = await startHarness();
    const before = { gateway: 'warehouse-edge', logLevel: 'warn', maxRetries: 3 };
    await harness.ok('anypoint_upsert_gateway_runtime_config', { ...before, mode: 'replace' });
    const args = { gateway: 'warehouse-edge', logLevel: 'debug', probeEnabled: true, remove: ['maxRetries'] };
    const { calls, lost, left } = await takeBack(harness, 'anypoint_upsert_gateway_runtime_config', args);
    expect(calls[0]?.arguments).toMatchObject({ logLevel: 'warn', maxRetries: 3, remove: ['probeEnabled'] });
    expect(lost).toBeUndefined();
    expect(left).toEqual([]);
  });

  it('brings back what a replacement dropped', async () => {
    const harness = await startHarness();
    const tls = {
      secretGroupId: '5d3c1b7a-0f62-4e8b-9a41-c7d2e6f80b11',
      truststoreId: '5d3c1b7a-0f62-4e8b-9a41-c7d2e6f80b12',
    };
    await harness.ok('anypoint_upsert_gateway_runtime_config', { gateway: 'orders-gateway', ...tls });
    const args = { gateway: 'orders-gateway', mode: 'replace', logLevel: 'debug' };
    const { calls, lost, left } = await takeBack(harness, 'anypoint_upsert_gateway_runtime_config', args);
    expect(calls[0]?.arguments).toMatchObject(tls);
    expect(lost).toBeUndefined();
    expect(left).toEqual([]);
  });

  it('names what no argument sets', async () => {
    const harness = await startHarness();
    await harness.ok('anypoint_upsert_gateway_runtime_config', { gateway: 'orders-gateway', logLevel: 'warn' });
    const stored = harness.emulator.store.runtimeConfigurations.get(seedGateways.orders);
    if (stored !== undefined) stored.configuration = { ...stored.configuration, future: { switch: true } };
    const args = { gateway: 'orders-gateway', mode: 'replace', logLevel: 'warn' };
    const { lost, left } = await takeBack(harness, 'anypoint_upsert_gateway_runtime_config', args);
    expect(lost).toBe('Not set back, because this server cannot set it: future.switch.');
    expect(left).toEqual([expect.stringMatching(/\.future: there → gone$/)]);
  });

  it('does not go back to half of outbound TLS', async () => {
    const harness = await startHarness();
    await harness.ok('anypoint_upsert_gateway_runtime_config', { gateway: 'orders-gateway', logLevel: 'warn' });
    const stored = harness.emulator.store.runtimeConfigurations.get(seedGateways.orders);
    const half = { defaultPoliciesOutboundTls: { skipValidation: true } };
    if (stored !== undefined) stored.configuration = { ...stored.configuration, tls: half };
    const args = { gateway: 'orders-gateway', remove: ['tls'] };
    expect(await wayBack(harness, 'anypoint_upsert_gateway_runtime_config', args)).toEqual({
      calls: [],
      lost: 'The values before of tls.defaultPoliciesOutboundTls.skipValidation, which this server cannot set.',
    });
  });

  it('names the outputs whose credentials have to be given again', async () => {
    const harness = await startHarness();
    const secret = 'hunter2-of-the-log-sink';
    const outputs = [{ name: 'sink', type: 'http', parameters: { host: 'logs.example.com', http_passwd: secret } }];
    await harness.ok('anypoint_upsert_gateway_runtime_config', { gateway: 'warehouse-edge', logOutputs: outputs });
    const args = { gateway: 'warehouse-edge', remove: ['logOutputs'] };
    const { calls, lost, left } = await takeBack(harness, 'anypoint_upsert_gateway_runtime_config', args, (known) => ({
      ...known,
      logOutputs: outputs,
    }));
    expect(JSON.stringify(calls)).not.toContain(secret);
    expect(calls[0]?.arguments).toMatchObject({
      logOutputs: [{ name: 'sink', parameters: { host: 'logs.example.com', http_passwd: '[secret]' } }],
    });
    expect(lost).toMatch(/^These values of gateway "warehouse-edge" .* are secret and kept nowhere: logOutputs\./);
    expect(left).toEqual([]);
  });
});
