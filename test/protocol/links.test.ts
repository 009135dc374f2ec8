import { describe, expect, it } from 'vitest';
import { seedIds } from '../../src/emulator/index.ts';
import { eras } from '../support/mcp-client.ts';
import { connected } from './connected.ts';

const console = 'https://anypoint.mulesoft.com/cloudhub/#/console/home';

describe.each(eras)('a client of %s that pastes a link', async (era) => {
  const { emulator, client } = await connected(era);

  it('acts where the link says', async () => {
    const server = `${console}/${seedIds.rootProduction}/servers/2194010`;
    const { text, isError } = await client.callTool('anypoint_delete_server', { server, dryRun: true });
    expect(isError).toBe(false);
    expect(text).toContain('"Production" of "Acme Outfitters"');
  });

  it.each([
    ['of a place that cannot be seen', `${console}/11111111-2222-4333-8444-555555555555/servers/2194001`, 'cannot see'],
    ['of another host', 'https://evil.example/servers/2194001', 'does not lead to Anypoint Platform'],
  ])('does nothing with one %s', async (_what, server, told) => {
    const before = emulator.store.servers.size;
    const { text, isError } = await client.callTool('anypoint_delete_server', { server });
    expect({ isError, text }).toEqual({ isError: true, text: expect.stringContaining(told) });
    expect(emulator.store.servers.size).toBe(before);
  });
});
