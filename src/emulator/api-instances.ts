import { type Context, Hono } from 'hono';
import type * as z from 'zod';
import { deploy } from './api-deployments.ts';
import {
  checkEndpoint,
  completeEndpoint,
  createBody,
  patchBody,
  setRouting,
  technologyOf,
} from './api-instance-body.ts';
import { detailView, flatView, groupedView, instanceView, momentOf } from './api-instance-views.ts';
import { apiScopes, apisPath, placeOf, requireApi } from './api-manager-access.ts';
import { listApis, readPage } from './api-queries.ts';
import { apiManagerError as fail } from './errors.ts';
import { findAsset } from './exchange-access.ts';
import type { ApiInstance } from './model-apis.ts';
import type { Place } from './places.ts';
import type { Platform, PlatformEnv } from './platform.ts';
import { spreadPolicy } from './policy-spread.ts';
import { originOf, readBody } from './requests.ts';
import { takeApiId } from './store.ts';

type CreateBody = z.output<typeof createBody>;

/** Instances (reference 5.1 to 5.3): the same routes below api/v1 and xapi/v1, except for the shape of the list. */
export function apiInstanceRoutes(platform: Platform, list: 'grouped' | 'flat'): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  const one = `${apisPath}/:apiId`;

  app.get(apisPath, (c) => {
    const place = placeOf(platform, c, apiScopes.readApis);
    const moment = momentOf(platform, originOf(c));
    const found = listApis(platform, place, c, moment);
    const { offset, limit } = readPage(c);
    if (list === 'flat') {
      const instances = found.slice(offset, offset + limit).map((api) => flatView(api, moment));
      return c.json({ total: found.length, instances });
    }
    const assets = groupedView(found, moment);
    return c.json({ total: assets.length, assets: assets.slice(offset, offset + limit) });
  });

  app.post(apisPath, async (c) => {
    const place = placeOf(platform, c, apiScopes.writeApis);
    const body = await readBody(c, createBody, fail);
    const api = body.promote === undefined ? newApi(platform, place, body) : promotedApi(platform, place, body);
    requireFreeLabel(platform, api);
    if (body.deployment) deploy(platform, place, api, body.deployment);
    store.apis.set(api.id, api);
    return c.json(detailView(api, momentOf(platform, originOf(c))), 201);
  });

  app.get(one, (c) => {
    const api = requireApi(platform, c, apiScopes.readApis);
    return c.json(detailView(api, momentOf(platform, originOf(c))));
  });

  app.patch(one, async (c) => {
    const place = placeOf(platform, c, apiScopes.writeApis);
    const api = requireApi(platform, c, apiScopes.writeApis);
    const body = await readBody(c, patchBody, fail);
    changeApi(platform, place, api, body);
    return c.json(detailView(api, momentOf(platform, originOf(c))));
  });

  app.delete(one, (c) => {
    const api = requireApi(platform, c, apiScopes.writeApis);
    store.apis.delete(api.id);
    return c.body(null, 204);
  });

  const pin = (pinned: boolean) => (c: Context<PlatformEnv>) => {
    const api = requireApi(platform, c, apiScopes.writeApis);
    api.pinned = pinned;
    return pinned ? c.json(instanceView(api, momentOf(platform, originOf(c)))) : c.body(null, 204);
  };
  app.put(`${one}/pin`, pin(true));
  app.delete(`${one}/pin`, pin(false));

  app.get(`${one}/autodiscoveryProperties`, (c) => {
    const api = requireApi(platform, c, apiScopes.readApis);
    if (!c.req.query('gatewayVersion')) throw fail(400, 'Query parameter gatewayVersion is required');
    // The shape is not documented; the CLI prints any flat object (reference 5.3).
    return c.json({
      apiId: api.id,
      autodiscoveryInstanceName: `${api.productVersion}:${api.id}`,
      apiName: `groupId:${api.groupId}:assetId:${api.assetId}`,
      apiVersion: `${api.productVersion}:${api.id}`,
      gatewayVersion: c.req.query('gatewayVersion'),
      clientId: store.environments.get(api.environmentId)?.clientId,
    });
  });

  const newApi = ({ clock: { now } }: Platform, place: Place, body: CreateBody): ApiInstance => {
    if (body.spec === undefined) throw fail(400, 'spec: groupId, assetId and version are required');
    const { groupId, assetId, version } = body.spec;
    const kind = technologyOf(body.technology, body.endpoint ?? {});
    checkEndpoint(body.endpoint, kind, (body.routing ?? []).length > 0);
    const asset = findAsset(store, now(), groupId, assetId, version);
    if (asset === undefined) {
      throw fail(404, `Asset ${groupId}/${assetId}/${version} was not found in Exchange`);
    }
    if (!/^(http|rest|soap)-api$|^(mcp|agent)$/.test(asset.type)) {
      throw fail(400, `Asset ${assetId} is of type ${asset.type}, which cannot be managed as an API`);
    }
    const api: ApiInstance = {
      id: takeApiId(store),
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
      providerId: body.providerId ?? null,
      routing: [],
      upstreams: [],
      tags: [],
      pinned: false,
      deprecated: false,
      createdAt: now(),
      updatedAt: now(),
      lastActiveAt: null,
      deployment: null,
      policies: [],
      spread: [],
      tiers: [],
      contracts: [],
    };
    if (body.routing) setRouting(api, body.routing, now());
    return api;
  };

  /** A copy of an instance of another environment of the organization (reference 5.2). */
  const promotedApi = (_: Platform, place: Place, { promote, instanceLabel }: CreateBody): ApiInstance => {
    const origin = store.apis.get(promote?.originApiId ?? 0);
    if (origin === undefined || origin.organizationId !== place.organization.id) {
      throw fail(404, `API with id ${promote?.originApiId} was not found`);
    }
    const now = clock.now();
    const copied = <T extends { id: number }>(wanted: boolean | undefined, things: readonly T[]): T[] =>
      wanted === true ? things.map((thing) => ({ ...structuredClone(thing), id: takeApiId(store) })) : [];
    const api: ApiInstance = {
      ...structuredClone(origin),
      id: takeApiId(store),
      environmentId: place.environment.id,
      instanceLabel: instanceLabel ?? origin.instanceLabel,
      createdAt: now,
      updatedAt: now,
      lastActiveAt: null,
      deployment: null,
      policies: copied(promote?.policies?.allEntities, origin.policies),
      tiers: copied(promote?.tiers?.allEntities, origin.tiers),
      spread: [],
      contracts: [],
    };
    for (const policy of api.policies) spreadPolicy(clock, api, policy.id, policy);
    return api;
  };

  return app;
}

