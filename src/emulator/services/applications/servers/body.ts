import type { Context } from 'hono';
import * as z from 'zod';
import { armError } from '../../../core/errors.ts';
import type { Platform } from '../../../core/platform.ts';
import { bytesOf, isMultipart, isZip, readJson, readParts } from '../../../core/requests.ts';
import { findAsset } from '../../exchange/access.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const configurationBody = z.looseObject({
  'mule.agent.application.properties.service': z
    .looseObject({ properties: z.record(z.string(), scalar).optional() })
    .optional(),
});

const jsonBody = z.looseObject({
  artifactName: z.string().optional(),
  targetId: z.union([z.string(), z.int()]).optional(),
  configuration: z.unknown().optional(),
  applicationSource: z.looseObject({ source: z.string() }).optional(),
});

const sourceBody = z.looseObject({
  source: z.enum(['EXCHANGE', 'HYBRID']),
  groupId: z.string().optional(),
  artifactId: z.string().optional(),
  version: z.string().optional(),
  id: z.int().optional(),
});

/** A JAR of an application on servers. */
export interface ArmArtifact {
  fileName: string;
  file: Uint8Array<ArrayBuffer>;
}

/** An application as it was sent, as a form or as JSON (reference 3.5). */
export interface ArmApplicationRequest {
  artifactName: string | undefined;
  targetId: unknown;
  artifact: ArmArtifact | undefined;
  /** undefined when none were sent: those there are then stay */
  properties: Record<string, string> | undefined;
}

function parsed(text: string | undefined, name: string): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw armError(400, `${name} is not valid JSON`);
  }
}

function propertiesOf(sent: unknown): Record<string, string> | undefined {
  if (sent === undefined || sent === null) return undefined;
  const configuration = configurationBody.safeParse(typeof sent === 'string' ? parsed(sent, 'configuration') : sent);
  if (!configuration.success) throw armError(400, 'configuration: properties must be an object of texts');
  return configuration.data['mule.agent.application.properties.service']?.properties;
}

function fromSource({ store, clock }: Platform, sent: unknown): ArmArtifact | undefined {
  if (sent === undefined) return undefined;
  const source = sourceBody.safeParse(sent);
  if (!source.success) throw armError(400, 'applicationSource: source must be EXCHANGE or HYBRID');
  const { groupId = '', artifactId = '', version = '', id } = source.data;
  if (source.data.source === 'HYBRID') {
    const stored = id === undefined ? undefined : store.hybridApplications.get(id)?.deployed;
    if (stored === undefined) throw armError(404, 'artifact not found');
    return { fileName: stored.fileName, file: stored.file };
  }
  const asset = findAsset(store, clock.now(), groupId, artifactId, version);
  const file = asset?.files.find(({ packaging }) => packaging === 'jar');
  if (file === undefined) throw armError(400, `No application ${groupId}:${artifactId}:${version} in Exchange`);
  return { fileName: `${artifactId}-${version}-mule-application.jar`, file: file.content };
}

/** The body of a deployment in any of its forms; a file that is not a ZIP archive is refused. */
export async function readArmApplication(platform: Platform, c: Context): Promise<ArmApplicationRequest> {
  if (!isMultipart(c)) {
    const body = jsonBody.safeParse(await readJson(c, armError));
    if (!body.success) throw armError(400, 'The request body is not an application');
    const { artifactName, targetId, configuration, applicationSource } = body.data;
    const artifact = fromSource(platform, applicationSource);
    return { artifactName, targetId, artifact, properties: propertiesOf(configuration) };
  }
  const { texts, files } = await readParts(c, armError);
  const file = files.get('file');
  let artifact = fromSource(platform, parsed(texts.get('applicationSource'), 'applicationSource'));
  if (file !== undefined) {
    const content = await bytesOf(file);
    if (!isZip(content)) throw armError(400, `The file ${file.name} is not a valid Mule application: it is not a JAR`);
    artifact = { fileName: file.name, file: content };
  }
  return {
    artifactName: texts.get('artifactName'),
    targetId: texts.get('targetId'),
    artifact,
    properties: propertiesOf(texts.get('configuration')),
  };
}
