import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { allPrompts } from '../../src/mcp/prompts/registry.ts';
import { allTools } from '../../src/services/tools.ts';
import { eras, settingsFor, type TestClient } from '../support/mcp-client.ts';
import { picks, type Question } from '../support/person.ts';
import { connectSkillsSpawned, connectSpawned } from '../support/spawned.ts';

/** Each kind of request once: what the bundle loads for it is there. What it answers in all cases, test/protocol tests. */
describe.each(eras)('the executable, for a client of %s', (era) => {
  const asked: Question[] = [];
  /** How many looks at a gateway still show it under way. */
  let looksAsApplying = 0;
  let emulator: Emulator;
  let client: TestClient;

  beforeAll(async () => {
    emulator = await startEmulator({
      clock: 'instant',
      intercept(request) {
        if (looksAsApplying === 0 || !request.url.endsWith('/status')) return undefined;
        looksAsApplying--;
        return Response.json({ status: 'APPLYING', ready: false, running: false });
      },
    });
    const settings = { ...settingsFor(emulator.baseUrl, emulator.access), ANYPOINT_WATCH_SECONDS: '0.03' };
    client = await connectSpawned(era, settings, (question) => {
      asked.push(question);
      return picks(/^orders-gateway /)(question);
    });
  });
  afterAll(async () => {
    await client.close();
    await emulator.close();
  });

  it('lists the tools in their order, with instructions', async () => {
    expect((await client.listTools()).map(({ name }) => name)).toEqual(allTools.map(({ name }) => name));
    expect(client.instructions()).toContain('dryRun');
  });

  it('asks its user', async () => {
    const { text, isError } = await client.callTool('anypoint_get_gateway_status', { gateway: 'ordrs-gatway' });
    expect(isError, text).toBe(false);
    expect(text).toContain('"orders-gateway"');
    expect(asked.map(({ label }) => label)).toEqual(['gateway']);
  });

  it('tells of progress', async () => {
    const messages: string[] = [];
    const name = 'heard-of';
    looksAsApplying = 1;
    const listen = { onprogress: ({ message = '' }) => messages.push(message) };
    const { structured } = await client.callTool('anypoint_create_gateway', { name }, listen);
    expect(structured?.['outcome']).toBe('done');
    // The last message may be overtaken by the answer, so it is the first that counts.
    expect(messages[0]).toContain('APPLYING');
  });

  it('serves resources, and tells of their changes until the end of the subscription', async () => {
    expect((await client.listResourceTemplates()).length).toBeGreaterThan(5);
    const uri = 'anypoint://gateways';
    expect((await client.listResources()).map((resource) => resource.uri)).toContain(uri);
    const { uris, end } = await client.subscribe(uri);
    expect(uris).toEqual([uri]);
    const [gateway] = emulator.store.managedGateways.values();
    if (gateway === undefined) throw new Error('no gateway');
    gateway.name = 'renamed-gateway';
    await expect.poll(() => client.updates, { timeout: 10_000 }).toContain(uri);
    expect((await client.readResource(uri)).text).toContain('renamed-gateway');
    await end();
  });

  it('serves prompts, and completes their arguments', async () => {
    expect((await client.listPrompts()).map(({ name }) => name)).toEqual(allPrompts.map(({ name }) => name));
    expect(await client.getPrompt('diagnose-gateway', { gateway: 'returns-gateway' })).toContain('FAILED');
    const { values } = await client.complete('diagnose-gateway', 'gateway', 'ret');
    expect(values).toEqual(['returns-gateway']);
  });

  it('serves skills as they are in the repository', async () => {
    const { skills, close } = await connectSkillsSpawned(era, settingsFor(emulator.baseUrl, emulator.access));
    const listing = await skills.list();
    expect(listing.skills.map(({ frontmatter }) => frontmatter.name)).toEqual(
      allPrompts.map(({ name }) => name).sort(),
    );
    for (const skill of listing.skills) {
      const { name } = skill.frontmatter;
      const { verified, text } = await skills.read(skill);
      expect(verified).toBe(true);
      expect(text).toBe(readFileSync(new URL(`../../skills/${name}/SKILL.md`, import.meta.url), 'utf8'));
    }
    await close();
  });
});
