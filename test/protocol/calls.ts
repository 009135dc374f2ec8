import type { TestClient, ToolAnswer } from '../support/mcp-client.ts';

/** One call of the tour, and what its answer has to hold. */
export interface TourCall {
  tool: `anypoint_${string}`;
  args?: Record<string, unknown>;
  /** A word that the text must hold. */
  says: string;
  /** Outcome of a write. */
  outcome?: 'planned' | 'no_change' | 'done';
}

/**
 * A tour through every tool in an order that works on a fresh embedded platform: what a call needs, an earlier one has
 * made. Every write is planned with dryRun first, by the test that takes the tour.
 */
export const tour: readonly TourCall[] = [
  { tool: 'anypoint_get_token', says: 'connected app' },
  { tool: 'anypoint_list_organizations', says: 'Acme Outfitters' },
  { tool: 'anypoint_list_environments', args: { organization: 'Retail' }, says: 'Production' },

  { tool: 'anypoint_list_servers', args: { membership: 'free' }, says: 'mule-orders-1' },
  { tool: 'anypoint_get_server', args: { server: 'mule-orders-1' }, says: '4.9.6' },
  { tool: 'anypoint_get_server_registration', says: 'amc_setup' },
  {
    tool: 'anypoint_create_cluster',
    // As command-line clients write them: a boolean and a list as texts.
    args: { name: 'tour', servers: '["mule-orders-1","mule-orders-2"]', multicast: 'true' },
    says: 'RUNNING',
    outcome: 'done',
  },
  { tool: 'anypoint_list_clusters', says: 'tour' },
  { tool: 'anypoint_get_cluster', args: { cluster: 'tour' }, says: 'mule-orders-2' },
  { tool: 'anypoint_diagnose_cluster', args: { cluster: 'catalog-cluster' }, says: 'No problems found' },
  {
    tool: 'anypoint_add_cluster_server',
    args: { cluster: 'tour', server: 'mule-orders-3' },
    says: 'mule-orders-3',
    outcome: 'done',
  },
  {
    tool: 'anypoint_remove_cluster_server',
    args: { cluster: 'tour', server: 'mule-orders-3' },
    says: 'mule-orders-3',
    outcome: 'done',
  },
  { tool: 'anypoint_rename_cluster', args: { cluster: 'tour', newName: 'tour-2' }, says: 'tour-2', outcome: 'done' },
  {
    tool: 'anypoint_rename_cluster',
    args: { cluster: 'tour-2', newName: 'tour-2' },
    says: 'No change',
    outcome: 'no_change',
  },
  { tool: 'anypoint_delete_cluster', args: { cluster: 'tour-2' }, says: 'tour-2', outcome: 'done' },
  {
    tool: 'anypoint_rename_server',
    args: { server: 'mule-orders-3', newName: 'mule-spare' },
    says: 'mule-spare',
    outcome: 'done',
  },
  { tool: 'anypoint_delete_server', args: { server: 'mule-spare' }, says: 'mule-spare', outcome: 'done' },

  { tool: 'anypoint_list_gateway_targets', says: 'acme-us-east' },
  { tool: 'anypoint_create_gateway', args: { name: 'tour-gateway' }, says: 'RUNNING', outcome: 'done' },
  { tool: 'anypoint_list_gateways', args: { nameContains: 'tour' }, says: 'tour-gateway' },
  { tool: 'anypoint_get_gateway', args: { gateway: 'tour-gateway' }, says: 'cloudhub.io' },
  { tool: 'anypoint_get_gateway_status', args: { gateway: 'tour-gateway' }, says: 'RUNNING' },
  { tool: 'anypoint_diagnose_gateway', args: { gateway: 'returns-gateway' }, says: 'public URL' },
  { tool: 'anypoint_get_gateway_registration', args: { gateway: 'tour-gateway' }, says: 'ends in' },
  {
    tool: 'anypoint_update_gateway',
    args: { gateway: 'tour-gateway', logLevel: 'warn' },
    says: 'warn',
    outcome: 'done',
  },
  { tool: 'anypoint_get_gateway_runtime_config', args: { gateway: 'warehouse-edge' }, says: 'warehouse-edge' },
  {
    tool: 'anypoint_upsert_gateway_runtime_config',
    args: { gateway: 'warehouse-edge', probeEnabled: true, probePath: '/health', probePort: '8080' },
    says: '/health',
    outcome: 'done',
  },
  {
    tool: 'anypoint_set_gateway_desired_status',
    args: { gateway: 'tour-gateway', desiredStatus: 'stopped' },
    says: 'STOPPED',
    outcome: 'done',
  },
  { tool: 'anypoint_get_gateway_usage', args: { size: 'small' }, says: 'small' },
  { tool: 'anypoint_delete_gateway', args: { gateway: 'tour-gateway' }, says: 'tour-gateway', outcome: 'done' },

  { tool: 'anypoint_list_applications', says: 'orders-app' },
  { tool: 'anypoint_get_application', args: { application: 'orders-app' }, says: '(secure)' },
  { tool: 'anypoint_get_application_logs', args: { application: 'shipping-quotes' }, says: '503' },
  {
    tool: 'anypoint_update_application',
    args: { application: 'orders-app', properties: '{"tour":"1"}' },
    says: 'properties added: tour',
    outcome: 'done',
  },
  {
    tool: 'anypoint_set_application_status',
    args: { application: 'data-cloud-integration', action: 'restart' },
    says: 'running',
    outcome: 'done',
  },

  { tool: 'anypoint_search_exchange_assets', args: { text: 'orders' }, says: 'orders-api' },
  { tool: 'anypoint_create_api', args: { name: 'Tour API' }, says: 'instance id', outcome: 'done' },
  { tool: 'anypoint_list_apis', args: { nameContains: 'tour' }, says: 'tour-api' },
  { tool: 'anypoint_get_api', args: { api: 'tour-api' }, says: 'never tracked' },
  { tool: 'anypoint_get_autodiscovery_properties', args: { api: 'tour-api' }, says: 'anypoint.platform.gatekeeper' },
  { tool: 'anypoint_list_policy_templates', args: { api: 'tour-api' }, says: 'http-basic-authentication' },
  {
    tool: 'anypoint_apply_basic_auth_policy',
    args: { api: 'tour-api', username: 'partner' },
    says: 'shown only now',
    outcome: 'done',
  },
  {
    tool: 'anypoint_apply_policy',
    args: {
      api: 'tour-api',
      policy: 'rate-limiting',
      configuration: '{"rateLimits":[{"maximumRequests":100,"timePeriodInMilliseconds":60000}]}',
    },
    says: 'rate-limiting',
    outcome: 'done',
  },
  { tool: 'anypoint_list_api_policies', args: { api: 'tour-api' }, says: '[secret]' },
  {
    tool: 'anypoint_update_policy',
    args: { api: 'tour-api', policy: 'rate-limiting', enabled: 'false' },
    says: 'disabled',
    outcome: 'done',
  },
  {
    tool: 'anypoint_remove_policy',
    args: { api: 'tour-api', policy: 'rate-limiting' },
    says: 'rate-limiting',
    outcome: 'done',
  },
  { tool: 'anypoint_diagnose_api', args: { api: 'tour-api' }, says: 'No application' },
  { tool: 'anypoint_verify_api_access', args: { api: 'orders-api' }, says: 'protected' },
  { tool: 'anypoint_delete_api', args: { api: 'tour-api' }, says: 'tour-api', outcome: 'done' },
];

/** Makes one call of the tour. */
export function take(
  { tool, args }: TourCall,
  client: TestClient,
  more: Record<string, unknown> = {},
): Promise<ToolAnswer> {
  return client.callTool(tool, { ...args, ...more });
}
