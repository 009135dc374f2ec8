import { Hono } from 'hono';
import * as z from 'zod';
import { exchangeError as fail } from '../../core/errors.ts';
import { requireOrganization } from '../../core/places.ts';
import type { Platform, PlatformEnv } from '../../core/platform.ts';
import { originOf, readBody, readInteger } from '../../core/requests.ts';
import { assetKey, exchangeScopes, isAvailable, requireAsset, versionsOf } from './access.ts';
import type { Asset } from './model.ts';
import { searchAssets } from './search.ts';
import { instanceView, minimalView, richView } from './views.ts';

const statusBody = z.object({ status: z.enum(['development', 'published', 'deprecated']) });
const metadataBody = z.looseObject({ name: z.string().min(1).optional(), description: z.string().optional() });
const tagsBody = z.array(z.looseObject({ value: z.string() }));

const hardDelete = 'hard-delete';
const softDelete = 'soft-delete';

/** Finding, describing, changing and deleting assets (reference 6.2); `/exchange/api/v1` is what the CLI uses. */
export function exchangeAssetRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();

  app.get('/assets/search', (c) => {
    const principal = c.get('principal');
    const { organizationId, search = '' } = c.req.query();
    const offset = readInteger(c, 'offset', { fallback: 0, min: 0, max: 1_000_000 }, fail);
    const limit = readInteger(c, 'limit', { fallback: 20, min: 1, max: 250 }, fail);
    if (organizationId !== undefined) {
      requireOrganization(store, principal, organizationId, exchangeScopes.read, fail);
    }
    const types = [...(c.req.queries('types') ?? []), ...(c.req.queries('type') ?? [])].flatMap((one) =>
      one.split(','),
    );
    const found = searchAssets(platform, principal, {
      words: search,
      types,
      ...(organizationId === undefined ? {} : { organizationIds: [organizationId] }),
    });
    return c.json(found.slice(offset, offset + limit).map(minimalView));
  });

  const describe = (asset: Asset, origin: string) => richView(store, asset, origin, clock.now());

  app.get('/assets/:groupId/:assetId', (c) => {
    const asset = requireAsset(platform, c.get('principal'), c.req.param(), exchangeScopes.read);
    return c.json(describe(asset, originOf(c)));
  });

  app.get('/assets/:groupId/:assetId/asset', (c) => {
    const asset = requireAsset(platform, c.get('principal'), c.req.param(), exchangeScopes.read);
    return c.json(describe(asset, originOf(c)));
  });

  app.get('/assets/:groupId/:assetId/versionGroups/:versionGroup/instances', (c) => {
    const { groupId, assetId, versionGroup } = c.req.param();
    requireAsset(platform, c.get('principal'), { groupId, assetId }, exchangeScopes.read);
    const found = [...store.apis.values()].filter(
      (api) => api.groupId === groupId && api.assetId === assetId && api.productVersion === versionGroup,
    );
    return c.json(found.map(instanceView));
  });

  // The files are in the minimal form as well: the CLI downloads through it (CLI reference 3).
  app.on('GET', ['/assets/:groupId/:assetId/:version', '/assets/:groupId/:assetId/:version/asset'], (c) => {
    const { groupId = '', assetId = '', version = '' } = c.req.param();
    const asset = requireAsset(platform, c.get('principal'), { groupId, assetId, version }, exchangeScopes.read);
    return c.json(describe(asset, originOf(c)));
  });

  app.put('/assets/:groupId/:assetId/:version/status', async (c) => {
    const asset = requireAsset(platform, c.get('principal'), c.req.param(), exchangeScopes.write);
    const { status } = await readBody(c, statusBody, fail);
    if (status === 'deprecated' && asset.status === 'development') {
      throw fail(400, 'Only a published asset can be deprecated');
    }
    asset.status = status;
    asset.updatedAt = clock.now();
    return c.json(minimalView(asset));
  });

  app.put('/assets/:groupId/:assetId/:version/tags', async (c) => {
    const asset = requireAsset(platform, c.get('principal'), c.req.param(), exchangeScopes.write);
    asset.labels = (await readBody(c, tagsBody, fail)).map(({ value }) => value);
    return c.json(
      asset.labels.map((value) => ({ key: null, value, mutable: true })),
      201,
    );
  });

  app.patch('/assets/:groupId/:assetId', async (c) => {
    const newest = requireAsset(platform, c.get('principal'), c.req.param(), exchangeScopes.write);
    const { name, description } = await readBody(c, metadataBody, fail);
    for (const asset of versionsOf(store, clock.now(), newest.groupId, newest.assetId)) {
      asset.name = name ?? asset.name;
      asset.description = description ?? asset.description;
    }
    return c.body(null, 204);
  });

  app.patch('/organizations/:organizationId/assets/:groupId/:assetId/:version/metadata', async (c) => {
    const { groupId, assetId, version } = c.req.param();
    const asset = requireAsset(platform, c.get('principal'), { groupId, assetId, version }, exchangeScopes.write);
    const { name, description } = await readBody(c, metadataBody, fail);
    asset.name = name ?? asset.name;
    asset.description = description ?? asset.description;
    return c.json(minimalView(asset));
  });

  const remove = '/assets/:groupId/:assetId/:version';
  app.on('DELETE', [remove, `/organizations/:organizationId${remove}`], (c) => {
    const { groupId = '', assetId = '', version = '' } = c.req.param();
    const asset = requireAsset(platform, c.get('principal'), { groupId, assetId, version }, exchangeScopes.remove);
    const kind = c.req.header('x-delete-type') ?? softDelete;
    if (kind !== hardDelete && kind !== softDelete) {
      throw fail(400, `x-delete-type: must be ${softDelete} or ${hardDelete}`);
    }
    for (const api of store.apis.values()) {
      if (api.groupId === groupId && api.assetId === assetId && api.assetVersion === version) {
        throw fail(409, `Asset ${asset.name} ${version} is used by API instance ${api.id}`);
      }
    }
    const key = assetKey(groupId, assetId, version);
    store.assets.delete(key);
    if (kind === softDelete) store.retiredAssets.add(key);
    return c.body(null, 204);
  });

  return app;
}

/** Downloads of files, by links that need no token (CLI reference 5). */
export function exchangeFileRoutes({ store, clock }: Platform): Hono<PlatformEnv> {
  const app = new Hono<PlatformEnv>();
  app.get('/:key/:name', (c) => {
    const { key, name } = c.req.param();
    for (const asset of store.assets.values()) {
      const file = asset.files.find((one) => one.key === key);
      if (file !== undefined && isAvailable(asset, clock.now())) {
        c.header('content-disposition', `attachment; filename="${name}"`);
        c.header('content-type', 'application/octet-stream');
        return c.body(file.content);
      }
    }
    throw fail(404, 'File not found');
  });
  return app;
}
