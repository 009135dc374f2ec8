import { type Directory, guidFrom, hexFrom, ScenarioProblem, timeOf } from '../../core/scenario/directory.ts';
import { organizationIn, placeIn } from '../../core/scenario/organizations.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { seedJar } from '../../core/seed-jar.ts';
import { type Store, takeApiId } from '../../core/store.ts';
import { steady } from '../../core/transitions.ts';
import { assetKey } from '../exchange/access.ts';
import type { AssetFile } from '../exchange/model.ts';
import { muleSoftGroupId, policyCatalog } from '../exchange/policy-catalog.ts';
import type { ApiInstance, AppliedPolicy, Contract, Tier } from './model.ts';

type ApiItem = Scenario['apis'][number];

const published = Date.UTC(2025, 6, 1, 8, 0, 0);

/** Exchange assets, API consumers, and API instances with all that hangs on them. */
export function loadApis(store: Store, scenario: Scenario, names: Directory): void {
  names.each('assets', scenario.assets, ({ organization, ...item }, path) => {
    const organizationId = organizationIn(names, path, organization);
    const key = assetKey(organizationId, item.assetId, item.version);
    names.claim(path, 'asset', organizationId, `${item.assetId}/${item.version}`, key);
    store.assets.set(key, {
      organizationId,
      groupId: organizationId,
      ...item,
      status: 'published',
      versionGroup: item.type.endsWith('-api') ? `v${item.version.split('.')[0]}` : '',
      assetLink: null,
      labels: [],
      files: fileOf(item),
      createdAt: published,
      updatedAt: published,
      availableAt: 0,
    });
  });
  names.each('clientApplications', scenario.clientApplications, (item, path) => {
    const organizationId = organizationIn(names, path, item.organization);
    const id = item.id ?? takeApiId(store);
    names.claim(path, 'client application', organizationId, item.name, id);
    store.clientApplications.set(id, {
      id,
      organizationId,
      name: item.name,
      description: item.description ?? null,
      clientId: item.clientId ?? hexFrom('client', organizationId, item.name),
      clientSecret: item.clientSecret ?? `E0${hexFrom('client secret', organizationId, item.name).slice(2)}`,
    });
  });
  names.each('apis', scenario.apis, (item, path) => loadApi(store, names, item, path));
}

function fileOf({ assetId, version, name, type }: Scenario['assets'][number]): AssetFile[] {
  const key = `seed-${assetId}-${version}`;
  if (type === 'app') {
    return [{ classifier: 'mule-application', packaging: 'jar', mainFile: null, content: seedJar, key }];
  }
  if (type !== 'rest-api') return [];
  const document = { openapi: '3.0.0', info: { title: name, version }, paths: {} };
  const content = new Uint8Array(Buffer.from(JSON.stringify(document)));
  return [{ classifier: 'oas', packaging: 'json', mainFile: 'api.json', content, key }];
}

