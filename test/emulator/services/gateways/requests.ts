import { seedGateways } from '../../../../src/emulator/index.ts';
import { sandboxPath } from '../../client.ts';

/** The managed gateways of the root's Sandbox. */
export const G = `/gatewaymanager/api/v1/${sandboxPath}/gateways`;

/** An id that no gateway has. */
export const unknownId = '00000000-0000-4000-8000-000000000000';

/** Creates a managed gateway, with all settings. */
export const create = {
  name: 'new-gateway',
  targetId: seedGateways.spaceUs,
  runtimeVersion: '1.9.9',
  releaseChannel: 'lts',
  size: 'small',
  configuration: {
    ingress: { publicUrl: 'https://new-gateway-f20a11.q7x2ld.usa-e2.cloudhub.io/', forwardSslSession: true },
    properties: { upstreamResponseTimeout: 20, connectionIdleTimeout: 90 },
    logging: { level: 'warn', forwardLogs: false },
    tracing: { enabled: true, sampling: 5, labels: [{ type: 'literal', name: 'team', defaultValue: 'orders' }] },
  },
};
