import { expect } from 'vitest';
import { settled } from '../../src/emulator/core/transitions.ts';
import { seedGateways, seedIds } from '../../src/emulator/index.ts';
import { find, type Journey } from './journey.ts';

export const trouble: readonly Journey[] = [
  {
    says: 'Why is the returns gateway not up?',
    calls: 1,
    async travel({ call }) {
      const { text, isError } = await call('anypoint_diagnose_gateway', { gateway: 'returns' });
      expect(isError).toBe(false);
      expect(text).toContain('cause');
      expect(text).toContain('anypoint_update_gateway');
    },
  },
  {
    says: 'What about this one? (a link from the web console)',
    calls: 1,
    async travel({ call, emulator }) {
      const link = `${emulator.baseUrl}/cloudhub/#/console/home/${seedIds.rootProduction}/gateways/${seedGateways.storefront}`;
      const { text } = await call('anypoint_get_gateway_status', { gateway: link });
      expect(text).toContain('"storefront-gateway"');
    },
  },
  {
    says: 'Restart the orders gateway. (there are two of that name’s beginning)',
    calls: 2,
    emulator: {},
    async travel({ call, emulator }) {
      const orders = find(emulator.store.managedGateways, ({ name }) => name === 'orders-gateway');
      const partners = find(emulator.store.managedGateways, ({ name }) => name === 'partners-gateway');
      partners.name = 'orders-gateway-2';
      const unclear = await call('anypoint_set_gateway_desired_status', {
        gateway: 'orders-gat',
        desiredStatus: 'STOPPED',
      });
      expect(unclear.isError).toBe(true);
      expect(unclear.text).toContain(orders.id);
      const { structured } = await call('anypoint_set_gateway_desired_status', {
        gateway: orders.id,
        desiredStatus: 'STOPPED',
      });
      expect(structured?.['outcome']).toBe('done');
    },
  },
  {
    says: 'Form the cluster half-way. (a server drops while it forms)',
    calls: 2,
    async travel({ call, emulator }) {
      const server = find(emulator.store.servers, ({ name }) => name === 'mule-orders-2');
      const { structured } = await call('anypoint_create_cluster', {
        name: 'half-way',
        servers: ['mule-orders-1', 'mule-orders-2'],
        wait: false,
      });
      expect(structured?.['outcome']).toBe('in_progress');
      server.status = settled('DISCONNECTED');
      const { text } = await call('anypoint_diagnose_cluster', { cluster: 'half-way' });
      expect(text).toContain('mule-orders-2');
    },
  },
  {
    says: 'Make the gateway patience. (the token expires while the call waits)',
    calls: 1,
    emulator: { intercept: refuseFirstStatus() },
    async travel({ call, emulator }) {
      const { structured } = await call('anypoint_create_gateway', { name: 'patience' });
      expect(structured?.['outcome']).toBe('done');
      expect(emulator.store.tokens.size).toBe(2);
    },
  },
  {
    says: 'Make the gateway never-mind. No, stop! (the client cancels)',
    calls: 2,
    emulator: {
      intercept: (request) =>
        request.url.endsWith('/status')
          ? Response.json({ status: 'APPLYING', ready: false, running: false })
          : undefined,
    },
    async travel({ call, emulator }) {
      const cancel = new AbortController();
      const making = call(
        'anypoint_create_gateway',
        { name: 'never-mind' },
        { signal: cancel.signal, onprogress: () => cancel.abort() },
      );
      await expect(making).rejects.toThrow();
      // The platform had accepted it already: the next list shows it, so no second one is made.
      const { text } = await call('anypoint_list_gateways', { nameContains: 'never-mind' });
      expect(text).toContain('never-mind');
      expect([...emulator.store.managedGateways.values()].filter(({ name }) => name === 'never-mind')).toHaveLength(1);
    },
  },
  {
    says: 'Make a gateway. (with an app that may only read)',
    calls: 1,
    env: ({ access }) => ({
      ANYPOINT_CLIENT_ID: access.viewer.clientId,
      ANYPOINT_CLIENT_SECRET: access.viewer.clientSecret,
    }),
    async travel({ call, emulator }) {
      const before = emulator.store.managedGateways.size;
      const { text, isError } = await call('anypoint_create_gateway', { name: 'forbidden' });
      expect(isError).toBe(true);
      expect(text).toContain('a permission is missing');
      expect(emulator.store.managedGateways.size).toBe(before);
    },
  },
  {
    says: 'Why does the shipping API answer 503? Fix it.',
    calls: 3,
    async travel({ call, emulator }) {
      emulator.store.revealClientSecrets = true;
      const { text } = await call('anypoint_diagnose_api', { api: 'shipping-api' });
      expect(text).toContain('credentials of environment "Production"');
      const fixed = await call('anypoint_update_application', {
        application: 'shipping-quotes',
        autodiscoverySecretFrom: 'platform',
      });
      expect(fixed.structured?.['outcome']).toBe('done');
      const { structured } = await call('anypoint_verify_api_access', { api: 'shipping-api' });
      expect(structured?.['without']).toMatchObject({ status: 200 });
    },
  },
  {
    says: 'What went wrong in shipping-quotes?',
    calls: 1,
    async travel({ call }) {
      const { text } = await call('anypoint_get_application_logs', { application: 'shipping-quotes', level: 'WARN' });
      expect(text).toContain('answered with 503');
    },
  },
];

/** Answers the first request of a gateway's status with 401, as if the token had expired. */
function refuseFirstStatus(): (request: Request) => Response | undefined {
  let isFirst = true;
  return (request) => {
    if (!isFirst || !request.url.endsWith('/status')) return undefined;
    isFirst = false;
    return new Response('Unauthorized', { status: 401 });
  };
}
