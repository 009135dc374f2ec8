import { describe, expect, it } from 'vitest';
import { ExtensionPoint } from '../../../src/emulator/core/extensions.ts';
import { defineKind, defineSequence, defineValue, relation, sameId } from '../../../src/emulator/core/kinds.ts';
import { createStore, Store } from '../../../src/emulator/core/store.ts';

interface Shelf {
  id: string;
}
interface Book {
  id: number;
  shelfId: string;
}

const shelves = defineKind({ name: 'shelves', noun: 'shelf', empty: () => new Map<string, Shelf>() });
const books = defineKind({
  name: 'books',
  noun: 'book',
  empty: () => new Map<number, Book>(),
  deletedWith: [relation(shelves, ({ shelfId }: Book, shelf) => shelfId === shelf.id)],
  dependsOn: [relation(shelves, ({ shelfId }: Book, shelf) => shelfId === shelf.id)],
});
const notes = defineKind({
  name: 'notes',
  noun: 'note',
  empty: () => new Map<number, string>(),
  deletedWith: [sameId(books)],
});
const isOpen = defineValue('isOpen', (): boolean => false);
const bookIds = defineSequence('nextBookId', 'books');
const parts = [shelves, books, notes, isOpen, bookIds] as const;

function library() {
  const store = createStore<(typeof parts)[number]>(parts);
  for (const id of ['a', 'b']) store.of(shelves).set(id, { id });
  for (const shelfId of ['a', 'a', 'b']) {
    const id = store.take(bookIds);
    store.of(books).set(id, { id, shelfId });
    store.of(notes).set(id, `note ${id}`);
  }
  return store;
}

describe('a store', () => {
  it('has each part under its name, with a separate value in each store', () => {
    const store = library();
    expect([store.shelves.size, store.books.size, store.isOpen, store.nextBookId]).toEqual([2, 3, false, 4]);
    store.isOpen = true;
    expect(store.of(isOpen)).toBe(true);
    expect([library().isOpen, library().books === store.books]).toEqual([false, false]);
    expect(Object.keys(structuredClone(store))).toEqual(['shelves', 'books', 'notes', 'isOpen', 'nextBookId']);
  });

  it('deletes an object with everything that is deleted with it, and nothing else', () => {
    const store = library();
    expect(store.delete(shelves, 'a')).toBe(true);
    expect([[...store.shelves.keys()], [...store.books.keys()], [...store.notes.keys()]]).toEqual([['b'], [3], [3]]);
    expect(store.delete(shelves, 'a')).toBe(false);
    expect(store.delete(notes, 3)).toBe(true);
    expect(store.books.size).toBe(1);
  });

  it('lists what depends on an object', () => {
    const store = library();
    expect(store.dependents(shelves, 'a')).toEqual([
      { kind: books, id: 1 },
      { kind: books, id: 2 },
    ]);
    expect(store.dependents(books, 1)).toEqual([]);
  });

  it('rejects two parts with one name, and parts that it does not have', () => {
    expect(() => new Store([shelves, defineValue('shelves', () => 1)])).toThrow(/named shelves/);
    expect(() => new Store([defineValue('delete', () => 1)])).toThrow(/named delete/);
    expect(() => new Store([shelves]).of(books)).toThrow('No service declares books');
  });
});

describe('an extension point', () => {
  it('returns the implementations of the running services, in their order', () => {
    const greetings = new ExtensionPoint<(name: string) => string>('greetings');
    const others = new ExtensionPoint<number>('others');
    const extensions = [
      greetings.provide((name) => `Hello ${name}`),
      others.provide(1),
      greetings.provide((name) => `Bye ${name}`),
    ];
    expect(greetings.of({ extensions }).map((greet) => greet('Ada'))).toEqual(['Hello Ada', 'Bye Ada']);
    expect(others.of({ extensions })).toEqual([1]);
    expect(others.of({ extensions: [] })).toEqual([]);
  });
});
