import { Hono } from 'hono';
import * as z from 'zod';
import { apiManagerError as fail } from '../../core/errors.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { readBody, readFlag } from '../../core/requests.ts';
import { type Store, takeApiId } from '../../core/store.ts';
import { apiScopes, apisPath, auditView, requireApi } from './access.ts';
import { readPage } from './instances/queries.ts';
import type { ApiInstance, Contract, Tier } from './model.ts';

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

/** SLA tiers and contracts of an instance (reference 5.8). */
export function apiTierRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  const tiers = `${apisPath}/:apiId/tiers`;
  const contracts = `${apisPath}/:apiId/contracts`;

  app.get(tiers, (c) => {
    const api = requireApi(platform, c, apiScopes.readContracts);
    const { offset, limit } = readPage(c);
    const text = c.req.query('query')?.toLowerCase() ?? '';
    const active = readFlag(c, 'active', fail);
    const found = api.tiers.filter(
      ({ name, status }) =>
        name.toLowerCase().includes(text) && (active === undefined || active === (status === 'ACTIVE')),
    );
    const page = found.slice(offset, offset + limit).map((tier) => tierView(tier, api));
    return c.json({ total: found.length, tiers: page });
  });

  app.post(tiers, async (c) => {
    const api = requireApi(platform, c, apiScopes.writeContracts);
    const { name, status, description = null, autoApprove, limits } = await readBody(c, tierBody, fail);
    requireFreeName(api, name);
    const created = { id: takeApiId(store), createdAt: clock.now(), updatedAt: null };
    const tier: Tier = { name, status, description, autoApprove, limits, ...created };
    api.tiers.push(tier);
    return c.json(tierView(tier, api), 201);
  });

  app.put(`${tiers}/:tierId`, async (c) => {
    const api = requireApi(platform, c, apiScopes.writeContracts);
    const tier = requireTier(api, c.req.param('tierId'));
    const { name, status, description = null, autoApprove, limits } = await readBody(c, tierBody, fail);
    if (name !== tier.name) requireFreeName(api, name);
    Object.assign(tier, { name, status, description, autoApprove, limits, updatedAt: clock.now() });
    return c.json(tierView(tier, api), 201);
  });

  app.delete(`${tiers}/:tierId`, (c) => {
    const api = requireApi(platform, c, apiScopes.writeContracts);
    const tier = requireTier(api, c.req.param('tierId'));
    const used = applicationsOf(api, tier);
    if (used > 0) throw fail(409, `Tier ${tier.name} is used by ${used} active application(s)`);
    api.tiers = api.tiers.filter(({ id }) => id !== tier.id);
    return c.body(null, 204);
  });

  app.get(contracts, (c) => {
    const api = requireApi(platform, c, apiScopes.readContracts);
    const { offset, limit } = readPage(c);
    const { coreServicesId, query = '' } = c.req.query();
    const found = api.contracts
      .map((contract) => contractView(store, contract, api))
      .filter(
        ({ application }) =>
          (coreServicesId === undefined || application?.coreServicesId === coreServicesId) &&
          (application?.name ?? '').toLowerCase().includes(query.toLowerCase()),
      );
    return c.json({ total: found.length, contracts: found.slice(offset, offset + limit) });
  });

  app.get(`${contracts}/:contractId`, (c) => {
    const api = requireApi(platform, c, apiScopes.readContracts);
    return c.json(contractView(store, requireContract(api, c.req.param('contractId')), api));
  });

  app.delete(`${contracts}/:contractId`, (c) => {
    const api = requireApi(platform, c, apiScopes.writeContracts);
    const contract = requireContract(api, c.req.param('contractId'));
    api.contracts = api.contracts.filter(({ id }) => id !== contract.id);
    return c.body(null, 204);
  });

  return app;
}

function requireFreeName({ tiers }: ApiInstance, name: string): void {
  if (tiers.some((tier) => tier.name === name)) throw fail(409, `A tier named ${name} already exists`);
}

function requireTier({ tiers }: ApiInstance, id: string): Tier {
  const tier = tiers.find((one) => String(one.id) === id);
  if (tier === undefined) throw fail(404, `Tier ${id} was not found`);
  return tier;
}

function requireContract({ contracts }: ApiInstance, id: string): Contract {
  const contract = contracts.find((one) => String(one.id) === id);
  if (contract === undefined) throw fail(404, `Contract ${id} was not found`);
  return contract;
}

function applicationsOf({ contracts }: ApiInstance, { id }: Tier): number {
  return contracts.filter(({ tierId, status }) => tierId === id && status === 'APPROVED').length;
}

function tierView(tier: Tier, api: ApiInstance) {
  const { createdAt: _created, updatedAt: _updated, ...rest } = tier;
  return {
    audit: auditView(tier),
    organizationId: api.organizationId,
    ...rest,
    applicationCount: applicationsOf(api, tier),
    apiId: api.id,
  };
}

function contractView(store: Store, contract: Contract, api: ApiInstance) {
  const { createdAt: _created, updatedAt: _updated, ...rest } = contract;
  const application = store.clientApplications.get(contract.applicationId);
  const tierOf = (id: number | null) => {
    const tier = api.tiers.find((one) => one.id === id);
    return tier === undefined ? null : tierView(tier, api);
  };
  return {
    audit: auditView(contract),
    organizationId: api.organizationId,
    ...rest,
    apiId: api.id,
    ...(application === undefined
      ? {}
      : {
          application: {
            id: application.id,
            name: application.name,
            description: application.description,
            coreServicesId: application.clientId,
            // The platform shows both here (reference 5.8): who lists contracts sees secrets.
            clientId: application.clientId,
            clientSecret: application.clientSecret,
            url: null,
          },
        }),
    tier: tierOf(contract.tierId),
    requestedTier: tierOf(contract.requestedTierId),
    terms: null,
  };
}
