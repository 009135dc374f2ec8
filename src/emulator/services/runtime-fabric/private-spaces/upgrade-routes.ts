import { flag, text } from '../../../core/queries.ts';
import type { Route } from '../../../core/routes.ts';
import { hasPassed } from '../../../core/transitions.ts';
import { runtimeFabricError as fail } from '../errors.ts';
import { spaceScopes } from '../space-access.ts';
import { spaceApi, spaceOf, spacePath } from './api.ts';

const path = `${spacePath}/upgrade` as const;
const scheduling = { scopes: spaceScopes.manage, query: { date: text, optIn: flag } };

/** Upgrades of a private space [docs/platform/runtime-fabric.md#upgrades]. */
export const upgradeRoutes: readonly Route[] = [
  spaceApi.organization('PATCH', path, scheduling, (c, organization, { date, optIn }) => {
    const space = spaceOf(c, organization);
    const now = c.var.platform.clock.now();
    if (optIn !== true) throw fail(400, 'optIn must be true');
    const at = date === undefined ? now : Date.parse(date);
    if (Number.isNaN(at)) throw fail(400, 'date must be a date');
    if (at < now) throw fail(400, 'date must be in the future');
    space.upgradeAt = at;
    return c.json(upgradeView(at));
  }),

  spaceApi.organization('DELETE', path, spaceScopes.manage, (c, organization) => {
    const space = spaceOf(c, organization);
    if (space.upgradeAt === undefined || hasPassed(space.upgradeAt, c.var.platform.clock.now())) {
      throw fail(404, 'No upgrade is scheduled');
    }
    delete space.upgradeAt;
    return c.json({});
  }),

  // Without an upgrade there is no body, which Terraform reads as such.
  spaceApi.organization('GET', `${spacePath}/upgradestatus`, spaceScopes.read, (c, organization) => {
    const { upgradeAt } = spaceOf(c, organization);
    if (upgradeAt === undefined || hasPassed(upgradeAt, c.var.platform.clock.now())) return c.body(null, 200);
    return c.json(upgradeView(upgradeAt));
  }),
];

/** A time as the example has it: `2024-02-28 17:57:36+00:00`. */
function upgradeView(at: number) {
  return {
    scheduledUpdateTime: `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}+00:00`,
    status: 'QUEUED',
  };
}
