import { describe, expect, it } from 'vitest';
import type { Server } from '../../../src/services/runtime/client.ts';
import { addressesOf, filterServers, ownerOf, serverProblems } from '../../../src/services/runtime/servers.ts';

const now = Date.parse('2026-01-15T09:00:00Z');

function server(facts: Partial<Server> = {}): Server {
  // Members that the platform leaves out are undefined after reading.
  return { id: '1', name: 'mule-1', status: 'RUNNING', addresses: [], ...facts } as Server;
}

describe('ownerOf', () => {
  it('names cluster, group, or nothing', () => {
    expect(ownerOf(server({ clusterId: '4', clusterName: 'orders' }))).toEqual({
      kind: 'cluster',
      id: '4',
      name: 'orders',
    });
    expect(ownerOf(server({ serverGroupId: '5' }))).toEqual({ kind: 'server group', id: '5', name: '5' });
    expect(ownerOf(server())).toBeUndefined();
  });
});

describe('addressesOf', () => {
  it('leaves out what is no IP address', () => {
    expect(addressesOf(server({ addresses: ['', 'host; rm -rf /', '10.0.0.1', 'fd00::1'] }))).toEqual([
      '10.0.0.1',
      'fd00::1',
    ]);
  });
});

describe('filterServers', () => {
  it('needs every condition', () => {
    const servers = [
      server({ id: '1', name: 'a-1' }),
      server({ id: '2', name: 'a-2', status: 'DISCONNECTED' }),
      server({ id: '3', name: 'a-3', clusterId: '9' }),
    ];
    const found = filterServers(servers, { status: 'RUNNING', membership: 'free', nameContains: 'A-' });
    expect(found.map(({ id }) => id)).toEqual(['1']);
    expect(filterServers(servers, {})).toHaveLength(3);
  });
});

describe('serverProblems', () => {
  it('finds nothing wrong with a running server whose certificate and licence last', () => {
    expect(serverProblems(server({ certificateExpirationDate: '2026-03-15T09:00:00.000Z' }), now)).toEqual([]);
  });

  it.each([
    ['2026-01-15T09:00:00.000Z', 'Its licence expired at 2026-01-15T09:00:00.000Z: renew it.'],
    ['2026-01-15T10:00:00.000Z', 'Its licence expires at 2026-01-15T10:00:00.000Z, in 1 day: renew it before.'],
    ['2026-02-14T09:00:00.000Z', 'Its licence expires at 2026-02-14T09:00:00.000Z, in 30 days: renew it before.'],
  ])('reports a licence until %s', (licenseExpirationDate, problem) => {
    expect(serverProblems(server({ licenseExpirationDate }), now)).toEqual([problem]);
  });
});
