import { expect, it } from 'vitest';
import { seedGateways, seedIds } from '../../../../src/emulator/index.ts';
import { withEmulator } from '../../client.ts';
import { A, spec, X } from '../../services/apis/requests.ts';
import { type Read, replay, type Step } from '../replay.ts';

// https://github.com/mulesoft-anypoint/terraform-provider-anypoint: anypoint/resource_apim_flexgateway.go;
// https://github.com/mulesoft-anypoint/anypoint-client-go: apim, apim_upstream

const details: Readonly<Record<string, Read>> = {
  id: 'number',
  'audit.created.date': 'string',
  masterOrganizationId: 'string',
  organizationId: 'string',
  instanceLabel: 'string?',
  groupId: 'string',
  assetId: 'string',
  assetVersion: 'string',
  productVersion: 'string',
  description: 'string?',
  tags: 'array',
  order: 'number',
  providerId: 'string?',
  deprecated: 'boolean',
  lastActiveDate: 'string?',
  isPublic: 'boolean',
  technology: 'string',
  endpointUri: 'string?',
  'endpoint.audit': 'object',
  'endpoint.id': 'number',
  'endpoint.type': 'string',
  'endpoint.apiGatewayVersion': 'string?',
  'endpoint.proxyUri': 'string?',
  'endpoint.proxyRegistrationUri': 'string?',
  'endpoint.lastActiveDate': 'string?',
  'endpoint.deploymentType': 'string',
  'endpoint.apiVersionId': 'number',
  'deployment.id': 'number',
  'deployment.audit.created.date': 'string',
  'deployment.applicationId': 'string?',
  'deployment.applicationName': 'string?',
  'deployment.gatewayVersion': 'string',
  'deployment.environmentName': 'string',
  'deployment.environmentId': 'string',
  'deployment.targetId': 'string',
  'deployment.targetName': 'string',
  'deployment.updatedDate': 'string?',
  'deployment.type': 'string',
  'deployment.expectedStatus': 'string',
  'deployment.apiId': 'number',
  routing: 'array',
  status: 'string',
  autodiscoveryInstanceName: 'string',
};

/** The upstreams are listed after every change. */
const upstreams: Step = {
  method: 'GET',
  path: `${A}/{id}/upstreams`,
  takes: [200],
  reads: { upstreams: 'array', total: 'number', 'upstreams.0.id': 'string', 'upstreams.0.audit': 'object' },
};

it('creates an instance, replaces its default upstream by its own, and routes to them', async () => {
  await withEmulator({}, async (_emulator, call) => {
    const answers = await replay(call, [
      {
        method: 'POST',
        path: X,
        body: {
          technology: 'flexGateway',
          instanceLabel: 'terraform',
          spec,
          endpoint: {
            isCloudHub: null,
            proxyUri: 'http://0.0.0.0:8081/terraform',
            proxyRegistrationUri: null,
            deploymentType: 'HY',
            tlsContexts: null,
          },
          deployment: {
            environmentId: seedIds.rootSandbox,
            type: 'HY',
            expectedStatus: 'deployed',
            overwrite: false,
            targetId: seedGateways.orders,
            targetName: 'orders-gateway',
            gatewayVersion: '1.9.9',
          },
        },
        takes: [201],
        reads: { id: 'number' },
        keeps: { id: 'id' },
      },
      {
        method: 'POST',
        path: `${A}/{id}/upstreams`,
        body: { label: 'blue', uri: 'https://blue.example.com' },
        takes: [201],
        reads: { id: 'string' },
        keeps: { blue: 'id' },
      },
      upstreams,
      {
        method: 'PATCH',
        path: `${A}/{id}`,
        body: ({ blue }: Readonly<Record<string, string>>) => ({
          routing: [
            {
              label: 'all',
              upstreams: [{ weight: 100, id: blue }],
              rules: { methods: 'GET|POST', host: '', path: '/.*', headers: {} },
            },
          ],
        }),
        takes: [200],
      },
      { method: 'GET', path: `${A}/{id}`, takes: [200], reads: details },
      upstreams,
      { method: 'DELETE', path: `${A}/{id}`, takes: [204] },
      { method: 'GET', path: `${A}/{id}`, takes: [404] },
    ]);
    expect(answers[4]?.body.routing).toMatchObject([{ label: 'all', upstreams: [{ weight: 100 }] }]);
  });
});
