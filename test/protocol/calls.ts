import type { TestClient, ToolAnswer } from '../support/clients.ts';

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
];

/** Makes one call of the tour. */
export function take(
  { tool, args }: TourCall,
  client: TestClient,
  more: Record<string, unknown> = {},
): Promise<ToolAnswer> {
  return client.callTool(tool, { ...args, ...more });
}
