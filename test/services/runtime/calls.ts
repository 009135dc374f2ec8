import type { ServiceCall } from '../../contract/calls.ts';

/**
 * Calls besides the examples of the tools, so that every operation, every kind of thing and every setting is sent once.
 * The contract test makes them one after the other on one platform.
 */
export const calls: readonly ServiceCall[] = [
  { tool: 'anypoint_list_servers' },
  { tool: 'anypoint_get_server', args: { server: 'mule-orders-1' } },
  { tool: 'anypoint_get_server', args: { server: '999' }, refused: true },
  { tool: 'anypoint_get_server_registration', args: { serverName: 'mule-9' } },
  {
    tool: 'anypoint_create_cluster',
    args: { name: 'unicast', servers: ['mule-orders-1', 'mule-orders-2'], serverIps: ['10.20.4.11', '10.20.4.12'] },
  },
  { tool: 'anypoint_list_clusters' },
  { tool: 'anypoint_get_cluster', args: { cluster: 'unicast' } },
  { tool: 'anypoint_diagnose_cluster', args: { cluster: 'unicast' } },
  { tool: 'anypoint_diagnose_cluster', args: { cluster: 'catalog-cluster' } },
  { tool: 'anypoint_diagnose_cluster', args: { cluster: '999' }, refused: true },
  {
    tool: 'anypoint_add_cluster_server',
    args: { cluster: 'unicast', server: 'mule-orders-3', serverIp: '10.20.4.13' },
  },
  { tool: 'anypoint_remove_cluster_server', args: { cluster: 'unicast', server: 'mule-orders-3' } },
  { tool: 'anypoint_rename_cluster', args: { cluster: 'unicast', newName: 'renamed' } },
  { tool: 'anypoint_rename_cluster', args: { cluster: 'renamed', newName: 'catalog-cluster' }, refused: true },
  { tool: 'anypoint_delete_cluster', args: { cluster: 'renamed' } },
  {
    tool: 'anypoint_create_cluster',
    args: { name: 'multicast', servers: ['mule-orders-1', 'mule-orders-2'], multicast: true },
  },
  { tool: 'anypoint_rename_server', args: { server: 'mule-orders-3', newName: 'mule-spare' } },
  { tool: 'anypoint_delete_server', args: { server: 'mule-spare' } },
];
