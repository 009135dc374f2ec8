/** What identifies a thing: a number where the platform counts, text elsewhere. */
export type Id = string | number;

/** A part of the platform's state. The store and the state file keep it under its name. */
export interface Part<Name extends string, Value> {
  readonly name: Name;
  /** What it is before anything is there. It can hold what JSON can hold, maps and sets at the top, and bytes. */
  readonly empty: () => Value;
}

/** Any part. */
export type AnyPart = Part<string, unknown>;

/** A kind of thing. Everything that follows from its existence is declared here, once. */
export interface Kind<Name extends string, ItemId extends Id, Item> extends Part<Name, Map<ItemId, Item>> {
  /** What messages call one of them. */
  readonly noun: string;
  /** Things without which it does not exist: it is deleted with any of them. */
  readonly deletedWith: readonly Relation<ItemId, Item>[];
  /** Things that are in use while it is there; {@link Store.dependents} lists it. */
  readonly dependsOn: readonly Relation<ItemId, Item>[];
}

/** Any kind. */
export type AnyKind = Kind<string, Id, unknown>;

/** How things of one kind relate to those of another. */
export interface Relation<OwnId extends Id, Own> {
  readonly kind: AnyKind;
  // A method, and not a property: relations to different kinds stand in one list.
  holds(own: Own, other: unknown, ids: { own: OwnId; other: Id }): boolean;
}

/** A relation to things of `kind`; `holds` says whether it is there between two things. */
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

/** A relation to the thing of `kind` that has the same id. */
export function sameId(kind: AnyKind): Relation<Id, unknown> {
  return { kind, holds: (_own, _other, ids) => ids.own === ids.other };
}

interface KindDefinition<Name extends string, ItemId extends Id, Item> {
  /** unique among all services; the store and the state file use it */
  name: Name;
  /** what messages call one of them */
  noun: string;
  /** `() => new Map<Id, Item>()`, from which the types follow */
  empty: () => Map<ItemId, Item>;
  deletedWith?: readonly Relation<NoInfer<ItemId>, NoInfer<Item>>[];
  dependsOn?: readonly Relation<NoInfer<ItemId>, NoInfer<Item>>[];
}

/**
 * Declares a kind of thing: its type, where the store has it, what it is deleted with and what it depends on. A service
 * lists it in its `state`; the typed store, the state file and cascading deletion follow. How scenarios write it is
 * declared beside it, see `core/scenario/sections.ts`.
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

/** Whether a part is a kind of thing. */
export function isKind(part: AnyPart): part is AnyKind {
  return 'noun' in part;
}

/** Declares a part that is a single value, such as a setting or a list. */
export function defineValue<const Name extends string, Value>(name: Name, empty: () => Value): Part<Name, Value> {
  return { name, empty };
}

/** Where new numbers come from: the next free one. */
export interface Sequence<Name extends string = string> extends Part<Name, number> {
  /** what `nextIds` of a scenario calls it */
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
