/** A field that a GraphQL query selects. */
export interface Selection {
  /** the key in the response: the alias when there is one */
  key: string;
  name: string;
  args: Readonly<Record<string, unknown>>;
  /** undefined for a field without subfields */
  fields: Selection[] | undefined;
}

/** A problem of a query; the message is sent to the caller. */
export class QueryProblem extends Error {}

// Names, numbers, strings and punctuation (GraphQL specification, October 2021, section 2.1); commas are white space.
const token =
  /(?:[\s,\uFEFF]|#[^\n]*)*(\.\.\.|[{}()[\]:!=$@|]|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\w+)/y;

/**
 * Parses a query in the subset of GraphQL that Anypoint's clients use: one operation, arguments, variables and aliases;
 * no fragments or directives. Variables are replaced by their values. @throws QueryProblem
 */
export function parseQuery(text: string, variables: Readonly<Record<string, unknown>>): Selection[] {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = (): string => tokens[at] ?? '';
  const next = (): string => tokens[at++] ?? '';
  const expect = (expected: string): void => {
    const found = next();
    if (found !== expected)
      throw new QueryProblem(`Syntax Error: Expected "${expected}", found "${found || '<EOF>'}".`);
  };
  const name = (): string => {
    const found = next();
    if (!/^[A-Za-z_]/.test(found)) throw new QueryProblem(`Syntax Error: Expected Name, found "${found || '<EOF>'}".`);
    return found;
  };

  const value = (): unknown => {
    const first = next();
    if (first === '$') return variables[name()] ?? null;
    if (first === '[') {
      const items: unknown[] = [];
      while (peek() !== ']' && peek() !== '') items.push(value());
      expect(']');
      return items;
    }
    if (first === '{') return pairs('}');
    if (first.startsWith('"') || /^-?\d/.test(first)) return JSON.parse(first);
    if (first === 'true' || first === 'false') return first === 'true';
    if (first === 'null') return null;
    if (/^[A-Za-z_]/.test(first)) return first;
    throw new QueryProblem(`Syntax Error: Unexpected "${first || '<EOF>'}".`);
  };

  const pairs = (end: string): Record<string, unknown> => {
    const entries: [string, unknown][] = [];
    while (peek() !== end && peek() !== '') {
      const key = name();
      expect(':');
      entries.push([key, value()]);
    }
    expect(end);
    return Object.fromEntries(entries);
  };

  const selections = (): Selection[] => {
    expect('{');
    const found: Selection[] = [];
    while (peek() !== '}' && peek() !== '') {
      const first = name();
      const isAlias = peek() === ':';
      if (isAlias) next();
      const field = isAlias ? name() : first;
      let args: Record<string, unknown> = {};
      if (peek() === '(') {
        next();
        args = pairs(')');
      }
      found.push({ key: first, name: field, args, fields: peek() === '{' ? selections() : undefined });
    }
    expect('}');
    return found;
  };

  if (peek() !== '{') {
    const kind = name();
    if (kind !== 'query') throw new QueryProblem(`Only queries are supported, not ${kind}.`);
    if (peek() !== '{' && peek() !== '(') name();
    // Types of variables are skipped; values are checked where they are used.
    if (peek() === '(') while (next() !== ')') if (peek() === '') break;
  }
  const found = selections();
  if (peek() !== '') throw new QueryProblem(`Syntax Error: Unexpected "${peek()}".`);
  return found;
}

function tokensOf(text: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  let end = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    found.push(match[1] ?? '');
    end = token.lastIndex;
  }
  const rest = text
    .slice(end)
    .replaceAll(/#[^\n]*/g, '')
    .trim();
  if (rest !== '') throw new QueryProblem(`Syntax Error: Unexpected character "${rest[0]}".`);
  return found;
}
