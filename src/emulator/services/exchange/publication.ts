import * as z from 'zod';
import { hexId } from '../../core/platform.ts';
import { bytesOf, type Parts } from '../../core/requests.ts';
import type { Coordinates } from './asset.ts';
import { apiTypes, assetTypes, typeFromFiles } from './content.ts';
import { exchangeError as fail } from './errors.ts';
import type { Asset, AssetFile } from './model.ts';

const status = z.enum(['development', 'published']);

/** Classifiers of the older publishing API, with the current type and packaging [docs/platform/exchange.md#publish]. */
const legacyClassifiers: Readonly<Record<string, { type: string; packaging: string }>> = {
  raml: { type: 'rest-api', packaging: 'zip' },
  oas: { type: 'rest-api', packaging: 'zip' },
  wsdl: { type: 'soap-api', packaging: 'zip' },
  http: { type: 'http-api', packaging: '' },
  custom: { type: 'custom', packaging: 'zip' },
  'raml-fragment': { type: 'raml-fragment', packaging: 'zip' },
};

/** Converts the parts of the older publishing API to the current ones. @throws PlatformError */
export function fromLegacyParts({ texts, files }: Parts, classifier: string): Parts {
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

/** A required text part. @throws PlatformError 400 */
export function requireText(parts: Parts, name: string): string {
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

/** The text of an element of the POM, if a POM was sent instead of metadata. */
function pomText(files: readonly AssetFile[], element: string): string | undefined {
  const pom = files.find(({ classifier, packaging }) => classifier === 'pom' && packaging === 'xml');
  if (pom === undefined) return undefined;
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(Buffer.from(pom.content).toString('utf8'))?.[1];
}

/** The items of a comma-separated list. */
export function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** The asset that the parts of a request describe; it is not published yet. @throws PlatformError 400 */
export async function assetFrom(
  parts: Parts,
  at: Coordinates & { organizationId: string },
  now: number,
): Promise<Asset> {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(at.version)) throw fail(400, `version: ${at.version} is not major.minor.patch`);
  if (!/^[\w.-]+$/.test(at.assetId)) throw fail(400, `assetId: ${at.assetId} has characters that are not allowed`);
  const { texts } = parts;
  const files = await filesOf(parts);
  const hasPom = files.some(({ classifier }) => classifier === 'pom');
  if (hasPom && texts.has('name')) throw fail(400, 'Metadata was sent both as fields and as a POM file');
  const name = hasPom ? (pomText(files, 'name') ?? at.assetId) : requireText(parts, 'name');
  const type = texts.get('type') ?? typeFromFiles(files);
  if (type === undefined) throw fail(400, 'type is required: it does not follow from a file');
  if (!assetTypes.includes(type)) throw fail(400, `type: ${type} is unknown`);
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
