import { describe, expect, it } from 'vitest';
import { seedGateways } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

const tool = 'anypoint_get_gateway_runtime_config';

describe(tool, async () => {
  let answer: Response | undefined;
  const harness = await startHarness({
    emulator: {
      intercept: (request) => (request.url.endsWith('/runtime-configuration') ? answer?.clone() : undefined),
    },
  });

  it('shows every setting, and those that are not set', async () => {
    answer = undefined;
    const { structured, text } = await harness.call(tool, { gateway: 'orders-gateway' });
    expect(structured?.['settings']).toContainEqual({
      setting: 'logLevel',
      path: 'logging.runtimeLogs.logLevel',
      value: 'info',
    });
    expect(text).toContain('streamIdleSeconds (timeouts.streamIdleSeconds): 300');
    expect(text).toContain('not set: tracingLabels, maxRetries');
    expect(text).not.toContain('probePath');
  });

  it('shows what only self-managed gateways have', async () => {
    const { text } = await harness.call(tool, { gateway: 'warehouse-edge' });
    expect(text).toMatch(/not set: .*logOutputs.*probePath/);
  });

  it.each([
    ['404', Response.json({ status: 404, message: 'None' }, { status: 404 })],
    ['an empty body', new Response(null, { status: 204 })],
    ['no configuration', Response.json({ id: seedGateways.orders })],
  ])('takes %s as nothing set', async (_what, given) => {
    answer = given;
    const { structured, text } = await harness.call(tool, { gateway: seedGateways.orders });
    answer = undefined;
    expect(structured).toMatchObject({ otherSettings: [] });
    expect(text).toContain('nothing is set');
  });

  it('shows members that it does not know, and hides credentials of log outputs', async () => {
    answer = Response.json({
      configuration: {
        novelty: { on: true },
        logging: {
          accessLogs: { outputs: ['sink'] },
          outputs: { sink: { type: 'http', parameters: { host: 'logs.example', http_passwd: 'hunter2-hunter2' } } },
        },
      },
    });
    const { structured, text } = await harness.call(tool, { gateway: 'warehouse-edge' });
    answer = undefined;
    expect(structured?.['otherSettings']).toEqual([
      { path: 'novelty.on', value: true },
      { path: 'logging.accessLogs.outputs', value: ['sink'] },
    ]);
    expect(text).toContain('logs.example');
    expect(JSON.stringify(structured) + text).not.toContain('hunter2');
  });
});