function loadApi(store: Store, names: Directory, item: ApiItem, path: string): void {
  const place = placeIn(store, names, path, item);
  names.find(`${path}.asset`, ['asset'], place.organizationId, `${item.asset}/${item.version}`);
  const id = item.id ?? takeApiId(store);
  // By its label, or else by its asset: what there is one of needs no more.
  names.claim(path, 'API', place.environmentId, item.label ?? item.asset, id);
  const createdAt = timeOf(item.createdAt);
  const policies = item.policies.map((one, index) =>
    policyOf(store, one, index, createdAt, `${path}.policies[${index}]`),
  );
  const tiers = item.tiers.map(
    (one): Tier => ({
      id: one.id ?? takeApiId(store),
      name: one.name,
      description: null,
      status: 'ACTIVE',
      autoApprove: one.autoApprove,
      limits: one.limits.map(({ requests, milliseconds }) => ({
        visible: true,
        maximumRequests: requests,
        timePeriodInMilliseconds: milliseconds,
      })),
      createdAt,
      updatedAt: null,
    }),
  );
  const isMule4 = item.technology === 'mule4';
  const { upstream } = item;
  const upstreamId = upstream?.id ?? guidFrom('upstream', String(id));
  const api: ApiInstance = {
    id,
    ...place,
    groupId: place.organizationId,
    assetId: item.asset,
    assetVersion: item.version,
    productVersion: `v${item.version.split('.')[0]}`,
    technology: item.technology,
    instanceLabel: item.label ?? null,
    endpoint: {
      type: 'http',
      uri: null,
      proxyUri: item.proxyUri ?? null,
      isCloudHub: null,
      referencesUserDomain: null,
      responseTimeout: null,
      muleVersion4OrAbove: isMule4 ? true : null,
      wsdlConfig: null,
      tlsContexts: null,
      deploymentType: isMule4 ? 'CH2' : 'HY',
    },
    endpointUri: null,
    approvalMethod: null,
    providerId: null,
    routing:
      upstream === undefined
        ? []
        : [{ label: 'default', rules: { path: '/.*' }, upstreams: [{ id: upstreamId, weight: 100 }] }],
    upstreams:
      upstream === undefined
        ? []
        : [
            {
              id: upstreamId,
              label: upstream.label,
              uri: upstream.uri,
              tlsContext: null,
              createdAt,
              updatedAt: createdAt,
            },
          ],
    tags: [],
    pinned: false,
    deprecated: false,
    createdAt,
    updatedAt: createdAt,
    lastActiveAt: item.lastActiveAt === undefined ? null : timeOf(item.lastActiveAt),
    deployment: null,
    policies,
    spread: policies.filter(({ disabled }) => !disabled).map((one) => ({ policyId: one.id, stages: steady(one) })),
    tiers,
    contracts: item.contracts.map((one, index): Contract => {
      const at = `${path}.contracts[${index}]`;
      const tier = tiers.find(({ name, id: tierId }) => name === one.tier || String(tierId) === one.tier);
      if (one.tier !== undefined && tier === undefined) {
        throw new ScenarioProblem(`${at}.tier: this API has ${tiers.map(({ name }) => name).join(', ') || 'no tiers'}`);
      }
      return {
        id: one.id ?? takeApiId(store),
        applicationId: Number(names.find(`${at}.client`, ['client application'], place.organizationId, one.client)),
        status: one.status,
        tierId: tier?.id ?? null,
        requestedTierId: null,
        createdAt,
        updatedAt: null,
      };
    }),
  };
  if (item.gateway !== undefined) deploy(store, names, item, path, api);
  store.apis.set(id, api);
}

function deploy(store: Store, names: Directory, item: ApiItem, path: string, api: ApiInstance): void {
  const kinds = ['gateway', 'self-managed gateway'] as const;
  const targetId = names.find(`${path}.gateway`, kinds, api.environmentId, item.gateway ?? '');
  const managed = store.managedGateways.get(targetId);
  const own = store.selfManagedGateways.get(targetId);
  api.deployment = {
    id: item.deploymentId ?? takeApiId(store),
    type: 'HY',
    targetId,
    targetName: managed?.name ?? own?.name ?? '',
    gatewayVersion: managed?.runtimeVersion ?? own?.replicas[0]?.gatewayVersion ?? '',
    applicationName: null,
    expectedStatus: 'deployed',
    status: steady('deployed'),
    createdAt: api.createdAt,
    updatedAt: api.createdAt,
  };
}

function policyOf(
  store: Store,
  item: ApiItem['policies'][number],
  index: number,
  createdAt: number,
  path: string,
): AppliedPolicy {
  const template = policyCatalog.find(({ assetId }) => assetId === item.asset);
  if (template === undefined) {
    const known = policyCatalog.map(({ assetId }) => assetId).join(', ');
    throw new ScenarioProblem(`${path}.asset: there is no policy ${item.asset}; there are: ${known}`);
  }
  const assetVersion = item.version ?? template.versions[0];
  if (!template.versions.includes(assetVersion)) {
    throw new ScenarioProblem(`${path}.version: ${item.asset} has ${template.versions.join(', ')}`);
  }
  return {
    id: item.id ?? takeApiId(store),
    groupId: muleSoftGroupId,
    assetId: item.asset,
    assetVersion,
    configurationData: item.configuration,
    pointcutData: null,
    order: index + 1,
    label: null,
    disabled: item.disabled,
    upstreamIds: null,
    createdAt,
    updatedAt: null,
  };
}
