import type { ServiceCall } from '../../contract/calls.ts';

/**
 * Calls besides the examples of the tools, so that every operation, every kind of thing and every setting is sent once.
 * The contract test makes them one after the other on one platform.
 */
export const calls: readonly ServiceCall[] = [
  { tool: 'anypoint_list_applications' },
  { tool: 'anypoint_get_application', args: { application: 'data-cloud-integration' } },
  { tool: 'anypoint_get_application', args: { application: 'orders-app' } },
  { tool: 'anypoint_get_application', args: { application: 'catalog-batch' } },
  { tool: 'anypoint_get_application', args: { application: 'e4899eda-22c9-4546-8ad2-ffde5a3d46ff' }, refused: true },
  { tool: 'anypoint_get_application_logs', args: { application: 'data-cloud-integration' } },
  { tool: 'anypoint_get_application_logs', args: { application: 'orders-app', sinceMinutes: 60 } },
  {
    tool: 'anypoint_update_application',
    args: { application: 'data-cloud-integration', properties: { a: '1' }, secureProperties: { b: 'contract-only-8' } },
  },
  {
    tool: 'anypoint_update_application',
    args: {
      application: 'data-cloud-integration',
      replicas: 2,
      exchangeAsset: 'data-cloud-integration:2.0.0',
      runtimeVersion: '4.9.1',
    },
  },
  { tool: 'anypoint_update_application', args: { application: 'data-cloud-integration', file: 'orders.jar' } },
  {
    tool: 'anypoint_update_application',
    args: {
      application: 'orders-app',
      properties: { a: '1' },
      secureProperties: { b: 'contract-only-8' },
      exchangeAsset: 'orders-app:1.1.0',
      runtimeVersion: '4.6.18',
      replicas: 2,
    },
  },
  { tool: 'anypoint_update_application', args: { application: 'catalog-batch', properties: { a: '1' } } },
  { tool: 'anypoint_update_application', args: { application: 'catalog-batch', exchangeAsset: 'orders-app:1.1.0' } },
  { tool: 'anypoint_update_application', args: { application: 'catalog-batch', file: 'orders.jar' } },
  ...['data-cloud-integration', 'orders-app', 'catalog-batch'].flatMap((application) =>
    ['restart', 'stop', 'start'].map((action) => ({
      tool: 'anypoint_set_application_status',
      args: { application, action },
    })),
  ),
];
