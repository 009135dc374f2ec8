import { hexId } from '../../core/platform.ts';
import { bytesOf, type Parts } from '../../core/requests.ts';
import type { Coordinates } from './asset.ts';
import { apiTypes, assetTypes, typeFromFiles } from './content.ts';
import { exchangeError as fail } from './errors.ts';
import type { Asset, AssetFile } from './model.ts';

const statuses = ['development', 'published'] as const;

/** The text parts of a publication, beside those that start with `properties.`, `fields.` or `categories.`. */
const knownTexts = [
  'name',
  'description',
  'type',
  'status',
  'tags',
  'keywords',
  'dependencies',
  'contactName',
  'contactEmail',
];

/** The text parts of the older publishing API. */
const legacyTexts = [
  'organizationId',
  'groupId',
  'assetId',
  'version',
  'apiVersion',
  'main',
  'classifier',
  'assetLink',
];

const groups = ['properties', 'fields', 'categories'] as const;

/** Changes what may change after publishing: tags, categories and custom fields. @throws PlatformError 400 */
export function changeMutableData(asset: Asset, sent: Parts): void {
  const refused = [...sent.texts.keys(), ...sent.files.keys()].find(
    (name) => !/^(tags$|fields\.|categories\.)/.test(name),
  );
  if (refused !== undefined) throw fail(400, `Unrecognized field: ${refused}`);
  const tags = sent.texts.get('tags');
  if (tags !== undefined) asset.labels = listOf(tags);
  const { dependencies = [], properties = {}, fields, categories } = asset.parts ?? {};
  asset.parts = {
    dependencies,
    properties,
    fields: { ...fields, ...textsOf(sent, 'fields') },
    categories: { ...categories, ...textsOf(sent, 'categories') },
  };
}

/** Refuses parts that no field of an asset takes. @throws PlatformError 400 */
function requireKnownTexts({ texts }: Parts): void {
  for (const name of texts.keys()) {
    const group = groups.find((one) => name.startsWith(`${one}.`));
    if (group === undefined && !knownTexts.includes(name)) throw fail(400, `Unrecognized field: ${name}`);
  }
}

/** The parts `group.name`, by name; those that become members of the asset by themselves are left out. */
function textsOf({ texts }: Parts, group: (typeof groups)[number]): Record<string, string> {
  const own = ['properties.apiVersion', 'properties.mainFile', 'properties.assetLink'];
  const inGroup = [...texts].filter(([name]) => name.startsWith(`${group}.`) && !own.includes(name));
  return Object.fromEntries(inGroup.map(([name, value]) => [name.slice(group.length + 1), value]));
}

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
  const own = [...texts].filter(([name]) => !legacyTexts.includes(name));
  const current: Parts = { texts: new Map([...own, ['type', known.type]]), files: new Map() };
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
    const [, classifier, sent] = /^files\.([a-z0-9-]+)(?:\.([a-z0-9]+))?$/.exec(name) ?? [];
    if (classifier === undefined) throw fail(400, `${name}: files are sent as files.<classifier>.<packaging>`);
    // `files.pom` alone is taken as well [docs/platform/exchange.md#publish].
    const packaging = sent ?? (classifier === 'pom' ? 'xml' : packagingOf(file, 'zip'));
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
function listOf(text: string | undefined): string[] {
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
  if (!assetTypes.some((known) => known === type)) throw fail(400, `type: ${type} is unknown`);
  const sentStatus = texts.get('status') ?? 'published';
  const status = statuses.find((one) => one === sentStatus);
  if (status === undefined) throw fail(400, 'status: must be development or published');
  requireKnownTexts(parts);
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
    status,
    versionGroup: isApi ? requireText(parts, 'properties.apiVersion') : '',
    assetLink: texts.get('properties.assetLink') ?? null,
    labels: [...listOf(texts.get('tags')), ...listOf(texts.get('keywords'))],
    contactName: texts.get('contactName'),
    contactEmail: texts.get('contactEmail'),
    parts: {
      dependencies: listOf(texts.get('dependencies')),
      properties: textsOf(parts, 'properties'),
      fields: textsOf(parts, 'fields'),
      categories: textsOf(parts, 'categories'),
    },
    files,
    createdAt: now,
    updatedAt: now,
    availableAt: now,
  };
}
