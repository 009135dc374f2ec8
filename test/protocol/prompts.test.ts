import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { allPrompts } from '../../src/mcp/prompts/registry.ts';
import { eras, settingsFor } from '../support/mcp-client.ts';
import { connect } from '../support/served.ts';
import { connected } from './connected.ts';

describe.each(eras)('the prompts for a client of %s', async (era) => {
  const { emulator, client } = await connected(era);

  it('are announced and listed, each with a description, and no argument is required', async () => {
    expect(client.capabilities()).toMatchObject({ prompts: {}, completions: {} });
    const prompts = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(allPrompts.map(({ name }) => name));
    for (const { description, arguments: described = [] } of prompts) {
      expect(description).toMatch(/\w/);
      expect(described.length).toBeGreaterThan(0);
      expect(described.filter((argument) => argument.required || !argument.description)).toEqual([]);
    }
  });

  it.each(allPrompts.map(({ name }) => name))('%s works without arguments, asking for what it lacks', async (name) => {
    const text = await client.getPrompt(name);
    expect(text).toContain('## Open questions');
    expect(text).toContain('"Sandbox" of "Acme Outfitters"');
    expect(text).not.toContain('Could not be read');
    expect(text).not.toContain(emulator.access.clientSecret);
  });

  it('carry the state of what is named', async () => {
    const text = await client.getPrompt('diagnose-gateway', { gateway: 'returns-gateway' });
    expect(text).not.toContain('## Open questions');
    expect(text).toMatch(/anypoint_diagnose_gateway: .*returns-gateway/);
    expect(text).toMatch(/<(data-\w+)>\n[\s\S]*FAILED[\s\S]*<\/\1>/);
  });

  it('say which names are near when one is unknown, and list the choices', async () => {
    const text = await client.getPrompt('diagnose-gateway', { gateway: 'retruns-gateway' });
    expect(text).toContain('## Open questions');
    expect(text).toContain(' gateway "retruns-gateway"');
    expect(text).toMatch(/anypoint_list_gateways: \d+ gateways/);
  });

  it('are refused by an unknown name with the nearest, and by an unknown argument with those there are', async () => {
    await expect(client.getPrompt('provision-clutser')).rejects.toThrow('The closest name is provision-cluster.');
    await expect(client.getPrompt('diagnose-api', { gateway: 'x' })).rejects.toThrow('It takes api, organization');
  });
});

describe.each(eras)('the prompts of a limited server for a client of %s', (era) => {
  it('are those whose tools are offered, and name no others', async () => {
    const emulator = await startEmulator({ clock: 'instant' });
    const client = await connect(era, settingsFor(emulator.baseUrl, emulator.access), {
      args: ['--read-only', '--toolsets', 'runtime,gateways'],
    });
    const names = (await client.listPrompts()).map(({ name }) => name);
    expect(names).toEqual(['diagnose-gateway', 'review-environment']);
    const tools = (await client.listTools()).map(({ name }) => name);
    for (const name of names) {
      for (const tool of (await client.getPrompt(name)).match(/anypoint_\w+/g) ?? []) expect(tools).toContain(tool);
    }
    await expect(client.getPrompt('provision-cluster')).rejects.toThrow('is not offered');
    await client.close();
    await emulator.close();
  });

  it('work without a platform: they say what could not be read, and why, once', async () => {
    const client = await connect(era, { ANYPOINT_LOG_LEVEL: 'silent' });
    const text = await client.getPrompt('review-environment', { environment: 'Production' });
    expect(text.match(/Could not be read/g)).toHaveLength(1);
    expect(text).toContain('ANYPOINT_CLIENT_ID');
    expect(text).toContain('## Steps');
    await client.close();
  });
});
