import type { Situation } from '../../support/printed-calls.ts';

const full = Array.from({ length: 8 }, (_, index) => `mule-full-${index + 1}`);

const down = { name: 'mule-down-1', ip: '10.20.8.2', status: 'DISCONNECTED' };

/** What the texts about servers and clusters print, outside of diagnoses. */
export const runtimeSituations: readonly Situation[] = [
  {
    when: 'a server of another cluster is to be in a new one',
    call: ['anypoint_create_cluster', { name: 'orders', servers: ['mule-catalog-1', 'mule-orders-1'] }],
    repairedBy: 0,
  },
  {
    when: 'a server of a cluster is to be deleted',
    call: ['anypoint_delete_server', { server: 'mule-catalog-1' }],
    repairedBy: 0,
  },
  {
    when: 'a cluster has no place for one more server',
    scenario: {
      servers: full.map((name, index) => ({ name, ip: `10.20.9.${index + 1}` })),
      clusters: [{ name: 'full', servers: full }],
    },
    call: ['anypoint_add_cluster_server', { cluster: 'full', server: 'mule-orders-1' }],
    fill: { '<server>': 'mule-full-8' },
    repairedBy: 0,
  },
  {
    when: 'the last server is to be taken out of its cluster',
    scenario: { clusters: [{ name: 'single', servers: ['mule-orders-1'] }] },
    call: ['anypoint_remove_cluster_server', { cluster: 'single', server: 'mule-orders-1', dryRun: true }],
  },
  {
    when: 'a cluster without servers is read',
    scenario: { clusters: [{ name: 'empty', servers: ['mule-orders-2'] }] },
    prepare: (harness) => harness.ok('anypoint_remove_cluster_server', { cluster: 'empty', server: 'mule-orders-2' }),
    call: ['anypoint_get_cluster', { cluster: 'empty' }],
    fill: { '<server>': 'mule-orders-1' },
  },
  {
    when: 'a cluster is to be made of no server',
    call: ['anypoint_create_cluster', { name: 'none', servers: [] }],
  },
  {
    when: 'a server has the name that another is to get',
    call: ['anypoint_rename_server', { server: 'mule-orders-1', newName: 'mule-orders-2' }],
    fill: { '<another name>': 'mule-orders-9' },
    repairedBy: 0,
  },
  {
    when: 'a cluster has the name that a new one is to get',
    call: ['anypoint_create_cluster', { name: 'catalog-cluster', servers: ['mule-orders-1'] }],
    fill: { '<another name>': 'catalog-cluster-old' },
    repairedBy: 0,
  },
  {
    when: 'a new cluster does not run',
    scenario: { servers: [down] },
    call: ['anypoint_create_cluster', { name: 'half', servers: ['mule-orders-1', 'mule-down-1'] }],
  },
  {
    when: 'a server joins a cluster and does not run',
    scenario: { servers: [down], clusterRule: 'article' },
    call: ['anypoint_add_cluster_server', { cluster: 'catalog-cluster', server: 'mule-down-1', serverIp: '10.20.8.2' }],
  },
  {
    when: 'a new cluster is not complete in time',
    slow: true,
    call: [
      'anypoint_create_cluster',
      { name: 'orders', servers: ['mule-orders-1', 'mule-orders-2'], timeoutSeconds: 1 },
    ],
  },
  {
    when: 'a server has not joined a cluster in time',
    slow: true,
    call: ['anypoint_add_cluster_server', { cluster: 'catalog-cluster', server: 'mule-orders-1', timeoutSeconds: 1 }],
  },
];
