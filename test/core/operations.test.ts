import { describe, expect, it } from 'vitest';
import { call, thenCall, tool } from '../../src/core/operations.ts';

describe('an operation in advice', () => {
  it('is a call with its arguments, one that comes after another, or a mention', () => {
    expect(call('cluster.delete', { cluster: '4' })).toEqual({
      operation: 'cluster.delete',
      arguments: { cluster: '4' },
    });
    expect(thenCall('cluster.create', { name: 'a', servers: ['1'] })).toEqual({
      operation: 'cluster.create',
      arguments: { name: 'a', servers: ['1'] },
      after: true,
    });
    expect(tool('cluster.list')).toEqual({ operation: 'cluster.list' });
  });

  it('does not compile without what its tool requires', () => {
    // @ts-expect-error the server is missing
    expect(call('cluster.addServer', { cluster: '4' })).toBeDefined();
    // @ts-expect-error the name is missing
    expect(call('api.create', { gateway: 'g', upstream: 'https://a.test' })).toBeDefined();
    // @ts-expect-error the servers are missing
    expect(thenCall('cluster.create', { name: 'a' })).toBeDefined();
  });

  it('does not compile with what its tool does not take', () => {
    // @ts-expect-error no such argument
    expect(call('cluster.delete', { cluster: '4', force: true })).toBeDefined();
    // @ts-expect-error no such argument, where all are optional
    expect(call('gateway.list', { size: 'large' })).toBeDefined();
    // @ts-expect-error no text
    expect(call('cluster.delete', { cluster: 4 })).toBeDefined();
    // @ts-expect-error not one of the kinds
    expect(call('gateway.list', { kind: 'shared' })).toBeDefined();
  });

  it('does not compile where no tool carries it out', () => {
    // @ts-expect-error unknown
    expect(call('cluster.fixEverything', {})).toBeDefined();
    // @ts-expect-error unknown
    expect(tool('cluster.fixEverything')).toBeDefined();
    // @ts-expect-error the name of a tool is not the name of an operation
    expect(tool('anypoint_list_clusters')).toBeDefined();
  });
});
