import { AccessManagement } from './access-management.ts';
import { type ClientOptions, PlatformClient } from './client.ts';
import { GatewayManager } from './gateway-manager.ts';
import { RuntimeFabric } from './runtime-fabric.ts';
import { RuntimeManager } from './runtime-manager.ts';
import { StandaloneGateways } from './standalone-gateways.ts';

/** Every service of the platform that tools use, over one client. A new service is one file and one line here. */
export interface Platform {
  client: PlatformClient;
  accessManagement: AccessManagement;
  runtimeManager: RuntimeManager;
  gatewayManager: GatewayManager;
  standaloneGateways: StandaloneGateways;
  runtimeFabric: RuntimeFabric;
}

/** Builds the services over one shared client. */
export function createPlatform(options: ClientOptions): Platform {
  const client = new PlatformClient(options);
  return {
    client,
    accessManagement: new AccessManagement(client),
    runtimeManager: new RuntimeManager(client),
    gatewayManager: new GatewayManager(client),
    standaloneGateways: new StandaloneGateways(client),
    runtimeFabric: new RuntimeFabric(client),
  };
}
