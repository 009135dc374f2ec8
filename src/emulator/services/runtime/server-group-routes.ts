import * as z from 'zod';
import type { Platform } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { durations } from '../../core/transitions.ts';
import { arm, serverScopes } from './api.ts';
import { armError } from './errors.ts';
import { addTarget, requireFreeServer, requireFreeServers } from './membership.ts';
import type { ArmServer, ArmServerGroup } from './model.ts';
import { combinedStatus, statusOf } from './server.ts';
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
    requireAlike(platform, members);
    const group: ArmServerGroup = newTarget(platform, place, name);
    addTarget(platform, groupType, group, members);
    return c.json({ data: groupView(platform, group) }, 201);
  }),

  arm.environment('POST', '/serverGroups/{serverGroupId}/servers/{serverId}', serverScopes.manage, (c, place) => {
    const { platform } = c.var;
    const group = requireTarget(platform, groupType, place, { id: c.req.param('serverGroupId') });
    const server = requireFreeServer(platform, place, c.req.param('serverId'));
    requireAlike(platform, [...serversOfTarget(platform, group.id), server]);
    server.serverGroupId = group.id;
    // The applications of the group have to be deployed to it first.
    server.groupRunsAt = platform.clock.after(durations.armStarts);
    group.timeUpdated = platform.clock.now();
    return c.json({ data: groupView(platform, group) }, 201);
  }),
];

/**
 * The servers of a group run the same versions, and none is new beside others that have run already
 * [docs/platform/runtime.md#server-groups]. Status and texts are assumptions. @throws PlatformError 400
 */
function requireAlike({ clock }: Platform, members: readonly ArmServer[]): void {
  const [first] = members;
  const other = members.find((server) => versionsOf(server) !== versionsOf(first ?? server));
  if (first !== undefined && other !== undefined) {
    const text = `All servers of a server group must run the same versions: ${first.name} has ${versionsOf(first)}, and ${other.name} ${versionsOf(other)}.`;
    throw armError(400, text);
  }
  const created = members.filter((server) => statusOf(server, clock.now()) === 'CREATED');
  if (created[0] !== undefined && created.length < members.length) {
    throw armError(
      400,
      `Server ${created[0].name} (id: ${created[0].id}) was never connected: it cannot be in a group with others that were.`,
    );
  }
}

function versionsOf({ muleVersion, agentVersion }: ArmServer): string {
  return `Mule ${muleVersion} with agent ${agentVersion}`;
}

function groupView(platform: Platform, group: ArmServerGroup) {
  const members = serversOfTarget(platform, group.id);
  return {
    ...basicsView(group, 'SERVER_GROUP'),
    status: combinedStatus(members, platform.clock.now()),
    servers: members.map((server) => serverView(platform, server)),
  };
}
