import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { settingsFor } from '../support/mcp-client.ts';
import type { Message } from '../support/message.ts';
import { envelope, type RawClient, rawClient } from '../support/raw-client.ts';
import { revisions } from './published.ts';

/** What every revision has to do; that each message is as the schema of the revision says is tested in all tests. */
describe.each(revisions)('a client of revision %s', (revision) => {
  const isStateless = revision === '2026-07-28';
  const asks = revision >= '2025-06-18';
  const elicitation = asks ? { elicitation: {} } : {};
  let emulator: Emulator;
  let env: Record<string, string>;
  let client: RawClient;

  beforeAll(async () => {
    emulator = await startEmulator({ clock: 'instant' });
    env = settingsFor(emulator.baseUrl, emulator.access);
    client = await connect(env);
  });
  afterAll(async () => {
    await client.connection.finish();
    await emulator.close();
  });

  async function connect(settings: Record<string, string>): Promise<RawClient> {
    const connected = rawClient(settings);
    if (!isStateless) await connected.initialize(revision, elicitation);
    return connected;
  }

  /** Sends a request as the revision has it. */
  function request(method: string, params: object = {}, to = client): Promise<Message> {
    return to.request(method, isStateless ? { ...params, _meta: envelope(elicitation) } : params);
  }

  it('lists and calls tools, reads resources, gets prompts and completes', async () => {
    expect((await request('tools/list')).result.tools.length).toBeGreaterThan(20);
    const called = await request('tools/call', { name: 'anypoint_list_gateways', arguments: {} });
    expect(called.result.content[0].text).toContain('orders-gateway');
    expect((await request('resources/list')).result.resources.length).toBeGreaterThan(5);
    expect((await request('resources/templates/list')).result.resourceTemplates.length).toBeGreaterThan(5);
    const read = await request('resources/read', { uri: 'anypoint://gateways' });
    expect(read.result.contents[0].text).toContain('orders-gateway');
    expect((await request('prompts/list')).result.prompts.length).toBeGreaterThan(3);
    const prompt = await request('prompts/get', {
      name: 'diagnose-gateway',
      arguments: { gateway: 'returns-gateway' },
    });
    expect(prompt.result.messages[0].content.text).toContain('FAILED');
    const ref = { type: 'ref/prompt', name: 'diagnose-gateway' };
    const completed = await request('completion/complete', { ref, argument: { name: 'gateway', value: 'ret' } });
    expect(completed.result.completion.values).toEqual(['returns-gateway']);
  });

  it.each([
    'anypoint://nothing',
    'anypoint://gateways/00000000-0000-4000-8000-000000000000',
    'skill://x/SKILL.md',
    'x:y',
  ])('learns by the code of its revision that there is no resource %s', async (uri) => {
    const { error } = await request('resources/read', { uri });
    expect(error).toMatchObject({ code: isStateless ? -32602 : -32002, data: { uri } });
    expect(error?.message).toContain(uri);
    if (isStateless) return;
    expect((await request('resources/subscribe', { uri })).error?.code).toBe(-32002);
  });

  it('learns by another code that params are invalid', async () => {
    expect((await request('resources/read', {})).error?.code).toBe(-32602);
    expect((await request('tools/list', { cursor: 'x' })).error?.code).toBe(-32602);
    expect((await request('no/such')).error?.code).toBe(-32601);
  });

  it('may write null, or an empty text, where it gives no value', async () => {
    const listed = async (params: object) => {
      const { result } = await request('tools/call', { name: 'anypoint_list_gateways', ...params });
      return result?.content[0].text.replaceAll(/data-[0-9a-f]+/g, 'data');
    };
    const all = await listed({});
    expect(all).toContain('orders-gateway');
    for (const args of [null, {}, { environment: null, filter: null }, { environment: '', organization: '' }]) {
      expect(await listed({ arguments: args }), JSON.stringify(args)).toBe(all);
    }
    for (const args of [undefined, null, {}, { environment: null }, { environment: '' }]) {
      const { result } = await request('prompts/get', { name: 'review-environment', arguments: args });
      expect(result?.messages[0].content.text, JSON.stringify(args)).toContain('Review what runs in "Sandbox"');
    }
  });

  it(`is asked for a choice ${asks ? 'in the form of its revision' : 'in words only'}`, async () => {
    const { ANYPOINT_ENVIRONMENT: _unset, ...elsewhere } = env;
    const asking = await connect(elsewhere);
    const call = { name: 'anypoint_list_gateways', arguments: {} };
    if (isStateless) {
      const { result } = await request('tools/call', call, asking);
      const [question] = Object.values<Message>(result.inputRequests);
      expect(question?.params.requestedSchema.properties.choice.oneOf[0]).toEqual({
        const: expect.any(String),
        title: expect.any(String),
      });
      return;
    }
    const question = asking.next(({ method }) => method === 'elicitation/create');
    const answer = request('tools/call', call, asking);
    if (!asks) {
      expect((await answer).result.content[0].text).toContain('Which environment?');
      return;
    }
    const { id, params } = await question;
    const list = params.requestedSchema.properties.choice;
    const titles: string[] = list.enumNames ?? list.oneOf.map(({ title }: { title: string }) => title);
    expect('enumNames' in list).toBe(revision === '2025-06-18');
    expect('oneOf' in list).toBe(revision !== '2025-06-18');
    const ids: string[] = list.enum ?? list.oneOf.map((option: { const: string }) => option.const);
    const choice = ids[titles.findIndex((title) => title.startsWith('Sandbox '))];
    asking.send({ id, result: { action: 'accept', content: { choice } } });
    expect((await answer).result.content[0].text).toContain('orders-gateway');
  });
});
