import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { exchangeError as fail } from '../../core/errors.ts';
import { requireOrganization } from '../../core/places.ts';
import { hexId, type Platform, type PlatformEnv } from '../../core/platform.ts';
import { bytesOf, originOf, type Parts, readParts } from '../../core/requests.ts';
import type { Store } from '../../core/store.ts';
import { durations } from '../../core/transitions.ts';
import { assetKey, compareVersions, exchangeScopes, requireAsset } from './access.ts';
import { apiTypes, assetTypes, contentFaults, typeOfFiles } from './content.ts';
import type { Asset, AssetFile, Publication } from './model.ts';
import { minimalView } from './views.ts';

interface Coordinates {
  organizationId: string;
  groupId: string;
  assetId: string;
  version: string;
}

const status = z.enum(['development', 'published']);

/** Part names of the older way to publish, and what they are now (reference 6.1). */
const legacyClassifiers: Readonly<Record<string, { type: string; packaging: string }>> = {
  raml: { type: 'rest-api', packaging: 'zip' },
  oas: { type: 'rest-api', packaging: 'zip' },
  wsdl: { type: 'soap-api', packaging: 'zip' },
  http: { type: 'http-api', packaging: '' },
  custom: { type: 'custom', packaging: 'zip' },
  'raml-fragment': { type: 'raml-fragment', packaging: 'zip' },
};

/** Publishing into Exchange (reference 6.1). */
export function exchangePublishRoutes(platform: Platform): Hono<PlatformEnv> {
  const { store, clock } = platform;
  const app = new Hono<PlatformEnv>();
  const path = '/organizations/:organizationId/assets/:groupId/:assetId/:version';

  const publish = (asset: Asset): void => {
    store.assets.set(assetKey(asset.groupId, asset.assetId, asset.version), asset);
  };

  app.post(path, async (c) => {
    const at: Coordinates = c.req.param();
    requireOrganization(store, c.get('principal'), at.organizationId, exchangeScopes.write, fail);
    const asset = await assetFrom(await readParts(c, fail), at, clock.now());
    requirePublishable(store, asset);
    const faults = contentFaults(asset);
    if (c.req.header('x-sync-publication') === 'true') {
      if (faults.length > 0) throw fail(400, faults.join('; '));
      publish(asset);
      return c.json(minimalView(asset), 201);
    }
    const publication: Publication = {
      id: crypto.randomUUID(),
      organizationId: at.organizationId,
      assetType: asset.type,
      finishesAt: clock.after(durations.assetPublishes),
      errors: faults,
    };
    store.publications.set(publication.id, publication);
    if (faults.length === 0) publish({ ...asset, availableAt: publication.finishesAt });
    const link = `${originOf(c)}${new URL(c.req.url).pathname}/publication/status/${publication.id}`;
    return c.json({ publicationStatusLink: link }, 202);
  });

  app.get(`${path}/publication/status/:publicationId`, (c) => {
    const { organizationId, publicationId } = c.req.param();
    requireOrganization(store, c.get('principal'), organizationId, exchangeScopes.read, fail);
    const publication = store.publications.get(publicationId);
    if (publication?.organizationId !== organizationId) throw fail(404, 'Publication not found');
    return c.json(publicationView(publication, clock.now()));
  });

  // What may change after publishing. Only tags are kept: there are no pages, categories and custom fields here. The
  // path, the parts and the link are those of the CLI (CLI reference 3).
  app.patch(`${path}/mutabledata`, async (c) => {
    const { organizationId, ...at } = c.req.param();
    const asset = requireAsset(platform, c.get('principal'), at, exchangeScopes.write);
    const { texts } = await readParts(c, fail);
    const tags = texts.get('tags');
    if (tags !== undefined) asset.labels = listOf(tags);
    asset.updatedAt = clock.now();
    const finishesAt = clock.after(durations.assetPublishes);
    const change = { id: crypto.randomUUID(), organizationId, assetType: asset.type, finishesAt, errors: [] };
    store.publications.set(change.id, change);
    const publication = new URL(c.req.url).pathname.replace(/mutabledata$/, `publication/status/${change.id}`);
    return c.json({ mutableDataStatusLink: `${originOf(c)}${publication}` }, 202);
  });

  // The older way: the coordinates are parts, and there is one file (reference 6.1).
  app.post('/assets', async (c: Context<PlatformEnv>) => {
    const parts = await readParts(c, fail);
    const text = (name: string): string => requireText(parts, name);
    const organizationId = text('organizationId');
    requireOrganization(store, c.get('principal'), organizationId, exchangeScopes.write, fail);
    const content = currentParts(parts, text('classifier'));
    const at = { organizationId, groupId: text('groupId'), assetId: text('assetId'), version: text('version') };
    const asset = await assetFrom(content, at, clock.now());
    requirePublishable(store, asset);
    const faults = contentFaults(asset);
    if (faults.length > 0) throw fail(400, faults.join('; '));
    publish(asset);
    return c.json(minimalView(asset), 201);
  });

  app.get('/organizations/:organizationId/groups/:groupId/assets/:assetId/nextAvailableVersion', (c) => {
    const { organizationId, groupId, assetId } = c.req.param();
    requireOrganization(store, c.get('principal'), organizationId, exchangeScopes.read, fail);
    const order = c.req.query('versionOrder') ?? 'PATCH';
    if (!/^(MAJOR|MINOR|PATCH)$/.test(order)) throw fail(400, 'versionOrder: must be MAJOR, MINOR or PATCH');
    return c.json({ nextAvailableVersion: nextVersion(usedVersions(store, groupId, assetId), order) });
  });

  return app;
}

