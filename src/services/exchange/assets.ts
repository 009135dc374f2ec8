import { tool } from '../../core/operations.ts';
import { choiceOf } from '../../core/resolve.ts';
import { closest } from '../../core/text/nearest.ts';
import { quote } from '../../core/text/quote.ts';
import { compareVersions } from '../../core/text/versions.ts';
import type { OrganizationContext } from '../../core/tools/context.ts';
import { advice } from '../../platform/advice.ts';
import type { Clock } from '../../platform/clock.ts';
import { inputFailure, platformFailure } from '../../platform/errors.ts';
import { type PlatformText, quoted, word } from '../../platform/text.ts';
import type { ApiAsset, ExchangeAssetDetail } from './client.ts';
import type { OpenApiDocument } from './documents.ts';

/** The request for the asset of an API. */
export interface AssetRequest {
  name: PlatformText;
  /** Asset id, or `groupId/assetId` for one of another business group. */
  assetId?: string | undefined;
  /** An existing version to use as it is. */
  version?: string | undefined;
  document?: OpenApiDocument | undefined;
}

/** A version of an asset that an instance can be made of: an existing one, or one to be published. */
export type ChosenAsset =
  | { kind: 'existing'; groupId: string; assetId: string; version: PlatformText; type: string; why: string }
  | { kind: 'new'; asset: ApiAsset; before: string | undefined };

const apiTypes = ['http-api', 'rest-api', 'soap-api', 'mcp', 'agent'];

/** An asset id from a name, as API Manager's own page makes it: `Data Cloud API` becomes `data-cloud-api`. */
export function assetIdFrom(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
}

/** Marks a version as made from exactly this document, so that a repeated call finds it again. */
export function documentMark({ digest }: OpenApiDocument): string {
  return `OpenAPI document sha256 ${digest}`;
}

/**
 * Decides which version of which asset an instance is made of. Without a version: a new asset if there is none, the newest version if no instance uses it and its document is the same, otherwise the next free version.
 * @param isUsed whether an instance of this environment uses a version
 * @throws Failure (input) when coordinates are wrong or types are incompatible
 */
export async function chooseAsset(
  request: AssetRequest,
  isUsed: (asset: ExchangeAssetDetail) => boolean,
  ctx: OrganizationContext,
): Promise<ChosenAsset> {
  const { platform, organization, signal } = ctx;
  const { groupId, assetId } = coordinatesFrom(request, organization.id);
  const found = await platform.exchange.asset(groupId, assetId, request.version, signal);
  if (request.version !== undefined) {
    if (request.document !== undefined) throw versionAndDocument();
    if (found === undefined) throw await wrongCoordinates({ groupId, assetId, version: request.version }, ctx);
    return existing(found, 'as requested');
  }
  if (found !== undefined) {
    requireSameKind(found, request);
    const same = request.document === undefined || found.description?.includes(documentMark(request.document)) === true;
    if (same && !isUsed(found)) return existing(found, 'no API instance uses this version yet');
    if (found.type === 'rest-api' && request.document === undefined) throw needsDocument(found);
  }
  return newVersion(request, { groupId, assetId }, found, ctx);
}

async function newVersion(
  { name, document }: AssetRequest,
  { groupId, assetId }: { groupId: string; assetId: string },
  found: ExchangeAssetDetail | undefined,
  { platform, organization, signal }: OrganizationContext,
): Promise<ChosenAsset> {
  if (groupId !== organization.id) {
    throw inputFailure({
      what: `Asset ${groupId}/${assetId} belongs to another business group than ${quote(organization.name)}, so this server publishes no version of it.`,
      next: 'Give the argument version to use an existing one, or an assetId without a group.',
    });
  }
  // Every version of an HTTP API is a new major one; a document may change within a major version [docs/platform/exchange.md#versions].
  const order = document === undefined ? 'MAJOR' : 'MINOR';
  const next = await platform.exchange.nextVersion(
    { organizationId: organization.id, groupId, assetId },
    order,
    signal,
  );
  const version = next ?? (found === undefined ? '1.0.0' : bumped(found.version, order));
  const sameMajor = found !== undefined && majorOf(found.version) === majorOf(version);
  const apiVersion = sameMajor && found.versionGroup ? found.versionGroup : `v${majorOf(version)}`;
  return {
    kind: 'new',
    before: found?.version,
    asset: {
      organizationId: organization.id,
      groupId,
      assetId,
      version,
      name,
      type: document === undefined ? 'http-api' : 'rest-api',
      apiVersion,
      description:
        document === undefined ? 'Published by anypoint-mcp' : `Published by anypoint-mcp, ${documentMark(document)}`,
      document: document && { format: document.format, text: document.text },
    },
  };
}

/** Interval and limit of waiting for an asynchronous publication, ms. */
const publicationPauseMs = 2_000;
const publicationLimitMs = 60_000;

