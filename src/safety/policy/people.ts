import { quote } from '../../core/text/quote.ts';
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
    what: `The rule ${quote(rule.name)} of ${origin} asks two different people, and this server knows only one: whoever runs it.`,
    next: 'Leave approvals out there, or set it to 1. With approval: outside that person agrees in a terminal, past the assistant.',
  });
}
