import { expect } from 'vitest';
import { seedApiLogins } from '../../src/emulator/index.ts';
import type { Journey } from './journey.ts';

export const security: readonly Journey[] = [
  {
    says: 'Who are you signed in as, and where?',
    calls: 1,
    async travel({ call, emulator }) {
      const { text } = await call('anypoint_get_token');
      expect(text).toContain('platform-automation');
      expect(text).toContain(emulator.access.organizationName);
    },
  },
  {
    says: 'Put Basic Auth in front of the catalog API and prove it.',
    calls: 2,
    async travel({ call }) {
      const applied = await call('anypoint_apply_basic_auth_policy', { api: 'catalog-api', username: 'partner' });
      const password = /password: (\S+) \(shown only now/.exec(applied.text)?.[1];
      const { structured } = await call('anypoint_verify_api_access', {
        api: 'catalog-api',
        username: 'partner',
        password,
      });
      expect(structured).toMatchObject({ without: { status: 401 }, withCredentials: { status: 200 } });
    },
  },
  {
    says: 'Is the orders API really protected?',
    calls: 1,
    async travel({ call }) {
      const { structured } = await call('anypoint_verify_api_access', { api: 'orders-api', ...seedApiLogins.orders });
      expect(structured?.['verdict']).toBe('protected');
    },
  },
  {
    says: 'Publish a returns API on the orders gateway in front of my service.',
    calls: 1,
    async travel({ call, emulator }) {
      const { structured, text } = await call('anypoint_create_api', {
        name: 'Returns API',
        gateway: 'orders-gateway',
        upstream: 'https://returns.internal.example.com',
      });
      expect(structured?.['outcome'], text).toBe('done');
      expect(emulator.store.apis.size).toBe(6);
    },
  },
  {
    says: 'Limit the orders API to 10 requests a minute.',
    calls: 2,
    async travel({ call }) {
      const configuration = { rateLimits: [{ maximumRequests: 10, timePeriodInMilliseconds: 60_000 }] };
      const first = await call('anypoint_apply_policy', { api: 'orders-api', policy: 'rate-limiting', configuration });
      expect(first.text).toContain('anypoint_update_policy');
      const { structured } = await call('anypoint_update_policy', {
        api: 'orders-api',
        policy: 'rate-limiting',
        configuration,
      });
      expect(structured?.['outcome']).toBe('done');
    },
  },
  {
    says: 'Restart data-cloud-integration.',
    calls: 1,
    async travel({ call }) {
      const { structured } = await call('anypoint_set_application_status', {
        application: 'data-cloud-integration',
        action: 'restart',
      });
      expect(structured?.['outcome']).toBe('done');
    },
  },
];
