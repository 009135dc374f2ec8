import { defineService } from '../../core/service.ts';
import { AccessManagement, accessOperations } from './client.ts';
import { EnvironmentClients, environmentClientOperations } from './environment-clients.ts';

/** Access Management: who is signed in, business groups, environments. */
export const accessService = defineService({
  name: 'access',
  clients: ({ client, secrets, isVisible }) => ({
    accessManagement: new AccessManagement(client, isVisible),
    environmentClients: new EnvironmentClients(client, secrets),
  }),
  operations: [...Object.values(accessOperations), ...Object.values(environmentClientOperations)],
});
