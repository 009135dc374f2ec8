import { selfSigned } from '../../../src/emulator/core/tls.ts';
import { muleSoftGroupId, seedApis, seedGateways, seedIds } from '../../../src/emulator/index.ts';
import type { Answer, Caller } from '../../emulator/client.ts';
import type { BodyCase } from './cases.ts';

const organization = `organizations/${seedIds.root}`;
const place = `${organization}/environments/${seedIds.rootSandbox}`;
const spaces = 'cloudhub-20 POST /organizations/{organizationId}/privatespaces/{privateSpaceId}';
const changes = 'cloudhub-20 PATCH /organizations/{organizationId}/privatespaces/{privateSpaceId}';
const space = `/runtimefabric/api/${organization}/privatespaces/${seedGateways.spaceUs}`;
const inSpace = { privateSpaceId: seedGateways.spaceUs };
const { key, certificate } = selfSigned(['orders.example.com'], Date.UTC(2026, 0, 31));

const tunnel = { psk: 'shared.secret.1', ptpCidr: '169.254.12.0/30' };
const vpn = {
  name: 'office-1',
  remoteAsn: 65_002,
  localAsn: 65_001,
  remoteIpAddress: '1.2.3.4',
  staticRoutes: ['10.9.0.0/16'],
  vpnTunnels: [tunnel],
};
const gateway = {
  name: 'hub',
  resourceShareId: '5e409a9d-49a7-456c-82d7-a6254738a18d',
  resourceShareAccount: '251023060000',
  routes: ['10.0.0.0/21'],
};
const rules = [
  {
    domains: ['example.com'],
    cidrBlocks: ['10.1.0.0/16'],
    protocol: 'tcp',
    fromPort: 443,
    toPort: 444,
    description: 'web',
  },
];
const limits = {
  rateLimits: [{ maximumRequests: 1, timePeriodInMilliseconds: 1000 }],
  exposeHeaders: true,
  clusterizable: true,
};

const keys = 'No answer has keys [runtime-fabric.md#tls-contexts].';
const psk = 'No answer has the key of a tunnel [runtime-fabric.md#connections].';

async function made(call: Caller, path: string, body: unknown): Promise<Answer['body']> {
  const answer = await call('POST', path, body);
  if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Bodies for things that have to be made first, or whose values have to fit together. */
export const preparedCases: readonly BodyCase[] = [
  {
    operation: `${spaces}/associations`,
    parameters: inSpace,
    set: { 'associations.0': { organizationId: seedIds.root, environment: seedIds.rootSandbox } },
    out: { associations: 'A bare list, with environmentId [runtime-fabric.md#associations].' },
  },
  {
    operation: `${spaces}/tlsContexts`,
    parameters: inSpace,
    set: {
      'tlsConfig.keyStore': { source: 'PEM', certificate, key, certificateFileName: 'orders.pem' },
      'tlsConfig.trustStore': undefined,
    },
    read: `${space}/tlsContexts/{id}`,
    out: { tlsConfig: keys },
  },
  {
    operation: `${spaces}/connections`,
    parameters: inSpace,
    set: { 'vpns.0': vpn },
    read: `${space}/connections/{id}`,
    out: { 'vpns.0.vpnTunnels.0.psk': psk },
  },
  {
    operation: `${changes}/connections/{connectionId}`,
    parameters: inSpace,
    prepare: async (call) => ({
      connectionId: (await made(call, `${space}/connections`, { name: 'old', vpns: [vpn] })).id,
    }),
    set: { id: '{connectionId}', staticRoutes: ['10.8.0.0/16'] },
    out: { staticRoutes: 'Those of its VPNs [runtime-fabric.md#connections].' },
  },
  {
    operation: `${changes}/connections/vpns/{vpnId}`,
    parameters: inSpace,
    prepare: async (call) => {
      const [first] = (await made(call, `${space}/connections`, { name: 'old', vpns: [vpn] })).vpns;
      return { vpnId: first.vpnId, id: first.id };
    },
    set: { id: '{id}', remoteIpAddress: '1.2.3.9', staticRoutes: ['10.8.0.0/16'], 'vpnTunnels.0': tunnel },
    out: { 'vpnTunnels.0.psk': psk },
  },
  {
    operation: `${spaces}/transitgateways`,
    parameters: inSpace,
    set: gateway,
    read: `${space}/transitgateways/{id}`,
    out: {
      resourceShareId: 'As spec.resourceShare.id [runtime-fabric.md#transit-gateways].',
      resourceShareAccount: 'As spec.resourceShare.account.',
      routes: 'As status.routes.',
    },
  },
  {
    operation: `${changes}/transitgateways/{tgwId}`,
    parameters: inSpace,
    prepare: async (call) => ({ tgwId: (await made(call, `${space}/transitgateways`, gateway)).id }),
  },
  {
    operation: `${spaces}/egress`,
    parameters: inSpace,
    set: { rules },
    read: `${space}/egress/{id}`,
  },
  {
    operation: `${changes}/egress/{ruleGroupId}`,
    parameters: inSpace,
    prepare: async (call) => ({ ruleGroupId: (await made(call, `${space}/egress`, { name: 'old', rules: [] })).id }),
    set: { rules },
  },
  {
    operation:
      'api-manager PATCH /organizations/{organizationId}/environments/{environmentId}/apis/{environmentApiId}/upstreams/{upstreamId}',
    parameters: { environmentApiId: seedApis.fulfilment },
    prepare: async (call) => {
      const upstreams = `/apimanager/api/v1/${place}/apis/${seedApis.fulfilment}/upstreams`;
      return { upstreamId: (await made(call, upstreams, { label: 'old', uri: 'https://old.example.com' })).id };
    },
    set: { uri: 'https://new.example.com' },
  },
  {
    operation: 'api-manager PATCH /organizations/{organizationId}/automated-policies/{automatedPolicyId}',
    prepare: async (call) => {
      const policy = { groupId: muleSoftGroupId, assetId: 'rate-limiting', assetVersion: '1.4.1' };
      const ruleOfApplication = { environmentId: seedIds.rootSandbox };
      const body = { ...policy, ruleOfApplication, configurationData: limits };
      return {
        automatedPolicyId: (await made(call, `/apimanager/api/v1/${organization}/automated-policies`, body)).id,
      };
    },
    set: {
      'ruleOfApplication.organizationId': seedIds.root,
      'ruleOfApplication.environmentId': seedIds.rootSandbox,
      groupId: muleSoftGroupId,
      assetId: 'rate-limiting',
      assetVersion: '1.4.0',
      configurationData: limits,
    },
  },
  {
    operation:
      'flex-gateway-manager PUT /organizations/{organizationId}/environments/{environmentId}/gateways/{gatewayId}/runtime-configuration',
    parameters: { gatewayId: seedGateways.orders },
    set: {
      // Refused here: only self-managed gateways have it [gateways.md#runtime-configuration].
      'configuration.probe': undefined,
      'configuration.tls.defaultPoliciesOutboundTls.secretGroupId': '0f6a1d52-7c1b-4e63-9b1e-5d0a4f3c2b11',
      'configuration.tls.defaultPoliciesOutboundTls.truststoreId': '0f6a1d52-7c1b-4e63-9b1e-5d0a4f3c2b12',
    },
    read: `/gatewaymanager/api/v1/${place}/gateways/${seedGateways.orders}/runtime-configuration`,
  },
];
