import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { eras, settingsFor, type TestClient } from '../support/mcp-client.ts';
import { connect } from '../support/served.ts';

describe.each(eras)('a client of %s', (era) => {
  let emulator: Emulator;
  let client: TestClient;
  /** How many looks at a gateway still show it under way. */
  let looksAsApplying = 0;

  beforeAll(async () => {
    emulator = await startEmulator({
      clock: 'instant',
      intercept: (request) => {
        if (looksAsApplying === 0 || !request.url.endsWith('/status')) return undefined;
        looksAsApplying--;
        return Response.json({ status: 'APPLYING', ready: false, running: false });
      },
    });
    client = await connect(era, settingsFor(emulator.baseUrl, emulator.access));
  });
  afterAll(async () => {
    await client.close();
    await emulator.close();
  });

  it('sees every tool, in a fixed order, and the instructions', async () => {
    const tools = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(allTools.map(({ name }) => name));
    expect(client.instructions()).toContain('dryRun');
  });

  it.each([
    ['anypoint_get_cluster', {}, 'The argument cluster is missing.'],
    ['anypoint_get_cluster', { cluster: 'catalog-clutser' }, '"catalog-cluster" (2194201)'],
    ['anypoint_get_gateway', { gateway: 'orders-gateway', verbos: true }, 'Unknown argument "verbos".'],
    [
      'anypoint_create_cluster',
      { name: 'x', servers: ['mule-orders-1'], multicast: 'perhaps' },
      'The argument multicast is wrong',
    ],
    ['anypoint_list_servers', { environment: 'Staging' }, 'Environment "Staging" was not found'],
    ['anypoint_get_api', { api: 'oders-api' }, '19870001'],
    ['anypoint_get_application', { application: 'oders-app' }, 'orders-app'],
    ['anypoint_apply_basic_auth_policy', { api: 'catalog-api', username: 'foo', password: 'bar' }, 'tutorials'],
  ])('is told what is wrong with %s %j', async (tool, args, message) => {
    const { text, isError, structured } = await client.callTool(tool, args);
    expect(isError).toBe(true);
    expect(structured).toBeUndefined();
    expect(text).toContain(message);
    expect(text).toContain('Next: ');
  });

  it('hears of progress while a gateway is made, when it asked for that', async () => {
    const messages: string[] = [];
    looksAsApplying = 1;
    const { structured } = await client.callTool(
      'anypoint_create_gateway',
      { name: 'heard-of' },
      { onprogress: ({ message = '' }) => messages.push(message) },
    );
    expect(structured?.['outcome']).toBe('done');
    // The last message may be overtaken by the answer, so it is the first that counts.
    expect(messages[0]).toContain('APPLYING');
  });

  it('is told of an unknown tool with the nearest names', async () => {
    await expect(client.callTool('anypoint_get_gatway')).rejects.toThrow('anypoint_get_gateway');
  });
});
