import { describe, expect, it } from 'vitest';
import type { Listing, Tool } from '../../src/core/tools/tool.ts';
import { seedIds } from '../../src/emulator/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { startHarness } from '../support/harness.ts';

type Row = Record<string, unknown>;

/** The listings that can be about several places. */
const tools = allTools.filter(
  (tool): tool is Tool & { lists: Listing } => tool.lists !== undefined && tool.lists.reach === 'every',
);

/** What people tell rows apart by, in the order in which it was read: a time of the data plane changes between two calls. */
const named = (rows: readonly Row[]) =>
  rows.map(({ id, name, environment, organization }) => JSON.stringify({ id, name, environment, organization })).sort();

describe('listings across places', async () => {
  const harness = await startHarness();
  const { environments } = await harness.ok('anypoint_list_environments', { organization: '*' });
  const all: { organization: string; name: string; id: string }[] = environments;

  it('are those of every environment, and that of environments for every business group', () => {
    const about = allTools.filter(({ lists, scope }) => lists?.thing !== undefined && scope !== 'account');
    expect(about.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
  });

  it('know every environment of every business group', () => {
    const known = [...harness.emulator.store.environments.values()].map(({ id }) => id);
    expect(all.map(({ id }) => id).sort()).toEqual(known.sort());
  });

  describe.each(tools.filter(({ scope }) => scope === 'environment'))('$name', (tool) => {
    const rowsOf = (result: Record<string, unknown>): Row[] => result[tool.lists.key] as Row[];
    const list = async (args: Row): Promise<Row[]> => rowsOf(await harness.ok(tool.name, { limit: 1000, ...args }));

    it('lists what each environment lists, and where it is', async () => {
      const apart = await Promise.all(
        all.map(async ({ organization, name, id }) => {
          const rows = await list({ organization, environment: id });
          return rows.map((row) => ({ ...row, organization, environment: name }));
        }),
      );
      const together = await list({ organization: '*' });
      expect(named(together)).toEqual(named(apart.flat()));
      expect(together.length).toBeGreaterThan(0);
    });

    it('says where a row is with arguments that other calls take', async () => {
      for (const { id, environment, organization } of await list({ organization: '*' })) {
        const rows = await list({ organization, environment });
        expect(rows.map((row) => row['id'])).toContain(id);
      }
    });

    it('keeps to one business group, or to the environments of one name', async () => {
      const home = harness.emulator.access.organizationName;
      const ofHome = await harness.ok(tool.name, { environment: '*' });
      expect(ofHome).toMatchObject({ organization: { name: home }, environmentCount: 3 });
      const named = await harness.ok(tool.name, { organization: '*', environment: 'production' });
      expect(named).toMatchObject({ environmentCount: 3, organizationCount: 3 });
      for (const { environment } of rowsOf(named)) expect(environment).toBe('Production');
    });

    it('sorts by place, and goes through all pages in one order', async () => {
      const whole = await list({ organization: '*', sort: 'environment' });
      const places = whole.map(({ environment }) => environment);
      expect(places).toEqual([...places].sort());
      const paged: Row[] = [];
      let cursor: string | undefined;
      do {
        const page = await harness.ok(tool.name, {
          ...{ organization: '*', sort: 'environment', limit: 2 },
          ...(cursor === undefined ? {} : { cursor }),
        });
        paged.push(...rowsOf(page));
        cursor = page['nextCursor'];
      } while (cursor !== undefined);
      expect(named(paged)).toEqual(named(whole));
    });

    it('refuses a name that no environment has', async () => {
      const said = await harness.fails(tool.name, { organization: '*', environment: 'Nowhere' });
      expect(said).toContain('No environment is called "Nowhere" in 3 business groups.');
    });
  });

  it('are the only calls that take all places', async () => {
    const one = await harness.fails('anypoint_get_gateway', { environment: '*', gateway: 'orders-gateway' });
    expect(one).toContain('This call is about one environment, and * stands for all of them.');
    const write = await harness.fails('anypoint_delete_gateway', { environment: '*', gateway: 'orders-gateway' });
    expect(write).toContain('This call is about one environment');
    const group = await harness.fails('anypoint_search_exchange_assets', { organization: '*' });
    expect(group).toContain('This call is about one business group');
  });
});

describe('listings across places of which some cannot be read', async () => {
  const harness = await startHarness();
  const grant = (...environments: string[]): void => {
    const { store, access } = harness.emulator;
    const app = store.connectedApps.get(access.clientId);
    if (app === undefined) throw new Error('The emulator has no connected app.');
    app.grants = [
      ...['view:organization', 'view:environment'].map((scope) => ({ scope, context_params: { org: seedIds.root } })),
      ...environments.map((envId) => ({ scope: 'read:servers', context_params: { org: seedIds.root, envId } })),
    ];
  };

  it('list the others, and say by place what could not be read and why', async () => {
    grant(seedIds.rootSandbox);
    const { structured, text } = await harness.call('anypoint_list_servers', { environment: '*' });
    expect(structured).toMatchObject({ total: 9, environmentCount: 3 });
    const { unreadable } = structured as { unreadable: { environment: string; reason: string }[] };
    expect(unreadable.map(({ environment }) => environment).sort()).toEqual(['Design', 'Production']);
    for (const { reason } of unreadable) expect(reason).toContain('not allowed');
    expect(text).toMatch(/"Production" could not be read: .*not allowed/);
  });

  it('fail where nothing could be read anywhere', async () => {
    grant();
    expect(await harness.fails('anypoint_list_servers', { organization: '*' })).toContain('"Read Servers"');
  });
});
