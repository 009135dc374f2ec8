import { seedApis, seedGateways } from '../../../src/emulator/index.ts';
import type { Intercept, Situation } from '../../support/printed-calls.ts';

const onGateway = { upstream: 'https://loyalty.example.com', gateway: 'orders-gateway' };

/** The only deployment of a new API, as the platform shows it. */
const deployment =
  (state: Record<string, unknown>): Intercept =>
  ({ method, url }) =>
    method === 'GET' && /\/apis\/\d+\/deployments$/.test(new URL(url).pathname)
      ? Response.json([{ id: 1, ...state }])
      : undefined;

/** Refuses the first read of a policy after its change was accepted. */
const unreadOnce: Intercept = ({ method, url }, { seen }) => {
  const isChanged = seen.some((one) => one.method === 'PATCH' && one.status < 300);
  const isRefused = seen.some(({ status }) => status === 403);
  return isChanged && !isRefused && method === 'GET' && url.includes('/policies')
    ? Response.json({ message: 'Forbidden' }, { status: 403 })
    : undefined;
};

/** What the texts about APIs and their policies print, outside of diagnoses. */
export const apiSituations: readonly Situation[] = [
  {
    when: 'an API without a known address is to be called',
    call: ['anypoint_verify_api_access', { api: 'inventory-api' }],
  },
  {
    when: 'an API of a gateway is asked for its autodiscovery',
    call: ['anypoint_get_autodiscovery_properties', { api: 'fulfilment-api' }],
  },
  {
    when: 'an API is there already with another upstream',
    call: [
      'anypoint_create_api',
      { name: 'Fulfilment API', label: 'fulfilment-sandbox', assetId: 'fulfilment-api', ...onGateway },
    ],
  },
  {
    when: 'an API for a Mule application was created',
    call: ['anypoint_create_api', { name: 'Loyalty API' }],
  },
  {
    when: 'a new API cannot be deployed to its gateway',
    intercept: deployment({ status: 'failed', targetId: seedGateways.orders }),
    call: ['anypoint_create_api', { name: 'Loyalty API', ...onGateway }],
  },
  {
    when: 'a new API is not deployed in time',
    slow: true,
    call: ['anypoint_create_api', { name: 'Loyalty API', ...onGateway, timeoutSeconds: 1 }],
  },
  {
    when: 'a policy is unknown to an API',
    call: ['anypoint_apply_policy', { api: 'catalog-api', policy: 'rate-limit-everything', configuration: {} }],
  },
  {
    when: 'a policy that an API does not have is to be removed',
    call: ['anypoint_remove_policy', { api: 'orders-api', policy: 'ip-allowlist' }],
  },
  {
    when: 'a policy was changed, and cannot be read then',
    intercept: unreadOnce,
    call: [
      'anypoint_update_policy',
      {
        ...{ api: 'orders-sandbox', policy: 'http-basic-authentication' },
        configuration: { username: 'partner', password: 'correct-horse-7' },
      },
    ],
  },
  {
    when: 'a policy is applied already',
    call: ['anypoint_apply_basic_auth_policy', { api: 'orders-api', username: 'partner', password: 'correct-horse-7' }],
    fill: { '<the settings to change>': '{"username":"partner","password":"correct-horse-7"}' },
  },
  {
    when: 'a policy is applied already, and disabled',
    call: [
      'anypoint_apply_policy',
      { api: 'catalog-api', policy: 'ip-allowlist', configuration: { ips: ['10.20.0.0/16'] } },
    ],
    fill: { '<the settings to change>': '{"ips":["10.21.0.0/16"]}' },
  },
  {
    when: 'a policy is to be removed',
    call: ['anypoint_remove_policy', { api: String(seedApis.orders), policy: 'rate-limiting', dryRun: true }],
  },
];
