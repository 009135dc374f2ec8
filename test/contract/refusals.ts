import { seedApis, seedGateways, seedTargets } from '../../src/emulator/index.ts';
import type { Harness } from '../support/harness.ts';

const nobody = '00000000-0000-4000-8000-000000000000';

/** What only `anypoint-mcp doctor` asks. */
export async function askLikeTheDoctor({ session, emulator }: Harness): Promise<void> {
  const { organizationId, clientId } = emulator.access;
  await session.platform.accessManagement.connectedAppScopes(organizationId, clientId);
}

/**
 * Requests that the platform has to refuse. Tools read before they write, and meet these refusals only when somebody
 * else changed it meanwhile. Returns what was not refused.
 */
export async function provokeRefusals({ session, emulator }: Harness): Promise<string[]> {
  const { organizationId, environmentId } = emulator.access;
  const place = { organizationId, environmentId };
  const { platform } = session;
  const { runtimeManager, gatewayManager, apiManager, apiPolicies, cloudHub, applicationManager } = platform;
  const { hybridApplications, exchange, apiDeployments, accessManagement } = platform;
  const clustered = { serverId: String(seedTargets.catalog1), serverIp: '10.20.6.41' };
  const basicAuth = {
    groupId: '68ef9520-24e9-4cf2-b2f5-620025690913',
    assetId: 'http-basic-authentication',
    assetVersion: '1.3.2',
    configurationData: { username: 'u', password: 'contract-only-5' },
    pointcutData: null,
  };
  const orders = String(seedApis.orders);
  const known = { organizationId, groupId: organizationId, assetId: 'orders-api', version: '1.0.0' };
  const attempts: Record<string, () => Promise<unknown>> = {
    'organization nobody knows': () => accessManagement.hierarchy(nobody),
    'environments nobody knows': () => accessManagement.environments(nobody, 10),
    'server nobody knows': () => runtimeManager.server(place, '999'),
    'deleting a server of a cluster': () => runtimeManager.deleteServer(place, String(seedTargets.catalog1)),
    'renaming a server to a name that is taken': () =>
      runtimeManager.renameServer(place, String(seedTargets.ordersApi1), 'mule-orders-2'),
    'cluster nobody knows': () => runtimeManager.cluster(place, '999'),
    'deleting a cluster nobody knows': () => runtimeManager.deleteCluster(place, '999'),
    'cluster of a server in another': () =>
      runtimeManager.createCluster(place, { name: 'taken', multicastEnabled: false, servers: [clustered] }),
    'adding a server of another cluster': () => runtimeManager.addClusterServer(place, '999', clustered),
    'removing a server that is no member': () =>
      runtimeManager.removeClusterServer(place, String(seedTargets.catalogCluster), '999'),
    'application on servers nobody knows': () => hybridApplications.application(place, '999'),
    'gateway nobody knows': () => gatewayManager.gateway(place, nobody),
    'deleting a gateway nobody knows': () => gatewayManager.delete(place, nobody),
    'stopping a gateway nobody knows': () => gatewayManager.setDesiredStatus(place, nobody, 'STOPPED'),
    'usage nobody may see': () => gatewayManager.usage(nobody, 'small'),
    'API nobody knows': () => apiManager.delete(place, '999'),
    'API without anything': () => apiManager.create(place, {}),
    'the same policy again': () => apiPolicies.apply(place, orders, basicAuth),
    'policy nobody knows': () => apiPolicies.policy(place, orders, '999'),
    'changing a policy nobody knows': () =>
      apiPolicies.change(place, { apiId: orders, policyId: '999' }, { disabled: true }),
    'deploying an API that is deployed': () =>
      apiDeployments.deploy(place, String(seedApis.fulfilment), {
        targetId: seedGateways.orders,
        targetName: 'orders-gateway',
        gatewayVersion: '1.9.9',
      }),
    'publishing a version again': () =>
      exchange.publish({ ...known, name: 'Orders API', type: 'http-api', description: '', apiVersion: 'v1' }),
    'CloudHub 1.0 application nobody knows': () => cloudHub.application(place, 'nobody-knows'),
    'stopping a CloudHub 1.0 application nobody knows': () => cloudHub.setStatus(place, 'nobody-knows', 'stop'),
    'deployment nobody knows': () => applicationManager.deployment(place, nobody),
    'changing a deployment nobody knows': () => applicationManager.setDesiredState(place, nobody, 'STOPPED'),
  };
  const accepted: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    const refused = await attempt().then(
      () => false,
      () => true,
    );
    if (!refused) accepted.push(`${name}: was accepted`);
  }
  return accepted;
}