/** Two instances of one version of an asset in an environment differ by their label; the status is believable. */
function requireFreeLabel({ store }: Platform, api: ApiInstance): void {
  for (const other of store.apis.values()) {
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

/** A partial change leaves the rest alone; nothing is changed unless all of it can be. */
function changeApi(platform: Platform, place: Place, api: ApiInstance, body: z.output<typeof patchBody>): void {
  const { store, clock } = platform;
  const now = clock.now();
  const changed: ApiInstance = { ...api };
  if (body.assetVersion !== undefined) {
    const asset = findAsset(store, now, api.groupId, api.assetId, body.assetVersion);
    if (asset === undefined) {
      throw fail(400, `Asset ${api.groupId}/${api.assetId}/${body.assetVersion} was not found in Exchange`);
    }
    changed.assetVersion = body.assetVersion;
    changed.productVersion = asset.versionGroup === '' ? api.productVersion : asset.versionGroup;
  }
  changed.technology = body.technology ?? api.technology;
  if (body.endpoint !== undefined) {
    changed.endpoint = { ...api.endpoint, ...body.endpoint };
    checkEndpoint(changed.endpoint, changed.technology, true);
  }
  for (const key of ['instanceLabel', 'endpointUri', 'approvalMethod', 'providerId'] as const) {
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
  if (unknown !== undefined) throw fail(404, `Upstream ${unknown.id} was not found`);
  return upstreams.map((upstream) => {
    const change = changes.find(({ id }) => id === upstream.id);
    if (change === undefined) return upstream;
    const { uri = upstream.uri, label = upstream.label, tlsContext = upstream.tlsContext } = change;
    return { ...upstream, uri, label, tlsContext, updatedAt: now };
  });
}
