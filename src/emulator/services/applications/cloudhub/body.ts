import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import type { Platform } from '../../../core/platform.ts';
import { isMultipart, readBody, readParts, validated } from '../../../core/requests.ts';
import { type Artifact, artifactCoordinates, artifactInExchange, parseJson, readArtifact } from '../artifacts.ts';
import { isWorkerType, muleVersions, regions } from './catalog.ts';
import { cloudHubError as fail } from './errors.ts';

/** The value of a property. */
export const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Members that the platform sets by itself: clients that change an application send back all that they have read. */
function setByPlatform<const Names extends readonly string[]>(names: Names) {
  // The keys are the names.
  return Object.fromEntries(names.map((name) => [name, z.unknown().optional()])) as Record<
    Names[number],
    z.ZodOptional<z.ZodUnknown>
  >;
}

/** How many workers, also as text. */
export const amount = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).refine((n) => n >= 1 && n <= 8, {
  message: 'must be from 1 to 8',
});

/**
 * The settings of an application, all of them optional [docs/platform/applications.md#upload]. The CLI sends the amount
 * of workers as a string.
 */
const infoBody = z.strictObject({
  domain: z.string().optional(),
  description: z.string().optional(),
  fileName: z.string().optional(),
  muleVersion: z
    .strictObject({
      version: z.string(),
      updateId: z.string().nullish(),
      ...setByPlatform([
        'latestUpdateId',
        'updateVersion',
        'releaseChannel',
        'javaVersion',
        'endOfSupportDate',
        'endOfLifeDate',
      ]),
    })
    .optional(),
  region: z.string().optional(),
  workers: z
    .strictObject({
      amount: amount.optional(),
      // The name says the size; clients repeat the rest.
      type: z
        .strictObject({
          name: z.string().optional(),
          weight: z.number().optional(),
          cpu: z.string().optional(),
          memory: z.string().optional(),
        })
        .optional(),
      ...setByPlatform(['remainingOrgWorkers', 'totalOrgWorkers']),
    })
    .optional(),
  properties: z.record(z.string(), scalar).optional(),
  propertiesOptions: z.record(z.string(), z.strictObject({ secure: z.boolean().optional() })).nullish(),
  loggingCustomLog4JEnabled: z.boolean().optional(),
  loggingNgEnabled: z.boolean().optional(),
  logLevels: z
    .array(z.strictObject({ level: z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR']), packageName: z.string() }))
    .optional(),
  monitoringEnabled: z.boolean().optional(),
  monitoringAutoRestart: z.boolean().optional(),
  persistentQueues: z.boolean().optional(),
  persistentQueuesEncrypted: z.boolean().optional(),
  objectStoreV1: z.boolean().optional(),
  staticIPsEnabled: z.boolean().optional(),
  trackingSettings: z
    .strictObject({ trackingLevel: z.enum(['DISABLED', 'METADATA', 'METADATA_AND_REPLAY']) })
    .optional(),
  ...setByPlatform([
    'fullDomain',
    'dataPlaneUrl',
    'status',
    'deploymentUpdateStatus',
    'versionId',
    'hasFile',
    'lastUpdateTime',
    'workerStatuses',
    'previousMuleVersion',
    'ipAddresses',
    'deploymentId',
    'userId',
    'userName',
    'multitenanted',
    'tenants',
    'secureDataGatewayEnabled',
    'vpnEnabled',
    'persistentQueuesEncryptionEnabled',
  ]),
});

const sourceBody = z.strictObject({
  source: z.enum(['EXCHANGE', 'SANDBOX']),
  ...artifactCoordinates,
  fileChecksum: z.string().nullish(),
  fileSource: z.string().nullish(),
});

/** A request to create or change an application, in any of its forms. */
export interface ApplicationRequest {
  info: z.output<typeof infoBody>;
  artifact: Artifact | undefined;
  autoStart: boolean;
}

function artifactOf(platform: Platform, sent: unknown): Artifact | undefined {
  if (sent === undefined) return undefined;
  const { groupId = '', artifactId = '', version = '' } = validated(sourceBody, sent, fail);
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
    const known = [name, 'applicationSource', 'autoStart', 'file'];
    requireNothingElse([...texts.keys(), ...files.keys()].filter((one) => !known.includes(one)));
    sent = {
      info: parseJson(texts.get(name), name, fail) ?? {},
      source: parseJson(texts.get('applicationSource'), 'applicationSource', fail),
      autoStart: texts.get('autoStart'),
      file: files.get('file'),
    };
  } else {
    const body = await readBody(c, z.record(z.string(), z.unknown()), fail);
    const { applicationInfo, applicationSource, autoStart, ...plain } = body;
    if (applicationInfo !== undefined) requireNothingElse(Object.keys(plain));
    sent = { info: applicationInfo ?? plain, source: applicationSource, autoStart };
  }
  const info = validated(infoBody, sent.info, fail);
  const artifact =
    sent.file === undefined ? artifactOf(c.var.platform, sent.source) : await readArtifact(sent.file, fail);
  checkInfo(info);
  const autoStart = validated(autoStartBody, sent.autoStart ?? true, fail);
  return { info, artifact, autoStart };
}

const autoStartBody = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')],
  'autoStart must be boolean',
);

function requireNothingElse(names: readonly string[]): void {
  if (names.length > 0) throw fail(400, `Unrecognized field: ${names.join(', ')}`);
}

/** Refuses versions, regions and worker types that there are not. @throws PlatformError 400 */
export function checkInfo({ muleVersion, region, workers }: z.output<typeof infoBody>): void {
  if (muleVersion !== undefined && !muleVersions.some(({ version }) => version === muleVersion.version)) {
    throw fail(400, `Mule version ${muleVersion.version} is not available`);
  }
  if (region !== undefined && !regions.some(({ id }) => id === region)) {
    throw fail(400, `Region ${region} is not available`);
  }
  const type = workers?.type?.name;
  if (type !== undefined && !isWorkerType(type)) throw fail(400, `Worker type ${type} is not available`);
}
