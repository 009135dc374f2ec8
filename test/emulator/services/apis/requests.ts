import { muleSoftGroupId, seedGateways, seedIds } from '../../../../src/emulator/index.ts';
import { type Caller, sandboxPath } from '../../client.ts';

/** The instances of the root's Sandbox. */
export const A = `/apimanager/api/v1/${sandboxPath}/apis`;

/** The same in the experience API. */
export const X = `/apimanager/xapi/v1/${sandboxPath}/apis`;

/** The asset of the instances. */
export const spec = { groupId: seedIds.root, assetId: 'inventory-api', version: '1.0.0' };

/** The endpoint of a Mule 4 instance that has no proxy. */
export const endpoint = { uri: null, proxyUri: null, isCloudHub: null, muleVersion4OrAbove: true };

/** Creates an instance for Mule. */
export const mule = { technology: 'mule4', instanceLabel: 'mine', spec, endpoint };

/** Creates an instance for Flex with two upstreams. */
export const flex = {
  technology: 'flexGateway',
  instanceLabel: 'edge',
  spec,
  endpoint: { deploymentType: 'HY', proxyUri: 'http://0.0.0.0:8081/stock', isCloudHub: null },
  routing: [
    {
      label: 'default',
      rules: { methods: 'GET|POST', path: '/.*' },
      upstreams: [
        { weight: 60, uri: 'https://a.example', label: 'a' },
        { weight: 40, uri: 'https://b.example', label: 'b' },
      ],
    },
  ],
};

/** Deploys a Flex instance to a gateway. */
export const deployment = {
  type: 'HY',
  environmentId: seedIds.rootSandbox,
  targetId: seedGateways.orders,
  targetName: 'orders-gateway',
  gatewayVersion: '1.9.9',
};

/** Creates an instance and returns its id. */
export async function idOf(call: Caller, body: object = mule): Promise<number> {
  return (await call('POST', A, body)).body.id;
}

/** A policy with a sensitive value. */
export const basicAuth = {
  groupId: muleSoftGroupId,
  assetId: 'http-basic-authentication',
  assetVersion: '1.3.2',
  configurationData: { username: 'nora', password: 'k3-Long-and-own' },
};

/** A request to apply a MuleSoft policy. */
export const policy = (assetId: string, assetVersion: string, configurationData: object = {}, more: object = {}) => ({
  groupId: muleSoftGroupId,
  assetId,
  assetVersion,
  configurationData,
  ...more,
});
