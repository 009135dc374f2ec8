import { expect, it } from 'vitest';
import type { EnvironmentContext } from '../../../src/core/tools/context.ts';
import { serverRegistration } from '../../../src/services/runtime/registration.ts';

it('has no notes on the US control plane', async () => {
  // serverRegistration reads nothing else of the context.
  const ctx = {
    platform: {
      client: { baseUrl: 'https://anypoint.mulesoft.com' },
      runtimeManager: { registrationToken: async () => 'd8fb6e7b---1' },
    },
    place: {
      organizationId: 'o',
      organizationName: 'Acme',
      environmentId: 'e',
      environmentName: 'Sandbox',
      environmentType: 'sandbox',
    },
  } as unknown as EnvironmentContext;
  expect(await serverRegistration(undefined, ctx)).toEqual({
    token: 'd8fb6e7b---1',
    command: './amc_setup -H d8fb6e7b---1 <server-name>',
    serverName: '<server-name>',
    notes: [],
  });
});
