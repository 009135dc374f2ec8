import { defineService } from '../../core/service.ts';
import { ApiManager, apiManagerOperations } from './client.ts';
import { apisOfApplications, apisOnGateways } from './dependents.ts';
import { ApiDeployments, apiDeploymentOperations } from './deployments-client.ts';
import { apisNamed } from './instances.ts';
import { ApiPolicies, policyOperations } from './policies-client.ts';
import { PolicyTemplates, policyTemplateOperations } from './policy-templates-client.ts';

/** API Manager: instances, their deployments and policies. */
export const apisService = defineService({
  name: 'apis',
  worksWith: ['exchange', 'gateways', 'applications'],
  clients: ({ client }) => ({
    apiManager: new ApiManager(client),
    apiDeployments: new ApiDeployments(client),
    apiPolicies: new ApiPolicies(client),
    policyTemplates: new PolicyTemplates(client),
  }),
  operations: [
    ...Object.values(apiManagerOperations),
    ...Object.values(apiDeploymentOperations),
    ...Object.values(policyOperations),
    ...Object.values(policyTemplateOperations),
  ],
  dependents: [apisOnGateways, apisOfApplications],
  findables: [{ noun: 'API', named: apisNamed }],
});
