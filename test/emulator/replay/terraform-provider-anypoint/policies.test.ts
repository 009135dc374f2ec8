import { expect, it } from 'vitest';
import { muleSoftGroupId, seedApis } from '../../../../src/emulator/index.ts';
import { withEmulator } from '../../client.ts';
import { A, X } from '../../services/apis/requests.ts';
import { type Read, replay } from '../replay.ts';

// https://github.com/mulesoft-anypoint/terraform-provider-anypoint: anypoint/resource_apim_policy_basic_auth.go,
// anypoint/resource_apim_policy_custom.go; https://github.com/mulesoft-anypoint/anypoint-client-go: apim_policy

const policy: Readonly<Record<string, Read>> = {
  id: 'number',
  'audit.created.date': 'string',
  'audit.updated': 'object',
  masterOrganizationId: 'string',
  organizationId: 'string',
  policyTemplateId: 'string',
  configurationData: 'object',
  order: 'number?',
  disabled: 'boolean',
  pointcutData: 'array?',
  groupId: 'string',
  assetId: 'string',
  assetVersion: 'string',
  type: 'string',
  apiId: 'number',
};
const within = (prefix: string): Record<string, Read> =>
  Object.fromEntries(Object.entries(policy).map(([name, read]) => [`${prefix}.${name}`, read]));

const coordinates = { groupId: muleSoftGroupId, assetId: 'http-basic-authentication', assetVersion: '1.3.1' };
const configurationData = { username: 'terraform', password: 'a-password-of-terraform' };
const inbound = `${A}/${seedApis.catalog}/policies`;

it('applies, changes, disables, enables and removes a policy, each time reading it again', async () => {
  await withEmulator({}, async (_emulator, call) => {
    const read = { method: 'GET', path: `${inbound}/{id}`, takes: [200], reads: policy };
    const one = `${X}/${seedApis.catalog}/policies/{id}`;
    const answers = await replay(call, [
      {
        method: 'POST',
        path: inbound,
        body: {
          ...coordinates,
          configurationData,
          pointcutData: [{ methodRegex: 'GET|POST', uriTemplateRegex: '/orders' }],
        },
        takes: [201],
        reads: policy,
        keeps: { id: 'id' },
      },
      read,
      {
        method: 'PATCH',
        path: `${inbound}/{id}`,
        body: { ...coordinates, configurationData, pointcutData: null },
        takes: [200],
        reads: policy,
      },
      read,
      { method: 'POST', path: `${one}/disable`, takes: [200, 201] },
      read,
      { method: 'POST', path: `${one}/enable`, takes: [200, 201] },
      read,
      { method: 'DELETE', path: `${inbound}/{id}`, takes: [204] },
      { method: 'GET', path: `${inbound}/{id}`, takes: [404] },
    ]);
    // What it reads lacks the secret, so that it goes on with the one of its own state.
    expect(answers[3]?.body).toMatchObject({ pointcutData: null, configurationData: { username: 'terraform' } });
    expect(answers[3]?.body.configurationData).not.toHaveProperty('password');
    expect([answers[5]?.body.disabled, answers[7]?.body.disabled]).toEqual([true, false]);
  });
});

it('applies a policy to an upstream, and takes the first of the answered list', async () => {
  await withEmulator({}, async (_emulator, call) => {
    const instance = `${A}/${seedApis.fulfilment}`;
    await replay(call, [
      {
        method: 'GET',
        path: `${instance}/upstreams`,
        takes: [200],
        reads: { 'upstreams.0.id': 'string', 'upstreams.0.audit': 'object' },
        keeps: { upstream: 'upstreams.0.id' },
      },
      {
        method: 'POST',
        path: `${X}/${seedApis.fulfilment}/policies/outbound-policies`,
        body: ({ upstream }: Readonly<Record<string, string>>) => ({
          groupId: muleSoftGroupId,
          assetId: 'credential-injection-basic-auth',
          assetVersion: '1.0.1',
          configurationData: { username: 'a', password: 'b' },
          apiVersionId: seedApis.fulfilment,
          upstreamIds: [upstream],
        }),
        takes: [201],
        reads: within('0'),
        keeps: { id: '0.id' },
      },
      { method: 'GET', path: `${instance}/policies/{id}`, takes: [200], reads: policy },
      { method: 'DELETE', path: `${instance}/policies/{id}`, takes: [204] },
    ]);
  });
});
