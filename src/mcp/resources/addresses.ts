/** Addresses of resources: RFC 6570 templates with simple variables, each of which stands for one path segment. */

/** Finds the first of `definitions` whose template an address matches, with its variables. */
export function matchAddress<Definition extends { template: string }>(
  uri: string,
  definitions: readonly Definition[],
): { definition: Definition; variables: Record<string, string> } | undefined {
  for (const definition of definitions) {
    const variables = matchTemplate(uri, definition.template);
    if (variables !== undefined) return { definition, variables };
  }
  return undefined;
}

/** True for a template without variables. */
export function isFixed({ template }: { template: string }): boolean {
  return !template.includes('{');
}

/** The address that a template makes of variables. */
export function fillTemplate(template: string, variables: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(variables[name] ?? ''));
}

function matchTemplate(uri: string, template: string): Record<string, string> | undefined {
  const names = template.split('/');
  const given = uri.split('/');
  if (names.length !== given.length) return undefined;
  const variables: Record<string, string> = {};
  for (const [index, part] of names.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) {
      if (part !== value) return undefined;
      continue;
    }
    const decoded = decodePart(value);
    if (decoded === undefined || decoded === '') return undefined;
    variables[name] = decoded;
  }
  return variables;
}

function decodePart(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
