import { expect, it } from 'vitest';
import { seedApis, seedApplications, seedIds } from '../../../../src/emulator/index.ts';
import { withEmulator } from '../../client.ts';

// Clients read a thing, change a member of it, and send back the whole.

const proxies = `/proxies/xapi/v1/organizations/${seedIds.root}/environments/${seedIds.rootSandbox}/apis/${seedApis.fulfilment}/deployments`;

it('an application of CloudHub 1.0 can be sent back as it was read', async () => {
  await withEmulator({}, async (_emulator, call) => {
    const path = `/cloudhub/api/v2/applications/${seedApplications.dataCloud}`;
    const headers = { 'x-anypnt-env-id': seedIds.rootSandbox, 'x-anypnt-org-id': seedIds.root };
    const { body } = await call('GET', path, undefined, headers);
    const { status, body: answer } = await call('PUT', path, body, headers);
    expect([status, answer.message]).toEqual([200, undefined]);
  });
});

it('a deployment of an API can be sent back as it was read', async () => {
  await withEmulator({}, async (_emulator, call) => {
    const { body } = await call('GET', proxies);
    const { status, body: answer } = await call('PATCH', `${proxies}/${body[0].id}`, body[0]);
    expect([status, answer.message]).toEqual([200, undefined]);
  });
});
