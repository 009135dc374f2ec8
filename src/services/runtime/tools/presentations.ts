import { called, count, quote } from '../../../core/text/quote.ts';
import { table } from '../../../core/text/table.ts';
import type { Presentation } from '../../../core/tools/result.ts';
import type { ClusterRow } from './rows.ts';

/** The progress of a rename, as the end of a sentence about the thing under its last seen name. */
export function nameState(seen: string, names: { previousName: string; newName: string }): string {
  return seen === names.newName ? `was ${quote(names.previousName)} before` : `is to become ${quote(names.newName)}`;
}

/** A cluster with its members, after something was done to it; `headline` may say what. */
export function clusterPresentation(cluster: ClusterRow, headline = ''): Presentation {
  const state = `Cluster ${called(cluster)} is ${cluster.status}, ${cluster.mode}, with ${count(cluster.servers.length, 'server')}.`;
  return {
    headline: headline === '' ? state : `${headline} ${state}`,
    data: table(cluster.servers, ['name', 'id', 'status', 'ip', 'muleVersion']),
  };
}
