import { describe, expect, it } from 'vitest';
import { seedIds, seedTargets } from '../../../../src/emulator/index.ts';
import { startHarness } from '../../../support/harness.ts';

describe('anypoint_get_server_registration', async () => {
  const harness = await startHarness();

  it('shows the token and the command, unmasked', async () => {
    const { structured, text } = await harness.call('anypoint_get_server_registration');
    const token = harness.emulator.store.serverRegistrationTokens.get(seedIds.rootSandbox);
    expect(structured).toMatchObject({
      environment: { id: seedIds.rootSandbox, name: 'Sandbox' },
      token,
      command: `./amc_setup -H ${token} <server-name>`,
      serverName: '<server-name>',
    });
    expect(text).toContain(`./amc_setup -H ${token} <server-name>`);
    expect(text).toContain('in the bin directory of the runtime');
    expect(text).toContain('The token is a secret.');
  });

  it('says that the token belongs to another address than the US control plane', async () => {
    const { notes } = await harness.ok('anypoint_get_server_registration');
    expect(notes).toEqual([expect.stringContaining(`valid at ${harness.emulator.baseUrl} only`)]);
  });

  it.each([
    ['mule-orders-9', 'mule-orders-9'],
    ["Ada's server", "'Ada'\\''s server'"],
    ['$(reboot)', "'$(reboot)'"],
  ])('puts the name %s into the command as one word', async (serverName, word) => {
    const { command, token } = await harness.ok('anypoint_get_server_registration', { serverName });
    expect(command).toBe(`./amc_setup -H ${token} ${word}`);
  });

  it('refuses a name that is in use', async () => {
    const text = await harness.fails('anypoint_get_server_registration', { serverName: 'mule-legacy-1' });
    expect(text).toContain(`The name "mule-legacy-1" is taken: server ${seedTargets.legacy} in "Sandbox" of`);
    expect(text).toContain('Give another serverName');
  });

  it('registers a server that the list then shows', async () => {
    const { token } = await harness.ok('anypoint_get_server_registration', { environment: 'Design' });
    const answer = await fetch(`${harness.emulator.baseUrl}/hybrid/api/v1/servers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ signatureRequest: 'csr', muleLabel: 'mule-fresh', registrationToken: token }),
    });
    expect(answer.status).toBe(200);
    const { servers } = await harness.ok('anypoint_list_servers', { environment: 'Design' });
    expect(servers).toEqual([expect.objectContaining({ name: 'mule-fresh', status: 'RUNNING' })]);
  });
});
