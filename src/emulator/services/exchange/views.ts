import { isoDate, type Platform } from '../../core/platform.ts';
import { versionsOf } from './asset.ts';
import { type AssetInstance, instancesOf } from './instances.ts';
import type { Asset, AssetFile } from './model.ts';

/** An asset as search shows it [docs/platform/exchange.md#search]. */
export function minimalView(asset: Asset) {
  const [major = '1', minor = '0'] = asset.version.split('.');
  return {
    organizationId: asset.organizationId,
    groupId: asset.groupId,
    assetId: asset.assetId,
    version: asset.version,
    minorVersion: `${major}.${minor}`,
    versionGroup: asset.versionGroup,
    // The API version, by the name that the CLI reads [docs/platform/cli.md#exchange].
    productAPIVersion: asset.versionGroup,
    name: asset.name,
    description: asset.description,
    type: asset.type,
    status: asset.status,
    isPublic: false,
    isSnapshot: false,
    labels: asset.labels,
    createdAt: isoDate(asset.createdAt),
    createdDate: isoDate(asset.createdAt),
    updatedDate: isoDate(asset.updatedAt),
    modifiedAt: isoDate(asset.updatedAt),
  };
}

/** A dependency, sent as `group:asset:version`. */
function dependencyView(sent: string) {
  const [groupId = '', assetId = '', version = ''] = sent.split(':');
  return { groupId, assetId, version };
}

function fileView(file: AssetFile, asset: Asset, origin: string) {
  const link = `${origin}/exchange/files/${file.key}/${asset.assetId}-${asset.version}-${file.classifier}.${file.packaging}`;
  return {
    classifier: file.classifier,
    packaging: file.packaging,
    // Both links work without the headers of a session, as the CLI needs it [docs/platform/cli.md#faults-of-the-cli].
    downloadURL: link,
    externalLink: link,
    mainFile: file.mainFile,
    isGenerated: false,
  };
}

/** An instance of an API as Exchange lists it [docs/platform/exchange.md#read-an-asset]. */
export function instanceView(api: AssetInstance) {
  return {
    id: String(api.id),
    name: api.instanceLabel ?? `${api.productVersion}:${api.id}`,
    environmentId: api.environmentId,
    endpointUri: api.endpointUri,
    type: 'managed',
    productApiVersion: api.productVersion,
  };
}

/**
 * An asset in full [docs/platform/exchange.md#read-an-asset]. `origin` is the emulator's address as the caller knows
 * it; with `statuses`, only versions in one of them are listed.
 */
export function richView(
  platform: Platform,
  asset: Asset,
  { origin, statuses }: { origin: string; statuses: readonly string[] },
) {
  const { dependencies = [], properties = {}, fields = {}, categories = {} } = asset.parts ?? {};
  return {
    ...minimalView(asset),
    contactName: asset.contactName ?? null,
    contactEmail: asset.contactEmail ?? null,
    externalFile: { url: asset.assetLink },
    categories: Object.entries(categories).map(([key, value]) => ({ key, displayName: key, value: value.split(',') })),
    customFields: Object.entries(fields).map(([key, value]) => ({ key, displayName: key, value })),
    attributes: Object.entries(properties).map(([key, value]) => ({ key, value })),
    dependencies: dependencies.map(dependencyView),
    files: asset.files.map((file) => fileView(file, asset, origin)),
    versions: versionsOf(platform, asset)
      .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
      .map(({ version, versionGroup, status }) => ({ version, versionGroup, status })),
    instances: instancesOf(platform, asset).map((api) => ({ ...instanceView(api), version: api.assetVersion })),
  };
}
