import { type ClientOptions, PlatformClient } from '../platform/client.ts';
import { Endpoints } from '../platform/endpoints.ts';
import { type Http, isLoopback } from '../platform/http.ts';
import { AccessManagement } from './access/client.ts';
import { EnvironmentClients } from './access/environment-clients.ts';
import { ApiManager } from './apis/client.ts';
import { ApiDeployments } from './apis/deployments-client.ts';
import { ApiPolicies } from './apis/policies-client.ts';
import { PolicyTemplates } from './apis/policy-templates-client.ts';
import { CloudHub } from './applications/cloudhub-client.ts';
import { ApplicationManager } from './applications/cloudhub2-client.ts';
import { HybridApplications } from './applications/servers-client.ts';
import { Exchange } from './exchange/client.ts';
import { GatewayManager } from './gateways/client.ts';
import { StandaloneGateways } from './gateways/standalone-client.ts';
import { RuntimeManager } from './runtime/client.ts';
import { RuntimeFabric } from './runtime-fabric/client.ts';

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
