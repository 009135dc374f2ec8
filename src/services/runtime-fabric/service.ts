import { defineService } from '../../core/service.ts';
import { RuntimeFabric, runtimeFabricOperations } from './client.ts';

/** Private spaces. */
export const runtimeFabricService = defineService({
  name: 'runtime-fabric',
  clients: ({ client }) => ({
    runtimeFabric: new RuntimeFabric(client),
  }),
  operations: [...Object.values(runtimeFabricOperations)],
});
