import { uuid } from './ids.ts';

/**
 * Takes the secrets that a caller gives, such as passwords. Nothing in that call shows them; whether later calls are searched for them, too, depends on their form, see {@link isDistinctive}.
 */
export interface SecretKeeper {
  addGiven(value: string | undefined): void;
}

/**
 * The values that must never be seen: credentials from the settings, tokens obtained, and distinctive ones among those
 * that callers gave. Everything that leaves the process as text goes through `redact`.
 */
export class Secrets implements SecretKeeper {
  readonly #values = new Set<string>();
  /** Every value in every form it may be seen in; longest first, so that none leaves a part of a longer one behind. */
  #forms: string[] = [];

  /** Remembers a value. Very short ones are ignored: masking every `a` would garble texts and hide nothing. */
  add(value: string | undefined): void {
    if (value === undefined || value.length < 6 || this.#values.has(value)) return;
    this.#values.add(value);
    this.#forms = [...new Set([...this.#forms, ...formsOf(value)])].sort((a, b) => b.length - a.length);
  }

  /**
   * Remembers what a caller gave, if it is distinctive. Anything else is masked in the result of its own call, by
   * `GivenSecrets`: for good it would take names and ids out of every later result.
   */
  addGiven(value: string | undefined): void {
    if (value !== undefined && isDistinctive(value)) this.add(value);
  }

  /** Replaces every remembered value by `[secret]`: plain, percent-encoded, or as it stands inside JSON. */
  redact(text: string): string {
    return this.#forms.reduce((result, form) => result.replaceAll(form, '[secret]'), text);
  }

  /**
   * `redact` for every string inside a value; `json` is its JSON. Returns the same value when there was nothing to mask.
   * Member names stay: without the shape nobody could read the rest.
   */
  redactJson<T>(value: T, json: string): T {
    if (!this.#forms.some((form) => json.includes(form) || json.includes(insideJson(form)))) return value;
    return mapStrings(value, (text) => this.redact(text));
  }
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

/** What joins words to names: `mule-orders-1`, `orders.example.com:8081`, `Orders API`. */
const separators = /[-_./:@,\s]+/u;
/** One word as names have them: `orders`, `API`, `OrdersApi`, `v2`, `2194001`. */
const word = /^(?:\d+|\d{0,4}(?:\p{Lu}*|[\p{Ll}\p{Lo}]*|\p{Ll}*(?:\p{Lu}\p{Ll}+)+)\d{0,6})$/u;
/** An address that carries no credentials and no query. */
const address = /^[a-z][a-z\d+.-]*:\/\/[^@?]*$/i;
const classes = [/\p{Ll}/u, /\p{Lu}/u, /\d/u, /[^\p{L}\d]/u];
/** Names are shorter than this; `acme-production-eu-west-1` is one. */
const minPhrase = 28;

/**
 * Whether a secret that a caller gave differs enough from ordinary text in results to be searched for everywhere, inside longer texts too, for as long as the process runs.
 *
 * A caller can call anything a secret: `orders`, the id of a server, a URL. Masking those for good would make the platform unusable for the rest of the session, by accident or on purpose. Little is lost by masking them in their own call alone: later results hide secrets by position (a field named password, a protected property), whatever the value. So a distinctive value
 *
 * - is neither a UUID nor an address without credentials, which identify things in results;
 * - has 12 characters, or 8 of three classes (lower case, upper case, digits, others);
 * - is not made of words and numbers as names are. A phrase made so has to be 20 characters long and have lower case,
 *   upper case and digits, or 28 characters long, without dots and slashes, which make it a host or a path.
 */
export function isDistinctive(value: string): boolean {
  if (value.length < 8 || uuid.test(value) || address.test(value)) return false;
  const [lower = false, upper = false, digit = false, other = false] = classes.map((kind) => kind.test(value));
  if (value.split(separators).every((part) => word.test(part))) {
    if (/[./:@]/.test(value) || !(lower || upper)) return false;
    return value.length >= minPhrase || (value.length >= 20 && lower && upper && digit);
  }
  return value.length >= 12 || [lower, upper, digit, other].filter(Boolean).length >= 3;
}

/** The forms in which a value may be seen: plain, percent-encoded, and both as they stand inside JSON. */
export function formsOf(value: string): string[] {
  const forms = [value, percentEncoded(value)];
  return [...new Set([...forms, ...forms.map(insideJson)])];
}

/** A text as JSON has it between the quotes. */
function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** A lone surrogate, which JSON allows, cannot be percent-encoded. */
function percentEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Shows that a secret is there without showing it: its last four characters, when it is long enough to allow that. */
export function mask(secret: string): string {
  return secret.length >= 16 ? `…${secret.slice(-4)}` : '[secret]';
}
