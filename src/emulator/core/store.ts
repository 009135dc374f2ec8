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

/** The values of parts by name, as those who embed the emulator see them: `store.servers`. */
export type StateOf<Parts extends AnyPart> = { [One in Parts as One['name']]: ReturnType<One['empty']> };

/** A thing that depends on another. */
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
 * printed, copied and written as it is; services reach theirs by its declaration, which carries the type.
 */
export class Store {
  readonly #deletedWith: readonly DeclaredRelation[];
  readonly #dependsOn: readonly DeclaredRelation[];

  constructor(parts: readonly AnyPart[]) {
    for (const part of parts) {
      if (part.name in this) throw new Error(`Two parts of the state are named ${part.name}`);
      this.set(part, part.empty());
    }
    const kinds = parts.filter(isKind);
    this.#deletedWith = kinds.flatMap((owner) => owner.deletedWith.map((relation) => ({ owner, relation })));
    this.#dependsOn = kinds.flatMap((owner) => owner.dependsOn.map((relation) => ({ owner, relation })));
  }

  /** The value of a part: of a kind, its things by id. @throws Error when no running service has the part */
  of<Value>(part: Part<string, Value>): Value {
    const value: unknown = Reflect.get(this, part.name);
    if (value === undefined) throw new Error(`No service keeps ${part.name}: list it in the state of one`);
    // The constructor and set() put it there, as a value of this very part.
    return value as Value;
  }

  /** Replaces the value of a part. */
  set<Value>(part: Part<string, Value>, value: Value): void {
    Reflect.set(this, part.name, value);
  }

  /** The next free number of a sequence. */
  take(sequence: Sequence): number {
    const next = this.of(sequence);
    this.set(sequence, next + 1);
    return next;
  }

  /** Deletes a thing, and what is deleted with it. Returns whether it was there. */
  delete<ItemId extends Id>(kind: Kind<string, ItemId, unknown>, id: ItemId): boolean {
    const things = this.of(kind);
    if (!things.has(id)) return false;
    const thing = things.get(id);
    things.delete(id);
    for (const { owner, relation } of this.#deletedWith) {
      if (relation.kind !== kind) continue;
      for (const [ownId, own] of this.of(owner)) {
        if (relation.holds(own, thing, { own: ownId, other: id })) this.delete(owner, ownId);
      }
    }
    return true;
  }

  /** What depends on a thing, in the order in which services are listed. */
  dependents<ItemId extends Id>(kind: Kind<string, ItemId, unknown>, id: ItemId): Dependent[] {
    const thing = this.of(kind).get(id);
    return this.#dependsOn
      .filter(({ relation }) => relation.kind === kind)
      .flatMap(({ owner, relation }) =>
        [...this.of(owner)]
          .filter(([ownId, own]) => relation.holds(own, thing, { own: ownId, other: id }))
          .map(([ownId]) => ({ kind: owner, id: ownId })),
      );
  }
}

/** A store of these parts, with each of them as a typed property. */
export function createStore<Parts extends AnyPart>(parts: readonly AnyPart[]): Store & StateOf<Parts> {
  // The caller lists the parts of which the type speaks, and the constructor makes their properties.
  return new Store(parts) as Store & StateOf<Parts>;
}
