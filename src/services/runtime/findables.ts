import { named } from '../../core/resolve.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import type { Findable } from '../../core/whereabouts.ts';

/** Servers and clusters, to be found where a call did not look for them. */
export const runtimeFindables: readonly Findable<EnvironmentContext>[] = [
  {
    noun: 'server',
    named: async (text, { platform, place, signal }) =>
      named(text, await platform.runtimeManager.servers(place, signal), 'exact'),
  },
  {
    noun: 'cluster',
    named: async (text, { platform, place, signal }) =>
      named(text, await platform.runtimeManager.clusters(place, signal), 'exact'),
  },
];
