/** Reading JSON of unknown form. */

/** A JSON object. */
export type Node = Record<string, unknown>;

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of an array; none of anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The members of an object; none of anything else. */
export function membersOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

/** A member that is a text. */
export function textOf(node: unknown, name: string): string | undefined {
  const value = isRecord(node) ? node[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** What `#/components/…` stands for. */
export function lookUp(document: Node, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, part) => (isRecord(node) ? node[part] : undefined), document);
}
