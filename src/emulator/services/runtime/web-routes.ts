import { type Route, routesBelow } from '../../core/routes.ts';
import { placeFromHeaders, serverScopes } from './api.ts';
import { clusterType } from './cluster-view.ts';
import { armError as fail } from './errors.ts';
import { groupType } from './server-group-routes.ts';
import { serverType } from './server-view.ts';
import { targetsAt } from './targets.ts';

const web = routesBelow('/armui/api/v1', { fail, place: placeFromHeaders });

/** The list of Runtime Manager's web UI, which scripts use as well [docs/platform/runtime.md#the-list-of-the-web-ui]. */
export const webRoutes: readonly Route[] = [
  web.environment('GET', '/servers', serverScopes.read, (c, place) => {
    const { platform } = c.var;
    const data = [
      ...targetsAt(platform, serverType.kind, place).map((server) => ({
        type: 'SERVER',
        ...serverType.view(platform, server),
      })),
      ...targetsAt(platform, groupType.kind, place).map((group) => groupType.view(platform, group)),
      ...targetsAt(platform, clusterType.kind, place).map((cluster) => clusterType.view(platform, cluster)),
    ];
    return c.json({ data, total: data.length });
  }),
];
