import { isSecretUnder } from './secret-names.ts';
import type { Span } from './spans.ts';

/** An object of JSON without objects in it. */
const flat = /\{[^{}]*\}/g;
const member = /"([a-z]+)"\s*:\s*"((?:[^"\\]|\\.)*)(?=")/gi;
const labelNames: ReadonlySet<string> = new Set(['name', 'key', 'setting', 'property', 'path']);
/** Longer ones are no names, and would be read again for each value. */
const maxLabel = 200;
const valueNames: ReadonlySet<string> = new Set(['value', 'before', 'after']);

/** Where values stand in JSON that are secrets by the name that another member of their object has: `{"name":"db.password","value":"…"}`. */
export function labelledSecrets(text: string): Span[] {
  return [...text.matchAll(flat)].flatMap(({ 0: object, index }) => {
    // Stryker disable next-line StringLiteral: a name and a value are in everything that is found.
    const members = [...object.matchAll(member)].map(({ 0: whole, 1: name = '', 2: value = '', index: at }) => {
      const end = index + at + whole.length;
      const span: Span = [end - value.length, end];
      return { name, value, span };
    });
    // Stryker disable next-line MethodExpression: only time is saved by a shorter label.
    const labels = members.filter(({ name }) => labelNames.has(name)).map(({ value }) => value.slice(0, maxLabel));
    return members
      .filter(({ name, value }) => valueNames.has(name) && labels.some((label) => isSecretUnder(label, value)))
      .map(({ span }) => span);
  });
}
