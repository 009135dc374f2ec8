import { inputFailure } from './errors.ts';

declare const pathBrand: unique symbol;

/** A path that `apiPath` has built; the client takes no other, so that no id can become a path. */
export type ApiPath = string & { readonly [pathBrand]: true };

/**
 * Builds a platform path: `` apiPath`/accounts/api/organizations/${id}` ``. Every interpolated part is percent-encoded
 * as one segment.
 * @throws Failure (input) when a part is empty, `.`, `..` or not encodable: such a value would address something else.
 */
export function apiPath(strings: TemplateStringsArray, ...parts: (string | number)[]): ApiPath {
  const built = strings.reduce((path, fixed, index) => {
    const part = parts[index];
    return path + fixed + (part === undefined ? '' : encodePart(String(part)));
  }, '');
  // The brand has no run-time form: this is the one place that may put it on.
  return built as ApiPath;
}

function encodePart(part: string): string {
  if (part.trim() === '' || part === '.' || part === '..') throw badPart(part);
  try {
    return encodeURIComponent(part);
  } catch {
    // encodeURIComponent throws on a lone surrogate.
    throw badPart(part);
  }
}

function badPart(part: string): Error {
  return inputFailure({
    what: `${JSON.stringify(part)} cannot be an id or a name on Anypoint Platform.`,
    next: 'Give the id or the name as a list tool shows it.',
  });
}
