import { describe, expect, it } from 'vitest';
import { createClock } from '../../../src/emulator/core/clock.ts';
import { defineKind } from '../../../src/emulator/core/kinds.ts';
import { listingOf, type Query } from '../../../src/emulator/core/listing.ts';
import { createStore } from '../../../src/emulator/core/store.ts';
import { changing, settled, stateAt, type Timed } from '../../../src/emulator/core/transitions.ts';

interface Lamp {
  id: string;
  environmentId: string;
  name: string;
  light: Timed<'off' | 'on'>;
}

const lamps = defineKind({ name: 'lamps', noun: 'lamp', empty: () => new Map<string, Lamp>() });

function house() {
  const platform = { store: createStore<typeof lamps>([lamps]), clock: createClock('driven') };
  const add = (id: string, name: string, environmentId = 'here'): void => {
    platform.store.of(lamps).set(id, { id, environmentId, name, light: settled<'off' | 'on'>('off') });
  };
  add('1', 'kitchen');
  add('2', 'attic');
  add('3', 'cellar', 'elsewhere');
  add('4', 'hall');
  let computed = 0;
  const lit: Query<Lamp>['where'] = {
    key: 'lit',
    holds: (now) => {
      computed += 1;
      return ({ light }) => stateAt(light, now) === 'on';
    },
  };
  const byName: Query<Lamp>['order'] = { key: 'name', compare: () => (a, b) => (a.name < b.name ? -1 : 1) };
  const find = (query: Query<Lamp>) =>
    listingOf(lamps)
      .find(platform, 'here', query)
      .map(({ id }) => id);
  return { ...platform, add, lit, byName, find, computed: () => computed };
}

describe('a listing', () => {
  it('has the objects of an environment, sorted and searched', () => {
    const { find, byName } = house();
    expect(find({})).toEqual(['1', '2', '4']);
    expect(find({ order: byName })).toEqual(['2', '4', '1']);
    expect(find({ order: { ...byName, isReversed: true } })).toEqual(['1', '4', '2']);
    const text = {
      part: 'it',
      of:
        () =>
        ({ name }: Readonly<Lamp>) =>
          name,
    };
    expect(find({ text, order: byName })).toEqual(['1']);
    expect(find({ text: { ...text, part: 't' }, order: byName })).toEqual(['2', '1']);
  });

  it('is computed once, and again when an object is added, changed or deleted', async () => {
    const { store, find, lit, add, computed } = house();
    expect([find({ where: lit }), find({ where: lit }), computed()]).toEqual([[], [], 1]);
    add('5', 'porch');
    expect([find({ where: lit }), computed()]).toEqual([[], 2]);
    await store.changes.record(() => {
      const porch = store.of(lamps).get('5');
      if (porch !== undefined) porch.light = settled<'off' | 'on'>('on');
      // The request that changes it sees it at once, too.
      expect(find({ where: lit })).toEqual(['5']);
    });
    expect([find({ where: lit }), find({ where: lit }), computed()]).toEqual([['5'], ['5'], 4]);
    store.delete(lamps, '5');
    expect(find({ where: lit })).toEqual([]);
  });

  it('is not computed again after a request that changed nothing, or only another kind', async () => {
    const { store, find, lit, computed } = house();
    find({ where: lit });
    await store.changes.record(() => {
      for (const lamp of store.of(lamps).values()) lamp.name = `${lamp.name}`;
    });
    find({ where: lit });
    expect(computed()).toBe(1);
  });

  it('is computed again when a state in it has changed by itself', () => {
    const { store, clock, find, lit, computed, add } = house();
    add('6', 'street');
    const street = store.of(lamps).get('6');
    if (street !== undefined) street.light = changing<'off' | 'on'>(clock, 'off', 'on', 5_000);
    expect(find({ where: lit })).toEqual([]);
    clock.advance(4_999);
    expect([find({ where: lit }), computed()]).toEqual([[], 1]);
    clock.advance(1);
    expect([find({ where: lit }), computed()]).toEqual([['6'], 2]);
  });

  it('is computed each time while a request may be changing it, or a program holds the store', async () => {
    const { store, find, lit } = house();
    find({ where: lit });
    let change = (): void => undefined;
    const changed = new Promise<void>((resolve) => {
      change = resolve;
    });
    const request = store.changes.record(async () => {
      const hall = store.of(lamps).get('4');
      await changed;
      if (hall !== undefined) hall.light = settled<'off' | 'on'>('on');
    });
    expect(find({ where: lit })).toEqual([]);
    change();
    await request;
    expect(find({ where: lit })).toEqual(['4']);
    const held = store.lend().lamps.get('4');
    if (held !== undefined) held.light = settled<'off' | 'on'>('off');
    expect(find({ where: lit })).toEqual([]);
  });
});
