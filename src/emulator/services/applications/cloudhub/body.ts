import type { Context } from 'hono';
import * as z from 'zod';
import { cloudHubError as fail } from '../../../core/errors.ts';
import type { Platform } from '../../../core/platform.ts';
import { bytesOf, isMultipart, isZip, readJson, readParts } from '../../../core/requests.ts';
import { findAsset } from '../../exchange/access.ts';
import { isWorkerType, muleVersions, regions } from './catalog.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const amount = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).refine((n) => n >= 1 && n <= 8, {
  message: 'must be from 1 to 8',
});

/** What is said about an application, all of it optional (reference 7); the CLI sends the amount as text. */
const infoBody = z.looseObject({
  domain: z.string().optional(),
  muleVersion: z.looseObject({ version: z.string() }).optional(),
  region: z.string().optional(),
  workers: z
    .looseObject({ amount: amount.optional(), type: z.looseObject({ name: z.string().optional() }).optional() })
    .optional(),
  properties: z.record(z.string(), scalar).optional(),
  propertiesOptions: z.record(z.string(), z.looseObject({ secure: z.boolean().optional() })).nullish(),
  loggingNgEnabled: z.boolean().optional(),
  monitoringEnabled: z.boolean().optional(),
  monitoringAutoRestart: z.boolean().optional(),
  persistentQueues: z.boolean().optional(),
  objectStoreV1: z.boolean().optional(),
});

const sourceBody = z.looseObject({
  source: z.enum(['EXCHANGE', 'SANDBOX']),
  groupId: z.string().optional(),
  artifactId: z.string().optional(),
  version: z.string().optional(),
});

/** A JAR, wherever it came from. */
export interface Artifact {
  fileName: string;
  file: Uint8Array<ArrayBuffer>;
}

/** A request about an application, in whichever of its forms it was sent. */
export interface ApplicationRequest {
  info: z.output<typeof infoBody>;
  artifact: Artifact | undefined;
  autoStart: boolean;
}

/** A JAR that was uploaded; what is not a ZIP archive is refused. */
export async function readArtifact(file: File): Promise<Artifact> {
  const content = await bytesOf(file);
  if (!isZip(content)) throw fail(400, `The file ${file.name} is not a valid Mule application: it is not a JAR`);
  return { fileName: file.name, file: content };
}

function parseJson(text: string | undefined, name: string): unknown {
  if (text === undefined) return {};
  try {
    return JSON.parse(text);
  } catch {
    throw fail(400, `${name} is not valid JSON`);
  }
}

function artifactOf({ store, clock }: Platform, sent: unknown): Artifact | undefined {
  if (sent === undefined) return undefined;
  const parsed = sourceBody.safeParse(sent);
  if (!parsed.success) throw fail(400, 'applicationSource: source, groupId, artifactId and version are required');
  const { groupId = '', artifactId = '', version = '' } = parsed.data;
  const asset = findAsset(store, clock.now(), groupId, artifactId, version);
  const file = asset?.type === 'app' ? asset.files.find(({ packaging }) => packaging === 'jar') : undefined;
  if (file === undefined) {
    throw fail(400, `No application ${groupId}/${artifactId}/${version} was found in Exchange`);
  }
  return { fileName: `${artifactId}-${version}-mule-application.jar`, file: file.content };
}

/** Both multipart forms, that of the official clients and that of the document, and JSON (reference 7). */
export async function readApplication(platform: Platform, c: Context): Promise<ApplicationRequest> {
  let sent: { info: unknown; source: unknown; autoStart: unknown; file?: File | undefined };
  if (isMultipart(c)) {
    const { texts, files } = await readParts(c, fail);
    const name = texts.has('applicationInfo') ? 'applicationInfo' : 'appInfoJson';
    const source = texts.get('applicationSource');
    sent = {
      info: parseJson(texts.get(name), name),
      source: source === undefined ? undefined : parseJson(source, 'applicationSource'),
      autoStart: texts.get('autoStart'),
      file: files.get('file'),
    };
  } else {
    const body = z.record(z.string(), z.unknown()).safeParse(await readJson(c, fail));
    if (!body.success) throw fail(400, 'The request body must be an object');
    const { applicationInfo, applicationSource, autoStart, ...plain } = body.data;
    sent = { info: applicationInfo ?? plain, source: applicationSource, autoStart };
  }
  const parsed = infoBody.safeParse(sent.info);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw fail(400, `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const artifact = sent.file === undefined ? artifactOf(platform, sent.source) : await readArtifact(sent.file);
  checkInfo(parsed.data);
  return { info: parsed.data, artifact, autoStart: String(sent.autoStart ?? 'true') === 'true' };
}

function checkInfo({ muleVersion, region, workers }: z.output<typeof infoBody>): void {
  if (muleVersion !== undefined && !muleVersions.some(({ version }) => version === muleVersion.version)) {
    throw fail(400, `Mule version ${muleVersion.version} is not available`);
  }
  if (region !== undefined && !regions.some(({ id }) => id === region)) {
    throw fail(400, `Region ${region} is not available`);
  }
  const type = workers?.type?.name;
  if (type !== undefined && !isWorkerType(type)) throw fail(400, `Worker type ${type} is not available`);
}
