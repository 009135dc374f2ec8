import * as z from 'zod';
import type { Platform } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { arm, serverScopes } from './api.ts';
import { armError } from './errors.ts';
import { requireOneKind } from './member-rules.ts';
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
  newTarget,
  requireFreeName,
  requireTarget,
  serversOfTarget,
  targetName,
} from './targets.ts';

/** Groups take plain ids, unlike clusters [docs/platform/runtime.md#server-groups]. */
const createBody = z.strictObject({ name: targetName, serverIds: z.array(idInBody) });

/** Server groups as targets. */
export const groupType: MultiServerType<ArmServerGroup> = {
  kind: serverGroups,
  notFound: 'serverGroup not found',
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
    requireOneKind(platform, members);
    const group: ArmServerGroup = newTarget(platform, place, name);
    addTarget(platform, groupType, group, members);
    return c.json({ data: groupView(platform, group) }, 201);
  }),

  arm.environment('POST', '/serverGroups/{serverGroupId}/servers/{serverId}', serverScopes.manage, (c, place) => {
    const { platform } = c.var;
    const group = requireTarget(platform, groupType, place, { id: c.req.param('serverGroupId') });
    const server = requireFreeServer(platform, place, c.req.param('serverId'));
    requireOneKind(platform, [...serversOfTarget(platform, group.id), server]);
    server.serverGroupId = group.id;
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
