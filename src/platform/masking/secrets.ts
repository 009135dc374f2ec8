import { withScheme } from '../transport/proxy.ts';
import { isDistinctive } from './distinctive.ts';
import { KnownSecrets } from './known-secrets.ts';
import { isSecretUnder } from './secret-names.ts';
import { withoutSecretShapes } from './secret-shapes.ts';
import { secretMask } from './spans.ts';

/**
 * Takes the secrets that a caller gives, such as passwords. Nothing in that call shows them; whether later calls are searched for them, too, depends on their form, see {@link isDistinctive}.
 */
export interface SecretKeeper {
  addGiven(value: string | undefined): void;
}

/** Shorter values are masked as whole words only, and the shortest not at all: masking every `a` would garble texts and hide nothing. */
const minAnywhere = 6;
const minWord = 4;

/**
 * What must never be seen: credentials from the settings, tokens obtained, distinctive ones among those that callers
 * gave, and everything that is a secret by its form or its name. Everything that leaves the process goes through it.
 */
export class Secrets implements SecretKeeper {
  readonly #known = new KnownSecrets();
  /** Those that may not even be the name of a member. */
  readonly #distinctive = new KnownSecrets();

  /** Remembers a value. */
  add(value: string | undefined): void {
    if (value === undefined || value.length < minWord) return;
    if (value.length >= minAnywhere) this.#known.add(value, true);
    else if (/[^\p{L}]/u.test(value) && /\p{L}/u.test(value)) this.#known.add(value, false);
    if (isDistinctive(value)) this.#distinctive.add(value, true);
  }

  /** Remembers the credentials inside an address, such as that of a proxy. It may lack its scheme, and be no address at all. */
  // Stryker disable next-line StringLiteral: anything that holds no @.
  addFromAddress(address = ''): void {
    // As it stands there: a password with special characters may make it unreadable, and is a secret nevertheless.
    const [, userInfo = ''] = /^(?:[a-z][a-z\d+.-]*:\/\/)?(.*)@/is.exec(address.trim()) ?? [];
    this.add(userInfo.includes(':') ? userInfo.replace(/^[^:]*:/, '') : userInfo);
    const whole = withScheme(address);
    if (!URL.canParse(whole)) return;
    const { username, password, searchParams } = new URL(whole);
    // Percent-encoded, as they stand there; what they stand for is looked for as well.
    this.add(password === '' ? username : password);
    for (const [name, value] of searchParams) if (isSecretUnder(name, value)) this.add(value);
  }

  /**
   * Remembers what a caller gave, if it is distinctive. Anything else is masked in the result of its own call, by
   * `GivenSecrets`: for good it would take names and ids out of every later result.
   */
  addGiven(value: string | undefined): void {
    if (value !== undefined && isDistinctive(value)) this.add(value);
  }

  /**
   * A text with `[secret]` in place of every remembered value, in whatever encoding, and of everything that looks like a secret. Texts in `revealed` are what the caller asked for, and stay.
   */
  redact(text: string, revealed: readonly string[] = []): string {
    const [first, ...others] = revealed.filter((one) => one !== '' && this.#mayReveal(one));
    if (first !== undefined) {
      return text
        .split(first)
        .map((part) => this.redact(part, others))
        .join(first);
    }
    return withoutSecretShapes(this.#known.masked(text));
  }

  /**
   * `redact` for every string inside a value, and for members whose names say that they are secrets. Names of members stay, unless they hold a secret themselves: without the shape nobody could read the rest. Returns the same value when there was nothing to mask.
   */
  redactAll<T>(value: T, revealed: readonly string[] = []): T {
    // Rebuilt member by member, so the shape is T's own.
    const allowed = revealed.filter((one) => this.#mayReveal(one));
    return this.#shown(value, allowed, '') as T;
  }

  /** A text that the caller asked for comes from the platform, which could put another secret into it. */
  #mayReveal(text: string): boolean {
    return [text, secretMask].includes(this.#known.masked(text));
  }

  #shown(value: unknown, revealed: readonly string[], name: string): unknown {
    if (typeof value === 'string') {
      if (revealed.includes(value)) return value;
      return isUnshowable(name, value) ? secretMask : this.redact(value, revealed);
    }
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const members = value.map((member) => this.#shown(member, revealed, name));
      return members.every((member, index) => member === value[index]) ? value : members;
    }
    const label = labelOf(value);
    let isChanged = false;
    const shown = Object.entries(value).map(([key, member]): [string, unknown] => {
      const pair: [string, unknown] = [
        this.#shownName(key),
        this.#shown(member, revealed, labelledMembers.has(key) ? label : key),
      ];
      isChanged ||= pair[0] !== key || pair[1] !== member;
      return pair;
    });
    return isChanged ? Object.fromEntries(shown) : value;
  }

  #shownName(name: string): string {
    // Stryker disable next-line ConditionalExpression,Regex: only time is saved; a word so short is no secret of either kind.
    return /^[a-zA-Z]{1,11}$/.test(name) ? name : withoutSecretShapes(this.#distinctive.masked(name));
  }
}

/** Members that hold the value of a pair, whose name is another member: `{name, value}`, `{setting, before, after}`. */
const labelledMembers: ReadonlySet<string> = new Set(['value', 'before', 'after']);

function labelOf(pair: object): string {
  const { name, key, setting, property, path }: Partial<Record<string, unknown>> = { ...pair };
  // Stryker disable next-line StringLiteral: any word that says nothing of its value.
  return [name, key, setting, property, path].find((one) => typeof one === 'string') ?? '';
}

/** A plain word or sentence under a telling name says how things are: `clientSecret: missing`. */
function isUnshowable(name: string, value: string): boolean {
  return !/^\p{L}+(?:[ -]\p{L}+)*$/u.test(value) && !/\s\S+\s/.test(value) && isSecretUnder(name, value);
}

/** A value with every string in it changed; names of members, and with them its shape, stay as they are. */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  // Rebuilt string by string, so the shape is T's own.
  return mapped(value, change) as T;
}

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped(item, change)]));
  }
  return value;
}

/** Shows that a secret is there without showing it: its last four characters, when it is long enough to allow that. */
export function mask(secret: string): string {
  return secret.length >= 16 ? `…${secret.slice(-4)}` : secretMask;
}
