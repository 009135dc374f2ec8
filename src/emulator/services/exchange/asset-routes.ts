import * as z from 'zod';
import type { Call } from '../../core/call.ts';
import type { Scope } from '../../core/identity/permissions.ts';
import { requireOrganization } from '../../core/identity/places.ts';
import { originOf, readBody, readInteger } from '../../core/requests.ts';
import type { ApiRoutes, Method, Route } from '../../core/routes.ts';
import { exchangeScopes, filesApi } from './api.ts';
import { assetKey, assets, isAvailable, requireAsset, retiredAssets, versionsOf } from './asset.ts';
import { exchangeError as fail } from './errors.ts';
import { instancesOf } from './instances.ts';
import type { Asset } from './model.ts';
import { searchAssets } from './search.ts';
import { instanceView, minimalView, richView } from './views.ts';

const statusBody = z.object({ status: z.enum(['development', 'published', 'deprecated']) });
const metadataBody = z.looseObject({ name: z.string().min(1).optional(), description: z.string().optional() });
const tagsBody = z.array(z.looseObject({ value: z.string() }));

const hardDelete = 'hard-delete';
const softDelete = 'soft-delete';

const newest = '/assets/{groupId}/{assetId}';
const oneVersion = `${newest}/{version}` as const;

/**
 * Searching, reading, changing and deleting assets [docs/platform/exchange.md#search,
 * docs/platform/exchange.md#read-an-asset, docs/platform/exchange.md#change-and-delete].
 */
export function assetRoutes(api: ApiRoutes): readonly Route[] {
  const { read, write, remove } = exchangeScopes;
  /** A route about one asset. The caller needs the scopes in the organization of the asset. */
  const ofAsset = (
    method: Method,
    path: string,
    scopes: readonly Scope[],
    handle: (c: Call, asset: Asset) => Response | Promise<Response>,
  ): Route =>
    api.checkedByHandler(method, path, { level: 'organization', scopes }, (c: Call) => {
      const { groupId = '', assetId = '', version } = c.req.param();
      return handle(c, requireAsset(c, { groupId, assetId, ...(version === undefined ? {} : { version }) }, scopes));
    });

  return [
    api.checkedByHandler('GET', '/assets/search', { level: 'organization', scopes: read }, search),
    ofAsset('GET', newest, read, readAsset),
    ofAsset('GET', `${newest}/asset`, read, readAsset),

    ofAsset('GET', `${newest}/versionGroups/{versionGroup}/instances`, read, (c, asset) => {
      const found = instancesOf(c.var.platform, asset);
      const versionGroup = c.req.param('versionGroup');
      return c.json(found.filter(({ productVersion }) => productVersion === versionGroup).map(instanceView));
    }),

    // Both have the files: the CLI downloads through the first one [docs/platform/cli.md#exchange].
    ofAsset('GET', oneVersion, read, readAsset),
    ofAsset('GET', `${oneVersion}/asset`, read, readAsset),

    ofAsset('PUT', `${oneVersion}/status`, write, async (c, asset) => {
      const { status } = await readBody(c, statusBody, fail);
      if (status === 'deprecated' && asset.status === 'development') {
        throw fail(400, 'Only a published asset can be deprecated');
      }
      asset.status = status;
      asset.updatedAt = c.var.platform.clock.now();
      return c.json(minimalView(asset));
    }),

    ofAsset('PUT', `${oneVersion}/tags`, write, async (c, asset) => {
      asset.labels = (await readBody(c, tagsBody, fail)).map(({ value }) => value);
      return c.json(
        asset.labels.map((value) => ({ key: null, value, mutable: true })),
        201,
      );
    }),

    ofAsset('PATCH', newest, write, async (c, asset) => {
      const metadata = await readBody(c, metadataBody, fail);
      for (const one of versionsOf(c.var.platform, asset)) applyMetadata(one, metadata);
      return c.body(null, 204);
    }),

    ofAsset('PATCH', `/organizations/{organizationId}${oneVersion}/metadata`, write, async (c, asset) => {
      applyMetadata(asset, await readBody(c, metadataBody, fail));
      return c.json(minimalView(asset));
    }),

    ofAsset('DELETE', oneVersion, remove, deleteAsset),
    ofAsset('DELETE', `/organizations/{organizationId}${oneVersion}`, remove, deleteAsset),
  ];
}

function search(c: Call): Response {
  const { organizationId, search: text = '' } = c.req.query();
  const offset = readInteger(c, 'offset', { fallback: 0, min: 0, max: 1_000_000 }, fail);
  const limit = readInteger(c, 'limit', { fallback: 20, min: 1, max: 250 }, fail);
  if (organizationId !== undefined) requireOrganization(c, organizationId, exchangeScopes.read, fail);
  const types = [...(c.req.queries('types') ?? []), ...(c.req.queries('type') ?? [])].flatMap((one) => one.split(','));
  const found = searchAssets(c, {
    text,
    types,
    ...(organizationId === undefined ? {} : { organizationIds: [organizationId] }),
  });
  return c.json(found.slice(offset, offset + limit).map(minimalView));
}

function readAsset(c: Call, asset: Asset): Response {
  return c.json(richView(c.var.platform, asset, originOf(c)));
}

function applyMetadata(asset: Asset, { name, description }: z.output<typeof metadataBody>): void {
  asset.name = name ?? asset.name;
  asset.description = description ?? asset.description;
}

function deleteAsset(c: Call, asset: Asset): Response {
  const { store } = c.var.platform;
  const kind = c.req.header('x-delete-type') ?? softDelete;
  if (kind !== hardDelete && kind !== softDelete) {
    throw fail(400, `x-delete-type: must be ${softDelete} or ${hardDelete}`);
  }
  const key = assetKey(asset);
  const [dependent] = store.dependents(assets, key);
  if (dependent !== undefined) {
    throw fail(409, `Asset ${asset.name} ${asset.version} is used by ${dependent.kind.noun} ${dependent.id}`);
  }
  store.delete(assets, key);
  if (kind === softDelete) store.of(retiredAssets).add(key);
  return c.body(null, 204);
}

/** Downloads of files, which the CLI fetches without its session [docs/platform/cli.md#faults-of-the-cli]. */
export const fileRoutes: readonly Route[] = [
  filesApi.open('GET', '/{key}/{name}', (c) => {
    const { store, clock } = c.var.platform;
    const { key, name } = c.req.param();
    for (const asset of store.of(assets).values()) {
      const file = asset.files.find((one) => one.key === key);
      if (file !== undefined && isAvailable(asset, clock.now())) {
        c.header('content-disposition', `attachment; filename="${name}"`);
        c.header('content-type', 'application/octet-stream');
        return c.body(file.content);
      }
    }
    throw fail(404, 'File not found');
  }),
];
