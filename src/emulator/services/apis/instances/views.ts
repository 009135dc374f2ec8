import type { Call } from '../../../core/call.ts';
import { environments } from '../../../core/identity/organizations.ts';
import { isoDate, type Platform } from '../../../core/platform.ts';
import { originOf } from '../../../core/requests.ts';
import { stageAt } from '../../../core/transitions.ts';
import { findAsset } from '../../exchange/index.ts';
import { auditView, ownerView } from '../api.ts';
import { lastActiveAt as lastActiveBefore } from '../data-plane/activity.ts';
import { type ActiveApis, activeApis } from '../data-plane/autodiscovery.ts';
import { instanceUrl } from '../data-plane/urls.ts';
import type { ApiDeployment, ApiInstance, Upstream } from '../model.ts';
import { autodiscoveryApiName } from './instance.ts';
import type { ApiGroup } from './queries.ts';

/** What the views of instances need to know. */
export interface ViewContext {
  platform: Platform;
  now: number;
  /** the emulator's address as the caller knows it */
  baseUrl: string;
  active: ActiveApis;
}

/** The context of the views in the response to a request. */
export function viewContextOf(c: Call): ViewContext {
  const { platform } = c.var;
  return { platform, now: platform.clock.now(), baseUrl: originOf(c), active: activeApis(platform) };
}

/**
 * An instance is `active` while a runtime tracks it, `inactive` afterwards, and `unregistered` before, without a
 * `lastActiveDate`. The full set of values is not published [docs/platform/unknown.md#status-values].
 */
function activityOf(api: ApiInstance, { platform, active, now }: ViewContext) {
  const isActive = active.has(api.id);
  const lastActiveAt = isActive ? now : lastActiveBefore(platform, api);
  const inactive = lastActiveAt === null ? 'unregistered' : 'inactive';
  return {
    status: isActive ? 'active' : inactive,
    lastActiveDate: lastActiveAt === null ? null : isoDate(lastActiveAt),
    // No source explains this number; seconds are an assumption.
    lastActiveDelta: lastActiveAt === null ? null : Math.round((now - lastActiveAt) / 1000),
  };
}

/** The members that all views of an instance share. */
export function instanceView(api: ApiInstance, context: ViewContext) {
  const { store } = context.platform;
  const url = instanceUrl({ baseUrl: context.baseUrl, store }, api, context.active.get(api.id));
  return {
    audit: auditView(api),
    ...ownerView(context.platform, api),
    environmentId: api.environmentId,
    id: api.id,
    instanceLabel: api.instanceLabel,
    groupId: api.groupId,
    assetId: api.assetId,
    assetVersion: api.assetVersion,
    productVersion: api.productVersion,
    description: api.description ?? null,
    ...(api.metadata == null ? {} : { metadata: api.metadata }),
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
    autodiscoveryApiName: autodiscoveryApiName(api),
    ...activityOf(api, context),
    // Default: the address on the data plane.
    endpointUri: api.endpointUri ?? url,
    // Emulator only: the address on the data plane, also when `endpointUri` is another one.
    dataPlaneUrl: url,
  };
}

/** An upstream. The CLI needs `audit` [docs/platform/cli.md#against-the-published-documents]. */
export function upstreamView(upstream: Upstream) {
  const { id, label, uri, tlsContext, connection } = upstream;
  return {
    audit: auditView(upstream),
    id,
    label,
    uri,
    tlsContext,
    ...(connection == null ? {} : { connection }),
  };
}

/** A deployment, as part of an instance and on its own [docs/platform/apis.md#deployments]. */
export function deploymentView({ clock, store }: Platform, deployment: ApiDeployment, api: ApiInstance) {
  const { createdAt: _created, updatedAt: _updated, status, ...rest } = deployment;
  return {
    audit: auditView(deployment),
    ...rest,
    status: stageAt(status, clock.now()),
    updatedDate: isoDate(deployment.updatedAt),
    apiId: api.id,
    organizationId: api.organizationId,
    environmentId: api.environmentId,
    environmentName: store.of(environments).get(api.environmentId)?.name,
  };
}

/** An instance in full [docs/platform/apis.md#read-change-delete]. */
export function detailView(api: ApiInstance, context: ViewContext) {
  const assetName = exchangeName(api, context);
  return {
    ...instanceView(api, context),
    assetName,
    exchangeAssetName: assetName,
    endpoint: endpointView(api, context),
    routing: api.routing.map(({ label, rules, upstreams }) => ({
      label,
      rules,
      upstreams: upstreams.map(({ id, weight }) => {
        const upstream = api.upstreams.find((one) => one.id === id);
        const { label = null, uri = null, tlsContext = null } = upstream ?? {};
        return { id, weight, label, uri, tlsContext };
      }),
    })),
    deployment: api.deployment === null ? null : deploymentView(context.platform, api.deployment, api),
  };
}

/** An endpoint. It has a number of its own, and that of the instance beside it [docs/platform/apis.md#create]. */
function endpointView(api: ApiInstance, { platform }: ViewContext) {
  return {
    audit: auditView(api),
    ...ownerView(platform, api),
    // Derived, so that it needs no place in the state; below the greatest id of API Manager.
    id: 1_000_000_000 + (api.id % 1_000_000_000),
    apiId: api.id,
    apiVersionId: api.id,
    apiGatewayVersion: api.deployment?.gatewayVersion ?? null,
    proxyRegistrationUri: null,
    lastActiveDate: api.lastActiveAt === null ? null : isoDate(api.lastActiveAt),
    validation: 'NOT_APPLICABLE',
    ...api.endpoint,
  };
}

/** The instances of one asset, as api/v1 lists them [docs/platform/apis.md#list]. */
export function assetView(group: ApiGroup, context: ViewContext) {
  const [first] = group;
  return {
    audit: auditView(first),
    id: first.id,
    name: first.assetId,
    exchangeAssetName: exchangeName(first, context),
    groupId: first.groupId,
    assetId: first.assetId,
    ...ownerView(context.platform, first),
    totalApis: group.length,
    apis: group.map((api) => instanceView(api, context)),
  };
}

function exchangeName({ groupId, assetId, assetVersion }: ApiInstance, { platform }: ViewContext): string {
  return findAsset(platform, { groupId, assetId, version: assetVersion })?.name ?? assetId;
}

/** One instance of the flat list of xapi/v1 [docs/platform/apis.md#list]. */
export function flatView(api: ApiInstance, context: ViewContext) {
  return {
    ...instanceView(api, context),
    deployment: api.deployment === null ? null : deploymentView(context.platform, api.deployment, api),
    asset: {
      name: api.assetId,
      exchangeAssetName: exchangeName(api, context),
      groupId: api.groupId,
      assetId: api.assetId,
    },
  };
}
