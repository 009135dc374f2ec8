import type { Id } from '../kinds.ts';

/** Is told which objects of a kind somebody was given, who may change them, and which were set or deleted. */
export interface ObjectsWatcher {
  given(kind: string, id: Id, object: unknown): void;
  givenAll(kind: string, objects: Iterable<[Id, unknown]>): void;
  changed(kind: string, id: Id): void;
}

/** The objects of a kind by id: a map that tells what it was used for. */
export class Objects<ItemId extends Id, Item> extends Map<ItemId, Item> {
  readonly #kind: string;
  readonly #watcher: ObjectsWatcher;

  constructor(kind: string, watcher: ObjectsWatcher) {
    super();
    this.#kind = kind;
    this.#watcher = watcher;
  }

  /** For looking only: whoever changes an object gets it by its id. */
  look(): MapIterator<[ItemId, Readonly<Item>]> {
    return super.entries();
  }

  /** For looking only, as above. */
  lookAt(id: ItemId): Readonly<Item> | undefined {
    return super.get(id);
  }

  override get(id: ItemId): Item | undefined {
    const object = super.get(id);
    if (object !== undefined) this.#watcher.given(this.#kind, id, object);
    return object;
  }

  override set(id: ItemId, object: Item): this {
    super.set(id, object);
    this.#watcher.changed(this.#kind, id);
    return this;
  }

  override delete(id: ItemId): boolean {
    if (!super.delete(id)) return false;
    this.#watcher.changed(this.#kind, id);
    return true;
  }

  override clear(): void {
    const ids = [...this.keys()];
    super.clear();
    for (const id of ids) this.#watcher.changed(this.#kind, id);
  }

  override entries(): MapIterator<[ItemId, Item]> {
    this.#watcher.givenAll(this.#kind, this.look());
    return super.entries();
  }

  override values(): MapIterator<Item> {
    this.#watcher.givenAll(this.#kind, this.look());
    return super.values();
  }

  override [Symbol.iterator](): MapIterator<[ItemId, Item]> {
    return this.entries();
  }

  override forEach(visit: (object: Item, id: ItemId, all: Map<ItemId, Item>) => void): void {
    for (const [id, object] of this) visit(object, id, this);
  }
}
