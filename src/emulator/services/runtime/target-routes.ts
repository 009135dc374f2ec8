import { Hono } from 'hono';
import * as z from 'zod';
import { armError } from '../../core/errors.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { readBody } from '../../core/requests.ts';
import type { ArmCluster, ArmServerGroup } from '../../core/store.ts';
import { release } from './membership.ts';
import { serverKind } from './server-view.ts';
import {
  type ArmTarget,
  deleteTarget,
  requireFreeName,
  requireTarget,
  serversOfTarget,
  type TargetKind,
  targetName,
  targetsAt,
} from './targets.ts';

const renameBody = z.object({ name: targetName });

/** What servers, server groups and clusters have alike: one is read and renamed (reference 3.1 to 3.3). */
export function targetRoutes<Target extends ArmTarget>(
  { store, clock }: Platform,
  kind: TargetKind<Target>,
): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();
  const one = `/${kind.collection}/:targetId` as const;

  app.get(one, (c) => {
    const target = requireTarget(store, kind, c.get('place'), c.req.param('targetId'));
    return c.json({ data: kind.view(store, target, clock.now()) });
  });

  app.patch(one, async (c) => {
    const place = c.get('place');
    const target = requireTarget(store, kind, place, c.req.param('targetId'));
    const { name } = await readBody(c, renameBody, armError);
    requireFreeName(store, kind, place, name, target.id);
    target.name = name;
    target.timeUpdated = clock.now();
    return c.json({ data: kind.view(store, target, clock.now()) }, 202);
  });

  return app;
}

/** What server groups and clusters have alike beyond that: all are listed, one is deleted, a member leaves (reference 3.2, 3.3). */
export function multiServerTargetRoutes<Target extends ArmServerGroup | ArmCluster>(
  platform: Platform,
  kind: TargetKind<Target>,
): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = targetRoutes(platform, kind);
  const all = `/${kind.collection}` as const;
  const one = `${all}/:targetId` as const;

  app.get(all, (c) => {
    const data = targetsAt(kind.all(store), c.get('place')).map((target) => kind.view(store, target, clock.now()));
    return c.json({ data });
  });

  app.delete(one, (c) => {
    const target = requireTarget(store, kind, c.get('place'), c.req.param('targetId'));
    for (const server of serversOfTarget(store, target.id)) release(store, server);
    deleteTarget(store, kind, target);
    return c.body(null, 202);
  });

  app.delete(`${one}/servers/:serverId`, (c) => {
    const place = c.get('place');
    const target = requireTarget(store, kind, place, c.req.param('targetId'));
    const server = requireTarget(store, serverKind, place, c.req.param('serverId'));
    if (!serversOfTarget(store, target.id).includes(server)) throw armError(404, serverKind.notFound);
    release(store, server);
    target.timeUpdated = clock.now();
    return c.body(null, 204);
  });

  return app;
}
