import { describe, expect, it } from 'vitest';
import {
  muleSoftGroupId,
  seedApis,
  seedApplications,
  seedGateways,
  seedIds,
  seedTargets,
} from '../../src/emulator/index.ts';
import { form, sandboxPath, withEmulator } from './client.ts';
import { A, basicAuth, deployment, flex, mule, policy, X } from './services/apis/requests.ts';

// What clients that nobody here wrote send and read. Each test names its source: the number of an issue of
// mulesoft-anypoint/terraform-provider-anypoint (tf), MuleSoft's documents (spec) and documentation (doc), recorded
// answers in public repositories (rec), scripts in public use (use).

const arm = '/hybrid/api/v1';
const amc = `/amc/application-manager/api/v2/${sandboxPath}/deployments`;
const policies = `${A}/${seedApis.orders}/policies`;

describe('as strict as the platform', () => {
  it.each([A, X])('tf 65: null as the deployment at %s', async (path) => {
    await withEmulator({}, async (_emulator, call) => {
      const { status, body } = await call('POST', path, { ...mule, deployment: null });
      expect([status, body]).toEqual([
        400,
        {
          name: 'Bad Request',
          errors: [{ path: '/body/deployment', message: 'must be object', errorCode: 'type.openapi.validation' }],
          message: 'request/body/deployment must be object',
        },
      ]);
    });
  });

  it('tf 143: enabling an enabled policy', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const one = `${X}/${seedApis.orders}/policies/${seedApis.rateLimitingPolicy}`;
      const { status, body } = await call('POST', `${one}/enable`);
      const message = `Policy with id ${seedApis.rateLimitingPolicy} is already enabled`;
      expect([status, body]).toEqual([400, { name: 'InvalidOperationError', message }]);
      expect((await call('POST', `${one}/disable`)).status).toBe(201);
    });
  });

  it('tf 141, 142: outbound policies', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const wrongPath = await call('POST', `${A}/${seedApis.fulfilment}/policies/outbound-policies`, {});
      expect([wrongPath.status, wrongPath.body]).toMatchObject([
        405,
        { name: 'Method Not Allowed', headers: { Allow: 'DELETE, PATCH, GET' } },
      ]);
      const outbound = `${X}/${seedApis.fulfilment}/policies/outbound-policies`;
      const body = policy('credential-injection-basic-auth', '1.0.1', { username: 'a', password: 'b' });
      const withNull = await call('POST', outbound, { ...body, upstreamIds: [], pointcutData: null });
      expect([withNull.status, withNull.body.message]).toEqual([400, 'request/body/pointcutData must be array']);
      const without = await call('POST', outbound, body);
      expect([without.status, without.body.errors[0].message]).toEqual([
        400,
        "must have required property 'upstreamIds'",
      ]);
    });
  });

  it('tf 93, 139: policies that cannot be applied', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const implementation = await call('POST', policies, { ...basicAuth, assetId: 'http-basic-authentication-flex' });
      expect(implementation.body).toEqual({
        name: 'PolicyTemplateValidationError',
        message: 'Policy Template is missing required files: [schema]',
      });
      const body = policy('credential-injection-basic-auth', '1.0.1', { username: 'a', password: 'b' });
      expect((await call('POST', `${A}/${seedApis.fulfilment}/policies`, body)).body).toEqual({
        name: 'PolicyValidationError',
        message: 'This policy can not be applied as inbound',
      });
    });
  });

  it.each(['orders cluster!', 'ab', '-abc', 'abc-', 'a'.repeat(41)])(
    'doc cluster-create: the name %s',
    async (name) => {
      await withEmulator({}, async (_emulator, call) => {
        const servers = [{ serverId: seedTargets.ordersApi1, serverIp: '10.20.1.11' }];
        const { status, body } = await call('POST', `${arm}/clusters`, { name, multicastEnabled: false, servers });
        expect([status, body.message]).toEqual([400, expect.stringContaining('name')]);
      });
    },
  );

  it.each<[string, object]>([
    ['an unknown runtime', { target: { deploymentSettings: { runtime: { version: '1.2.3' } } } }],
    ['no replicas', { target: { replicas: 0 } }],
    ['99 vCores', { application: { vCores: 99 } }],
    [
      'an access that is none',
      { target: { deploymentSettings: { http: { inbound: { endpoints: [{ access: 'secret' }] } } } } },
    ],
  ])('AMC: %s', async (_what, change) => {
    await withEmulator({}, async (_emulator, call) => {
      expect((await call('PATCH', `${amc}/${seedApplications.ordersAppId}`, change)).status).toBe(400);
    });
  });

  it.each([
    `${arm}/applications?status=FOO`,
    `/cloudhub/api/v2/applications/${seedApplications.dataCloud}/deployments?orderByDate=FOO`,
    '/exchange/api/v2/assets/search?types=foo',
    '/exchange/api/v2/assets/search?search=%7B%22name%22%3A%22x%22%7D',
    `${amc}?deploymentQuery=%7B`,
    `${amc}?colour=blue`,
  ])('spec, use: the query of %s', async (path) => {
    await withEmulator({}, async (_emulator, call) => expect((await call('GET', path)).status).toBe(400));
  });

  it('spec: a route to an upstream of another API', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const routing = [{ upstreams: [{ id: 'unknown', weight: 100 }] }];
      const { status, body } = await call('PATCH', `${X}/${seedApis.fulfilment}`, { routing });
      expect([status, body.message]).toEqual([400, 'Upstream unknown does not exist for this API instance']);
    });
  });

  it('spec: a private space as plain text', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const spaces = `/runtimefabric/api/organizations/${seedIds.root}/privatespaces`;
      expect((await call('POST', spaces, '{"name":"x"}', { 'content-type': 'text/plain' })).status).toBe(415);
      expect((await call('GET', `${spaces}/supportedVpnConfigs`)).status).toBe(200);
    });
  });
});

