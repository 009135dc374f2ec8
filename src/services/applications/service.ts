import { defineService } from '../../core/service.ts';
import { applicationsNamed } from './applications.ts';
import { CloudHub, cloudHubOperations } from './cloudhub-client.ts';
import { ApplicationManager, cloudHub2Operations } from './cloudhub2-client.ts';
import { applicationsOnServers } from './dependents.ts';
import { HybridApplications, serverApplicationOperations } from './servers-client.ts';

/** Mule applications on CloudHub 1.0, CloudHub 2.0, Runtime Fabric and servers. */
export const applicationsService = defineService({
  name: 'applications',
  worksWith: ['exchange', 'runtime'],
  clients: ({ client, secrets }) => ({
    cloudHub: new CloudHub(client, secrets),
    applicationManager: new ApplicationManager(client, secrets),
    hybridApplications: new HybridApplications(client, secrets),
  }),
  operations: [
    ...Object.values(cloudHubOperations),
    ...Object.values(cloudHub2Operations),
    ...Object.values(serverApplicationOperations),
  ],
  dependents: [applicationsOnServers],
  findables: [{ noun: 'application', named: applicationsNamed }],
});
