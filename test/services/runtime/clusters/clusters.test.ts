import { describe, expect, it } from 'vitest';
import type { Cluster, Server } from '../../../../src/services/runtime/client.ts';
import {
  clusteringIpOf,
  clusterProblems,
  modeOf,
  versionWarnings,
} from '../../../../src/services/runtime/clusters/clusters.ts';

function server(id: string, facts: Partial<Server> = {}): Server {
  // Members that the platform leaves out are undefined after reading.
  return { id, name: `mule-${id}`, status: 'RUNNING', addresses: [], ...facts } as Server;
}

function cluster(facts: Partial<Cluster>): Cluster {
  // As above.
  return { id: '9', name: 'orders', status: 'RUNNING', servers: [server('1'), server('2')], ...facts } as Cluster;
}

const sees = (serverId: string, ...visibleNodeIds: string[]) => ({ serverId, visibleNodeIds });

describe('modeOf', () => {
  it('does not guess', () => {
    expect(modeOf(cluster({ multicastEnabled: true }))).toBe('multicast');
    expect(modeOf(cluster({ multicastEnabled: false }))).toBe('unicast');
    expect(modeOf(cluster({}))).toBe('unknown');
  });
});

describe('clusteringIpOf', () => {
  it('prefers the address that the cluster uses', () => {
    const addresses = ['10.0.0.1'];
    expect(clusteringIpOf(server('1', { addresses, currentClusteringIp: '10.0.0.9' }))).toBe('10.0.0.9');
    expect(clusteringIpOf(server('1', { addresses }))).toBe('10.0.0.1');
    expect(clusteringIpOf(server('1'))).toBeUndefined();
  });
});

describe('versionWarnings', () => {
  it('puts the most frequent version first and ignores unknown ones', () => {
    const [warning] = versionWarnings([
      server('1', { muleVersion: '4.4.0' }),
      server('2', { muleVersion: '4.9.6' }),
      server('3', { muleVersion: '4.9.6' }),
      server('4'),
    ]);
    expect(warning).toContain('"4.9.6" on "mule-2" (2), "mule-3" (3); "4.4.0" on "mule-1" (1).');
    expect(versionWarnings([server('1', { muleVersion: '4.4.0' }), server('4')])).toEqual([]);
  });
});

describe('clusterProblems', () => {
  it('knows nothing about a split without a visibility map', () => {
    expect(clusterProblems(cluster({}))).toEqual([]);
    expect(clusterProblems(cluster({ visibilityMap: { mapNodes: [sees('1', '2')] } }))).toEqual([]);
  });

  it('does not take a cluster that still forms for a split one', () => {
    expect(clusterProblems(cluster({ status: 'CREATED', visibilityMap: { mapNodes: [sees('1')] } }))).toEqual([]);
  });

  it('points at addresses and ports in a unicast cluster', () => {
    const visibilityMap = { mapNodes: [sees('1', '2'), sees('2')] };
    expect(clusterProblems(cluster({ multicastEnabled: false, visibilityMap }))).toEqual([
      'Server "mule-2" (2) does not see "mule-1" (1): check that they reach each other at their clustering addresses and ports.',
    ]);
  });

  it('does not expect any member to see one that is down', () => {
    const servers = [server('1'), server('2', { status: 'DISCONNECTED' })];
    expect(clusterProblems(cluster({ servers, visibilityMap: { mapNodes: [sees('1'), sees('2')] } }))).toEqual([
      'Server "mule-2" (2) is DISCONNECTED: check its runtime and its connection to the platform.',
    ]);
  });
});
