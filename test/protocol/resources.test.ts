import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { connect, eras, settingsFor, type TestClient } from '../support/clients.ts';

describe.each(eras)('the resources for a client of %s', (era) => {
  let emulator: Emulator;
  let client: TestClient;

  beforeAll(async () => {
    emulator = await startEmulator({ clock: 'instant' });
    client = await connect(era, settingsFor(emulator.baseUrl, emulator.access));
  });
  afterAll(async () => {
    await client.close();
    await emulator.close();
  });

  const read = async (uri: string) => JSON.parse((await client.readResource(uri)).text);

  it('are listed: the current gateways and clusters of the default environment first of all', async () => {
    const uris = (await client.listResources()).map(({ uri }) => uri).filter((uri) => uri.startsWith('anypoint:'));
    expect(uris).toEqual(['anypoint://organizations', 'anypoint://gateways', 'anypoint://clusters']);
    const templates = (await client.listResourceTemplates()).map(({ uriTemplate }) => uriTemplate);
    for (const ending of ['gateways', 'gateways/{gateway}', 'clusters', 'clusters/{cluster}', 'servers', 'apis']) {
      expect(templates).toContain(`anypoint://{organization}/{environment}/${ending}`);
    }
  });

  it('hold the current state: a change on the platform is there with the next reading', async () => {
    const before = await read('anypoint://gateways');
    await client.callTool('anypoint_create_gateway', { name: 'brand-new' });
    const after = await read('anypoint://gateways');
    expect(after.gateways.length).toBe(before.gateways.length + 1);
    expect(after.gateways.map(({ name }: { name: string }) => name)).toContain('brand-new');
  });

  it('are the same under the default address and the full one, by name or by id', async () => {
    const { organizationId, environmentId } = emulator.access;
    const short = await read('anypoint://clusters');
    expect(await read('anypoint://Acme%20Outfitters/Sandbox/clusters')).toEqual(short);
    expect(await read(`anypoint://${organizationId}/${environmentId}/clusters`)).toEqual(short);
    expect(short.clusters[0].name).toBe('catalog-cluster');
  });

  it('are JSON and name single things by name', async () => {
    const { mimeType } = await client.readResource('anypoint://organizations');
    expect(mimeType).toBe('application/json');
    const { cluster } = await read('anypoint://Acme%20Outfitters/Sandbox/clusters/catalog-cluster');
    expect(cluster.servers).toHaveLength(2);
    const { gateway } = await read('anypoint://Acme%20Outfitters/Sandbox/gateways/returns-gateway');
    expect(gateway.status).toBe('FAILED');
    const { servers } = await read('anypoint://Acme%20Outfitters/Production/servers');
    expect(servers.length).toBeGreaterThan(0);
  });

  it.each(['anypoint://nothing', 'anypoint://Acme/../clusters', 'https://example.com/', 'anypoint://a/b/c/d/e'])(
    'do not include %s',
    async (uri) => {
      await expect(client.readResource(uri)).rejects.toThrow();
    },
  );

  it('say which names are near when one is unknown', async () => {
    await expect(client.readResource('anypoint://Acme%20Outfitters/Sandbox/clusters/catalog')).resolves.toBeDefined();
    await expect(client.readResource('anypoint://Acme%20Outfitters/Sanbox/clusters')).rejects.toThrow('"Sandbox"');
  });
});
