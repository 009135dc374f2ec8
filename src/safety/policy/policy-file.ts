import path from 'node:path';
import { capitalize } from '../../core/text/quote.ts';
import { commandLine } from '../../platform/command-line.ts';
import { configurationFailure } from '../../platform/errors.ts';
import { readText } from '../read-text.ts';
import { fileProblems } from './file-problems.ts';
import { allowPolicy, defaultPolicy, type Policy, policySchema } from './policy.ts';

/** The policy in force, and where it comes from. */
export interface LoadedPolicy {
  policy: Policy;
  /** For people: the file, absolute, or what stands in for one. */
  origin: string;
  /** The file, absolute: a person's terminal is in another folder than the server. */
  file?: string | undefined;
}

/** The command line that explains a policy; a person's terminal does not have the settings of the server. */
export function explainingCommand({ file }: Pick<LoadedPolicy, 'file'>): string {
  return commandLine('policy', 'check', ...(file === undefined ? [] : ['--policy', file]));
}

/**
 * Reads the policy that a setting names: nothing for the default one, `allow`, or a YAML or JSON file.
 * @throws Failure (configuration) with every problem of the file
 */
export async function loadPolicy(setting: string | undefined): Promise<LoadedPolicy> {
  if (setting === undefined) return { policy: defaultPolicy, origin: 'the default policy' };
  if (setting.toLowerCase() === 'allow') return { policy: allowPolicy, origin: 'ANYPOINT_POLICY=allow' };
  // Of a CommonJS package the bundle has only the default export.
  const { parse } = (await import('yaml')).default;
  const text = readText(setting);
  if ('problem' in text) throw unusable(setting, [text.problem]);
  let content: unknown;
  try {
    content = parse(text.text);
  } catch (error) {
    throw unusable(setting, [`It is no valid YAML or JSON${whereOf(error)}`]);
  }
  const parsed = policySchema.safeParse(content ?? {});
  if (parsed.success) {
    const file = path.resolve(setting);
    return { policy: parsed.data, origin: file, file };
  }
  throw unusable(setting, fileProblems(parsed.error.issues, content));
}

/** The line of a mistake in a text, from 1; the parser's own words are for programmers. */
function whereOf(error: unknown): string {
  const [, line] = /at line (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
  return line === undefined ? '' : `: see line ${line}`;
}

function unusable(file: string, problems: readonly string[]): Error {
  return configurationFailure({
    what: `The policy file ${JSON.stringify(path.resolve(file))} cannot be used.`,
    why: `${capitalize(problems.join('; '))}.`,
    next: `The operator corrects the file, or names another one in ANYPOINT_POLICY or --policy, checks it with ${explainingCommand({ file: path.resolve(file) })}, and starts the server again.`,
  });
}
