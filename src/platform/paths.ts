import { inputFailure } from './errors.ts';

/**
 * Fills the `{parameters}` of a path template. Every value is percent-encoded as one segment, so that no id can become a
 * path.
 * @throws Failure (input) when a value is empty, `.`, `..` or not encodable: such a value would address something else
 * @throws Error when a parameter has no value: a mistake in a client
 */
export function fillPath(template: string, values: Readonly<Partial<Record<string, string>>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The path ${template} is called without ${name}.`);
    return encodePart(value);
  });
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
    what: `${JSON.stringify(part)} is not a valid id or name on Anypoint Platform.`,
    next: 'Give the id or name as the list tool returns it.',
  });
}
