import { expect } from 'vitest';
import { sampleOrganization } from '../services/sample.ts';
import { find, type Journey } from './journey.ts';

const sandbox = () => ({ ANYPOINT_ENVIRONMENT: 'Sandbox' });

/** Finding things where there are many of them. */
export const finding: readonly Journey[] = [
  {
    says: 'Which of our gateways was changed last? (there are 25)',
    calls: 1,
    emulator: { scenario: sampleOrganization },
    env: sandbox,
    async travel({ call, emulator }) {
      const changed = find(emulator.store.managedGateways, ({ name }) => name === 'freight-gateway-17');
      changed.lastUpdated += 60_000;
      const { text } = await call('anypoint_list_gateways', { sort: '-updatedAt', limit: 1 });
      expect(text).toContain('25 gateways in "Sandbox" of "Northwind Logistics".');
      expect(text).toMatch(/^freight-gateway-17 \| /m);
    },
  },
  {
    says: 'Give me the addresses of all servers that still run Mule 4.9. (there are 50 servers)',
    calls: 2,
    emulator: { scenario: sampleOrganization },
    env: sandbox,
    async travel({ call, emulator }) {
      const ask = { sort: 'muleVersion', fields: ['muleVersion', 'address'], limit: 20 };
      const first = await call('anypoint_list_servers', ask);
      const second = await call('anypoint_list_servers', { ...ask, cursor: first.structured?.['nextCursor'] });
      const old = [...emulator.store.servers.values()].filter(({ muleVersion }) => muleVersion.startsWith('4.9.'));
      const rows = `${first.text}\n${second.text}`.split('\n').filter((line) => line.includes(' | 4.9.'));
      expect(rows).toHaveLength(old.length);
      // The rest of the second page shows that there are no more of them.
      expect(second.text).toContain(' | 4.10.0 | ');
    },
  },
];
