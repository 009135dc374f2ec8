import { isSecretUnder } from './secret-names.ts';
import type { Span } from './spans.ts';

/** A tag, also one that is cut, with its slash, its name without prefix, and its attributes; or where characters that are no tags begin and end. */
const tag =
  /<(\/?)(?:[\p{L}_][\p{L}\p{M}\p{N}_.-]*:)?([\p{L}_][\p{L}\p{M}\p{N}_.-]*)((?:[\s/](?:[^<>"']|"[^"<]*(?:"|$)|'[^'<]*(?:'|$))*)?)(?:>|$)|<!\[CDATA\[|\]\]>/gu;
const attribute =
  /(?<=\s)(?!xmlns:)(?:[\p{L}_][\p{L}\p{M}\p{N}_.-]*:)?([\p{L}_][\p{L}\p{M}\p{N}_.-]*)\s*=\s*(?:"([^"]*)|'([^']*))/gu;

/** Attributes and elements that name the value beside them: `<entry key="db.password">`, `<name>db.password</name><value>…`. */
const labelNames: ReadonlySet<string> = new Set(['name', 'key', 'id', 'property', 'setting', 'path']);
/** Attributes and elements with the value of such a pair; they say nothing of it. */
const valueNames: ReadonlySet<string> = new Set(['value', 'string', 'content', 'text', 'item', 'data']);

/** Longer ones are no names, and would be read again for each value. */
const maxLabel = 200;

interface Element {
  name: string;
  /** What its attributes, or an element in it, call the value in it. */
  labels: string[];
  parent: Element | undefined;
  /** What is never closed is no element: `mysql -p <password> orders`. */
  isClosed: boolean;
}

interface Content {
  element: Element;
  span: Span;
}

/** Where values stand in XML or HTML that are secrets by the name of their element, of their attribute, or of the pair that they are part of. */
export function xmlSecrets(text: string): Span[] {
  const spans: Span[] = [];
  const contents: Content[] = [];
  const open = new OpenElements();
  let at = 0;
  // Stryker disable next-line StringLiteral: every tag has attributes, if none.
  for (const { 0: whole, 1: slash, 2: name, 3: inner = '', index } of text.matchAll(tag)) {
    if (open.last !== undefined) contents.push({ element: open.last, span: trimmed(text, at, index) });
    at = index + whole.length;
    if (name === undefined) continue;
    if (slash === '/') {
      open.close(name);
      continue;
    }
    const attributes = attributesIn(inner, index + whole.lastIndexOf(inner));
    const labels = attributes.filter((one) => labelNames.has(one.name)).map(({ value }) => label(value));
    for (const one of attributes) {
      const names = valueNames.has(one.name) ? [name, ...labels] : [one.name];
      if (isSecretUnderOne(names, one.value)) spans.push(one.span);
    }
    if (!inner.endsWith('/')) open.add(name, labels);
  }
  return [...spans, ...secretContents(text, contents), ...cutSecret(text, at, open.last)];
}

function label(value: string): string {
  // Stryker disable next-line MethodExpression: only time is saved.
  return value.slice(0, maxLabel);
}

function trimmed(text: string, start: number, end: number): Span {
  const value = text.slice(start, end);
  return [start + value.length - value.trimStart().length, start + value.trimEnd().length];
}

class OpenElements {
  readonly #stack: Element[] = [];
  /** How many of a name are open: an end without a beginning must not be looked for among all. */
  readonly #counts = new Map<string, number>();

  get last(): Element | undefined {
    return this.#stack.at(-1);
  }

  add(name: string, labels: string[]): void {
    this.#stack.push({ name, labels, parent: this.last, isClosed: false });
    // Stryker disable next-line ArithmeticOperator,LogicalOperator: only time is saved.
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Ends what began within the element as well, such as `<br>`. */
  close(name: string): void {
    // Stryker disable next-line ConditionalExpression: only time is saved.
    if ((this.#counts.get(name) ?? 0) === 0) return;
    for (let element = this.#stack.pop(); element !== undefined; element = this.#stack.pop()) {
      // Stryker disable next-line ArithmeticOperator: only time is saved.
      this.#counts.set(element.name, (this.#counts.get(element.name) ?? 0) - 1);
      element.isClosed = element.name === name;
      if (element.isClosed) return;
    }
  }
}

interface Attribute {
  name: string;
  value: string;
  span: Span;
}

function attributesIn(inner: string, offset: number): Attribute[] {
  // Stryker disable next-line StringLiteral: a name and one of the values are in everything that is found.
  return [...inner.matchAll(attribute)].map(({ 0: whole, 1: name = '', 2: double, 3: single = '', index }) => {
    const value = double ?? single;
    const end = offset + index + whole.length;
    return { name, value, span: [end - value.length, end] };
  });
}

function secretContents(text: string, contents: readonly Content[]): Span[] {
  const owners = new Map<Element, Element | undefined>();
  return contents.flatMap(({ element, span }) => {
    // The content before an element comes before its own, so the owner of a parent is known.
    const owner = element.isClosed ? element : element.parent && owners.get(element.parent);
    owners.set(element, owner);
    return owner !== undefined && isSecret(owner, text.slice(...span)) ? [span] : [];
  });
}

function isSecret({ name, labels, parent }: Element, value: string): boolean {
  if (labelNames.has(name) && parent !== undefined) parent.labels = [label(value)];
  // Stryker disable next-line ArrayDeclaration: any other word says nothing of the value.
  const pair = valueNames.has(name) && parent !== undefined ? [parent.name, ...parent.labels] : [];
  return isSecretUnderOne([name, ...labels, ...pair], value);
}

function isSecretUnderOne(names: readonly string[], value: string): boolean {
  return names.some((name) => isSecretUnder(name, value));
}

/** What stands in the last element of a document that was cut. */
function cutSecret(text: string, start: number, element: Element | undefined): Span[] {
  if (element?.parent === undefined) return [];
  const value = /^[\p{L}\p{N}][^<\n]*(?=\n|$)/u.exec(text.slice(start))?.[0] ?? '';
  return isSecretUnderOne([element.name, ...element.labels], value) ? [[start, start + value.length]] : [];
}