/** The parts of the older way as those of the one of today. */
function currentParts({ texts, files }: Parts, classifier: string): Parts {
  const known = legacyClassifiers[classifier];
  if (known === undefined) {
    throw fail(400, `classifier: must be one of ${Object.keys(legacyClassifiers).join(', ')}`);
  }
  const current: Parts = { texts: new Map([...texts, ['type', known.type]]), files: new Map() };
  for (const [old, now] of [
    ['apiVersion', 'properties.apiVersion'],
    ['main', 'properties.mainFile'],
    ['assetLink', 'properties.assetLink'],
  ] as const) {
    const value = texts.get(old);
    if (value !== undefined) current.texts.set(now, value);
  }
  const file = files.get('asset');
  if (file !== undefined) current.files.set(`files.${classifier}.${packagingOf(file, known.packaging)}`, file);
  return current;
}

function packagingOf(file: File, fallback: string): string {
  return /\.(zip|json|yaml|jar|raml)$/i.exec(file.name)?.[1]?.toLowerCase() ?? fallback;
}

function requireText(parts: Parts, name: string): string {
  const value = parts.texts.get(name);
  if (value === undefined || value.trim() === '') throw fail(400, `${name} is required`);
  return value;
}

async function filesOf(parts: Parts): Promise<AssetFile[]> {
  const files: AssetFile[] = [];
  for (const [name, file] of parts.files) {
    const [, classifier, packaging] = /^files\.([a-z0-9-]+)\.([a-z0-9]+)$/.exec(name) ?? [];
    if (classifier === undefined || packaging === undefined) {
      throw fail(400, `${name}: files are sent as files.<classifier>.<packaging>`);
    }
    const mainFile = parts.texts.get('properties.mainFile') ?? null;
    files.push({ classifier, packaging, mainFile, content: await bytesOf(file), key: hexId() });
  }
  return files;
}

/** What a POM says, when one was sent instead of the metadata. */
function pomText(files: readonly AssetFile[], element: string): string | undefined {
  const pom = files.find(({ classifier, packaging }) => classifier === 'pom' && packaging === 'xml');
  if (pom === undefined) return undefined;
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(Buffer.from(pom.content).toString('utf8'))?.[1];
}

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

