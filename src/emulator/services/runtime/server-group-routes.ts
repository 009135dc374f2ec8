import * as z from 'zod';
import type { Platform } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { durations } from '../../core/transitions.ts';
import { arm, serverScopes } from './api.ts';
import { armError } from './errors.ts';
import { requireOneKind, requireSameVersions } from './member-rules.ts';
import { addTarget, requireFreeServer, requireFreeServers } from './membership.ts';
import type { ArmServerGroup } from './model.ts';
import { combinedStatus } from './server.ts';
import { serverGroups } from './server-group.ts';
import { serverView } from './server-view.ts';
import { multiServerRoutes } from './target-routes.ts';
import {
  basicsView,
  idInBody,
  type MultiServerType,
  multiServerName,
  newTarget,
  requireFreeName,
  requireTarget,
  serversOfTarget,
} from './targets.ts';

/** Groups take plain ids, unlike clusters [docs/platform/runtime.md#server-groups]. */
const createBody = z.strictObject({ name: multiServerName, serverIds: z.array(idInBody) });

/** Server groups as targets. */
export const groupType: MultiServerType<ArmServerGroup> = {
  kind: serverGroups,
  notFound: 'serverGroup not found',
  name: multiServerName,
  view: groupView,
  membership: 'serverGroupId',
};

/**
 * Server groups [docs/platform/runtime.md#server-groups]. The routes that clusters have too come from
 * `multiServerRoutes`.
 */
export const serverGroupRoutes: readonly Route[] = [
  ...multiServerRoutes(groupType),

  arm.environment('POST', '/serverGroups', serverScopes.manage, async (c, place) => {
    const { platform } = c.var;
    const { name, serverIds } = await readBody(c, createBody, armError);
    requireFreeName(platform, serverGroups, place, { name });
    const members = requireFreeServers(platform, place, serverIds);
    requireSameVersions('server group', members);
    requireOneKind(platform, members);
    const group: ArmServerGroup = newTarget(platform, place, name);
    addTarget(platform, groupType, group, members);
    return c.json({ data: groupView(platform, group) }, 201);
  }),

  arm.environment('POST', '/serverGroups/{serverGroupId}/servers/{serverId}', serverScopes.manage, (c, place) => {
    const { platform } = c.var;
    const group = requireTarget(platform, groupType, place, { id: c.req.param('serverGroupId') });
    const server = requireFreeServer(platform, place, c.req.param('serverId'));
    requireSameVersions('server group', [...serversOfTarget(platform, group.id), server]);
    requireOneKind(platform, [...serversOfTarget(platform, group.id), server]);
    server.serverGroupId = group.id;
    // The applications of the group have to be deployed to it first.
    server.groupRunsAt = platform.clock.after(durations.armStarts);
    group.timeUpdated = platform.clock.now();
    return c.json({ data: groupView(platform, group) }, 201);
  }),
];

function groupView(platform: Platform, group: ArmServerGroup) {
  const members = serversOfTarget(platform, group.id);
  return {
    ...basicsView(group, 'SERVER_GROUP'),
    status: combinedStatus(members, platform.clock.now()),
    servers: members.map((server) => serverView(platform, server)),
  };
}
