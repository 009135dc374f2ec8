import { createHash } from 'node:crypto';

/** Something wrong in a scenario; the message says where, and what would be right. */
export class ScenarioProblem extends Error {}

/** A kind of thing, as names need to know it. Kinds with one noun share their names. */
export interface NamedKind {
  readonly noun: string;
}

/** A name that is taken in a scenario. */
export interface Claim {
  name: string;
  id: string | number;
  /** names are unique within it: the id of an environment or organization, `''` for the whole platform */
  scope: string;
}

const maxShownNames = 12;

/** The names that are taken in a scenario, and everything that is wrong with it. */
export class Names {
  readonly problems: string[] = [];
  readonly #names = new Map<string, Map<string, string>>();
  readonly #ids = new Map<string, Set<string>>();

  /** Takes a name, and the id behind it. @throws ScenarioProblem when one of the two is taken */
  claim(path: string, { noun }: NamedKind, { name, id, scope }: Claim): void {
    const names = getOrCreate(this.#names, `${noun} ${scope}`, () => new Map<string, string>());
    const ids = getOrCreate(this.#ids, noun, () => new Set<string>());
    if (names.has(name))
      throw new ScenarioProblem(`${path}: there is a second ${noun} named ${name} in the same place`);
    if (ids.has(String(id))) throw new ScenarioProblem(`${path}: there is a second ${noun} with the id ${id}`);
    names.set(name, String(id));
    ids.add(String(id));
  }

  /** The id behind a name or an id. @throws ScenarioProblem that lists the names there are */
  find(path: string, kinds: readonly NamedKind[], scope: string, reference: string): string {
    const known: string[] = [];
    for (const { noun } of kinds) {
      const names = this.#names.get(`${noun} ${scope}`) ?? new Map<string, string>();
      const byName = names.get(reference);
      if (byName !== undefined) return byName;
      // There may be many ids, and looking through them is slow: the set says quickly that one is unknown.
      if (this.#ids.get(noun)?.has(reference) === true && [...names.values()].includes(reference)) return reference;
      known.push(...names.keys());
    }
    const nouns = [...new Set(kinds.map(({ noun }) => noun))].join(' or ');
    const more = known.length > maxShownNames ? `, and ${known.length - maxShownNames} more` : '';
    const there =
      known.length === 0 ? 'there is none' : `there are: ${known.slice(0, maxShownNames).join(', ')}${more}`;
    throw new ScenarioProblem(`${path}: no ${nouns} is called ${JSON.stringify(reference)}; ${there}`);
  }

  /** The first of a kind in a scope. @throws ScenarioProblem when there is none */
  first(path: string, { noun }: NamedKind, scope: string): string {
    for (const id of this.#names.get(`${noun} ${scope}`)?.values() ?? []) return id;
    throw new ScenarioProblem(`${path}: there is no ${noun} to use`);
  }
}

function getOrCreate<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** 32 hexadecimal characters that follow from a name, so that they are the same on every start. */
export function hexFrom(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** A UUID that follows from a name. */
export function guidFrom(...parts: readonly string[]): string {
  const hex = hexFrom(...parts);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