async function assetFrom(parts: Parts, at: Coordinates, now: number): Promise<Asset> {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(at.version)) throw fail(400, `version: ${at.version} is not major.minor.patch`);
  if (!/^[\w.-]+$/.test(at.assetId)) throw fail(400, `assetId: ${at.assetId} has characters that are not allowed`);
  const { texts } = parts;
  const files = await filesOf(parts);
  const hasPom = files.some(({ classifier }) => classifier === 'pom');
  if (hasPom && texts.has('name')) throw fail(400, 'Metadata was sent both as fields and as a POM file');
  const name = hasPom ? (pomText(files, 'name') ?? at.assetId) : requireText(parts, 'name');
  const type = texts.get('type') ?? typeOfFiles(files);
  if (type === undefined) throw fail(400, 'type is required: no file tells it');
  if (!assetTypes.includes(type)) throw fail(400, `type: ${type} is not known`);
  const parsedStatus = status.safeParse(texts.get('status') ?? 'published');
  if (!parsedStatus.success) throw fail(400, 'status: must be development or published');
  const isApi = apiTypes.includes(type);
  if (isApi && !texts.has('properties.apiVersion')) throw fail(400, `properties.apiVersion is required for ${type}`);
  if (files.some(({ classifier, packaging }) => packaging === 'zip' && /^(oas|raml)$/.test(classifier))) {
    requireText(parts, 'properties.mainFile');
  }
  if (/^(rest|soap)-api$/.test(type) && files.length === 0 && !texts.has('properties.assetLink')) {
    throw fail(400, `A ${type} needs a file with its specification`);
  }
  return {
    ...at,
    name,
    type,
    description: texts.get('description') ?? '',
    status: parsedStatus.data,
    versionGroup: isApi ? requireText(parts, 'properties.apiVersion') : '',
    assetLink: texts.get('properties.assetLink') ?? null,
    labels: [...listOf(texts.get('tags')), ...listOf(texts.get('keywords'))],
    files,
    createdAt: now,
    updatedAt: now,
    availableAt: now,
  };
}

function majorOf(version: string): string {
  return version.split('.')[0] ?? '';
}

function usedVersions(store: Store, groupId: string, assetId: string): string[] {
  const prefix = `${groupId}/${assetId}/`;
  return [...store.assets.keys(), ...store.retiredAssets]
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
}

function nextVersion(used: readonly string[], order: string): string {
  const newest = [...used].sort(compareVersions).at(-1);
  if (newest === undefined) return '1.0.0';
  const [major = 0, minor = 0, patch = 0] = newest.split('.').map((part) => Number.parseInt(part, 10));
  if (order === 'MAJOR') return `${major + 1}.0.0`;
  return order === 'MINOR' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** The rules about versions (reference 6.1); which of them answers 400 and which 409 is ours. */
function requirePublishable(store: Store, { groupId, assetId, version, type, versionGroup }: Asset): void {
  const key = assetKey(groupId, assetId, version);
  if (store.assets.has(key)) throw fail(409, `Asset ${key} already exists`);
  if (store.retiredAssets.has(key)) throw fail(409, `Asset ${key} was deleted and its version cannot be used again`);
  const others = [...store.assets.values()].filter((one) => one.groupId === groupId && one.assetId === assetId);
  for (const other of others) {
    if (other.type !== type) throw fail(409, `Asset ${groupId}/${assetId} is of type ${other.type}, not ${type}`);
    const sameMajor = majorOf(other.version) === majorOf(version);
    if (sameMajor && type === 'http-api') {
      throw fail(400, `Every new version of an HTTP API is a new major version: ${other.version} exists already`);
    }
    if (!sameMajor && apiTypes.includes(type) && other.versionGroup === versionGroup) {
      throw fail(
        409,
        `properties.apiVersion ${versionGroup} belongs to version ${other.version}: a new major version needs another`,
      );
    }
  }
}

/** [dx:exchange docs]: `running`, then `completed` or `error`. */
function publicationView({ finishesAt, errors, assetType }: Publication, now: number) {
  const outcome = errors.length > 0 ? 'error' : 'completed';
  const status = now < finishesAt ? 'running' : outcome;
  const shown = status === 'error' ? errors : [];
  return {
    status,
    assetType,
    steps: [
      { description: 'Metadata validation', status: 'completed', errors: [] },
      { description: 'Files processing', status, errors: shown, ...(status === 'error' ? { statusCode: 400 } : {}) },
    ],
  };
}
