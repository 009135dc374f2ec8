import * as z from 'zod';
import { placeIn } from '../../../core/identity/scenario-places.ts';
import { guid, name, number, place, reference, time } from '../../../core/scenario/fields.ts';
import { type LoadContext, timeOf } from '../../../core/scenario/load-context.ts';
import { guidFrom } from '../../../core/scenario/names.ts';
import { defineList } from '../../../core/scenario/sections.ts';
import { steady } from '../../../core/transitions.ts';
import { assets, muleSoftGroupId, policyCatalog } from '../../exchange/index.ts';
import { managedGateways, selfManagedGateways } from '../../gateways/index.ts';
import { clientApplications } from '../contracts/client-application.ts';
import { apiIds, takeApiId } from '../ids.ts';
import type { ApiDeployment, ApiInstance, AppliedPolicy, Contract, Tier } from '../model.ts';
import { completeEndpoint } from './body.ts';
import { apis } from './instance.ts';

const policyEntry = z.strictObject({
  asset: name.describe('Asset id of a MuleSoft policy, such as rate-limiting'),
  version: name.optional().describe('Default: the newest'),
  id: number,
  configuration: z.record(z.string(), z.unknown()).default({}),
  disabled: z.boolean().default(false),
});

const tierEntry = z.strictObject({
  name,
  id: number,
  autoApprove: z.boolean().default(true),
  limits: z.array(z.strictObject({ requests: z.int().min(1), milliseconds: z.int().min(1) })).min(1),
});

const contractEntry = z.strictObject({
  client: reference.describe('Name or id of a client application'),
  id: number,
  tier: reference.optional(),
  status: z.enum(['APPROVED', 'PENDING', 'REVOKED', 'REJECTED']).default('APPROVED'),
});

const apiEntry = z.strictObject({
  ...place,
  asset: name.describe('Asset id in the group of the organization'),
  version: name.default('1.0.0'),
  id: number,
  label: name.optional(),
  technology: z.enum(['mule3', 'mule4', 'flexGateway']).default('mule4'),
  proxyUri: name.optional().describe('The address at which the instance listens, such as http://0.0.0.0:8081/orders'),
  upstream: z
    .strictObject({ uri: z.url(), label: name.default('main'), id: guid })
    .optional()
    .describe('The service that a gateway forwards requests to'),
  gateway: reference.optional().describe('Name or id of the gateway that the instance is deployed to'),
  deploymentId: number,
  lastActiveAt: time.describe('When a runtime last tracked the instance; default: never'),
  policies: z.array(policyEntry).default([]),
  tiers: z.array(tierEntry).default([]),
  contracts: z.array(contractEntry).default([]),
  createdAt: time,
});

type ApiEntry = z.output<typeof apiEntry>;

/** The scenario section for API instances. Their name is the label, else the asset id. */
export const apisSection = defineList({
  name: 'apis',
  entry: apiEntry,
  sequence: apiIds,
  idsOf: ({ id, deploymentId, policies, tiers, contracts }) => [
    id,
    deploymentId,
    ...[policies, tiers, contracts].flatMap((entries) => entries.map((one) => one.id)),
  ],
  load: (entry, at) => {
    const { organizationId, environmentId } = placeIn(at, entry);
    at.at('asset').find([assets], organizationId, `${entry.asset}/${entry.version}`);
    const id = entry.id ?? takeApiId(at.store);
    at.claim(apis, { name: entry.label ?? entry.asset, id, scope: environmentId });
    const createdAt = timeOf(entry.createdAt);
    const policies = entry.policies.map((one, index) => ({
      ...policyOf(one, at.at('policies', index), createdAt),
      order: index + 1,
    }));
    const tiers = entry.tiers.map((one) => tierOf(one, at, createdAt));
    const isMule4 = entry.technology === 'mule4';
    const api: ApiInstance = {
      id,
      organizationId,
      environmentId,
      groupId: organizationId,
      assetId: entry.asset,
      assetVersion: entry.version,
      productVersion: `v${entry.version.split('.')[0]}`,
      technology: entry.technology,
      instanceLabel: entry.label ?? null,
      endpoint: completeEndpoint(
        { proxyUri: entry.proxyUri ?? null, muleVersion4OrAbove: isMule4 ? true : null },
        isMule4 ? 'CH2' : 'HY',
      ),
      endpointUri: null,
      approvalMethod: null,
      providerId: null,
      ...routingOf(entry, id, createdAt),
      tags: [],
      pinned: false,
      deprecated: false,
      createdAt,
      updatedAt: createdAt,
      lastActiveAt: entry.lastActiveAt === undefined ? null : timeOf(entry.lastActiveAt),
      deployment: null,
      policies,
      propagation: policies
        .filter(({ disabled }) => !disabled)
        .map((one) => ({ policyId: one.id, stages: steady(one) })),
      tiers,
      contracts: entry.contracts.map((one, index) =>
        contractOf(one, at.at('contracts', index), { tiers, organizationId, createdAt }),
      ),
    };
    if (entry.gateway !== undefined) api.deployment = deploymentOf(entry, at, api);
    at.store.of(apis).set(id, api);
  },
});

