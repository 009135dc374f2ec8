import { describe, expect, it } from 'vitest';
import { seedTargets } from '../../src/emulator/index.ts';
import { eras } from '../support/mcp-client.ts';
import { answersWith, type Person, picks } from '../support/person.ts';
import { askingClient } from './asking.ts';

const tool = 'anypoint_create_cluster';
const { ordersApi1, ordersApi2, ordersApi3, legacy } = seedTargets;

describe.each(eras)('a list of servers, before the user of a client of %s', (era) => {
  const asking = askingClient(era);
  const membersOf = (name: string) =>
    [...asking.emulator.store.clusters.values()]
      .find((cluster) => cluster.name === name)
      ?.members.map(({ serverId }) => serverId);

  it('is completed by the server chosen for an item, after the environment was chosen', async () => {
    const person = answersWith(picks(/^Sandbox /), picks(/^mule-orders-2 /));
    const { text, isError } = await asking.call(person, tool, {
      environment: 'Sandbux',
      name: 'two-rounds',
      servers: ['mule-orders-1', 'mule-ordrs-2'],
    });
    expect(isError, text).toBe(false);
    expect(membersOf('two-rounds')).toEqual([ordersApi1, ordersApi2]);
    expect(asking.asked).toEqual([
      expect.objectContaining({ label: 'environment', message: expect.stringContaining('"Sandbux"') }),
      expect.objectContaining({
        label: 'servers: "mule-ordrs-2"',
        message: 'Server "mule-ordrs-2" was not found in "Sandbox" of "Acme Outfitters". Which one do you mean?',
      }),
    ]);
    expect(asking.asked[1]?.titles.filter((title) => title.startsWith('mule-orders-1'))).toEqual([]);
  });

  it('takes a choice for each of several items, and leaves the others where they are', async () => {
    // Members of a cluster have one Mule version.
    const { store } = asking.emulator;
    Object.assign(store.servers.get(legacy) ?? {}, { muleVersion: '4.9.6', agentVersion: '2.7.2' });
    const person = answersWith(picks(/^mule-legacy-1 /), picks(/^mule-orders-3 /));
    const { text, isError } = await asking.call(person, tool, {
      environment: 'Sandbox',
      name: 'two-items',
      servers: ['mule-legcy', 'mule-ordrs-3'],
      serverIps: ['10.20.7.31', '10.20.4.13'],
    });
    expect(isError, text).toBe(false);
    expect(membersOf('two-items')).toEqual([legacy, ordersApi3]);
    expect(asking.asked.map(({ label }) => label)).toEqual(['servers: "mule-legcy"', 'servers: "mule-ordrs-3"']);
    // What was chosen in the first round is not offered in the second.
    expect(asking.asked[1]?.titles.filter((title) => title.startsWith('mule-legacy-1'))).toEqual([]);
  });

  it('asks which of several an item means, without those that are named already', async () => {
    const servers = ['mule-orders-1', 'mule-orders'];
    await asking.call(() => 'cancel', tool, { environment: 'Sandbox', name: 'never', servers });
    expect(asking.asked).toHaveLength(1);
    expect(asking.asked[0]?.message).toMatch(/^Server "mule-orders" was not found in .* Which one do you mean\?$/);
    expect(asking.asked[0]?.titles.map((title) => title.split(/[ ,]/)[0])).toEqual(['mule-orders-2', 'mule-orders-3']);
    expect(membersOf('never')).toBeUndefined();
  });

  it('shows what a server belongs to before it is chosen', async () => {
    await asking.call(() => 'cancel', tool, { environment: 'Sandbox', name: 'never', servers: ['mule-catalog'] });
    expect(asking.asked[0]?.titles).toEqual([
      `mule-catalog-1, in cluster "catalog-cluster" (${seedTargets.catalog1})`,
      `mule-catalog-2, in cluster "catalog-cluster" (${seedTargets.catalog2})`,
    ]);
  });

  it.each(['decline', 'cancel'] as const)('makes no cluster after a %s, and tells what was chosen', async (no) => {
    const person = answersWith(picks(/^mule-batch-1, /), () => no);
    const { text, isError } = await asking.call(person, tool, {
      environment: 'Sandbox',
      name: `no-${no}`,
      servers: ['mule-btch-1', 'mule-btch-2'],
    });
    expect(isError).toBe(true);
    expect(text).toContain('Server "mule-btch-2" was not found in "Sandbox"');
    expect(text.split('\n').at(-1)).toBe(
      `The user was asked and did not choose. They answered {"servers.0":"${seedTargets.batch1}"}.`,
    );
    expect(membersOf(`no-${no}`)).toBeUndefined();
  });

  it('also stops when every question is answered only after it was asked twice', async () => {
    let count = 0;
    const person: Person = ({ titles }) => (count++ % 2 === 0 ? { typed: 'nothing' } : (titles[0] ?? 'cancel'));
    const servers = Array.from({ length: 9 }, (_, index) => `unknown-${index}`);
    const { text, isError } = await asking.call(person, tool, { environment: 'Sandbox', name: 'never', servers });
    expect(isError).toBe(true);
    expect(asking.asked).toHaveLength(8);
    expect(text).toContain('Server "unknown-4" was not found in "Sandbox"');
  });

  it('stops asking before the client gives up', async () => {
    const first: Person = ({ titles }) => titles[0] ?? 'cancel';
    const servers = Array.from({ length: 9 }, (_, index) => `unknown-${index}`);
    const { text, isError } = await asking.call(first, tool, { environment: 'Sandbox', name: 'never', servers });
    expect(isError).toBe(true);
    expect(asking.asked).toHaveLength(8);
    expect(text).toContain('Server "unknown-8" was not found in "Sandbox"');
    expect(text).toMatch(/^The user was asked\. They answered \{"servers\.0":/m);
  });
});
