import { uuid } from '../ids.ts';

/** What joins words to names: `mule-orders-1`, `orders.example.com:8081`, `Orders API`. */
const separators = /[-_./:@,\s]/u;
/** One word as names have them: `orders`, `API`, `OrdersApi`, `v2`, `2194001`. */
const word = /^(?:\d+|\d{0,4}(?:\p{Lu}*|[\p{Ll}\p{Lo}]*|\p{Ll}*(?:\p{Lu}\p{Ll}+)+)\d{0,6})$/u;
/** An address that carries no credentials and no query. */
const address = /^[a-z][a-z\d+.-]*:\/\/[^@?]*$/i;
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
  const lower = /\p{Ll}/u.test(value);
  const upper = /\p{Lu}/u.test(value);
  const digit = /\d/.test(value);
  const other = /[^\p{L}\d]/u.test(value);
  if (value.split(separators).every((part) => word.test(part))) {
    if (/[./:@]/.test(value) || !(lower || upper)) return false;
    return value.length >= minPhrase || (value.length >= 20 && lower && upper && digit);
  }
  return value.length >= 12 || [lower, upper, digit, other].filter(Boolean).length >= 3;
}
