import { AccessManagement } from './access-management.ts';
import { ApiDeployments } from './api-deployments.ts';
import { ApiManager } from './api-manager.ts';
import { ApiPolicies } from './api-policies.ts';
import { ApplicationManager } from './application-manager.ts';
import { type ClientOptions, PlatformClient } from './client.ts';
import { CloudHub } from './cloudhub.ts';
import { Endpoints } from './endpoints.ts';
import { EnvironmentClients } from './environment-clients.ts';
import { Exchange } from './exchange.ts';
import { GatewayManager } from './gateway-manager.ts';
import { type Http, isLoopback } from './http.ts';
import { HybridApplications } from './hybrid-applications.ts';
import { PolicyTemplates } from './policy-templates.ts';
import { RuntimeFabric } from './runtime-fabric.ts';
import { RuntimeManager } from './runtime-manager.ts';
import { StandaloneGateways } from './standalone-gateways.ts';

/** Every service of the platform that tools use, over one client. A new service is one file and one line here. */
export interface Platform {
  client: PlatformClient;
  endpoints: Endpoints;
  accessManagement: AccessManagement;
  runtimeManager: RuntimeManager;
  gatewayManager: GatewayManager;
  standaloneGateways: StandaloneGateways;
  runtimeFabric: RuntimeFabric;
  exchange: Exchange;
  apiManager: ApiManager;
  apiPolicies: ApiPolicies;
  policyTemplates: PolicyTemplates;
  apiDeployments: ApiDeployments;
  environmentClients: EnvironmentClients;
  cloudHub: CloudHub;
  applicationManager: ApplicationManager;
  hybridApplications: HybridApplications;
}

/** Builds the services over one shared client. `endpointHttp` asks endpoints of APIs, which are not the platform's. */
export function createPlatform(options: ClientOptions, endpointHttp: Http): Platform {
  const client = new PlatformClient(options);
  return {
    client,
    endpoints: new Endpoints(endpointHttp, isLoopback(options.baseUrl)),
    accessManagement: new AccessManagement(client),
    runtimeManager: new RuntimeManager(client),
    gatewayManager: new GatewayManager(client),
    standaloneGateways: new StandaloneGateways(client),
    runtimeFabric: new RuntimeFabric(client),
    exchange: new Exchange(client),
    apiManager: new ApiManager(client),
    apiPolicies: new ApiPolicies(client),
    policyTemplates: new PolicyTemplates(client),
    apiDeployments: new ApiDeployments(client),
    environmentClients: new EnvironmentClients(client, options.secrets),
    cloudHub: new CloudHub(client, options.secrets),
    applicationManager: new ApplicationManager(client, options.secrets),
    hybridApplications: new HybridApplications(client, options.secrets),
  };
}
