import { describe, expect, it } from 'vitest';
import { seedGateways } from '../../../../src/emulator/index.ts';
import { withEmulator } from '../../client.ts';
import { create, G, unknownId } from './requests.ts';

describe('the runtime configuration', () => {
  const path = `${G}/${seedGateways.orders}/runtime-configuration`;
  const own = `${G}/${seedGateways.warehouse}/runtime-configuration`;

  it('is derived from the gateway until the first PUT, which changes the gateway', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const before = await call('GET', path);
      expect(before.body).toMatchObject({
        name: 'orders-gateway',
        status: 'RUNNING',
        desiredStatus: 'STARTED',
        gatewayVersion: '1.9.9',
        createdAt: expect.any(String),
        configuration: { timeouts: { upstreamResponseSeconds: 15 }, tracing: { enabled: false } },
      });
      const configuration = {
        logging: { runtimeLogs: { logLevel: 'debug' } },
        tracing: { enabled: true, provider: { type: 'anypoint' }, sampling: { overall: 25 } },
        timeouts: { upstreamResponseSeconds: 33 },
        circuitBreaker: { maxRetries: 3 },
      };
      const put = await call('PUT', path, { configuration });
      expect([put.status, put.body.configuration]).toEqual([200, configuration]);
      const gateway = await call('GET', `${G}/${seedGateways.orders}`);
      expect(gateway.body.configuration).toMatchObject({
        logging: { level: 'debug', forwardLogs: true },
        properties: { upstreamResponseTimeout: 33, connectionIdleTimeout: 60 },
        tracing: { enabled: true, sampling: 25 },
      });
      await call('PUT', path, { configuration: {} });
      await call('PUT', `${G}/${seedGateways.orders}`, { ...create, name: 'orders-gateway' });
      const after = await call('GET', path);
      expect(after.body.configuration).toMatchObject({
        logging: { runtimeLogs: { logLevel: 'warn' } },
        tracing: { sampling: { overall: 5 }, labels: [{ name: 'team' }] },
        timeouts: { upstreamResponseSeconds: 20 },
      });
    });
  });

  it('exists for self-managed gateways, with further settings', async () => {
    await withEmulator({}, async (_emulator, call) => {
      expect((await call('GET', own)).body).toMatchObject({
        name: 'warehouse-edge',
        status: 'CONNECTED',
        gatewayVersion: '1.11.4',
        configuration: { proxyProtocol: { enabled: false } },
      });
      const configuration = {
        logging: { outputs: { stdout: { type: 'stdout', parameters: {} } } },
        probe: { enabled: true, path: '/ready', port: 3000 },
        tracing: { provider: { type: 'opentelemetry' } },
      };
      expect((await call('PUT', own, { configuration })).status).toBe(200);
      expect((await call('GET', own)).body.configuration).toEqual(configuration);
      const refused = await call('PUT', path, { configuration });
      expect(refused.body).toEqual({
        status: 400,
        message: 'Not supported for managed gateways: logging.outputs, probe, tracing.provider.type opentelemetry',
      });
    });
  });

  it.each([
    [{}, 'configuration'],
    [{ configuration: { tracing: { sampling: { overall: 101 } } } }, 'overall'],
    [{ configuration: { timeouts: { streamIdleSeconds: -1 } } }, 'streamIdleSeconds'],
    [{ configuration: { tls: { defaultPoliciesOutboundTls: { secretGroupId: unknownId } } } }, 'truststoreId'],
    [{ configuration: { logging: { runtimeLogs: { logLevel: 'loud' } } } }, 'logLevel'],
  ])('refuses %j', async (body, text) => {
    await withEmulator({}, async (_emulator, call) => {
      const answer = await call('PUT', path, body);
      expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining(text)]);
    });
  });

  it('is 404 for unknown gateways', async () => {
    await withEmulator({}, async (_emulator, call) => {
      expect((await call('GET', `${G}/${unknownId}/runtime-configuration`)).status).toBe(404);
    });
  });
});
