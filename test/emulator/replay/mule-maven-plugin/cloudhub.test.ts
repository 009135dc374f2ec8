import { expect, it } from 'vitest';
import { seedApplications, seedGateways, seedIds } from '../../../../src/emulator/index.ts';
import { form, jar, withEmulator } from '../../client.ts';
import { type Read, replay } from '../replay.ts';

// https://github.com/mulesoft/mule-maven-plugin: mule-deployer/src/main/java/org/mule/tools/client/cloudhub and
// client/fabric (RuntimeFabricClient.java, model/DeploymentDetailedResponse.java)

const C = '/cloudhub/api';
const application: Readonly<Record<string, Read>> = {
  domain: 'string',
  fullDomain: 'string',
  description: 'string?',
  properties: 'object',
  deploymentUpdateStatus: 'string?',
  status: 'string',
  lastUpdateTime: 'number',
  userId: 'string?',
  userName: 'string?',
  persistentQueues: 'boolean',
  persistentQueuesEncryptionEnabled: 'boolean',
  persistentQueuesEncrypted: 'boolean',
  monitoringEnabled: 'boolean',
  monitoringAutoRestart: 'boolean',
  staticIPsEnabled: 'boolean',
  multitenanted: 'boolean',
  hasFile: 'boolean',
  secureDataGatewayEnabled: 'boolean',
  vpnEnabled: 'boolean',
  objectStoreV1: 'boolean',
  'trackingSettings.trackingLevel': 'string',
  'muleVersion.version': 'string',
  region: 'string',
  'workers.amount': 'number',
  'workers.type.name': 'string',
  'workers.remainingOrgWorkers': 'number',
  'workers.totalOrgWorkers': 'number',
  logLevels: 'array',
  ipAddresses: 'array',
};

it('deploys to CloudHub: checks the domain, uploads, reads until it is started', async () => {
  await withEmulator({}, async (_emulator, call) => {
    const appInfoJson = JSON.stringify({
      domain: 'maven-app',
      muleVersion: { version: '4.9.6' },
      properties: { a: '1' },
      workers: { amount: 1, type: { name: 'Micro' } },
    });
    const one = `${C}/v2/applications/maven-app`;
    const answers = await replay(call, [
      {
        method: 'GET',
        path: `${C}/applications/domains/maven-app`,
        takes: [200],
        reads: { available: 'boolean' },
      },
      {
        method: 'GET',
        path: `${C}/mule-versions`,
        takes: [200],
        reads: { 'data.0.version': 'string', total: 'number' },
      },
      {
        method: 'POST',
        path: `${C}/v2/applications`,
        body: () => form({ appInfoJson, autoStart: 'true', file: jar() }),
        takes: [200],
        reads: application,
      },
      { method: 'GET', path: one, takes: [200], reads: application },
      {
        method: 'GET',
        path: `${one}/deployments?orderByDate=DESC`,
        takes: [200],
        reads: { 'data.0.deploymentId': 'string', 'data.0.instances.0.instanceId': 'string', total: 'number' },
      },
      { method: 'POST', path: `${C}/applications/maven-app/status`, body: { status: 'STOP' }, takes: [200] },
      { method: 'DELETE', path: `${C}/applications/maven-app`, takes: [200, 204] },
    ]);
    expect(answers[3]?.body.status).toBe('STARTED');
  });
});

it('reads the target and its domains, then a deployment of CloudHub 2.0', async () => {
  await withEmulator({}, async (_emulator, call) => {
    const target = `/runtimefabric/api/organizations/${seedIds.root}/targets/${seedGateways.spaceUs}`;
    const place = `organizations/${seedIds.root}/environments/${seedIds.rootSandbox}`;
    await replay(call, [
      { method: 'GET', path: target, takes: [200], reads: { id: 'string', name: 'string', runtimes: 'array' } },
      {
        method: 'GET',
        path: `${target}/environments/${seedIds.rootSandbox}/domains`,
        takes: [200],
        reads: { '0': 'string' },
      },
      {
        method: 'GET',
        path: `/amc/application-manager/api/v2/${place}/deployments/${seedApplications.ordersAppId}`,
        takes: [200],
        reads: {
          id: 'string',
          name: 'string',
          creationDate: 'number',
          lastModifiedDate: 'number',
          labels: 'array',
          'target.targetId': 'string',
          'target.provider': 'string',
          'target.replicas': 'number',
          status: 'string',
          'application.status': 'string',
          'application.desiredState': 'string',
          'application.ref.artifactId': 'string',
          'replicas.0.id': 'string',
          'replicas.0.state': 'string',
        },
      },
    ]);
  });
});
