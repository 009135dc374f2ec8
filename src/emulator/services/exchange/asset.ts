import * as z from 'zod';
import type { Call } from '../../core/call.ts';
import { Derived } from '../../core/derived.ts';
import { organizations } from '../../core/identity/organizations.ts';
import type { Scope } from '../../core/identity/permissions.ts';
import { requireOrganization } from '../../core/identity/places.ts';
import { organizationIn } from '../../core/identity/scenario-places.ts';
import { defineKind, defineValue, relation } from '../../core/kinds.ts';
import type { Platform } from '../../core/platform.ts';
import { name, organization } from '../../core/scenario/fields.ts';
import { defineList } from '../../core/scenario/sections.ts';
import { seedJar } from '../../core/seed-jar.ts';
import { hasPassed } from '../../core/transitions.ts';
import { exchangeError as fail } from './errors.ts';
import type { Asset, AssetFile, Publication } from './model.ts';

/** Asset versions, by {@link assetKey}. */
export const assets = defineKind({
  name: 'assets',
  noun: 'asset',
  empty: () => new Map<string, Asset>(),
  deletedWith: [relation(organizations, ({ organizationId }: Asset, { id }) => organizationId === id)],
});

/** Keys of soft-deleted asset versions, which can never be published again. */
export const retiredAssets = defineValue('retiredAssets', () => new Set<string>());

/** Asynchronous publications. */
export const publications = defineKind({
  name: 'publications',
  noun: 'publication',
  empty: () => new Map<string, Publication>(),
  deletedWith: [relation(organizations, ({ organizationId }: Publication, { id }) => organizationId === id)],
});

/** What identifies one version of an asset. */
export interface Coordinates {
  groupId: string;
  assetId: string;
  version: string;
}

/** The key of an asset in the store. */
export function assetKey({ groupId, assetId, version }: Coordinates): string {
  return `${groupId}/${assetId}/${version}`;
}

const assetEntry = z.strictObject({
  organization,
  assetId: name,
  version: name.default('1.0.0'),
  name,
  type: z.enum(['rest-api', 'http-api', 'soap-api', 'app']).or(name),
  description: z.string().default(''),
});

const published = Date.UTC(2025, 6, 1, 8, 0, 0);

/** The scenario section for assets. Other entries refer to them as `assetId/version`. */
export const assetsSection = defineList({
  name: 'assets',
  entry: assetEntry,
  load: ({ organization, ...entry }, at) => {
    const organizationId = organizationIn(at, organization);
    const key = assetKey({ groupId: organizationId, ...entry });
    at.claim(assets, { name: `${entry.assetId}/${entry.version}`, id: key, scope: organizationId });
    at.store.of(assets).set(key, {
      organizationId,
      groupId: organizationId,
      ...entry,
      status: 'published',
      versionGroup: entry.type.endsWith('-api') ? `v${entry.version.split('.')[0]}` : '',
      assetLink: null,
      labels: [],
      files: filesOf(entry),
      createdAt: published,
      updatedAt: published,
      availableAt: 0,
    });
  },
});

function filesOf({ assetId, version, name, type }: Omit<z.output<typeof assetEntry>, 'organization'>): AssetFile[] {
  const key = `seed-${assetId}-${version}`;
  if (type === 'app') {
    return [{ classifier: 'mule-application', packaging: 'jar', mainFile: null, content: seedJar, key }];
  }
  if (type !== 'rest-api') return [];
  const document = { openapi: '3.0.0', info: { title: name, version }, paths: {} };
  const content = new Uint8Array(Buffer.from(JSON.stringify(document)));
  return [{ classifier: 'oas', packaging: 'json', mainFile: 'api.json', content, key }];
}

/** Whether an asset is published; an asynchronous publication takes a while. */
export function isAvailable(asset: Asset, now: number): boolean {
  return hasPassed(asset.availableAt, now);
}

/** A published asset, for other services. */
export function findAsset({ store, clock }: Platform, coordinates: Coordinates): Asset | undefined {
  const asset = store.of(assets).get(assetKey(coordinates));
  return asset !== undefined && isAvailable(asset, clock.now()) ? asset : undefined;
}

function parsedVersion(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}

/** Compares version numbers, for sorting oldest first. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parsedVersion(a), parsedVersion(b)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The published versions of an asset, newest first. */
export function versionsOf(
  platform: Platform,
  { groupId, assetId }: Pick<Coordinates, 'groupId' | 'assetId'>,
): Asset[] {
  const { store, clock } = platform;
  const keys = versionKeys.of(platform, '', () => {
    const byAsset = new Map<string, string[]>();
    for (const [key, asset] of store.look(assets)) {
      const known = byAsset.get(nameOf(asset));
      if (known === undefined) byAsset.set(nameOf(asset), [key]);
      else known.push(key);
    }
    return byAsset;
  });
  return (keys.get(nameOf({ groupId, assetId })) ?? [])
    .map((key) => store.of(assets).get(key))
    .filter((asset) => asset !== undefined)
    .filter((asset) => isAvailable(asset, clock.now()))
    .sort((a, b) => compareVersions(b.version, a.version));
}

/** The keys of the versions of each asset. */
const versionKeys = new Derived<ReadonlyMap<string, readonly string[]>>();

function nameOf({ groupId, assetId }: Pick<Coordinates, 'groupId' | 'assetId'>): string {
  return `${groupId}/${assetId}`;
}

/** An asset that the caller may use, without `version` the newest one. @throws PlatformError */
export function requireAsset(
  c: Call,
  at: { groupId: string; assetId: string; version?: string },
  scopes: readonly Scope[],
): Asset {
  const { platform } = c.var;
  const { groupId, assetId, version } = at;
  const asset =
    version === undefined ? versionsOf(platform, at)[0] : findAsset(platform, { groupId, assetId, version });
  if (asset === undefined) {
    throw fail(404, `Asset ${groupId}/${assetId}${version === undefined ? '' : `/${version}`} not found`);
  }
  requireOrganization(c, asset.organizationId, scopes, fail);
  return asset;
}
