import * as z from 'zod';
import { isoDate, type Platform } from '../../../core/platform.ts';
import { flag, oneOf, text } from '../../../core/queries.ts';
import type { Route } from '../../../core/routes.ts';
import { apiManager, apiPath, apiScopes, auditView, ownerView } from '../api.ts';
import { apiManagerError as fail } from '../errors.ts';
import { requireApi } from '../instances/instance.ts';
import { pageQuery } from '../instances/queries.ts';
import type { ApiInstance, Contract } from '../model.ts';
import { clientApplications } from './client-application.ts';
import { tierView } from './tiers.ts';

const all = `${apiPath}/contracts` as const;
const one = `${all}/{contractId}` as const;
const { readContracts, writeContracts } = apiScopes;

/** Applications have no further data and no redirections here, so both flags change nothing. */
const listQuery = {
  ...pageQuery,
  query: text,
  coreServicesId: text,
  status: z
    .string()
    .toUpperCase()
    .pipe(z.enum(['APPROVED', 'PENDING', 'REVOKED', 'REJECTED']))
    .optional(),
  sort: oneOf(['id', 'status']),
  ascending: flag,
  includeExtraApplicationData: flag,
  includeExtraRedirections: flag,
};

/** Contracts of an instance [docs/platform/apis.md#contracts]. */
export const contractRoutes: readonly Route[] = [
  apiManager.environment('GET', all, { scopes: readContracts, query: listQuery }, (c, place, sent) => {
    const { platform } = c.var;
    const api = requireApi(platform, place, c.req.param('apiId'));
    const { offset, limit, coreServicesId, query = '', status, sort = 'id', ascending = true } = sent;
    const found = api.contracts
      .filter((contract) => status === undefined || contract.status === status)
      .sort((a, b) => (a[sort] < b[sort] ? -1 : Number(a[sort] > b[sort])))
      .map((contract) => contractView(platform, contract, api))
      .filter(
        ({ application }) =>
          (coreServicesId === undefined || application?.coreServicesId === coreServicesId) &&
          (application?.name ?? '').toLowerCase().includes(query.toLowerCase()),
      );
    if (!ascending) found.reverse();
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

/** When a contract got the status that it has; null for the others [docs/platform/apis.md#contracts]. */
function statusDates({ status, createdAt, updatedAt }: Contract) {
  const since = isoDate(updatedAt ?? createdAt);
  const dateOf = (one: Contract['status']): string | null => (status === one ? since : null);
  return { approvedDate: dateOf('APPROVED'), rejectedDate: dateOf('REJECTED'), revokedDate: dateOf('REVOKED') };
}

function contractView(platform: Platform, contract: Contract, api: ApiInstance) {
  const { createdAt: _created, updatedAt: _updated, ...rest } = contract;
  const application = platform.store.of(clientApplications).get(contract.applicationId);
  const tierOf = (id: number | null) => {
    const tier = api.tiers.find((one) => one.id === id);
    return tier === undefined ? null : tierView(platform, tier, api);
  };
  return {
    audit: auditView(contract),
    ...ownerView(platform, api),
    ...rest,
    ...statusDates(contract),
    condition: 'APPLIED',
    apiId: api.id,
    api: { audit: auditView(api), id: api.id },
    // Only contracts through a portal of partners have one.
    partyId: null,
    partyName: null,
    ...(application === undefined
      ? {}
      : {
          application: {
            id: application.id,
            name: application.name,
            description: application.description,
            // The client id. The secret is in no answer about contracts
            // [docs/platform/disagreements.md#secrets-in-contract-lists].
            coreServicesId: application.clientId,
            clientId: application.clientId,
            url: null,
          },
        }),
    tier: tierOf(contract.tierId),
    requestedTier: tierOf(contract.requestedTierId),
    terms: null,
  };
}
