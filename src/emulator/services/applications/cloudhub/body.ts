import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import type { Platform } from '../../../core/platform.ts';
import { isMultipart, readJson, readParts } from '../../../core/requests.ts';
import { type Artifact, artifactCoordinates, artifactInExchange, parseJson, readArtifact } from '../artifacts.ts';
import { isWorkerType, muleVersions, regions } from './catalog.ts';
import { cloudHubError as fail } from './errors.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const amount = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).refine((n) => n >= 1 && n <= 8, {
  message: 'must be from 1 to 8',
});

/**
 * The settings of an application, all of them optional [docs/platform/applications.md#upload]. The CLI sends the amount
 * of workers as a string.
 */
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

const sourceBody = z.looseObject({ source: z.enum(['EXCHANGE', 'SANDBOX']), ...artifactCoordinates });

/** A request to create or change an application, in any of its forms. */
export interface ApplicationRequest {
  info: z.output<typeof infoBody>;
  artifact: Artifact | undefined;
  autoStart: boolean;
}

function artifactOf(platform: Platform, sent: unknown): Artifact | undefined {
  if (sent === undefined) return undefined;
  const parsed = sourceBody.safeParse(sent);
  if (!parsed.success) throw fail(400, 'applicationSource: source, groupId, artifactId and version are required');
  const { groupId = '', artifactId = '', version = '' } = parsed.data;
  const artifact = artifactInExchange(platform, { groupId, artifactId, version }, 'app');
  if (artifact === undefined) {
    throw fail(400, `No application ${groupId}/${artifactId}/${version} was found in Exchange`);
  }
  return artifact;
}

/**
 * Reads the multipart form of the official clients, that of the document, and JSON
 * [docs/platform/applications.md#upload]. @throws PlatformError 400
 */
export async function readApplication(c: Call): Promise<ApplicationRequest> {
  let sent: { info: unknown; source: unknown; autoStart: unknown; file?: File | undefined };
  if (isMultipart(c)) {
    const { texts, files } = await readParts(c, fail);
    const name = texts.has('applicationInfo') ? 'applicationInfo' : 'appInfoJson';
    sent = {
      info: parseJson(texts.get(name), name, fail) ?? {},
      source: parseJson(texts.get('applicationSource'), 'applicationSource', fail),
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
  const artifact =
    sent.file === undefined ? artifactOf(c.var.platform, sent.source) : await readArtifact(sent.file, fail);
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
