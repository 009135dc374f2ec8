import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { type Era, eras, settingsFor, type TestClient } from '../support/mcp-client.ts';
import { agreesToPlans } from '../support/person.ts';
import { connect } from '../support/served.ts';

/** Nobody has given this name to anything else. */
const canary = { name: 'Kanarienvogel', id: 'c0ffee00-1234-4abc-8def-00c0ffee0000' };

const folder = mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-policy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function policyFile(policy: object): string {
  const file = path.join(folder, `${Object.keys(policy).join('-')}.json`);
  writeFileSync(file, JSON.stringify(policy));
  return file;
}

/** A platform whose production environment is the canary. */
async function platformWithCanary(): Promise<Emulator> {
  const emulator = await startEmulator({ clock: 'instant' });
  afterAll(() => emulator.close());
  const { environments } = emulator.store;
  const production = [...environments.values()].find(({ name }) => name === 'Production');
  if (production === undefined) throw new Error('no production environment');
  production.name = canary.name;
  canary.id = production.id;
  return emulator;
}

async function connected(era: Era, policy: object, emulator: Emulator): Promise<TestClient> {
  const env = { ...settingsFor(emulator.baseUrl, emulator.access), ANYPOINT_POLICY: policyFile(policy) };
  const client = await connect(era, env, { person: agreesToPlans });
  afterAll(() => client.close());
  return client;
}

describe.each(eras)('an environment that the policy does not let a client of %s see', async (era) => {
  const emulator = await platformWithCanary();
  const client = await connected(era, { visibleEnvironments: ['Sandbox', 'Design'] }, emulator);

  const expectUnseen = (output: unknown) => {
    const text = JSON.stringify(output);
    expect(text).not.toContain(canary.name);
    expect(text).not.toContain(canary.id);
  };

  it.each(allTools)('is in no answer of $name', async ({ name, effect, example }) => {
    const args = { ...example.arguments, ...(effect === 'read' ? {} : { dryRun: true }) };
    expectUnseen(await client.callTool(name, args));
  });

  it('is in no listing, however it is asked for', async () => {
    const { structured } = await client.callTool('anypoint_list_environments', { fields: ['*'] });
    expect(JSON.stringify(structured)).toContain('Sandbox');
    expectUnseen(structured);
    for (const { uri } of await client.listResources()) expectUnseen(await client.readResource(uri).catch(String));
    expectUnseen(await client.complete('anypoint://{organization}/{environment}/gateways', 'environment', ''));
    expectUnseen(await client.listPrompts());
  });

  it.each([
    ['its name', () => canary.name],
    ['its id', () => canary.id],
    ['the beginning of its name', () => canary.name.slice(0, 4)],
  ])('is unknown by %s', async (_, environment) => {
    const { isError, text } = await client.callTool('anypoint_list_gateways', { environment: environment() });
    expect(isError).toBe(true);
    // The error repeats what the caller wrote, and nothing more.
    expect(text.replaceAll(environment(), '')).not.toContain(canary.name);
    expect(text.replaceAll(environment(), '')).not.toContain(canary.id);
    const uri = `anypoint://${emulator.access.organizationId}/${environment()}/gateways`;
    await expect(client.readResource(uri)).rejects.toThrow(/not found|was not|unknown|no environment/i);
  });

  it('is not named where its credentials are found, nor are they called right', async () => {
    const { text, structured } = await client.callTool('anypoint_diagnose_api', { api: 'shipping-api' });
    expectUnseen([text, structured]);
    expect(text).toContain('"shipping-quotes" has a client id that is not that of environment "Sandbox"');
    expect(text).not.toContain('right id and client id');
  });

  it('is not said to have what is looked for elsewhere', async () => {
    expectUnseen(await client.callTool('anypoint_get_gateway', { gateway: 'partners' }));
    expectUnseen(await client.callTool('anypoint_get_server', { server: 'mule-prod-1' }));
  });
});

describe('a tool that the policy denies everywhere', async () => {
  const emulator = await startEmulator({ clock: 'instant' });
  afterAll(() => emulator.close());
  const rules = [{ name: 'no clusters', tools: ['anypoint_*_cluster'], answer: 'deny' }];
  const client = await connected('2025-11-25', { rules }, emulator);

  it('is not offered, and says why when it is called', async () => {
    const names = (await client.listTools()).map(({ name }) => name);
    expect(names).not.toContain('anypoint_delete_cluster');
    expect(names).toContain('anypoint_get_cluster');
    expect(names).toContain('anypoint_delete_server');
    await expect(client.callTool('anypoint_delete_cluster', { cluster: 'catalog-cluster' })).rejects.toThrow(
      /denies it everywhere, by its policy/,
    );
  });
});
