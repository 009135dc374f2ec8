import { describe, expect, it } from 'vitest';
import { matching, type Naming } from '../../src/core/matching.ts';

interface Thing {
  ids: string[];
  names: string[][];
}
const thing = (ids: string[], ...names: string[][]): Thing => ({ ids, names });
const found = (reference: string, things: readonly Thing[], naming: Naming): number[] =>
  matching(
    reference,
    things,
    ({ ids, names }) => ({ ids, names, titles: [`"${names[0]?.[0]}" (${ids[0]})`, `${names[0]?.[0]} (${ids[0]})`] }),
    naming,
  ).map((one) => things.indexOf(one));
const read = (reference: string, ...things: Thing[]): number[] => found(reference, things, 'prefix');
const write = (reference: string, ...things: Thing[]): number[] => found(reference, things, 'exact');

describe('a read', () => {
  it('takes the thing with an id, not the thing that is named like that id', () => {
    expect(read('7', thing(['8'], ['7']), thing(['7'], ['orders']))).toEqual([1]);
    expect(read(' a ', thing(['A'], ['x']), thing(['a'], ['y']))).toEqual([1]);
  });

  it('takes an exact name before an id in another case, and that before a name in another case', () => {
    const [name, id, other] = [thing(['1'], ['ab']), thing(['AB'], ['x']), thing(['2'], ['Ab'])];
    expect(read('ab', id, other, name)).toEqual([2]);
    expect(read('ab', other, id)).toEqual([1]);
    expect(read('ab', thing(['3'], ['abc']), other)).toEqual([1]);
  });

  it('takes a name of the first rank before one of the next, in any case', () => {
    const [first, second] = [thing(['1'], ['Orders'], ['x']), thing(['2'], ['y'], ['orders'])];
    expect(read('orders', second, first)).toEqual([1]);
    expect(read('orders', second, thing(['3'], ['z']))).toEqual([0]);
    expect(read('ORDERS', thing(['3'], ['z']), second)).toEqual([1]);
  });

  it('finds nothing among things of other names, however many ranks those have', () => {
    expect(read('orders', thing(['1'], ['x']), thing(['2'], ['y'], ['z']), thing(['3']))).toEqual([]);
    expect(read('orders')).toEqual([]);
  });

  it('takes an id in another case, also where things have no names', () => {
    expect(read('ab-1', thing(['AB-2']), thing(['AB-1']))).toEqual([1]);
  });

  it('takes one of several ids and of several names, whole or by their beginning', () => {
    const things = [thing(['1', 'Main'], ['orders', 'Billing'], ['old']), thing(['2'], ['x'])];
    for (const reference of ['1', 'Main', 'main', 'orders', 'billing', 'Billing', 'old', 'OLD', 'bill', 'ol', 'ord'])
      expect(read(reference, ...things), reference).toEqual([0]);
  });

  it('takes one of several names before the beginning of another', () => {
    const things = [thing(['1'], ['billing 2', 'old 2']), thing(['2'], ['Orders', 'Billing'], ['x', 'Old'])];
    expect([read('billing', ...things), read('old', ...things)]).toEqual([[1], [1]]);
  });

  it('takes name and id as results write them before the beginning of a name', () => {
    expect(read('Orders (1)', thing(['2'], ['orders (1) old']), thing(['1'], ['orders']))).toEqual([1]);
  });

  it('takes all that begin with the text, and a blank for no beginning', () => {
    const things = [thing(['1'], ['prod-a']), thing(['2'], ['PROD-b']), thing(['3'], ['test'])];
    expect(read('Prod', ...things)).toEqual([0, 1]);
    expect(read(' ', ...things)).toEqual([]);
  });
});

describe('a write', () => {
  it('takes all that a text can mean, so that none is left for the same call later', () => {
    const things = [thing(['7'], ['orders']), thing(['8'], ['7']), thing(['9'], ['x'], ['7']), thing(['10'], ['70'])];
    expect(write('7', ...things)).toEqual([0, 1, 2]);
  });

  it('takes an id, a name of any rank in any case, or both, and no beginning of any', () => {
    const things = [thing(['A1', 'B1'], ['Orders', 'Sales'], ['Old']), thing(['2'], ['x'])];
    for (const reference of ['a1', 'B1', 'orders', ' SALES ', 'old', 'orders (a1)'])
      expect(write(reference, ...things), reference).toEqual([0]);
    for (const reference of ['A', 'Order', 'Sale', 'Ol', 'orders (a', '(A1)'])
      expect(write(reference, ...things)).toEqual([]);
  });

  it('takes an empty text for nothing, not even for a thing without a name', () => {
    expect(write(' ', thing([''], ['']))).toEqual([]);
  });
});
