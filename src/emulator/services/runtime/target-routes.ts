import * as z from 'zod';
import { ExtensionPoint } from '../../core/extensions.ts';
import type { Platform } from '../../core/platform.ts';
import { flag } from '../../core/queries.ts';
import { readBody } from '../../core/requests.ts';
import type { Route } from '../../core/routes.ts';
import { arm, serverScopes } from './api.ts';
import { armError } from './errors.ts';
import { leaveTarget } from './membership.ts';
import type { ArmCluster, ArmServer, ArmServerGroup, ArmTarget } from './model.ts';
import { serverType } from './server-view.ts';
import {
  type MultiServerType,
  requireFreeName,
  requireTarget,
  serversOfTarget,
  type TargetType,
  targetName,
  targetsAt,
} from './targets.ts';

/**
 * What becomes of the applications of a server group that is deleted, with the servers that were in it
 * [docs/platform/runtime.md#server-groups].
 */
export const groupDissolution = new ExtensionPoint<
  (platform: Platform, groupId: number, members: readonly ArmServer[]) => void
>('what becomes of the applications of server groups');

const forced = { scopes: serverScopes.manage, query: { isForce: flag } };

/**
 * Routes of servers, server groups and clusters: read and rename one [docs/platform/runtime.md#servers,
 * docs/platform/runtime.md#clusters].
 */
export function targetRoutes<Target extends ArmTarget>(type: TargetType<Target>): readonly Route[] {
  const one = `/${type.kind.name}/{targetId}` as const;
  const renameBody = z.strictObject({ name: type.name ?? targetName });

  return [
    arm.environment('GET', one, serverScopes.read, (c, place) => {
      const { platform } = c.var;
      const target = requireTarget(platform, type, place, { id: c.req.param('targetId') });
      return c.json({ data: type.view(platform, target) });
    }),

    arm.environment('PATCH', one, serverScopes.manage, async (c, place) => {
      const { platform } = c.var;
      const target = requireTarget(platform, type, place, { id: c.req.param('targetId') });
      const { name } = await readBody(c, renameBody, armError);
      requireFreeName(platform, type.kind, place, { name, exceptId: target.id });
      target.name = name;
      target.timeUpdated = platform.clock.now();
      return c.json({ data: type.view(platform, target) }, 202);
    }),
  ];
}

/**
 * Further routes of server groups and clusters: list, delete, remove a member [docs/platform/runtime.md#server-groups,
 * docs/platform/runtime.md#clusters].
 */
export function multiServerRoutes<Target extends ArmServerGroup | ArmCluster>(
  type: MultiServerType<Target>,
): readonly Route[] {
  const all = `/${type.kind.name}` as const;
  const one = `${all}/{targetId}` as const;

  return [
    ...targetRoutes(type),

    arm.environment('GET', all, serverScopes.read, (c, place) => {
      const { platform } = c.var;
      return c.json({ data: targetsAt(platform, type.kind, place).map((target) => type.view(platform, target)) });
    }),

    // Nothing here has to be forced: a group or cluster is deleted in any state.
    arm.environment('DELETE', one, forced, (c, place) => {
      const { platform } = c.var;
      const { id } = requireTarget(platform, type, place, { id: c.req.param('targetId') });
      const members = serversOfTarget(platform, id);
      if (type.membership === 'serverGroupId') {
        for (const keep of groupDissolution.of(platform)) keep(platform, id, members);
      }
      for (const server of members) leaveTarget(platform, server);
      platform.store.delete(type.kind, id);
      return c.body(null, 202);
    }),

    arm.environment('DELETE', `${one}/servers/{serverId}`, forced, (c, place) => {
      const { platform } = c.var;
      const target = requireTarget(platform, type, place, { id: c.req.param('targetId') });
      const server = requireTarget(platform, serverType, place, { id: c.req.param('serverId') });
      if (!serversOfTarget(platform, target.id).includes(server)) throw armError(404, serverType.notFound);
      leaveTarget(platform, server);
      target.timeUpdated = platform.clock.now();
      return c.body(null, 204);
    }),
  ];
}
