import { isObject, membersOf } from '../json.ts';

const width = 120;

/** JSON with one space of indentation, where everything that fits on a line stands on one: small, and readable in a diff. */
export function printed(value: unknown): string {
  return `${lines(value, 0, 1)}\n`;
}

/** `taken`: characters on the first line besides the value, without the indentation. */
function lines(value: unknown, indent: number, taken: number): string {
  const flat = onOneLine(value);
  const parts = partsOf(value);
  if (parts.length === 0 || indent + taken + flat.length <= width) return flat;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const inner = parts.map(([label, part]) => label + lines(part, indent + 1, label.length + 1));
  return `${open}\n${inner.map((line) => ' '.repeat(indent + 1) + line).join(',\n')}\n${' '.repeat(indent)}${close}`;
}

function onOneLine(value: unknown): string {
  if (!Array.isArray(value) && !isObject(value)) return JSON.stringify(value);
  const inner = partsOf(value).map(([label, part]) => label + onOneLine(part));
  return Array.isArray(value) ? `[${inner.join(', ')}]` : `{${inner.join(', ')}}`;
}

function partsOf(value: unknown): [label: string, part: unknown][] {
  if (Array.isArray(value)) return value.map((part) => ['', part]);
  return membersOf(value).map(([name, part]) => [`${JSON.stringify(name)}: `, part]);
}
