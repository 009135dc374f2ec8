import * as z from 'zod';
import type { Call } from '../../core/call.ts';
import { organizations } from '../../core/identity/organizations.ts';
import type { Scope } from '../../core/identity/permissions.ts';
import { requireOrganization } from '../../core/identity/places.ts';
import { flag, integerFrom, type Query, type QueryShape, severalOf, text } from '../../core/queries.ts';
import { originOf, readBody } from '../../core/requests.ts';
import type { ApiRoutes, Method, Route } from '../../core/routes.ts';
import { exchangeScopes, filesApi } from './api.ts';
import { assetKey, assets, isAvailable, requireAsset, retiredAssets, versionsOf } from './asset.ts';
import { assetTypes } from './content.ts';
import { exchangeError as fail } from './errors.ts';
import { instancesOf } from './instances.ts';
import type { Asset } from './model.ts';
import { searchAssets } from './search.ts';
import { instanceView, minimalView, richView } from './views.ts';

const statuses = ['development', 'published', 'deprecated'] as const;
const statusBody = z.strictObject({ status: z.enum(statuses) });
const metadataBody = z.strictObject({
  name: z.string().min(1).optional(),
  description: z.string().optional(),
  contactName: z.string().optional(),
  contactEmail: z.string().optional(),
});
const tagsBody = z.array(
  z.strictObject({ value: z.string(), key: z.string().nullish(), mutable: z.boolean().optional() }),
);

/** Nothing is shared and there are no snapshots here, so these two flags change nothing. */
const searchQuery = {
  search: text.refine((sent) => !sent?.trim().startsWith('{'), 'must be text, not JSON'),
  organizationId: text,
  rootOrganizationId: text,
  types: severalOf(z.enum(assetTypes)),
  type: severalOf(z.enum(assetTypes)),
  sort: z.enum(['name', 'createdAt', 'updatedAt', 'createdDate', 'modifiedAt', 'type', 'assetId']).optional(),
  ascending: flag,
  sharedWithMe: flag,
  includeSnapshots: flag,
  offset: integerFrom({ fallback: 0, min: 0 }),
  limit: integerFrom({ fallback: 20, min: 0, max: 250 }),
};

/** Older clients name the root organization differently. */
const listQuery = { ...searchQuery, masterOrganizationId: text };

const versionQuery = { includeSnapshots: flag, status: severalOf(z.enum(statuses)), strict: flag };

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
  const ofAsset = <Shape extends QueryShape>(
    method: Method,
    path: string,
    { scopes, query }: { scopes: readonly Scope[]; query?: Shape },
    handle: (c: Call, asset: Asset, sent: Query<Shape>) => Response | Promise<Response>,
  ): Route =>
    api.checkedByHandler(method, path, { level: 'organization', scopes, ...(query && { query }) }, (c: Call, sent) => {
      const { groupId = '', assetId = '', version } = c.req.param();
      const asset = requireAsset(c, { groupId, assetId, ...(version === undefined ? {} : { version }) }, scopes);
      return handle(c, asset, sent);
    });
  const reading = { scopes: read };
  const writing = { scopes: write };

  return [
    api.checkedByHandler('GET', '/assets/search', { level: 'organization', scopes: read, query: searchQuery }, search),
    // The same list, which scripts still ask for here [docs/platform/exchange.md#search].
    api.checkedByHandler('GET', '/assets', { level: 'organization', scopes: read, query: listQuery }, (c, sent) => {
      const { masterOrganizationId, rootOrganizationId = masterOrganizationId, ...others } = sent;
      return search(c, { ...others, rootOrganizationId });
    }),
    ofAsset('GET', newest, reading, readAsset),
    ofAsset('GET', `${newest}/asset`, reading, readAsset),

    ofAsset('GET', `${newest}/versionGroups/{versionGroup}/instances`, reading, (c, asset) => {
      const found = instancesOf(c.var.platform, asset);
      const versionGroup = c.req.param('versionGroup');
      return c.json(found.filter(({ productVersion }) => productVersion === versionGroup).map(instanceView));
    }),

    // Both have the files: the CLI downloads through the first one [docs/platform/cli.md#exchange].
    ofAsset('GET', oneVersion, { scopes: read, query: versionQuery }, readAsset),
    ofAsset('GET', `${oneVersion}/asset`, reading, readAsset),

    ofAsset('PUT', `${oneVersion}/status`, writing, async (c, asset) => {
      const { status } = await readBody(c, statusBody, fail);
      if (status === 'deprecated' && asset.status === 'development') {
        throw fail(400, 'Only a published asset can be deprecated');
      }
      asset.status = status;
      asset.updatedAt = c.var.platform.clock.now();
      return isPublished(c) ? c.body(null, 204) : c.json(minimalView(asset));
    }),

    ofAsset('PUT', `${oneVersion}/tags`, writing, async (c, asset) => {
      const tags = await readBody(c, tagsBody, fail);
      asset.labels = tags.map(({ value }) => value);
      if (isPublished(c)) return c.body(null, 204);
      return c.json(
        tags.map(({ key = null, value, mutable = true }) => ({ key, value, mutable })),
        201,
      );
    }),

    ofAsset('PATCH', newest, writing, async (c, asset) => {
      const metadata = await readBody(c, metadataBody, fail);
      for (const one of versionsOf(c.var.platform, asset)) applyMetadata(one, metadata);
      return c.body(null, 204);
    }),

    ofAsset('PATCH', `/organizations/{organizationId}${oneVersion}/metadata`, writing, async (c, asset) => {
      applyMetadata(asset, await readBody(c, metadataBody, fail));
      return c.json(minimalView(asset));
    }),

    ofAsset('DELETE', oneVersion, { scopes: remove }, deleteAsset),
    ofAsset('DELETE', `/organizations/{organizationId}${oneVersion}`, { scopes: remove }, deleteAsset),
  ];
}

