import { expect } from 'vitest';
import { find, type Journey } from './journey.ts';

export const provisioning: readonly Journey[] = [
  {
    says: 'Put mule-orders-1 and mule-orders-2 into a cluster called orders.',
    calls: 1,
    async travel({ call, emulator }) {
      const { structured } = await call('anypoint_create_cluster', {
        name: 'orders',
        servers: ['mule-orders-1', 'mule-orders-2'],
      });
      expect(structured?.['outcome']).toBe('done');
      const cluster = find(emulator.store.clusters, ({ name }) => name === 'orders');
      expect([...emulator.store.servers.values()].filter((server) => server.clusterId === cluster.id)).toHaveLength(2);
    },
  },
  {
    says: 'Make me a managed gateway called checkout in Sandbox.',
    calls: 1,
    async travel({ call, emulator }) {
      const { text } = await call('anypoint_create_gateway', { name: 'checkout' });
      expect(text).toContain('RUNNING');
      expect(find(emulator.store.managedGateways, ({ name }) => name === 'checkout').environmentId).toBe(
        emulator.access.environmentId,
      );
    },
  },
  {
    says: 'Which servers are there in Stagging?',
    calls: 2,
    async travel({ call }) {
      const wrong = await call('anypoint_list_servers', { environment: 'Stagging' });
      expect(wrong.isError).toBe(true);
      const [, name] = /none with a similar name: "(\w+)"/.exec(wrong.text) ?? [];
      expect(name).toBeDefined();
      const { isError } = await call('anypoint_list_servers', { environment: name });
      expect(isError).toBe(false);
    },
  },
  {
    says: 'What would happen if I deleted the gateway orders?',
    calls: 2,
    async travel({ call, emulator }) {
      const unclear = await call('anypoint_delete_gateway', { gateway: 'orders', dryRun: true });
      const [, gateway] = /closest name is "([\w-]+)"/.exec(unclear.text) ?? [];
      const { structured, text } = await call('anypoint_delete_gateway', { gateway, dryRun: true });
      expect(structured?.['outcome']).toBe('planned');
      expect(text).toContain('cloudhub.io');
      find(emulator.store.managedGateways, ({ name }) => name === 'orders-gateway');
    },
  },
  {
    says: 'Dissolve the catalog cluster, but show me first.',
    calls: 2,
    async travel({ call, emulator }) {
      await call('anypoint_delete_cluster', { cluster: 'catalog-cluster', dryRun: true });
      expect(emulator.store.clusters.size).toBe(1);
      const { text } = await call('anypoint_delete_cluster', { cluster: 'catalog-cluster' });
      expect(text).toContain('mule-catalog-1');
      expect(emulator.store.clusters.size).toBe(0);
    },
  },
  {
    says: 'Add mule-orders-3 to the catalog cluster.',
    calls: 1,
    async travel({ call, emulator }) {
      await call('anypoint_add_cluster_server', { cluster: 'catalog-cluster', server: 'mule-orders-3' });
      const cluster = find(emulator.store.clusters, ({ name }) => name === 'catalog-cluster');
      expect(find(emulator.store.servers, ({ name }) => name === 'mule-orders-3').clusterId).toBe(cluster.id);
    },
  },
  {
    says: 'Stop the partners gateway for tonight.',
    calls: 1,
    async travel({ call }) {
      const { structured } = await call('anypoint_set_gateway_desired_status', {
        gateway: 'partners-gateway',
        desiredStatus: 'STOPPED',
      });
      // It is stopped already, and an assistant must be able to say so.
      expect(structured?.['outcome']).toBe('no_change');
    },
  },
  {
    says: 'Trace one request in ten on the orders gateway and log more.',
    calls: 1,
    async travel({ call }) {
      const { structured, text } = await call('anypoint_upsert_gateway_runtime_config', {
        gateway: 'orders-gateway',
        tracingEnabled: true,
        tracingSampling: 10,
        logLevel: 'debug',
      });
      expect(structured?.['outcome']).toBe('done');
      expect(text).toContain('tracingSampling');
    },
  },
  {
    says: 'How many large gateways may we still make?',
    calls: 1,
    async travel({ call }) {
      const { text } = await call('anypoint_get_gateway_usage', { size: 'large' });
      expect(text).toContain('1 remaining');
    },
  },
  {
    says: 'How do I register another server in Sandbox?',
    calls: 1,
    async travel({ call }) {
      const { text } = await call('anypoint_get_server_registration', { serverName: 'mule-orders-4' });
      expect(text).toMatch(/amc_setup -H \S+ mule-orders-4/);
    },
  },
];
