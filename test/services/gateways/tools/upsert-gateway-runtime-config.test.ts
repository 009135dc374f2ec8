import { beforeEach, describe, expect, it } from 'vitest';
import { seedGateways } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_upsert_gateway_runtime_config';

/** Keeps one runtime configuration itself, so that tests decide what is there and see what was sent. */
describe(tool, async () => {
  let current: Record<string, unknown> | undefined;
  let sent: unknown;
  let onRead: (() => void) | undefined;
  const harness = await startHarness({
    emulator: {
      async intercept(request) {
        if (!request.url.endsWith('/runtime-configuration')) return undefined;
        if (request.method === 'PUT') {
          sent = JSON.parse(await request.clone().text());
          current = (sent as { configuration: Record<string, unknown> }).configuration;
        } else {
          onRead?.();
        }
        return current === undefined
          ? Response.json({ status: 404, message: 'None' }, { status: 404 })
          : Response.json({ configuration: current });
      },
    },
  });
  beforeEach(() => {
    sent = undefined;
    onRead = undefined;
    current = {
      logging: { anypoint: { forwardLogs: true }, runtimeLogs: { logLevel: 'info' } },
      timeouts: { streamIdleSeconds: 300 },
      novelty: { kept: true },
    };
  });

  it('shows the difference setting by setting and sends nothing on dryRun', async () => {
    const { outcome, plan } = await harness.ok(tool, {
      gateway: 'orders-gateway',
      logLevel: 'warn',
      maxRetries: 3,
      remove: ['streamIdleSeconds'],
      dryRun: true,
    });
    expect(outcome).toBe('planned');
    expect(plan.steps[0].changes).toEqual([
      { setting: 'logging.runtimeLogs.logLevel', before: 'info', after: 'warn' },
      { setting: 'timeouts.streamIdleSeconds', before: 300 },
      { setting: 'circuitBreaker.maxRetries', after: 3 },
    ]);
    expect(sent).toBeUndefined();
  });

  it.each(['streamIdleTimeout', 'StreamIdleTimeout', 'stream_idle_seconds', 'timeouts.streamIdleSeconds'])(
    'unsets a setting by another spelling of its argument, or by its path: %s',
    async (spelling) => {
      const { plan } = await harness.ok(tool, { gateway: 'orders-gateway', remove: [spelling], dryRun: true });
      expect(plan.steps[0].changes).toEqual([{ setting: 'timeouts.streamIdleSeconds', before: 300 }]);
    },
  );

  it('refuses to set and unset a setting that is spelled in two ways', async () => {
    const args = { gateway: 'orders-gateway', streamIdleSeconds: 10, remove: ['streamIdleTimeout'] };
    expect(await harness.fails(tool, args)).toContain('streamIdleSeconds cannot be set and unset at the same time');
    expect(sent).toBeUndefined();
  });

  it('merges: keeps what is not named, also what it does not know', async () => {
    const { outcome, result } = await harness.ok(tool, { gateway: 'orders-gateway', logLevel: 'warn' });
    expect(outcome).toBe('done');
    expect(sent).toEqual({
      configuration: {
        logging: { anypoint: { forwardLogs: true }, runtimeLogs: { logLevel: 'warn' } },
        timeouts: { streamIdleSeconds: 300 },
        novelty: { kept: true },
      },
    });
    expect(result.settings).toContainEqual({
      setting: 'logLevel',
      path: 'logging.runtimeLogs.logLevel',
      value: 'warn',
    });
  });

  it('replaces: keeps nothing, and says what goes', async () => {
    const { text } = await harness.call(tool, { gateway: 'orders-gateway', mode: 'replace', logLevel: 'warn' });
    expect(sent).toEqual({ configuration: { logging: { runtimeLogs: { logLevel: 'warn' } } } });
    expect(text).toContain('novelty.kept: true → removed');
  });

  it('writes every setting of a self-managed gateway where the platform has it', async () => {
    current = undefined;
    await harness.ok(tool, {
      gateway: 'warehouse-edge',
      forwardLogs: false,
      logLevel: 'warn',
      logOutputs: [{ name: 'stdout', type: 'stdout', parameters: {} }],
      tracingEnabled: true,
      tracingProvider: 'opentelemetry',
      tracingSampling: 10,
      tracingLabels: [{ type: 'environment', name: 'zone', defaultValue: 'none', keyName: 'ZONE' }],
      proxyProtocol: true,
      streamIdleSeconds: 300,
      upstreamResponseSeconds: 15,
      upstreamConnectionIdleSeconds: 60,
      maxRetries: 1,
      maxRequests: 2,
      maxConnections: 3,
      maxConnectionPools: 4,
      maxPendingRequests: 5,
      connectionBufferLimit: 1024,
      rewriteHostHeader: true,
      probeEnabled: true,
      probePath: '/health',
      probePort: 8080,
      secretGroupId: seedGateways.orders,
      truststoreId: seedGateways.partners,
      skipTlsValidation: false,
    });
    expect(sent).toEqual({
      configuration: {
        logging: {
          anypoint: { forwardLogs: false },
          runtimeLogs: { logLevel: 'warn' },
          outputs: { stdout: { type: 'stdout', parameters: {} } },
        },
        tracing: {
          enabled: true,
          provider: { type: 'opentelemetry' },
          sampling: { overall: 10 },
          labels: [{ type: 'environment', name: 'zone', defaultValue: 'none', keyName: 'ZONE' }],
        },
        proxyProtocol: { enabled: true },
        timeouts: { streamIdleSeconds: 300, upstreamResponseSeconds: 15, upstreamConnectionIdleSeconds: 60 },
        circuitBreaker: {
          maxRetries: 1,
          maxRequests: 2,
          maxConnections: 3,
          maxConnectionPools: 4,
          maxPendingRequests: 5,
        },
        connectionBufferLimits: { global: 1024 },
        routing: { rewriteHostHeader: true },
        probe: { enabled: true, path: '/health', port: 8080 },
        tls: {
          defaultPoliciesOutboundTls: {
            secretGroupId: seedGateways.orders,
            truststoreId: seedGateways.partners,
            skipValidation: false,
          },
        },
      },
    });
  });

  it('takes parameters of log outputs as the list that its schema declares', async () => {
    current = undefined;
    const parameters = [
      { name: 'host', value: 'logs.example' },
      { name: 'port', value: 9200 },
    ];
    await harness.ok(tool, { gateway: 'warehouse-edge', logOutputs: [{ name: 'sink', type: 'http', parameters }] });
    expect(sent).toEqual({
      configuration: {
        logging: { outputs: { sink: { type: 'http', parameters: { host: 'logs.example', port: '9200' } } } },
      },
    });
  });

  it('says that nothing has to change', async () => {
    const { structured, text } = await harness.call(tool, { gateway: 'orders-gateway', logLevel: 'info' });
    expect(structured).toMatchObject({ outcome: 'no_change' });
    expect(text).toContain('already has these values.');
    expect(sent).toBeUndefined();
  });

  it('refuses what only self-managed gateways have, naming all of it', async () => {
    const text = await harness.fails(tool, {
      gateway: 'orders-gateway',
      probePort: 80,
      tracingProvider: 'opentelemetry',
      logOutputs: [{ name: 'a', type: 'stdout', parameters: {} }],
      logLevel: 'info',
    });
    expect(text).toContain('only self-managed gateways have logOutputs, tracingProvider opentelemetry, probePort.');
    expect(sent).toBeUndefined();
  });

  it('notices what somebody else changed after the plan was made', async () => {
    let readings = 0;
    onRead = () => {
      if (++readings === 2) current = { ...current, timeouts: { streamIdleSeconds: 10 } };
    };
    const text = await harness.fails(tool, { gateway: 'orders-gateway', logLevel: 'warn' });
    expect(text).toContain('was changed by somebody else');
    expect(text).toContain('timeouts.streamIdleSeconds: 300 → 10');
    expect(sent).toBeUndefined();
  });

  it('warns about trusting any certificate', async () => {
    const { text } = await harness.call(tool, {
      gateway: 'orders-gateway',
      secretGroupId: seedGateways.orders,
      truststoreId: seedGateways.partners,
      skipTlsValidation: true,
      dryRun: true,
    });
    expect(text).toContain('Warning: skipTlsValidation true: It trusts any certificate');
  });

  it('hides credentials of log outputs in plan and result, and sends them', async () => {
    const parameters = { host: 'logs.example', http_passwd: 'hunter2-hunter2', header: 'Authorization Basic abc' };
    const args = { gateway: 'warehouse-edge', logOutputs: [{ name: 'sink', type: 'http', parameters }] };
    const { structured, text } = await harness.call(tool, args);
    expect(JSON.stringify(sent)).toContain('hunter2-hunter2');
    expect(JSON.stringify(structured) + text).not.toMatch(/hunter2|Basic abc/);
    const hidden = { ...parameters, http_passwd: '[secret]' };
    const again = { gateway: 'warehouse-edge', logOutputs: [{ name: 'sink', type: 'http', parameters: hidden }] };
    expect(await harness.fails(tool, again)).toContain('not the credential itself');
  });

  it.each([
    [{}, 'No setting was given'],
    [{ remove: ['logLevels'] }, 'The closest name is logLevel'],
    [{ remove: [''] }, 'The argument remove.0 is empty.'],
    [{ remove: ['logging'], logLevel: 'warn' }, 'logLevel cannot be set and unset at the same time'],
    [{ mode: 'replace', remove: ['logLevel'] }, 'mode replace keeps none of them'],
    [{ secretGroupId: seedGateways.orders }, 'truststoreId is missing'],
    [{ skipTlsValidation: true }, 'secretGroupId and truststoreId are missing'],
    [{ tracingSampling: 101 }, 'must be 0 to 100'],
    [{ probePort: 0 }, 'must be 1 to 65535'],
    [{ streamIdleSeconds: -1 }, 'must not be negative'],
  ])('refuses %j', async (args, expected) => {
    expect(await harness.fails(tool, { gateway: 'warehouse-edge', ...args })).toContain(expected);
    expect(sent).toBeUndefined();
  });
});

describe(`${tool} on the embedded platform`, async () => {
  const harness = await startHarness();

  it('reads back what the plan said', async () => {
    const { plan } = await harness.ok(tool, { gateway: 'orders-gateway', maxRetries: 2, tracingSampling: 50 });
    const { settings } = await harness.ok('anypoint_get_gateway_runtime_config', { gateway: 'orders-gateway' });
    for (const { setting, after } of plan.steps[0].changes) {
      expect(settings).toContainEqual(expect.objectContaining({ path: setting, value: after }));
    }
  });
});
