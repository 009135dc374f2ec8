import { configurationFailure } from '../../platform/errors.ts';
import type { LoadedPolicy } from './policy-file.ts';

/**
 * Refuses rules that ask two different people, for a server that knows one: on stdio nobody can say who somebody is.
 * @throws Failure (configuration)
 */
export function requireKnownPeople({ policy, origin }: LoadedPolicy): void {
  const rule = policy.rules.find(({ approvals = 1 }) => approvals > 1);
  if (rule === undefined) return;
  throw configurationFailure({
    what: `The rule ${JSON.stringify(rule.name)} of ${origin} asks two different people, and on stdio this server knows only one user.`,
    next: 'Set approvals to 1 there, or serve over HTTP with sign-in.',
  });
}