/** Whether a request is for the version of the API that has a document; the older one answers with bodies. */
function isPublished(c: Call): boolean {
  return c.req.path.startsWith('/exchange/api/v2/');
}

function search(c: Call, sent: Query<typeof searchQuery>): Response {
  const { organizationId, rootOrganizationId, offset, limit, sort = 'name', ascending = true } = sent;
  if (organizationId !== undefined) requireOrganization(c, organizationId, exchangeScopes.read, fail);
  const found = searchAssets(c, {
    text: sent.search ?? '',
    types: [...sent.types, ...sent.type],
    ...(organizationId === undefined ? {} : { organizationIds: [organizationId] }),
  }).filter((asset) => rootOrganizationId === undefined || isBelow(c, asset, rootOrganizationId));
  const shown = found.map(minimalView).sort((a, b) => collator.compare(a[sortKeys[sort]], b[sortKeys[sort]]));
  if (!ascending) shown.reverse();
  return c.json(shown.slice(offset, offset + limit));
}

/** The dates have two names each [docs/platform/exchange.md#search]. */
const sortKeys = {
  name: 'name',
  type: 'type',
  assetId: 'assetId',
  createdAt: 'createdAt',
  createdDate: 'createdAt',
  updatedAt: 'modifiedAt',
  modifiedAt: 'modifiedAt',
} as const;

const collator = new Intl.Collator();

/** Whether an asset is in a root organization or one of its business groups. */
function isBelow(c: Call, { organizationId }: Asset, rootOrganizationId: string): boolean {
  if (organizationId === rootOrganizationId) return true;
  const organization = c.var.platform.store.of(organizations).get(organizationId);
  return organization?.parentOrganizationIds.includes(rootOrganizationId) ?? false;
}

function readAsset(c: Call, asset: Asset, sent?: Query<typeof versionQuery>): Response {
  const statuses = sent?.status ?? [];
  if (statuses.length > 0 && !statuses.includes(asset.status)) {
    throw fail(404, `Asset ${asset.groupId}/${asset.assetId}/${asset.version} not found`);
  }
  const shown = sent?.strict === false ? [] : statuses;
  return c.json(richView(c.var.platform, asset, { origin: originOf(c), statuses: shown }));
}

function applyMetadata(asset: Asset, metadata: z.output<typeof metadataBody>): void {
  asset.name = metadata.name ?? asset.name;
  asset.description = metadata.description ?? asset.description;
  asset.contactName = metadata.contactName ?? asset.contactName;
  asset.contactEmail = metadata.contactEmail ?? asset.contactEmail;
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
