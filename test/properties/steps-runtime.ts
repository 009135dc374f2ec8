import fc from 'fast-check';
import { seedTargets } from '../../src/emulator/index.ts';
import { add, oneOf, picked, reading, replace, type Step } from './step.ts';

const clusterNames = ['catalog-cluster', 'pair', 'trio'];
const servers = ['mule-orders-1', 'mule-orders-2', 'mule-orders-3', 'mule-catalog-1'];

const membersOf = (entry: string): string[] => (/\[(.*)\]/.exec(entry)?.[1] ?? '').split(',').filter(Boolean);
const withMembers = (entry: string, members: string[]): string[] => [
  entry.replace(/\[.*\]/, `[${[...members].sort()}]`),
];

const cluster = picked(({ clusters }) => clusters, clusterNames);
const member = picked(({ clusters }) => clusters.flatMap(membersOf).map((one) => `${one} `), servers);
const free = picked(
  ({ clusters }) => servers.filter((one) => !clusters.flatMap(membersOf).includes(one)).map((one) => `${one} `),
  servers,
);

const createCluster = fc.tuple(oneOf(clusterNames), fc.array(free, { minLength: 1, maxLength: 3 })).map(
  ([name, choices]): Step =>
    (things) => {
      const members = [...new Set(choices.map((choose) => choose(things)))].sort();
      return {
        tool: 'anypoint_create_cluster',
        writes: ['POST /hybrid/**'],
        again: 'no change',
        args: { name, servers: members },
        change: ({ clusters }) => {
          // The cluster that is asked for, with all of its members, may be there from an earlier call.
          const there = `${name} [${members}] `;
          if (!clusters.some((one) => one.startsWith(there))) add(clusters, `${there}new`);
        },
      };
    },
);
const renameCluster = fc.tuple(cluster, oneOf(clusterNames)).map(
  ([choose, newName]): Step =>
    (things) => {
      const name = choose(things);
      return {
        tool: 'anypoint_rename_cluster',
        writes: ['PATCH /hybrid/**'],
        again: 'failed',
        args: { cluster: name, newName },
        change: ({ clusters }) => replace(clusters, name, (entry) => [entry.replace(name, newName)]),
      };
    },
);
const deleteCluster = cluster.map(
  (choose): Step =>
    (things) => {
      const name = choose(things);
      return {
        tool: 'anypoint_delete_cluster',
        writes: ['DELETE /hybrid/**'],
        again: 'no change',
        args: { cluster: name },
        change: ({ clusters, applications }) => {
          replace(clusters, name, () => []);
          // It goes with the place where it runs, of which the plan warns.
          if (!clusters.some((one) => one.endsWith(` ${seedTargets.catalogCluster}`))) {
            delete applications['catalog-batch'];
          }
        },
      };
    },
);
const addServer = fc.tuple(cluster, free).map(
  ([choose, chooseServer]): Step =>
    (things) => {
      const [name, server] = [choose(things), chooseServer(things)];
      return {
        tool: 'anypoint_add_cluster_server',
        writes: ['POST /hybrid/**'],
        again: 'no change',
        args: { cluster: name, server },
        change: ({ clusters }) =>
          replace(clusters, name, (entry) => withMembers(entry, [...new Set([...membersOf(entry), server])])),
      };
    },
);
const removeServer = fc.tuple(cluster, member).map(
  ([choose, chooseServer]): Step =>
    (things) => {
      const [name, server] = [choose(things), chooseServer(things)];
      return {
        tool: 'anypoint_remove_cluster_server',
        writes: ['DELETE /hybrid/**'],
        again: 'no change',
        args: { cluster: name, server },
        change: ({ clusters }) =>
          replace(clusters, name, (entry) =>
            withMembers(
              entry,
              membersOf(entry).filter((one) => one !== server),
            ),
          ),
      };
    },
);
const renameServer = fc.constant<Step>(({ servers: all }) => {
  const server = all.some((one) => one.startsWith('mule-legacy-1 ')) ? 'mule-legacy-1' : 'mule-prod-9';
  const newName = server === 'mule-legacy-1' ? 'mule-prod-9' : 'mule-legacy-1';
  return {
    tool: 'anypoint_rename_server',
    writes: ['PATCH /hybrid/**'],
    again: 'failed',
    args: { server, newName },
    change: (things) => replace(things.servers, server, (entry) => [entry.replace(server, newName)]),
  };
});
const deleteServer = oneOf([...servers, 'mule-batch-1', 'mule-new-1']).map(
  (server): Step =>
    () => ({
      tool: 'anypoint_delete_server',
      writes: ['DELETE /hybrid/**'],
      again: 'no change',
      args: { server },
      change: (things) => replace(things.servers, server, () => []),
    }),
);

/** Any call about clusters and servers. */
export const runtimeSteps = fc.oneof(
  createCluster,
  renameCluster,
  deleteCluster,
  addServer,
  addServer,
  removeServer,
  renameServer,
  deleteServer,
  reading({ tool: 'anypoint_list_clusters', args: {} }, { tool: 'anypoint_list_servers', args: {} }),
);
