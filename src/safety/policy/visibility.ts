import { matchesAny } from './judge.ts';
import type { Policy } from './policy.ts';

/** Whether there is an environment for this server, by its id or name. */
export type IsVisible = (environment: { id: string; name: string }) => boolean;

/** What a policy lets this server see; undefined where that is everything. */
export function visibilityOf({ visibleEnvironments: patterns }: Policy): IsVisible | undefined {
  if (patterns === undefined) return undefined;
  return ({ id, name }) => matchesAny(patterns, id) || matchesAny(patterns, name);
}
