import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import type { Platform } from '../../../core/platform.ts';
import { isMultipart, readJson, readParts } from '../../../core/requests.ts';
import { armError as fail } from '../../runtime/index.ts';
import { type Artifact, artifactCoordinates, artifactInExchange, parseJson, readArtifact } from '../artifacts.ts';
import { hybridApplications } from './application.ts';

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
  ...artifactCoordinates,
  id: z.int().optional(),
});

/** A request to deploy an application, from a form or JSON [docs/platform/applications.md#on-servers]. */
export interface ApplicationRequest {
  artifactName: string | undefined;
  targetId: unknown;
  artifact: Artifact | undefined;
  /** undefined when none were sent, which keeps the current ones */
  properties: Record<string, string> | undefined;
}

function propertiesOf(sent: unknown): Record<string, string> | undefined {
  if (sent === undefined || sent === null) return undefined;
  const configuration = configurationBody.safeParse(
    typeof sent === 'string' ? parseJson(sent, 'configuration', fail) : sent,
  );
  if (!configuration.success) throw fail(400, 'configuration: properties must be an object with string values');
  return configuration.data['mule.agent.application.properties.service']?.properties;
}

function fromSource(platform: Platform, sent: unknown): Artifact | undefined {
  if (sent === undefined) return undefined;
  const source = sourceBody.safeParse(sent);
  if (!source.success) throw fail(400, 'applicationSource: source must be EXCHANGE or HYBRID');
  const { groupId = '', artifactId = '', version = '', id } = source.data;
  if (source.data.source === 'HYBRID') {
    const stored = id === undefined ? undefined : platform.store.of(hybridApplications).get(id)?.deployed;
    if (stored === undefined) throw fail(404, 'artifact not found');
    return { fileName: stored.fileName, file: stored.file };
  }
  const artifact = artifactInExchange(platform, { groupId, artifactId, version });
  if (artifact === undefined) throw fail(400, `No application ${groupId}:${artifactId}:${version} in Exchange`);
  return artifact;
}

/** Reads the body of a deployment in any of its forms. @throws PlatformError */
export async function readApplication(c: Call): Promise<ApplicationRequest> {
  if (!isMultipart(c)) {
    const body = jsonBody.safeParse(await readJson(c, fail));
    if (!body.success) throw fail(400, 'The request body is not an application');
    const { artifactName, targetId, configuration, applicationSource } = body.data;
    const artifact = fromSource(c.var.platform, applicationSource);
    return { artifactName, targetId, artifact, properties: propertiesOf(configuration) };
  }
  const { texts, files } = await readParts(c, fail);
  const file = files.get('file');
  const sent = parseJson(texts.get('applicationSource'), 'applicationSource', fail);
  const source = fromSource(c.var.platform, sent);
  const artifact = file === undefined ? source : await readArtifact(file, fail);
  return {
    artifactName: texts.get('artifactName'),
    targetId: texts.get('targetId'),
    artifact,
    properties: propertiesOf(texts.get('configuration')),
  };
}
