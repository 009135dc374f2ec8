import { createHash } from 'node:crypto';
import { organizations } from '../../core/identity/organizations.ts';
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
  const hashOf = (algorithm: string): string => createHash(algorithm).update(file.content).digest('hex');
  return {
    classifier: file.classifier,
    packaging: file.packaging,
    // Both links work without the headers of a session, as the CLI needs it [docs/platform/cli.md#faults-of-the-cli].
    downloadURL: link,
    externalLink: link,
    mainFile: file.mainFile,
    md5: hashOf('md5'),
    sha1: hashOf('sha1'),
    createdDate: isoDate(asset.createdAt),
    isGenerated: false,
  };
}

/** An instance of an API as Exchange lists it [docs/platform/exchange.md#read-an-asset]. */
export function instanceView(api: AssetInstance) {
  const name = api.instanceLabel ?? `${api.productVersion}:${api.id}`;
  return {
    id: String(api.id),
    name,
    fullname: name,
    organizationId: api.organizationId,
    groupId: api.groupId,
    assetId: api.assetId,
    version: api.assetVersion,
    minorVersion: api.assetVersion.split('.').slice(0, 2).join('.'),
    versionGroup: api.productVersion,
    environmentId: api.environmentId,
    endpointUri: api.endpointUri,
    isPublic: false,
    providerId: api.providerId,
    deprecated: api.deprecated,
    type: 'managed',
    productAPIVersion: api.productVersion,
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
  return {
    ...versionView(platform, asset, origin),
    contactName: asset.contactName ?? null,
    contactEmail: asset.contactEmail ?? null,
    versions: versionsOf(platform, asset)
      .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
      .map((version) => versionView(platform, version, origin)),
    otherVersions: versionsOf(platform, asset)
      .filter(({ version }) => version !== asset.version)
      .map((other) => ({
        ...minimalView(other),
        externalFile: { url: other.assetLink },
        files: other.files.map((file) => fileView(file, other, origin)),
        dependencies: (other.parts?.dependencies ?? []).map(dependencyView),
      })),
  };
}

/** One version of an asset, alone and among the others. */
function versionView(platform: Platform, asset: Asset, origin: string) {
  const { dependencies = [], properties = {}, fields = {}, categories = {} } = asset.parts ?? {};
  return {
    ...minimalView(asset),
    id: `${asset.groupId}/${asset.assetId}/${asset.version}`,
    icon: null,
    organization: organizationView(platform, asset),
    externalFile: { url: asset.assetLink },
    categories: Object.entries(categories).map(([key, value]) => ({ key, displayName: key, value: value.split(',') })),
    customFields: Object.entries(fields).map(([key, value]) => ({ key, displayName: key, value })),
    attributes: Object.entries(properties).map(([key, value]) => ({ key, value })),
    dependencies: dependencies.map(dependencyView),
    files: asset.files.map((file) => fileView(file, asset, origin)),
    // Nothing generates connectors here, and nobody rates.
    generated: [],
    rating: 0,
    numberOfRates: 0,
    instances: instancesOf(platform, asset).map(instanceView),
  };
}

/** The organization of an asset; null for MuleSoft's own, which is none of the platform's. */
function organizationView({ store }: Platform, { organizationId }: Asset) {
  const organization = store.of(organizations).get(organizationId);
  if (organization === undefined) return null;
  const { id, name, domain, parentOrganizationIds, subOrganizationIds } = organization;
  return {
    id,
    name,
    domain,
    parentOrganizationIds,
    subOrganizationIds,
    tenantOrganizationIds: [],
    isMaster: parentOrganizationIds.length === 0,
    isMulesoftOrganization: false,
  };
}
