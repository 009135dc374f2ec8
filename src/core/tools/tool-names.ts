import { hintAt } from '../text/nearest.ts';

/** What every tool's name begins with; people may leave it out. */
const prefix = 'anypoint_';

/** The tool that a person names, with or without its prefix. */
export function toolNamed<T extends { name: string }>(name: string, tools: readonly T[]): T | undefined {
  return tools.find((tool) => tool.name === name || tool.name === `${prefix}${name}`);
}

/** ` (did you mean anypoint_delete_server?)` where a name is close. */
export function toolHint(name: string, tools: readonly { name: string }[]): string {
  // The prefix is the same in all names, and would make each a little nearer.
  const bare = (full: string): string => (full.startsWith(prefix) ? full.slice(prefix.length) : full);
  const hint = hintAt(
    bare(name),
    tools.map((tool) => bare(tool.name)),
  );
  return hint.replace('mean ', `mean ${prefix}`);
}
