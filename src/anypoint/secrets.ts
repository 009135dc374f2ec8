/**
 * The values that must never be seen: credentials from the settings, tokens obtained, passwords given as arguments.
 * Everything that leaves the process as text goes through `redact`.
 */
export class Secrets {
  readonly #values = new Set<string>();
  /** Every value in every form it may be seen in; longest first, so that none leaves a part of a longer one behind. */
  #forms: string[] = [];

  /** Remembers a value. Very short ones are left out: masking every `a` would garble texts and hide nothing. */
  add(value: string | undefined): void {
    if (value === undefined || value.length < 6 || this.#values.has(value)) return;
    this.#values.add(value);
    const forms = [value, percentEncoded(value)];
    this.#forms = [...new Set([...this.#forms, ...forms, ...forms.map(insideJson)])].sort(
      (a, b) => b.length - a.length,
    );
  }

  /** Replaces every remembered value by `[secret]`: plain, percent-encoded, or as it stands inside JSON. */
  redact(text: string): string {
    return this.#forms.reduce((result, form) => result.replaceAll(form, '[secret]'), text);
  }

  /** `redact` for every string inside a value; `json` is its JSON. Returns the same value when there was nothing to mask. */
  redactJson<T>(value: T, json: string): T {
    if (!this.#forms.some((form) => json.includes(form) || json.includes(insideJson(form)))) return value;
    // Rebuilt string by string, so the shape is T's own.
    return this.#redactValue(value) as T;
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

/** A text as JSON has it between the quotes. */
function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** A lone surrogate, as JSON can bring it along, is beyond percent-encoding. */
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
