import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { allTools } from '../../src/services/tools.ts';
import { startHarness } from '../support/harness.ts';
import { type Reference, referencesOf } from '../support/references.ts';
import { startWorld } from './world.ts';

// Whatever things are called, a call that is made twice touches nothing else the second time.

/** Beginnings, other cases and compositions, and ids of one another. */
const confusing = ['tmp-1', 'tmp-10', 'TMP-1', 'tmp', 'Ko\u0308ln', 'K\u00f6ln', '2194001', '2194009', '19870001'];

const elsewhere = await startHarness();
const acting: { name: string; argument: string; reference: Reference; args: Record<string, unknown> }[] = [];
for (const tool of allTools.filter(({ effect }) => effect === 'update' || effect === 'delete')) {
  for (const reference of await referencesOf(tool, elsewhere)) {
    // What a list holds is replaced as a whole.
    if (Array.isArray(tool.example.arguments[reference.argument])) continue;
    acting.push({ name: tool.name, argument: reference.argument, reference, args: { ...tool.example.arguments } });
  }
}

/** Everything that the platform holds, by where and id. */
function holdings({ store }: Emulator): Map<string, string> {
  const held = new Map<string, string>();
  // What tells of a change is a history: two calls have two of them.
  const { tokens: _tokens, notifications: _notifications, ...parts } = store;
  for (const [part, things] of Object.entries(parts)) {
    if (!(things instanceof Map)) continue;
    for (const [id, thing] of things) held.set(`${part} ${String(id)}`, JSON.stringify(thing, lasting));
  }
  return held;
}

/** An API was seen to be active; that is no change. */
function lasting(name: string, value: unknown): unknown {
  return name === 'lastActiveAt' ? undefined : value;
}

function changed(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
}

/** Gives things of all kinds new names, each kind in its own order. */
function rename({ store }: Emulator, names: readonly string[]): void {
  const parts: unknown[] = [store.servers, store.clusters, store.managedGateways, store.amcDeployments];
  for (const [offset, part] of parts.entries()) {
    if (!(part instanceof Map)) continue;
    for (const [index, thing] of [...part.values()].entries()) {
      if (index < names.length) Object.assign(thing, { name: names[(index + offset) % names.length] });
    }
  }
  for (const [index, api] of [...store.apis.values()].entries()) {
    if (index < names.length) Object.assign(api, { instanceLabel: names[index] });
  }
}

describe.each(acting)('$name, by $argument', ({ name, argument, reference, args }) => {
  it('touches nothing else when it is called again', async () => {
    const order = fc.shuffledSubarray(confusing, { minLength: confusing.length });
    const texts = fc.constantFrom(...confusing, reference.name, reference.id);
    await fc.assert(
      fc.asyncProperty(order, texts, async (names, text) => {
        const world = await startWorld();
        try {
          rename(world.emulator, names);
          const states = [holdings(world.emulator)];
          for (const _ of ['first', 'second']) {
            await world.call(name, { ...args, [argument]: text });
            states.push(holdings(world.emulator));
          }
          const [before = new Map(), between = new Map(), after = new Map()] = states;
          const first = changed(before, between);
          expect(changed(between, after).filter((key) => !first.includes(key))).toEqual([]);
        } finally {
          await world.close();
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }, 60_000);
});
