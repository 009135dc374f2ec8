import { describe, expect, it } from 'vitest';
import { capitalize } from '../../src/core/text/quote.ts';
import { allTools } from '../../src/services/tools.ts';
import { eras } from '../support/mcp-client.ts';
import { connect } from '../support/served.ts';
import { connected } from './connected.ts';

/** What environments hold: `gateways`, with the argument that names a single one, and the title of each. */
const kinds = allTools.flatMap(({ scope, lists }) =>
  scope === 'environment' && lists?.thing
    ? [{ plural: lists.key, variable: lists.thing.argument, title: capitalize(lists.thing.noun) }]
    : [],
);

/** What is listed for the default place. */
const listings = ['organizations', 'environments', ...kinds.map(({ plural }) => plural)].sort();

/** The journal is no part of the platform. */
const ofPlatform = ({ uri }: { uri: string }) => uri.startsWith('anypoint://') && uri !== 'anypoint://changes';

/** An API that is active was last active just now, whenever it is asked. */
const timeless = (text: string) => JSON.parse(text, (name, value) => (name === 'lastActiveAt' ? undefined : value));

describe.each(eras)('the resources for a client of %s', async (era) => {
  const { emulator, client } = await connected(era);

  const read = async (uri: string) => JSON.parse((await client.readResource(uri)).text);
  const listOfPlatform = async () => (await client.listResources()).filter(ofPlatform);

  it('are listed: the listings of the default environment first, then each single thing in them', async () => {
    const listed = await listOfPlatform();
    const uris = listed.map(({ uri }) => uri);
    expect(uris.slice(0, listings.length)).toEqual(listings.map((name) => `anypoint://${name}`));
    expect(listings).toEqual(expect.arrayContaining(['clusters', 'gateways']));
    const { organizationId, environmentId } = emulator.access;
    const titles = listed.slice(listings.length).map(({ title = '' }) => title);
    for (const { title } of kinds)
      expect(
        titles.some((one) => one.startsWith(`${title} `)),
        title,
      ).toBe(true);
    for (const uri of uris.slice(listings.length)) {
      expect(uri).toMatch(new RegExp(`^anypoint://${organizationId}/${environmentId}/[a-z]+/[^/]+$`));
    }
    for (const { title, mimeType } of listed) {
      expect(title).toBeTruthy();
      expect(mimeType).toBe('application/json');
    }
  });

  it('are listed so that each can be read', async () => {
    for (const { uri } of await listOfPlatform()) expect(Object.keys(await read(uri)).length).toBeGreaterThan(0);
  });

  it('have templates for the listings and single things of any environment', async () => {
    const templates = (await client.listResourceTemplates()).map(({ uriTemplate }) => uriTemplate);
    expect(templates.toSorted()).toEqual(
      [
        'anypoint://{organization}/environments',
        ...kinds.flatMap(({ plural, variable }) => [
          `anypoint://{organization}/{environment}/${plural}`,
          `anypoint://{organization}/{environment}/${plural}/{${variable}}`,
        ]),
      ].sort(),
    );
  });

  it('tell when they were last changed: a listing when the newest in it was', async () => {
    const listed = await listOfPlatform();
    const timeOf = (uri: string) => listed.find((one) => one.uri === uri)?.annotations?.lastModified;
    const { gateways } = await read('anypoint://gateways');
    const newest = gateways
      .map(({ updatedAt }: { updatedAt?: string }) => updatedAt)
      .filter((time: string | undefined) => time !== undefined)
      .sort()
      .at(-1);
    expect(new Date(newest).toISOString()).toBe(timeOf('anypoint://gateways'));
    const { id, updatedAt } = gateways.find(({ name }: { name: string }) => name === 'orders-gateway');
    const { organizationId, environmentId } = emulator.access;
    const uri = `anypoint://${organizationId}/${environmentId}/gateways/${id}`;
    expect(timeOf(uri)).toBe(new Date(updatedAt).toISOString());
    for (const { plural: listing } of kinds) {
      const singles = listed.filter(({ uri: one }) => one.includes(`/${listing}/`));
      expect(singles.length, listing).toBeGreaterThan(0);
      for (const single of singles) expect(single.annotations?.lastModified, single.uri).toMatch(/^\d{4}-.*Z$/);
      const times = singles.map((single) => single.annotations?.lastModified);
      expect(timeOf(`anypoint://${listing}`)).toBe(times.sort().at(-1));
    }
    expect(await client.readResource(uri)).toMatchObject({
      _meta: { 'anypoint-mcp/lastModified': expect.stringMatching(/^\d{4}-.*Z$/) },
    });
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
    for (const { plural } of kinds) {
      const listing = async (uri: string) => timeless((await client.readResource(uri)).text);
      const short = await listing(`anypoint://${plural}`);
      expect(await listing(`anypoint://Acme%20Outfitters/Sandbox/${plural}`)).toEqual(short);
      expect(await listing(`anypoint://${organizationId}/${environmentId}/${plural}`)).toEqual(short);
      expect(short[plural].length).toBeGreaterThan(0);
    }
    const environments = await read('anypoint://environments');
    expect(await read('anypoint://Acme%20Outfitters/environments')).toEqual(environments);
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

const signedIn = { ANYPOINT_CLIENT_ID: 'id', ANYPOINT_CLIENT_SECRET: 'secret' };

describe.each(eras)('the resources when there is nothing to ask, for a client of %s', (era) => {
  it.each([
    ['not signed in', {}],
    ['a platform that is away', { ...signedIn, ANYPOINT_BASE_URL: 'http://127.0.0.1:1' }],
  ])('are listed without the single things: %s', async (_, env) => {
    const client = await connect(era, { ANYPOINT_LOG_LEVEL: 'silent', ...env });
    const uris = (await client.listResources()).filter(ofPlatform).map(({ uri }) => uri);
    await client.close();
    expect(uris).toEqual(listings.map((name) => `anypoint://${name}`));
  });
});
