import * as z from 'zod';
import { flag, oneOf, text } from '../../../core/queries.ts';
import { readBody } from '../../../core/requests.ts';
import type { Route } from '../../../core/routes.ts';
import { apiManager, apiPath, apiScopes } from '../api.ts';
import { apiManagerError as fail } from '../errors.ts';
import { takeApiId } from '../ids.ts';
import { requireApi } from '../instances/instance.ts';
import { pageQuery } from '../instances/queries.ts';
import type { ApiInstance, Tier } from '../model.ts';
import { applicationsOf, tierView } from './tiers.ts';

const tierBody = z.strictObject({
  name: z.string().trim().min(1),
  status: z.enum(['ACTIVE', 'DEPRECATED']),
  description: z.string().nullish(),
  autoApprove: z.boolean().default(false),
  limits: z
    .array(
      z.strictObject({
        visible: z.boolean().default(true),
        maximumRequests: z.int().min(1),
        timePeriodInMilliseconds: z.int().min(1),
      }),
    )
    .default([]),
  // What the platform sets by itself; clients send back what they have read.
  id: z.unknown().optional(),
  apiId: z.unknown().optional(),
  organizationId: z.unknown().optional(),
  masterOrganizationId: z.unknown().optional(),
  audit: z.unknown().optional(),
  apiVersionId: z.unknown().optional(),
  applicationCount: z.unknown().optional(),
});

const listQuery = {
  ...pageQuery,
  query: text,
  active: flag,
  sort: oneOf(['id', 'name', 'status']),
  ascending: flag,
};

const all = `${apiPath}/tiers` as const;
const one = `${all}/{tierId}` as const;
const { readContracts, writeContracts } = apiScopes;

/** SLA tiers of an instance [docs/platform/apis.md#tiers]. */
export const tierRoutes: readonly Route[] = [
  apiManager.environment('GET', all, { scopes: readContracts, query: listQuery }, (c, place, sent) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const { offset, limit, query = '', active, sort = 'id', ascending = true } = sent;
    const found = api.tiers.filter(
      ({ name, status }) =>
        name.toLowerCase().includes(query.toLowerCase()) && (active !== true || status === 'ACTIVE'),
    );
    found.sort((a, b) => (a[sort] < b[sort] ? -1 : Number(a[sort] > b[sort])));
    if (!ascending) found.reverse();
    const page = found.slice(offset, offset + limit).map((tier) => tierView(c.var.platform, tier, api));
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
    return c.json(tierView(c.var.platform, tier, api), 201);
  }),

  apiManager.environment('PUT', one, writeContracts, async (c, place) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const tier = requireTier(api, c.req.param('tierId'));
    const { name, status, description = null, autoApprove, limits } = await readBody(c, tierBody, fail);
    if (name !== tier.name) requireFreeName(api, name);
    const updatedAt = c.var.platform.clock.now();
    Object.assign(tier, { name, status, description, autoApprove, limits, updatedAt });
    return c.json(tierView(c.var.platform, tier, api), 201);
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
