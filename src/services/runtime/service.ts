import { defineService } from '../../core/service.ts';
import { RuntimeManager, runtimeOperations } from './client.ts';
import { runtimeFindables } from './findables.ts';

/** Runtime Manager: servers and clusters. */
export const runtimeService = defineService({
  name: 'runtime',
  worksWith: ['access'],
  clients: ({ client }) => ({
    runtimeManager: new RuntimeManager(client),
  }),
  operations: [...Object.values(runtimeOperations)],
  findables: runtimeFindables,
});
