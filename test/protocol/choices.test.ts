import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernTransport } from '@modelcontextprotocol/client/stdio';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { eras, settingsFor } from '../support/clients.ts';

/** A person at a client: sees the question, picks by title or declines. */
type Person = (message: string, titles: string[]) => string | undefined;

interface AskingClient {
  call(name: string, args: Record<string, unknown>): Promise<{ text: string; isError: boolean }>;
  close(): Promise<void>;
}

interface Form {
  message: string;
  requestedSchema: { properties: { choice: { oneOf: { const: string; title: string }[] } } };
}

function answer(params: unknown, person: Person) {
  // The form is this server's own: one list called choice.
  const { message, requestedSchema } = params as Form;
  const { oneOf } = requestedSchema.properties.choice;
  const title = person(
    message,
    oneOf.map((option) => option.title),
  );
  const picked = oneOf.find((option) => option.title === title);
  return picked ? { action: 'accept' as const, content: { choice: picked.const } } : { action: 'decline' as const };
}

function textOf(result: object): { text: string; isError: boolean } {
  const { content, isError } = result as { content: { text?: string }[]; isError?: boolean };
  return { text: content.map(({ text = '' }) => text).join('\n'), isError: isError ?? false };
}

async function connectAsking(
  era: (typeof eras)[number],
  env: Record<string, string>,
  person: Person,
): Promise<AskingClient> {
  const parameters = {
    command: process.execPath,
    args: [inject('serverFile')],
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stderr: 'ignore' as const,
  };
  const info = { name: 'asking', version: '1.0.0' };
  if (era === '2025-11-25') {
    const client = new LegacyClient(info, { capabilities: { elicitation: {} } });
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => answer(params, person));
    await client.connect(new LegacyTransport(parameters));
    return {
      call: async (name, args) => textOf(await client.callTool({ name, arguments: args })),
      close: () => client.close(),
    };
  }
  const client = new ModernClient(info, {
    capabilities: { elicitation: { form: {} } },
    versionNegotiation: { mode: { pin: '2026-07-28' } },
  });
  client.setRequestHandler('elicitation/create', async ({ params }) => answer(params, person));
  await client.connect(new ModernTransport(parameters));
  return {
    call: async (name, args) => textOf(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  };
}

describe.each(eras)('a client of %s that can ask its user', (era) => {
  let emulator: Emulator;
  let client: AskingClient;
  let asked: string[] = [];
  let person: Person = () => undefined;

  beforeAll(async () => {
    emulator = await startEmulator({ clock: 'instant' });
    const { ANYPOINT_ENVIRONMENT: _unset, ...env } = settingsFor(emulator.baseUrl, emulator.access);
    client = await connectAsking(era, env, (message, titles) => {
      asked.push(message);
      return person(message, titles);
    });
  });
  afterAll(async () => {
    await client.close();
    await emulator.close();
  });

  it('lets them choose where a name is not clear, and carries on with every answer', async () => {
    asked = [];
    person = (_message, titles) => titles.find((title) => /^(Sandbox|orders-gateway) /.test(title));
    const { text, isError } = await client.call('anypoint_get_gateway_status', { gateway: 'ordrs-gatway' });
    expect(isError).toBe(false);
    expect(text).toContain('"orders-gateway"');
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain('Which environment');
    expect(asked[1]).toContain('"ordrs-gatway"');
  });

  it('tells the model when the user does not want to choose', async () => {
    asked = [];
    person = () => undefined;
    const { text, isError } = await client.call('anypoint_list_servers', {});
    expect(isError).toBe(true);
    expect(text).toContain('Which environment?');
    expect(asked).toHaveLength(1);
  });

  it('does not ask where there is nothing to choose', async () => {
    asked = [];
    const { isError } = await client.call('anypoint_list_servers', { environment: 'Sandbox', status: 'RUNNING' });
    expect(isError).toBe(false);
    await client.call('anypoint_create_cluster', { environment: 'Sandbox', name: 'x', servers: ['nowhere'] });
    expect(asked).toEqual([]);
  });
});
