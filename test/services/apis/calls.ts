import type { ServiceCall } from '../../contract/calls.ts';

const flex = { upstream: 'https://billing.internal.example', gateway: 'orders-gateway' };
const rateLimits = [{ maximumRequests: 10, timePeriodInMilliseconds: 60_000 }];
const loggingConfiguration = [{ itemName: 'all', itemData: { message: '#[attributes.method]', level: 'INFO' } }];
const openApi = JSON.stringify({ openapi: '3.0.0', info: { title: 'Billing', version: '1' }, paths: {} });

/**
 * Calls besides the examples of the tools, so that every operation, every kind of thing and every setting is sent once.
 * The contract test makes them one after the other on one platform.
 */
export const calls: readonly ServiceCall[] = [
  { tool: 'anypoint_search_exchange_assets', args: { text: 'orders', types: ['rest-api', 'app'] } },
  { tool: 'anypoint_search_exchange_assets' },
  { tool: 'anypoint_list_apis' },
  { tool: 'anypoint_list_apis', args: { nameContains: 'orders' } },
  { tool: 'anypoint_get_api', args: { api: 'orders-api' } },
  { tool: 'anypoint_get_api', args: { api: 'fulfilment-api' } },
  { tool: 'anypoint_get_api', args: { api: '123456' }, refused: true },
  { tool: 'anypoint_create_api', args: { name: 'Plain API', label: 'plain' } },
  { tool: 'anypoint_create_api', args: { name: 'Described API', openApi } },
  {
    tool: 'anypoint_create_api',
    args: { name: 'Described API', openApi: openApi.replace('Billing', 'Invoices'), label: 'next' },
  },
  { tool: 'anypoint_create_api', args: { name: 'Orders', assetId: 'orders-api', version: '1.0.0', label: 'canary' } },
  { tool: 'anypoint_create_api', args: { name: 'Invoices', ...flex, basePath: '/invoices' } },
  { tool: 'anypoint_create_api', args: { name: 'Stock', ...flex, gateway: 'warehouse-edge', port: 9000 } },
  { tool: 'anypoint_list_policy_templates', args: { api: 'orders-sandbox' } },
  { tool: 'anypoint_list_policy_templates', args: { api: 'fulfilment-api', policy: 'rate-limiting' } },
  { tool: 'anypoint_list_api_policies', args: { api: 'orders-sandbox' } },
  {
    tool: 'anypoint_apply_policy',
    args: {
      api: 'inventory-api',
      policy: 'rate-limiting',
      configuration: { rateLimits, exposeHeaders: true },
      version: '1.4.0',
      methods: ['get', 'POST'],
      paths: ['/orders/.*'],
    },
  },
  {
    tool: 'anypoint_apply_policy',
    args: {
      api: 'inventory-api',
      policy: 'message-logging',
      configuration: { loggingConfiguration },
      order: 1,
      enabled: false,
    },
  },
  {
    tool: 'anypoint_apply_basic_auth_policy',
    args: { api: 'catalog-api', username: 'erin', password: 'contract-only-4Tz9' },
  },
  { tool: 'anypoint_update_policy', args: { api: 'inventory-api', policy: 'rate-limiting', enabled: false } },
  {
    tool: 'anypoint_update_policy',
    args: {
      api: 'inventory-api',
      policy: 'rate-limiting',
      enabled: true,
      version: '1.4.1',
      configuration: { exposeHeaders: false },
      methods: [],
      paths: [],
      order: 1,
    },
  },
  { tool: 'anypoint_remove_policy', args: { api: 'inventory-api', policy: 'message-logging' } },
  { tool: 'anypoint_get_autodiscovery_properties', args: { api: 'inventory-api' } },
  { tool: 'anypoint_diagnose_api', args: { api: 'orders-sandbox' } },
  { tool: 'anypoint_diagnose_api', args: { api: 'fulfilment-api' } },
  { tool: 'anypoint_diagnose_api', args: { api: 'shipping-api' } },
  {
    tool: 'anypoint_verify_api_access',
    args: { api: 'orders-sandbox', username: 'u', password: 'contract-only-1Ab2' },
  },
  { tool: 'anypoint_delete_api', args: { api: 'canary' } },
];
