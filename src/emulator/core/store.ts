import {
  type AnyKind,
  type AnyPart,
  type Id,
  isKind,
  type Kind,
  type Part,
  type Relation,
  type Sequence,
} from './kinds.ts';
import { ChangeLog, wholeValue } from './state/changes.ts';
import { notePart } from './state/frame.ts';
import { Objects } from './state/objects.ts';

/** The values of parts by name: `store.servers`. */
export type StateOf<Parts extends AnyPart> = { [One in Parts as One['name']]: ReturnType<One['empty']> };

/** An object that depends on another one. */
export interface Dependent {
  kind: AnyKind;
  id: Id;
}

/** A relation of a kind, and the kind that declares it. */
interface DeclaredRelation {
  owner: AnyKind;
  relation: Relation<Id, unknown>;
}

/**
 * The whole state of the emulated platform. Each part is a property under its own name, so that the state can be
 * printed, copied and written as it is; services access a part through its declaration, which carries the type.
 */
export class Store {
  readonly #deletedWith: readonly DeclaredRelation[];
  readonly #dependsOn: readonly DeclaredRelation[];
  /** what was changed, and when a part last was */
  readonly #changes = new ChangeLog();
  #isLent = false;

  constructor(parts: readonly AnyPart[]) {
    for (const part of parts) {
      if (part.name in this) throw new Error(`Two parts of the state are named ${part.name}`);
      this.set(part, part.empty());
    }
    const kinds = parts.filter(isKind);
    this.#deletedWith = kinds.flatMap((owner) => owner.deletedWith.map((relation) => ({ owner, relation })));
    this.#dependsOn = kinds.flatMap((owner) => owner.dependsOn.map((relation) => ({ owner, relation })));
  }

  /** The value of a part; for a kind, its objects by id. @throws Error when no running service declares the part */
  of<Value>(part: Part<string, Value>): Value {
    const value: unknown = Reflect.get(this, part.name);
    if (value === undefined) throw new Error(`No service declares ${part.name}: list it in the state of a service`);
    notePart(part.name);
    // Objects tell themselves which of them are used.
    if (!(value instanceof Map)) this.#changes.given(part.name, wholeValue, value);
    // The constructor and set() stored it as a value of the same part.
    return value as Value;
  }

  /** Replaces the value of a part. */
  set<Value>(part: Part<string, Value>, value: Value): void {
    Reflect.set(this, part.name, value instanceof Map ? this.#objects(part.name, value) : value);
    this.#changes.changed(part.name, wholeValue);
  }

  #objects(name: string, from: ReadonlyMap<Id, unknown>): Objects<Id, unknown> {
    const objects = new Objects<Id, unknown>(name, this.#changes);
    for (const [id, object] of from) objects.set(id, object);
    return objects;
  }

  /**
   * The objects of a kind for looking only, which costs a request that writes nothing. Whoever changes one of them gets
   * it by its id, or the change is lost when the emulator is killed.
   */
  *look<ItemId extends Id, Item>(kind: Kind<string, ItemId, Item>): Generator<[ItemId, Readonly<Item>]> {
    const objects = this.of(kind);
    yield* objects instanceof Objects ? objects.look() : objects;
  }

  /** What changed, for the state file and for everything that is computed from the state. */
  get changes(): ChangeLog {
    return this.#changes;
  }

  /** Whether somebody outside of the requests holds the store, and may change it without anybody being told. */
  get isLent(): boolean {
    return this.#isLent;
  }

  /** Notes that somebody outside of the requests gets the store. */
  lend(): this {
    this.#isLent = true;
    return this;
  }

  /** Takes the next free number of a sequence. */
  take(sequence: Sequence): number {
    const next = this.of(sequence);
    this.set(sequence, next + 1);
    return next;
  }

  /** Deletes an object and everything that is deleted with it. Returns whether it existed. */
  delete<ItemId extends Id>(kind: Kind<string, ItemId, unknown>, id: ItemId): boolean {
    const objects = this.of(kind);
    if (!objects.has(id)) return false;
    const object = objects.get(id);
    objects.delete(id);
    for (const { owner, relation } of this.#deletedWith) {
      if (relation.kind !== kind) continue;
      for (const [ownId, own] of this.look(owner)) {
        if (relation.holds(own, object, { own: ownId, other: id })) this.delete(owner, ownId);
      }
    }
    return true;
  }

  /** The objects that depend on an object, in the order of the services. */
  dependents<ItemId extends Id>(kind: Kind<string, ItemId, unknown>, id: ItemId): Dependent[] {
    const object = this.of(kind).get(id);
    return this.#dependsOn
      .filter(({ relation }) => relation.kind === kind)
      .flatMap(({ owner, relation }) =>
        [...this.look(owner)]
          .filter(([ownId, own]) => relation.holds(own, object, { own: ownId, other: id }))
          .map(([ownId]) => ({ kind: owner, id: ownId })),
      );
  }
}

/** A store of these parts, with each of them as a typed property. */
export function createStore<Parts extends AnyPart>(parts: readonly AnyPart[]): Store & StateOf<Parts> {
  // The caller lists the parts that the type names, and the constructor creates their properties.
  return new Store(parts) as Store & StateOf<Parts>;
}
