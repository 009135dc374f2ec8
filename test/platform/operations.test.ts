import { describe, expect, it } from 'vitest';
import { defineOperations } from '../../src/platform/operations.ts';

const base = { base: '/parcels/api', source: { document: 'parcels' }, read: 'Read Servers' } as const;

describe('the operations of a service', () => {
  it('need what reading and writing need, or what they name themselves', () => {
    const operations = defineOperations(
      { ...base, write: 'Manage Servers' },
      { list: 'GET /parcels', send: 'POST /parcels', weigh: { call: 'GET /weight', permission: [] } },
    );
    expect(operations.list.permission).toEqual(['Read Servers']);
    expect(operations.send.permission).toEqual(['Manage Servers']);
    expect(operations.weigh.permission).toEqual([]);
  });

  it('may leave out what writing needs only where nothing is written', () => {
    expect(defineOperations(base, { list: 'GET /parcels' }).list.permission).toEqual(['Read Servers']);
    expect(() => defineOperations(base, { send: 'POST /parcels' })).toThrow(
      'POST /parcels names no permission: give it one, or say which all writes of /parcels/api need in `write`.',
    );
  });
});
