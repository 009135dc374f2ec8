import type * as z from 'zod';
import type { Place } from '../../../core/identity/places.ts';
import type { Platform } from '../../../core/platform.ts';
import { findAsset } from '../../exchange/index.ts';
import { deploy } from '../deployments/deploy.ts';
import { apiManagerError as fail } from '../errors.ts';
import { takeApiId } from '../ids.ts';
import type { ApiInstance } from '../model.ts';
import {
  type CreateBody,
  checkEndpoint,
  completeEndpoint,
  defaultRouting,
  type patchBody,
  setRouting,
  technologyOf,
  withoutOwnMembers,
} from './body.ts';
import { apis } from './instance.ts';

/** A new instance of an asset, not stored yet [docs/platform/apis.md#create]. @throws PlatformError */
export function newApi(platform: Platform, place: Place, body: CreateBody): ApiInstance {
  const now = platform.clock.now();
  if (body.spec === undefined) {
    const message = "must have required property 'spec'";
    throw fail.invalid([{ part: 'body', path: [], keyword: 'required', message, property: 'spec' }]);
  }
  const { groupId, assetId, version } = body.spec;
  const kind = technologyOf(body.technology, body.endpoint ?? {});
  checkEndpoint(body.endpoint, kind, (body.routing ?? []).length > 0);
  const asset = findAsset(platform, { groupId, assetId, version });
  if (asset === undefined) {
    throw fail(404, `Asset ${groupId}/${assetId}/${version} was not found in Exchange`);
  }
  if (!/^(http|rest|soap)-api$|^(mcp|agent)$/.test(asset.type)) {
    throw fail(400, `Asset ${assetId} is of type ${asset.type}, which cannot be managed as an API`);
  }
  const api: ApiInstance = {
    id: takeApiId(platform.store),
    organizationId: place.organization.id,
    environmentId: place.environment.id,
    groupId,
    assetId,
    assetVersion: version,
    productVersion: asset.versionGroup === '' ? 'v1' : asset.versionGroup,
    technology: kind,
    instanceLabel: body.instanceLabel ?? null,
    endpoint: completeEndpoint(body.endpoint ?? {}, kind === 'flexGateway' ? 'HY' : 'CH'),
    endpointUri: body.endpointUri ?? null,
    approvalMethod: body.approvalMethod ?? null,
    ...(body.description == null ? {} : { description: body.description }),
    ...(body.metadata == null ? {} : { metadata: body.metadata }),
    providerId: body.providerId ?? null,
    routing: [],
    upstreams: [],
    tags: [],
    pinned: false,
    deprecated: false,
    createdAt: now,
    updatedAt: now,
    lastActiveAt: null,
    deployment: null,
    policies: [],
    propagation: [],
    tiers: [],
    contracts: [],
  };
  const routing = body.routing?.length ? body.routing : defaultRouting(body, kind);
  if (routing !== undefined) setRouting(api, routing, now);
  return api;
}

/**
 * Instances of one version of an asset in an environment need different labels. Status and text are assumptions.
 * @throws PlatformError 409
 */
export function requireFreeLabel({ store }: Platform, api: ApiInstance): void {
  for (const [, other] of store.look(apis)) {
    const same =
      other.id !== api.id &&
      other.environmentId === api.environmentId &&
      other.groupId === api.groupId &&
      other.assetId === api.assetId &&
      other.assetVersion === api.assetVersion &&
      other.instanceLabel === api.instanceLabel;
    if (same) {
      const label = api.instanceLabel === null ? 'without a label' : `labelled ${api.instanceLabel}`;
      throw fail(409, `An instance of ${api.assetId} ${api.assetVersion} ${label} already exists: API ${other.id}`);
    }
  }
}

/** Applies a partial change, completely or not at all. @throws PlatformError */
export function changeApi(platform: Platform, place: Place, api: ApiInstance, body: z.output<typeof patchBody>): void {
  const now = platform.clock.now();
  const changed: ApiInstance = { ...api };
  if (body.assetVersion !== undefined) {
    const asset = findAsset(platform, { groupId: api.groupId, assetId: api.assetId, version: body.assetVersion });
    if (asset === undefined) {
      throw fail(400, `Asset ${api.groupId}/${api.assetId}/${body.assetVersion} was not found in Exchange`);
    }
    changed.assetVersion = body.assetVersion;
    changed.productVersion = asset.versionGroup === '' ? api.productVersion : asset.versionGroup;
  }
  changed.technology = body.technology ?? api.technology;
  if (body.endpoint !== undefined) {
    changed.endpoint = { ...api.endpoint, ...withoutOwnMembers(body.endpoint) };
    checkEndpoint(changed.endpoint, changed.technology, true);
  }
  if (body.metadata != null) changed.metadata = body.metadata;
  for (const key of ['instanceLabel', 'endpointUri', 'approvalMethod', 'providerId', 'description'] as const) {
    const value = body[key];
    if (value !== undefined) changed[key] = value;
  }
  changed.deprecated = body.deprecated ?? api.deprecated;
  if (body.routing !== undefined) setRouting(changed, body.routing, now);
  if (body.upstreams !== undefined) changed.upstreams = changedUpstreams(changed, body.upstreams, now);
  requireFreeLabel(platform, changed);
  changed.updatedAt = now;
  if (body.deployment !== undefined) deploy(platform, place, changed, body.deployment);
  Object.assign(api, changed);
}

function changedUpstreams(
  { upstreams }: ApiInstance,
  changes: NonNullable<z.output<typeof patchBody>['upstreams']>,
  now: number,
): ApiInstance['upstreams'] {
  const unknown = changes.find(({ id }) => !upstreams.some((upstream) => upstream.id === id));
  if (unknown !== undefined) throw fail(400, `Upstream ${unknown.id} does not exist for this API instance`);
  return upstreams.map((upstream) => {
    const change = changes.find(({ id }) => id === upstream.id);
    if (change === undefined) return upstream;
    const { uri = upstream.uri, label = upstream.label, tlsContext = upstream.tlsContext } = change;
    const { connection = upstream.connection } = change;
    return { ...upstream, uri, label, tlsContext, connection, updatedAt: now };
  });
}
