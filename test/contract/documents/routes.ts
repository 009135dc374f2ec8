/** A route that a request matched. */
export interface Match<Target> {
  target: Target;
  /** The parameters in the path, decoded, by name. */
  pathValues: Readonly<Record<string, string>>;
}

interface Route<Target> extends Template {
  target: Target;
}

interface Template {
  pattern: RegExp;
  names: readonly string[];
  /** How many characters do not belong to a parameter: of two templates that match, the one with more wins. */
  literal: number;
}

/** Finds out which of several things with a method and a path template a request is for. */
export class Routes<Target extends { method: string }> {
  readonly #routesByMethod = new Map<string, Route<Target>[]>();

  /** `templateOf` gives the whole path of a target, with parameters in braces. */
  constructor(targets: readonly Target[], templateOf: (target: Target) => string) {
    for (const target of targets) {
      const routes = this.#routesByMethod.get(target.method) ?? [];
      routes.push({ target, ...parsedTemplate(templateOf(target)) });
      this.#routesByMethod.set(target.method, routes);
    }
  }

  /** `path` is percent-encoded and without a query. */
  find(method: string, path: string): Match<Target> | undefined {
    const [best] = (this.#routesByMethod.get(method) ?? [])
      .filter(({ pattern }) => pattern.test(path))
      .sort((a, b) => b.literal - a.literal);
    if (best === undefined) return undefined;
    const values = best.pattern.exec(path)?.slice(1) ?? [];
    const named = best.names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]);
    return { target: best.target, pathValues: Object.fromEntries(named) };
  }
}

/** A path template as a pattern. Exchange's `{pagePath}*` stands for several segments. */
export function patternOf(template: string): RegExp {
  return parsedTemplate(template).pattern;
}

function parsedTemplate(template: string): Template {
  const names: string[] = [];
  let literal = 0;
  const source = template.split(/(\{[^}]+\}\*?)/).map((part) => {
    if (!part.startsWith('{')) {
      literal += part.length;
      return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    }
    names.push(part.replace(/[{}*]/g, ''));
    return part.endsWith('*') ? '(.+)' : '([^/]+)';
  });
  return { pattern: new RegExp(`^${source.join('')}$`), names, literal };
}