describe('nothing dropped', () => {
  it('tf 55: the address of a Flex endpoint', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const endpoint = { ...flex.endpoint, uri: 'https://backend.example' };
      const { body } = await call('POST', A, { ...flex, routing: undefined, endpoint });
      const [upstream] = (await call('GET', `${A}/${body.id}/upstreams`)).body.upstreams;
      expect(upstream).toMatchObject({ uri: 'https://backend.example', label: null });
      expect(body.routing).toMatchObject([{ upstreams: [{ id: upstream.id, weight: 100 }] }]);
    });
  });

  it('tf 59: upstreams at the top level', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const upstreams = [{ uri: 'https://backend.example', label: 'one' }];
      const { body } = await call('POST', X, { ...flex, routing: undefined, upstreams });
      expect(body.routing).toMatchObject([{ upstreams: [{ uri: 'https://backend.example', weight: 100 }] }]);
    });
  });

  it('use: properties with a new artifact', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const applicationSource = { source: 'HYBRID', id: seedApplications.catalogBatchId };
      const service = 'mule.agent.application.properties.service';
      const configuration = { [service]: { properties: { 'api.id': '7' } } };
      const body = { applicationSource, configuration };
      const answer = await call('PATCH', `${arm}/applications/${seedApplications.catalogBatchId}/artifact`, body);
      expect(answer.body.data.configuration[service].properties).toEqual({ 'api.id': '7' });
    });
  });

  it('rec: Java versions and implementations of an automated policy', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const path = `/apimanager/xapi/v1/organizations/${seedIds.root}/automated-policies`;
      const ruleOfApplication = { environmentId: seedIds.rootSandbox, javaVersions: ['17'], technologies: ['mule4'] };
      const rule = {
        ...policy('rate-limiting', '1.4.1', { rateLimits: [{ maximumRequests: 1, timePeriodInMilliseconds: 1 }] }),
        ruleOfApplication,
      };
      expect((await call('POST', path.replace('/xapi/', '/api/'), rule)).status).toBe(201);
      const list = await call('GET', `${path}?environmentId=${seedIds.rootSandbox}`);
      expect(list.body.automatedPolicies).toMatchObject([
        { ruleOfApplication, implementationAssets: [{ assetId: 'rate-limiting-mule', technology: 'mule4' }] },
      ]);
    });
  });

  it('use: deployments by name, also as JSON', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const total = async (query: string): Promise<number> => (await call('GET', `${amc}?${query}`)).body.total;
      expect(await total('name=nothing')).toBe(0);
      expect(await total(`name=${seedApplications.ordersApp}`)).toBe(1);
      const json = encodeURIComponent(JSON.stringify({ targetId: seedGateways.spaceEu }));
      expect(await total(`deploymentQuery=${json}`)).toBe(0);
    });
  });
});

describe('as tolerant as the platform', () => {
  it.each([
    `${arm}/servers/`,
    `//amc/application-manager/api/v2/${sandboxPath}/deployments`,
    `/accounts/api/organizations/${seedIds.root.toUpperCase()}`,
    `${A}/${seedApis.orders}/tiers?limit=0&offset=2000000`,
    `${A}/${seedApis.orders}/contracts?limit=0&offset=2000000`,
  ])('use, spec: GET %s', async (path) => {
    await withEmulator({}, async (_emulator, call) => expect((await call('GET', path)).status).toBe(200));
  });

  it('spec: a UUID in upper case as the target of a gateway, an upstream with a label only, a rule without ports', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const body = { ...deployment, targetId: seedGateways.orders.toUpperCase() };
      expect((await call('POST', A, { ...flex, deployment: body })).body.deployment.targetId).toBe(seedGateways.orders);
      const upstream = await call('POST', `${A}/${seedApis.fulfilment}/upstreams`, { label: 'later' });
      expect([upstream.status, upstream.body.uri]).toEqual([201, null]);
      const space = { name: 'open', firewallRules: [{ cidrBlock: '0.0.0.0/0', protocol: 'tcp' }] };
      expect((await call('POST', `/runtimefabric/api/organizations/${seedIds.root}/privatespaces`, space)).status).toBe(
        201,
      );
    });
  });

  it('use: null as the labels of a deployment; a publication with the part files.pom', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const one = `${amc}/${seedApplications.ordersAppId}`;
      expect((await call('PATCH', one, { labels: null })).status).toBe(200);
      const parts = {
        type: 'http-api',
        'properties.apiVersion': 'v1',
        'files.pom': new File(['<name>With a POM</name>'], 'pom.xml'),
      };
      const path = `/exchange/api/v2/organizations/${seedIds.root}/assets/${seedIds.root}/with-pom/1.0.0`;
      expect((await call('POST', path, form(parts), { 'x-sync-publication': 'true' })).status).toBe(201);
    });
  });
});

