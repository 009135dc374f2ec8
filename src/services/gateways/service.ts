import { defineService } from '../../core/service.ts';
import { GatewayManager, gatewayManagerOperations } from './client.ts';
import { gatewaysNamed } from './gateways.ts';
import { StandaloneGateways, standaloneGatewayOperations } from './standalone-client.ts';

/** Managed and self-managed Flex (Omni) Gateways. */
export const gatewaysService = defineService({
  name: 'gateways',
  worksWith: ['runtime-fabric'],
  clients: ({ client }) => ({
    gatewayManager: new GatewayManager(client),
    standaloneGateways: new StandaloneGateways(client),
  }),
  operations: [...Object.values(gatewayManagerOperations), ...Object.values(standaloneGatewayOperations)],
  findables: [{ noun: 'gateway', named: gatewaysNamed }],
});
