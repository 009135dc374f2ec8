/**
 * The values that must never be seen: credentials from the settings, tokens obtained, passwords given as arguments.
 * Everything that leaves the process as text goes through `redact`.
 */
export class Secrets {
  readonly #values = new Set<string>();

  /** Remembers a value. Very short ones are left out: masking every `a` would garble texts and hide nothing. */
  add(value: string | undefined): void {
    if (value !== undefined && value.length >= 6) this.#values.add(value);
  }

  /** Replaces every remembered value, plain or percent-encoded, by `[secret]`. */
  redact(text: string): string {
    let result = text;
    for (const value of this.#values) {
      if (result.includes(value)) result = result.replaceAll(value, '[secret]');
      const encoded = encodeURIComponent(value);
      if (encoded !== value && result.includes(encoded)) result = result.replaceAll(encoded, '[secret]');
    }
    return result;
  }

  /** `redact` for every string inside a value; `json` is its JSON. Returns the same value when there was nothing to mask. */
  redactJson<T>(value: T, json: string): T {
    if (!this.#appearsIn(json)) return value;
    // Rebuilt string by string, so the shape is T's own.
    return this.#redactValue(value) as T;
  }

  #appearsIn(json: string): boolean {
    for (const value of this.#values) if (json.includes(JSON.stringify(value).slice(1, -1))) return true;
    return false;
  }

  #redactValue(value: unknown): unknown {
    if (typeof value === 'string') return this.redact(value);
    if (Array.isArray(value)) return value.map((item) => this.#redactValue(item));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [this.redact(key), this.#redactValue(item)]),
      );
    }
    return value;
  }
}

/** Shows that a secret is there without showing it: its last four characters, when it is long enough to allow that. */
export function mask(secret: string): string {
  return secret.length >= 16 ? `…${secret.slice(-4)}` : '[secret]';
}
