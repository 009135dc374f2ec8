import type { Platform } from '../../../core/platform.ts';
import type { Route } from '../../../core/routes.ts';
import { apiManager, apiPath, apiScopes, auditView } from '../api.ts';
import { apiManagerError as fail } from '../errors.ts';
import { requireApi } from '../instances/instance.ts';
import { readPage } from '../instances/queries.ts';
import type { ApiInstance, Contract } from '../model.ts';
import { clientApplications } from './client-application.ts';
import { tierView } from './tiers.ts';

const all = `${apiPath}/contracts` as const;
const one = `${all}/{contractId}` as const;
const { readContracts, writeContracts } = apiScopes;

/** Contracts of an instance [docs/platform/apis.md#contracts]. */
export const contractRoutes: readonly Route[] = [
  apiManager.environment('GET', all, readContracts, (c, place) => {
    const { platform } = c.var;
    const api = requireApi(platform, place, c.req.param('apiId'));
    const { offset, limit } = readPage(c);
    const { coreServicesId, query = '' } = c.req.query();
    const found = api.contracts
      .map((contract) => contractView(platform, contract, api))
      .filter(
        ({ application }) =>
          (coreServicesId === undefined || application?.coreServicesId === coreServicesId) &&
          (application?.name ?? '').toLowerCase().includes(query.toLowerCase()),
      );
    return c.json({ total: found.length, contracts: found.slice(offset, offset + limit) });
  }),

  apiManager.environment('GET', one, readContracts, (c, place) => {
    const { platform } = c.var;
    const api = requireApi(platform, place, c.req.param('apiId'));
    return c.json(contractView(platform, requireContract(api, c.req.param('contractId')), api));
  }),

  apiManager.environment('DELETE', one, writeContracts, (c, place) => {
    const api = requireApi(c.var.platform, place, c.req.param('apiId'));
    const contract = requireContract(api, c.req.param('contractId'));
    api.contracts = api.contracts.filter(({ id }) => id !== contract.id);
    return c.body(null, 204);
  }),
];

function requireContract({ contracts }: ApiInstance, id: string): Contract {
  const contract = contracts.find((one) => String(one.id) === id);
  if (contract === undefined) throw fail(404, `Contract ${id} was not found`);
  return contract;
}

function contractView({ store }: Platform, contract: Contract, api: ApiInstance) {
  const { createdAt: _created, updatedAt: _updated, ...rest } = contract;
  const application = store.of(clientApplications).get(contract.applicationId);
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
            // The published example shows both in lists too, so whoever lists contracts sees secrets
            // [docs/platform/disagreements.md#secrets-in-contract-lists].
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
