import type { Settings } from '../config/settings.ts';
import type { Log } from '../mcp/log.ts';

/**
 * Reads the policy before the server serves, so that a file that cannot be used ends the start and not the first write;
 * costs nothing without one.
 * @throws Failure (configuration)
 */
export async function checkPolicy({ policy: setting }: Pick<Settings, 'policy'>, log: Log): Promise<void> {
  if (setting === undefined) return;
  const { loadPolicy } = await import('../safety/policy/policy-file.ts');
  const { requireKnownPeople } = await import('../safety/policy/people.ts');
  const loaded = await loadPolicy(setting);
  requireKnownPeople(loaded);
  const { requireKnownTools } = await import('../safety/policy/rule-tools.ts');
  // Tools are not loaded for a policy that names none.
  if (loaded.policy.rules.some(({ tools }) => tools !== undefined)) {
    requireKnownTools(loaded, (await import('../services/tools.ts')).allTools);
  }
  if (loaded.policy === (await import('../safety/policy/policy.ts')).allowPolicy) {
    log('warn', 'ANYPOINT_POLICY=allow: every write goes ahead and no person is asked, within the limits');
  } else log('info', 'policy', { origin: loaded.origin, rules: loaded.policy.rules.length });
}