describe('what clients read', () => {
  it('four clients and five scripts: the user of a client-credentials token', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { client, user } = (await call('GET', '/accounts/api/me')).body;
      expect(client.org_id).toBe(seedIds.root);
      expect(user.organization.id).toBe(seedIds.root);
      expect(user.memberOfOrganizations.map(({ id }: { id: string }) => id)).toContain(seedIds.root);
      expect(user.contributorOfOrganizations).toEqual(user.memberOfOrganizations);
      expect(user.properties.cs_auth.activeOrganizationId).toBe(seedIds.root);
    });
  });

  it('rec: an API instance that is not deployed, and its endpoint', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const { body } = await call('GET', `${A}/${seedApis.orders}`);
      expect(body).toMatchObject({
        deployment: null,
        autodiscoveryApiName: `groupId:${body.groupId}:assetId:${body.assetId}`,
        endpoint: { apiId: seedApis.orders, apiVersionId: seedApis.orders, organizationId: seedIds.root },
      });
      expect(body.endpoint).toMatchObject({ validation: 'NOT_APPLICABLE', apiGatewayVersion: null });
      expect(body.endpoint.id).not.toBe(seedApis.orders);
    });
  });

  it('rec: contracts with dates and without secrets, templates with a number as id', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const [contract] = (await call('GET', `${A}/${seedApis.orders}/contracts`)).body.contracts;
      expect(contract).toMatchObject({ approvedDate: expect.any(String), rejectedDate: null, revokedDate: null });
      expect(contract.application).not.toHaveProperty('clientSecret');
      const templates = `/apimanager/xapi/v1/organizations/${seedIds.root}/exchange-policy-templates`;
      expect((await call('GET', templates)).body[0].id).toEqual(expect.any(Number));
    });
  });

  it('rec: servers, members of clusters, applications on servers', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const cluster = await call('GET', `${arm}/clusters/${seedTargets.catalogCluster}`);
      expect(cluster.body.data.servers[0]).toMatchObject({ serverIp: expect.any(String), runtimeInformation: {} });
      const { data } = (await call('GET', `${arm}/applications/${seedApplications.catalogBatchId}`)).body;
      expect(data.uptime).toEqual(expect.any(Number));
      expect(data.target.servers[0]).toMatchObject({ name: expect.any(String), muleVersion: expect.any(String) });
      const artifact = { id: data.id, storageId: data.id, name: data.name, fileChecksum: expect.any(String) };
      expect(data.serverArtifacts[0]).toMatchObject({
        artifactName: data.name,
        timeCreated: expect.any(Number),
        artifact,
      });
    });
  });

  it('an operator, two clients: ports and state of gateways, the runtime of deployments, spaces as a page', async () => {
    await withEmulator({}, async (_emulator, call) => {
      const gateway = `${sandboxPath}/gateways/${seedGateways.orders}`;
      const ports = { ingress: { port: 8081 }, egress: { port: 8082 } };
      expect((await call('GET', `/gatewaymanager/api/v1/${gateway}`)).body.portConfiguration).toMatchObject(ports);
      expect((await call('GET', `/gatewaymanager/xapi/v1/${gateway}`)).body).toMatchObject({
        ready: true,
        running: true,
      });
      expect((await call('GET', amc)).body.items[0].currentRuntimeVersion).toEqual(expect.any(String));
      const spaces = await call('GET', `/runtimefabric/api/organizations/${seedIds.root}/privatespaces?size=1`);
      expect(spaces.body).toMatchObject({ totalElements: 2, totalPages: 2, last: false, size: 1, number: 0 });
    });
  });

  it('rec: client id enforcement without an id', async () => {
    await withEmulator({}, async ({ baseUrl }, call) => {
      const body = {
        groupId: muleSoftGroupId,
        assetId: 'client-id-enforcement',
        assetVersion: '1.3.3',
        configurationData: {
          credentialsOriginHasHttpBasicAuthenticationHeader: 'customExpression',
          clientIdExpression: "#[attributes.headers['client_id']]",
        },
      };
      expect((await call('POST', `${A}/${seedApis.catalog}/policies`, body)).status).toBe(201);
      const { dataPlaneUrl } = (await call('GET', `${A}/${seedApis.catalog}`)).body;
      const answer = await fetch(new URL(dataPlaneUrl, baseUrl));
      expect([answer.status, await answer.json()]).toEqual([401, { error: 'Client ID is not present' }]);
    });
  });
});