/** Publishes a version and waits until it can be used. @throws Failure with the platform's reason when it is refused */
export async function publishAsset(
  asset: ApiAsset,
  { platform, signal, clock }: OrganizationContext & { clock: Clock },
): Promise<void> {
  const { publicationId } = await platform.exchange.publish(asset, signal);
  if (publicationId === undefined) return;
  const deadline = clock.now() + publicationLimitMs;
  for (;;) {
    const { status, errors } = await platform.exchange.publication(asset, publicationId, signal);
    if (status === 'completed') return;
    const coordinates = `${asset.assetId} ${word(asset.version)}`;
    if (status === 'error') {
      const reason = errors.map((error) => quoted(error, 300)).join('; ') || 'it gives no reason';
      throw inputFailure({
        what: `Exchange refused asset ${coordinates}: ${reason}.`,
        next: 'Nothing was published. Correct what the reason names and call again.',
      });
    }
    if (clock.now() >= deadline) {
      throw platformFailure({
        what: `Exchange is still publishing asset ${coordinates} after ${publicationLimitMs / 1000} s.`,
        next: 'Call again with the same arguments in a minute: the published version is then found and used.',
        retryable: true,
        mayHaveHappened: true,
      });
    }
    await clock.sleep(publicationPauseMs, signal);
  }
}

/** Group and asset id from the arguments; the group is the business group unless said otherwise. @throws Failure (input) */
export function coordinatesFrom(
  { name, assetId }: AssetRequest,
  organizationId: string,
): { groupId: string; assetId: string } {
  const [first = '', second] = assetId?.split('/') ?? [];
  const own = assetId === undefined ? assetIdFrom(name) : (second ?? first);
  if (/^[\w.-]+$/.test(own) && (assetId?.split('/').length ?? 1) <= 2) {
    return { groupId: second === undefined ? organizationId : first, assetId: own };
  }
  throw inputFailure({
    what:
      assetId === undefined
        ? `The name ${quote(name)} cannot become an asset id.`
        : `${quote(assetId)} is not an asset id.`,
    next: 'Give the argument assetId: letters, digits, dashes and dots, or groupId/assetId.',
  });
}

function existing({ groupId, assetId, version, type = 'http-api' }: ExchangeAssetDetail, why: string): ChosenAsset {
  if (apiTypes.includes(type)) return { kind: 'existing', groupId, assetId, version, type, why };
  throw inputFailure({
    what: `Asset ${assetId} ${version} is of type ${type}, which cannot be managed as an API.`,
    next: advice`Choose an asset of type http-api, rest-api or soap-api with ${tool('asset.search')}, or another assetId.`,
  });
}

function requireSameKind({ assetId, type }: ExchangeAssetDetail, { document }: AssetRequest): void {
  if (document === undefined || type === 'rest-api' || type === undefined) return;
  throw inputFailure({
    what: `Asset ${assetId} already exists with type ${type}; an OpenAPI document makes a rest-api, and an asset keeps its type.`,
    next: 'Give another assetId, or leave openApi out.',
  });
}

function needsDocument({ assetId, version }: ExchangeAssetDetail): Error {
  return inputFailure({
    what: `Asset ${assetId} is a rest-api whose newest version ${version} is in use, and a new version of it needs its specification.`,
    next: `Give the argument version (${version}) to create another instance of that version, or openApi to publish the next one.`,
  });
}

function versionAndDocument(): Error {
  return inputFailure({
    what: 'The arguments version and openApi exclude each other: version names an existing asset, openApi publishes one.',
    next: 'Leave one of them out.',
  });
}

/** Says which coordinate is wrong, and what exists. */
async function wrongCoordinates(
  { groupId, assetId, version }: { groupId: string; assetId: string; version: string },
  { platform, organization, signal }: OrganizationContext,
): Promise<Error> {
  const newest = await platform.exchange.asset(groupId, assetId, undefined, signal);
  if (newest !== undefined) {
    const versions = newest.versions.length > 0 ? newest.versions.map((one) => one.version) : [newest.version];
    return inputFailure({
      what: `Asset ${assetId} has no version ${quote(version)} in Exchange.`,
      why: `It has ${versions.join(', ')}.`,
      next: 'Use one of these in the argument version, or leave it out.',
      choice: choiceOf(
        `Asset ${assetId} has no version ${quote(version)} in Exchange. Which one do you mean?`,
        versions.map((one) => ({ id: one, name: one })),
        { kind: 'version' },
      ),
    });
  }
  const near = await platform.exchange.search(
    { organizationId: organization.id, text: assetId.split(/[-.]/)[0] },
    5,
    signal,
  );
  const options = near.items
    .filter(({ type }) => type !== undefined && apiTypes.includes(type))
    .map((asset) => ({ id: `${asset.groupId}/${asset.assetId}`, name: asset.name ?? asset.assetId }));
  return inputFailure({
    what: `Asset ${groupId}/${assetId} was not found in Exchange.`,
    why: closest(
      near.items.map((asset) => `${asset.assetId} ${asset.version}`),
      'asset',
    ),
    next: advice`Correct assetId and version; ${tool('asset.search')} finds assets. Without version, the asset is created.`,
    choice: choiceOf(`Asset ${groupId}/${assetId} was not found in Exchange. Which one do you mean?`, options, {
      kind: 'asset',
      argument: 'assetId',
    }),
  });
}

function bumped(version: string, order: 'MAJOR' | 'MINOR'): string {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return order === 'MAJOR' ? `${major + 1}.0.0` : `${major}.${minor + 1}.0`;
}

function majorOf(version: string): string {
  return /^\d+/.exec(version)?.[0] ?? '1';
}

/** The newest of some versions. */
export function newestVersion(versions: readonly string[]): string | undefined {
  return [...versions].sort(compareVersions).at(-1);
}
