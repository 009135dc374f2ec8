import { readFileSync } from 'node:fs';
import { configurationFailure } from '../../platform/errors.ts';
import { allowPolicy, defaultPolicy, type Policy, policySchema } from './policy.ts';

/** The policy in force, and where it comes from. */
export interface LoadedPolicy {
  policy: Policy;
  /** For people: the file, or what stands in for one. */
  origin: string;
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
  let content: unknown;
  try {
    content = parse(readFileSync(setting, 'utf8'));
  } catch (error) {
    throw unusable(setting, [error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'it cannot be read']);
  }
  const parsed = policySchema.safeParse(content ?? {});
  if (parsed.success) return { policy: parsed.data, origin: setting };
  throw unusable(
    setting,
    parsed.error.issues.map(({ path, message }) => `${path.length === 0 ? 'the file' : path.join('.')}: ${message}`),
  );
}

function unusable(file: string, problems: readonly string[]): Error {
  return configurationFailure({
    what: `The policy file ${JSON.stringify(file)} cannot be used, so nothing is written.`,
    why: `${problems.join('; ')}.`,
    next: 'The operator corrects the file that ANYPOINT_POLICY names (anypoint-mcp policy check explains it) and starts the server again.',
  });
}
