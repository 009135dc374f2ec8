/** The id of an object: a number where the platform counts, else a string. */
export type Id = string | number;

/** A part of the platform's state. The store and the state file keep it under its name. */
export interface Part<Name extends string, Value> {
  readonly name: Name;
  /** The initial value. It may hold JSON values and bytes, and be a map or a set at the top level. */
  readonly empty: () => Value;
}

/** Any part. */
export type AnyPart = Part<string, unknown>;

/** A kind of object, such as servers, and its relations to other kinds. */
export interface Kind<Name extends string, ItemId extends Id, Item> extends Part<Name, Map<ItemId, Item>> {
  /** The noun for one of them in messages. */
  readonly noun: string;
  /** Objects that it cannot exist without: it is deleted together with any of them. */
  readonly deletedWith: readonly Relation<ItemId, Item>[];
  /** Objects that it uses; {@link Store.dependents} of those lists it. */
  readonly dependsOn: readonly Relation<ItemId, Item>[];
}

/** Any kind. */
export type AnyKind = Kind<string, Id, unknown>;

/** How objects of one kind relate to objects of another. */
export interface Relation<OwnId extends Id, Own> {
  readonly kind: AnyKind;
  // A method and not a property, so that relations to different kinds can be in one list.
  holds(own: Own, other: unknown, ids: { own: OwnId; other: Id }): boolean;
}

/** A relation to objects of `kind`; `holds` says whether two objects are related. */
export function relation<OwnId extends Id, Own, OtherId extends Id, Other>(
  kind: Kind<string, OtherId, Other>,
  holds: (own: Own, other: Other, ids: { own: OwnId; other: OtherId }) => boolean,
): Relation<OwnId, Own> {
  const related: { kind: AnyKind; holds(own: Own, other: Other, ids: { own: OwnId; other: OtherId }): boolean } = {
    kind,
    holds,
  };
  return related;
}

/** A relation to the object of `kind` with the same id. */
export function sameId(kind: AnyKind): Relation<Id, unknown> {
  return { kind, holds: (_own, _other, ids) => ids.own === ids.other };
}

interface KindDefinition<Name extends string, ItemId extends Id, Item> {
  /** unique among all services; the store and the state file use it */
  name: Name;
  /** the noun for one of them in messages */
  noun: string;
  /** `() => new Map<Id, Item>()`, from which the types are inferred */
  empty: () => Map<ItemId, Item>;
  deletedWith?: readonly Relation<NoInfer<ItemId>, NoInfer<Item>>[];
  dependsOn?: readonly Relation<NoInfer<ItemId>, NoInfer<Item>>[];
}

/**
 * Declares a kind of object: its type, its name in the store, what it is deleted with and what it depends on. A service
 * lists it in its `state`; the typed store, the state file and cascading deletion are derived from it. Its scenario
 * section is declared beside it, see `core/scenario/sections.ts`.
 */
export function defineKind<const Name extends string, ItemId extends Id, Item>({
  name,
  noun,
  empty,
  deletedWith = [],
  dependsOn = [],
}: KindDefinition<Name, ItemId, Item>): Kind<Name, ItemId, Item> {
  return { name, noun, empty, deletedWith, dependsOn };
}

/** Whether a part is a kind of object. */
export function isKind(part: AnyPart): part is AnyKind {
  return 'noun' in part;
}

/** Declares a part that is a single value, such as a setting or a list. */
export function defineValue<const Name extends string, Value>(name: Name, empty: () => Value): Part<Name, Value> {
  return { name, empty };
}

/** A sequence of numeric ids; its value is the next free one. */
export interface Sequence<Name extends string = string> extends Part<Name, number> {
  /** its name in `nextIds` of a scenario */
  readonly scenarioName: string;
}

/** Declares a sequence of numbers. */
export function defineSequence<const Name extends string>(name: Name, scenarioName: string): Sequence<Name> {
  return { name, empty: () => 1, scenarioName };
}

/** Whether a part is a sequence. */
export function isSequence(part: AnyPart): part is Sequence {
  return 'scenarioName' in part;
}
