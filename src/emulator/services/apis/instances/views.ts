import type { Call } from '../../../core/call.ts';
import type { DeployedApplication } from '../../../core/data-plane/model.ts';
import { environments, organizations } from '../../../core/identity/organizations.ts';
import { isoDate, type Platform } from '../../../core/platform.ts';
import { originOf } from '../../../core/requests.ts';
import { stageAt } from '../../../core/transitions.ts';
import { findAsset } from '../../exchange/index.ts';
import { auditView } from '../api.ts';
import { activeApis } from '../data-plane/autodiscovery.ts';
import { instanceUrl } from '../data-plane/urls.ts';
import type { ApiDeployment, ApiInstance, Upstream } from '../model.ts';

/** What a view of instances has to know of the moment. */
export interface ViewContext {
  platform: Platform;
  now: number;
  /** the emulator's address as the caller knows it */
  baseUrl: string;
  active: Map<number, DeployedApplication | undefined>;
}

/** The moment of a request. */
export function viewContextOf(c: Call): ViewContext {
  const { platform } = c.var;
  return { platform, now: platform.clock.now(), baseUrl: originOf(c), active: activeApis(platform) };
}

/**
 * `active` while a runtime tracks it. The full set of values is not published [docs/platform/unknown.md#status-values]: `inactive` once it was
 * tracked, `unregistered` before, with no `lastActiveDate`.
 */
function activityOf(api: ApiInstance, { active, now }: ViewContext) {
  const isActive = active.has(api.id);
  const lastActiveAt = isActive ? now : api.lastActiveAt;
  const inactive = lastActiveAt === null ? 'unregistered' : 'inactive';
  return {
    status: isActive ? 'active' : inactive,
    lastActiveDate: lastActiveAt === null ? null : isoDate(lastActiveAt),
    // In seconds, our reading of a number that no source explains.
    lastActiveDelta: lastActiveAt === null ? null : Math.round((now - lastActiveAt) / 1000),
  };
}

/** What all views have in common. */
export function instanceView(api: ApiInstance, moment: ViewContext) {
  const { store } = moment.platform;
  const organization = store.of(organizations).get(api.organizationId);
  const url = instanceUrl({ baseUrl: moment.baseUrl, store }, api, moment.active.get(api.id));
  return {
    audit: auditView(api),
    masterOrganizationId: organization?.parentOrganizationIds[0] ?? api.organizationId,
    organizationId: api.organizationId,
    environmentId: api.environmentId,
    id: api.id,
    instanceLabel: api.instanceLabel,
    groupId: api.groupId,
    assetId: api.assetId,
    assetVersion: api.assetVersion,
    productVersion: api.productVersion,
    description: null,
    tags: api.tags,
    order: 1,
    stage: 'release',
    technology: api.technology,
    approvalMethod: api.approvalMethod,
    providerId: api.providerId,
    pinned: api.pinned,
    deprecated: api.deprecated,
    isPublic: false,
    activeContractsCount: api.contracts.filter(({ status }) => status === 'APPROVED').length,
    autodiscoveryInstanceName: `${api.productVersion}:${api.id}`,
    ...activityOf(api, moment),
    // Without a consumer endpoint, the address on the data plane.
    endpointUri: api.endpointUri ?? url,
    // Emulator only: the address on its data plane, also when the consumer endpoint is another.
    dataPlaneUrl: url,
  };
}

/** An upstream; the CLI needs the audit of it [docs/platform/cli.md#against-the-published-documents]. */
export function upstreamView(upstream: Upstream) {
  const { id, label, uri, tlsContext } = upstream;
  return { audit: auditView(upstream), id, label, uri, tlsContext };
}

/** A deployment, as part of an instance and on its own [docs/platform/apis.md#deployments]. */
export function deploymentView({ clock }: Platform, deployment: ApiDeployment, api: ApiInstance) {
  const { createdAt: _created, updatedAt: _updated, status, ...rest } = deployment;
  return {
    audit: auditView(deployment),
    ...rest,
    status: stageAt(status, clock.now()),
    apiId: api.id,
    organizationId: api.organizationId,
    environmentId: api.environmentId,
  };
}

/** An instance in full [docs/platform/apis.md#read-change-delete]. */
export function detailView(api: ApiInstance, moment: ViewContext) {
  const { store } = moment.platform;
  const assetName = exchangeName(api, moment);
  return {
    ...instanceView(api, moment),
    assetName,
    exchangeAssetName: assetName,
    endpoint: { id: api.id, ...api.endpoint },
    routing: api.routing.map(({ label, rules, upstreams }) => ({
      label,
      rules,
      upstreams: upstreams.map(({ id, weight }) => {
        const upstream = api.upstreams.find((one) => one.id === id);
        return { id, weight, label: upstream?.label ?? null, uri: upstream?.uri ?? null };
      }),
    })),
    ...(api.deployment === null
      ? {}
      : {
          deployment: {
            ...deploymentView(moment.platform, api.deployment, api),
            environmentName: store.of(environments).get(api.environmentId)?.name,
          },
        }),
  };
}

/** Instances grouped by asset, as api/v1 lists them [docs/platform/apis.md#list]. */
export function groupedView(apis: readonly ApiInstance[], moment: ViewContext) {
  const groups = new Map<string, ApiInstance[]>();
  for (const api of apis) {
    const key = `${api.groupId}/${api.assetId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [api]);
    else group.push(api);
  }
  return [...groups.values()].map((group) => assetView(group, moment)).filter((asset) => asset !== undefined);
}

function assetView(group: readonly ApiInstance[], moment: ViewContext) {
  const [first] = group;
  if (first === undefined) return undefined;
  return {
    audit: auditView(first),
    id: first.id,
    name: first.assetId,
    exchangeAssetName: exchangeName(first, moment),
    groupId: first.groupId,
    assetId: first.assetId,
    organizationId: first.organizationId,
    totalApis: group.length,
    apis: group.map((api) => instanceView(api, moment)),
  };
}

function exchangeName({ groupId, assetId, assetVersion }: ApiInstance, { platform }: ViewContext): string {
  return findAsset(platform, { groupId, assetId, version: assetVersion })?.name ?? assetId;
}

/** One instance of the flat list of xapi/v1 [docs/platform/apis.md#list]. */
export function flatView(api: ApiInstance, moment: ViewContext) {
  return {
    ...instanceView(api, moment),
    deployment: api.deployment === null ? null : deploymentView(moment.platform, api.deployment, api),
    asset: {
      name: api.assetId,
      exchangeAssetName: exchangeName(api, moment),
      groupId: api.groupId,
      assetId: api.assetId,
    },
  };
}
