import { createHash } from 'node:crypto';

/** A problem of a scenario. The message says where it is and what would be valid. */
export class ScenarioProblem extends Error {}

/** The part of a kind that names need. Kinds with the same noun share their names. */
export interface NamedKind {
  readonly noun: string;
}

/** A name and an id to claim. */
export interface Claim {
  name: string;
  id: string | number;
  /** names are unique within it: the id of an environment or organization, `''` for the whole platform */
  scope: string;
}

const maxShownNames = 12;

/** The names and ids taken in a scenario, and its problems. */
export class Names {
  readonly problems: string[] = [];
  readonly #names = new Map<string, Map<string, string>>();
  readonly #ids = new Map<string, Set<string>>();

  /** Claims a name and an id. @throws ScenarioProblem when either is taken */
  claim(path: string, { noun }: NamedKind, { name, id, scope }: Claim): void {
    const names = getOrCreate(this.#names, `${noun} ${scope}`, () => new Map<string, string>());
    const ids = getOrCreate(this.#ids, noun, () => new Set<string>());
    if (names.has(name))
      throw new ScenarioProblem(`${path}: another ${noun} in the same place is already named ${name}`);
    if (ids.has(String(id))) throw new ScenarioProblem(`${path}: another ${noun} already has the id ${id}`);
    names.set(name, String(id));
    ids.add(String(id));
  }

  /** The id for a name or an id. @throws ScenarioProblem that lists the existing names */
  find(path: string, kinds: readonly NamedKind[], scope: string, reference: string): string {
    const known: string[] = [];
    for (const { noun } of kinds) {
      const names = this.#names.get(`${noun} ${scope}`) ?? new Map<string, string>();
      const byName = names.get(reference);
      if (byName !== undefined) return byName;
      // Scanning all names is slow, so the set of ids rules out unknown ones first.
      if (this.#ids.get(noun)?.has(reference) === true && [...names.values()].includes(reference)) return reference;
      known.push(...names.keys());
    }
    const nouns = [...new Set(kinds.map(({ noun }) => noun))].join(' or ');
    const more = known.length > maxShownNames ? `, and ${known.length - maxShownNames} more` : '';
    const available =
      known.length === 0 ? 'none is available' : `available: ${known.slice(0, maxShownNames).join(', ')}${more}`;
    throw new ScenarioProblem(`${path}: ${nouns} ${JSON.stringify(reference)} not found; ${available}`);
  }

  /** The first of a kind in a scope. @throws ScenarioProblem when there is none */
  first(path: string, { noun }: NamedKind, scope: string): string {
    for (const id of this.#names.get(`${noun} ${scope}`)?.values() ?? []) return id;
    throw new ScenarioProblem(`${path}: no ${noun} is available`);
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

/** 32 hexadecimal characters derived from names, so that they are the same on every start. */
export function hexFrom(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** A UUID derived from names. */
export function guidFrom(...parts: readonly string[]): string {
  const hex = hexFrom(...parts);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
