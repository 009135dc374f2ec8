import type { Tool } from '../../../core/tools/tool.ts';
import { addClusterServer } from './add-cluster-server.ts';
import { createCluster } from './create-cluster.ts';
import { deleteCluster } from './delete-cluster.ts';
import { deleteServer } from './delete-server.ts';
import { diagnoseCluster } from './diagnose-cluster.ts';
import { getCluster } from './get-cluster.ts';
import { getServer } from './get-server.ts';
import { getServerRegistration } from './get-server-registration.ts';
import { listClusters } from './list-clusters.ts';
import { listServers } from './list-servers.ts';
import { removeClusterServer } from './remove-cluster-server.ts';
import { renameCluster } from './rename-cluster.ts';
import { renameServer } from './rename-server.ts';

/** Servers and clusters. */
export const runtimeTools: readonly Tool[] = [
  listServers,
  getServer,
  getServerRegistration,
  renameServer,
  deleteServer,
  listClusters,
  getCluster,
  createCluster,
  renameCluster,
  deleteCluster,
  addClusterServer,
  removeClusterServer,
  diagnoseCluster,
];