function routingOf({ upstream }: ApiEntry, id: number, at: number): Pick<ApiInstance, 'routing' | 'upstreams'> {
  if (upstream === undefined) return { routing: [], upstreams: [] };
  const { label, uri } = upstream;
  const upstreamId = upstream.id ?? guidFrom('upstream', String(id));
  return {
    routing: [{ label: 'default', rules: { path: '/.*' }, upstreams: [{ id: upstreamId, weight: 100 }] }],
    upstreams: [{ id: upstreamId, label, uri, tlsContext: null, createdAt: at, updatedAt: at }],
  };
}

function deploymentOf(entry: ApiEntry, at: LoadContext, api: ApiInstance): ApiDeployment {
  const kinds = [managedGateways, selfManagedGateways];
  const targetId = at.at('gateway').find(kinds, api.environmentId, entry.gateway ?? '');
  const managed = at.store.of(managedGateways).get(targetId);
  const selfManaged = at.store.of(selfManagedGateways).get(targetId);
  return {
    id: entry.deploymentId ?? takeApiId(at.store),
    type: 'HY',
    targetId,
    targetName: managed?.name ?? selfManaged?.name ?? '',
    gatewayVersion: managed?.runtimeVersion ?? selfManaged?.replicas[0]?.gatewayVersion ?? '',
    applicationName: null,
    expectedStatus: 'deployed',
    status: steady('deployed'),
    createdAt: api.createdAt,
    updatedAt: api.createdAt,
  };
}

function policyOf(entry: z.output<typeof policyEntry>, at: LoadContext, createdAt: number): AppliedPolicy {
  const template = policyCatalog.find(({ assetId }) => assetId === entry.asset);
  if (template === undefined) {
    const known = policyCatalog.map(({ assetId }) => assetId).join(', ');
    throw at.at('asset').problem(`policy ${entry.asset} not found; available: ${known}`);
  }
  const assetVersion = entry.version ?? template.versions[0];
  if (!template.versions.includes(assetVersion)) {
    throw at.at('version').problem(`version not found; ${entry.asset} has ${template.versions.join(', ')}`);
  }
  return {
    id: entry.id ?? takeApiId(at.store),
    groupId: muleSoftGroupId,
    assetId: entry.asset,
    assetVersion,
    configurationData: entry.configuration,
    pointcutData: null,
    order: null,
    label: null,
    disabled: entry.disabled,
    upstreamIds: null,
    createdAt,
    updatedAt: null,
  };
}

function tierOf(entry: z.output<typeof tierEntry>, { store }: LoadContext, createdAt: number): Tier {
  return {
    id: entry.id ?? takeApiId(store),
    name: entry.name,
    description: null,
    status: 'ACTIVE',
    autoApprove: entry.autoApprove,
    limits: entry.limits.map(({ requests, milliseconds }) => ({
      visible: true,
      maximumRequests: requests,
      timePeriodInMilliseconds: milliseconds,
    })),
    createdAt,
    updatedAt: null,
  };
}

function contractOf(
  entry: z.output<typeof contractEntry>,
  at: LoadContext,
  { tiers, organizationId, createdAt }: { tiers: readonly Tier[]; organizationId: string; createdAt: number },
): Contract {
  const tier = tiers.find((one) => one.name === entry.tier || String(one.id) === entry.tier);
  if (entry.tier !== undefined && tier === undefined) {
    throw at
      .at('tier')
      .problem(`tier not found; this API has ${tiers.map((one) => one.name).join(', ') || 'no tiers'}`);
  }
  return {
    id: entry.id ?? takeApiId(at.store),
    applicationId: Number(at.at('client').find([clientApplications], organizationId, entry.client)),
    status: entry.status,
    tierId: tier?.id ?? null,
    requestedTierId: null,
    createdAt,
    updatedAt: null,
  };
}
