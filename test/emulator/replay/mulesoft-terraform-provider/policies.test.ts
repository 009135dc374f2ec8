import { expect, it } from 'vitest';
import { muleSoftGroupId, seedApis } from '../../../../src/emulator/index.ts';
import { withEmulator } from '../../client.ts';
import { A, X } from '../../services/apis/requests.ts';
import { type Read, replay } from '../replay.ts';

// https://github.com/mulesoft/terraform-provider-anypoint: internal/client/apimanagement/apipolicy.go

const policy: Readonly<Record<string, Read>> = {
  id: 'number',
  policyTemplateId: 'string?',
  groupId: 'string',
  assetId: 'string',
  assetVersion: 'string',
  label: 'string?',
  order: 'number?',
  disabled: 'boolean',
  configurationData: 'object',
  apiId: 'number',
  upstreamIds: 'array?',
  'audit.created.date': 'string',
  'audit.updated.date': 'string?',
};
const policies = `${A}/${seedApis.fulfilment}/policies`;
const limits = (maximumRequests: number) => ({
  rateLimits: [{ maximumRequests, timePeriodInMilliseconds: 1000 }],
  exposeHeaders: true,
  clusterizable: true,
});

it('applies a policy even where one of its kind is there, and changes part of it', async () => {
  await withEmulator({}, async (_emulator, call) => {
    const request = {
      configurationData: limits(5),
      apiVersionId: seedApis.fulfilment,
      groupId: muleSoftGroupId,
      assetId: 'rate-limiting',
      assetVersion: '1.4.1',
      label: 'limits',
      pointcutData: null,
      order: 1,
      disabled: false,
    };
    const answers = await replay(call, [
      {
        method: 'POST',
        path: `${policies}?allowDuplicated=true`,
        body: request,
        takes: [200, 201],
        reads: policy,
        keeps: { id: 'id' },
      },
      { method: 'POST', path: `${policies}?allowDuplicated=true`, body: request, takes: [200, 201], reads: policy },
      { method: 'GET', path: `${policies}/{id}`, takes: [200], reads: policy },
      {
        method: 'PATCH',
        path: `${policies}/{id}`,
        body: { configurationData: limits(7), label: 'more', disabled: true },
        takes: [200],
        reads: policy,
      },
      { method: 'DELETE', path: `${policies}/{id}`, takes: [200, 204] },
      { method: 'GET', path: `${policies}/{id}`, takes: [404] },
    ]);
    expect(answers[3]?.body).toMatchObject({ configurationData: limits(7), label: 'more', disabled: true });
  });
});

it('applies a policy to an upstream, and finds it in the list of all', async () => {
  await withEmulator({}, async (_emulator, call) => {
    await replay(call, [
      {
        method: 'GET',
        path: `${A}/${seedApis.fulfilment}/upstreams`,
        takes: [200],
        reads: { 'upstreams.0.id': 'string' },
        keeps: { upstream: 'upstreams.0.id' },
      },
      {
        method: 'POST',
        path: `${X}/${seedApis.fulfilment}/policies/outbound-policies?allowDuplicated=true`,
        body: ({ upstream }: Readonly<Record<string, string>>) => ({
          configurationData: { username: 'a', password: 'b' },
          groupId: muleSoftGroupId,
          assetId: 'credential-injection-basic-auth',
          assetVersion: '1.0.1',
          upstreamIds: [upstream],
        }),
        takes: [200, 201],
        reads: Object.fromEntries(Object.entries(policy).map(([name, read]) => [`0.${name}`, read])),
        keeps: { id: '0.id' },
      },
      {
        method: 'GET',
        path: policies,
        takes: [200],
        reads: {
          'policies.0.policyId': 'number',
          'policies.0.configuration': 'object',
          'policies.0.upstreamIds': 'array',
          'policies.0.implementationAsset.assetId': 'string',
          'policies.0.implementationAsset.groupId': 'string',
          'policies.0.implementationAsset.version': 'string',
        },
      },
      {
        method: 'PATCH',
        path: `${policies}/{id}`,
        body: { configurationData: { username: 'c', password: 'd' } },
        takes: [200],
        reads: policy,
      },
      { method: 'DELETE', path: `${policies}/{id}`, takes: [200, 204] },
    ]);
  });
});
