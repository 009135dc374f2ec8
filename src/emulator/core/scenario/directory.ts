import { createHash } from 'node:crypto';

/** Something in a scenario that cannot be, with the place where it stands. */
export class ScenarioProblem extends Error {}

/** What an id belongs to. */
export type Kind =
  | 'organization'
  | 'environment'
  | 'user'
  | 'connected app'
  | 'private space'
  | 'server'
  | 'server group'
  | 'cluster'
  | 'gateway'
  | 'self-managed gateway'
  | 'asset'
  | 'client application'
  | 'API'
  | 'application';

const mostShown = 12;

/** The names of a scenario: who is called what where, and everything that is wrong with it. */
export class Directory {
  readonly problems: string[] = [];
  readonly #names = new Map<string, Map<string, string>>();
  readonly #ids = new Map<string, Set<string>>();

  /** Runs something for each item of a section; what is wrong with one does not hide what is wrong with the next. */
  each<Item>(section: string, items: readonly Item[], run: (item: Item, path: string) => void): void {
    for (const [index, item] of items.entries()) {
      try {
        run(item, `${section}[${index}]`);
      } catch (error) {
        if (!(error instanceof ScenarioProblem)) throw error;
        this.problems.push(error.message);
      }
    }
  }

  /** Takes a name, and the id behind it. @throws ScenarioProblem when one of the two is taken */
  claim(path: string, kind: Kind, scope: string, name: string, id: string | number): void {
    const names = entry(this.#names, `${kind} ${scope}`, () => new Map<string, string>());
    const ids = entry(this.#ids, kind, () => new Set<string>());
    if (names.has(name))
      throw new ScenarioProblem(`${path}: there is a second ${kind} named ${name} in the same place`);
    if (ids.has(String(id))) throw new ScenarioProblem(`${path}: there is a second ${kind} with the id ${id}`);
    names.set(name, String(id));
    ids.add(String(id));
  }

  /** The id behind a name or an id. @throws ScenarioProblem that lists what there is */
  find(path: string, kinds: readonly [Kind, ...Kind[]], scope: string, reference: string): string {
    const known: string[] = [];
    for (const kind of kinds) {
      const names = this.#names.get(`${kind} ${scope}`) ?? new Map<string, string>();
      const byName = names.get(reference);
      if (byName !== undefined) return byName;
      // Ids are few characters to compare, but there may be many of them: the set says quickly that there is none.
      if (this.#ids.get(kind)?.has(reference) === true && [...names.values()].includes(reference)) return reference;
      known.push(...names.keys());
    }
    const more = known.length > mostShown ? `, and ${known.length - mostShown} more` : '';
    const there = known.length === 0 ? 'there is none' : `there are: ${known.slice(0, mostShown).join(', ')}${more}`;
    throw new ScenarioProblem(`${path}: no ${kinds.join(' or ')} is called ${JSON.stringify(reference)}; ${there}`);
  }

  /** The first of a kind in a place. @throws ScenarioProblem when there is none */
  first(path: string, kind: Kind, scope: string): string {
    for (const id of this.#names.get(`${kind} ${scope}`)?.values() ?? []) return id;
    throw new ScenarioProblem(`${path}: there is no ${kind} to take`);
  }
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** 32 hexadecimal characters that follow from what something is called, so that they are the same on every start. */
export function hexFrom(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** A UUID that follows from what something is called. */
export function guidFrom(...parts: readonly string[]): string {
  const hex = hexFrom(...parts);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** When something of a scenario was made that does not say it. */
export const longAgo = Date.UTC(2025, 5, 2, 8, 0, 0);

/** A time of a scenario in epoch milliseconds. */
export function timeOf(text: string | undefined, otherwise = longAgo): number {
  return text === undefined ? otherwise : Date.parse(text);
}
