import * as z from 'zod';
import { readBody, readFlag } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { apiManager, apiPath, apiScopes } from '../api.ts';
import { apiManagerError as fail } from '../errors.ts';
import { takeApiId } from '../ids.ts';
import { requireApi } from '../instances/instance.ts';
import { readPage } from '../instances/queries.ts';
import type { ApiInstance, Tier } from '../model.ts';
import { applicationsOf, tierView } from './tiers.ts';

const tierBody = z.looseObject({
  name: z.string().trim().min(1),
  status: z.enum(['ACTIVE', 'DEPRECATED']),
  description: z.string().nullish(),
  autoApprove: z.boolean().default(false),
  limits: z
    .array(
      z.object({
        visible: z.boolean().default(true),
        maximumRequests: z.int().min(1),
        timePeriodInMilliseconds: z.int().min(1),
      }),
    )
    .default([]),
});

const all = `${apiPath}/tiers` as const;
const one = `${all}/{tierId}` as const;
const { readContracts, writeContracts } = apiScopes;

/** SLA tiers of an instance [docs/platform/apis.md#tiers]. */
export const tierRoutes: readonly Route[] = [
  apiManager.environment('GET', all, readContracts, (c, place) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const { offset, limit } = readPage(c);
    const text = c.req.query('query')?.toLowerCase() ?? '';
    const active = readFlag(c, 'active', fail);
    const found = api.tiers.filter(
      ({ name, status }) =>
        name.toLowerCase().includes(text) && (active === undefined || active === (status === 'ACTIVE')),
    );
    const page = found.slice(offset, offset + limit).map((tier) => tierView(tier, api));
    return c.json({ total: found.length, tiers: page });
  }),

  apiManager.environment('POST', all, writeContracts, async (c, place) => {
    const { store, clock } = c.var.platform;
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const { name, status, description = null, autoApprove, limits } = await readBody(c, tierBody, fail);
    requireFreeName(api, name);
    const created = { id: takeApiId(store), createdAt: clock.now(), updatedAt: null };
    const tier: Tier = { name, status, description, autoApprove, limits, ...created };
    api.tiers.push(tier);
    return c.json(tierView(tier, api), 201);
  }),

  apiManager.environment('PUT', one, writeContracts, async (c, place) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const tier = requireTier(api, c.req.param('tierId'));
    const { name, status, description = null, autoApprove, limits } = await readBody(c, tierBody, fail);
    if (name !== tier.name) requireFreeName(api, name);
    const updatedAt = c.var.platform.clock.now();
    Object.assign(tier, { name, status, description, autoApprove, limits, updatedAt });
    return c.json(tierView(tier, api), 201);
  }),

  apiManager.environment('DELETE', one, writeContracts, (c, place) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const tier = requireTier(api, c.req.param('tierId'));
    const used = applicationsOf(api, tier);
    if (used > 0) throw fail(409, `Tier ${tier.name} is used by ${used} active application(s)`);
    api.tiers = api.tiers.filter(({ id }) => id !== tier.id);
    return c.body(null, 204);
  }),
];

function requireFreeName({ tiers }: ApiInstance, name: string): void {
  if (tiers.some((tier) => tier.name === name)) throw fail(409, `A tier named ${name} already exists`);
}

function requireTier({ tiers }: ApiInstance, id: string): Tier {
  const tier = tiers.find((one) => String(one.id) === id);
  if (tier === undefined) throw fail(404, `Tier ${id} was not found`);
  return tier;
}
