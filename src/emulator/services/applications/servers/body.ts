import * as z from 'zod';
import type { Call } from '../../../core/call.ts';
import type { Platform } from '../../../core/platform.ts';
import { isMultipart, readBody, readParts, validated } from '../../../core/requests.ts';
import { armError as fail, idInBody } from '../../runtime/index.ts';
import { type Artifact, artifactCoordinates, artifactInExchange, parseJson, readArtifact } from '../artifacts.ts';
import { hybridApplications } from './application.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const propertiesService = 'mule.agent.application.properties.service';

/** What is configured for other services of the agent is kept as it is. */
const configurationBody = z.looseObject({
  [propertiesService]: z
    .strictObject({ applicationName: z.string().nullish(), properties: z.record(z.string(), scalar).nullish() })
    .nullish(),
});

const sourceBody = z.strictObject({
  source: z.enum(['EXCHANGE', 'HYBRID']),
  ...artifactCoordinates,
  id: idInBody.nullish(),
});

/** A request as JSON; a form has the same members as texts, and the JAR. */
const requestBody = z.strictObject({
  artifactName: z.string().optional(),
  targetId: idInBody.optional(),
  configuration: configurationBody.nullish(),
  applicationSource: sourceBody.optional(),
});

/** The CLI restarts an application with a form that only repeats its id [docs/platform/cli.md#applications-on-servers]. */
const formBody = requestBody.extend({ id: z.string().optional() });

/** A request to deploy an application, from a form or JSON [docs/platform/applications.md#on-servers]. */
export interface ApplicationRequest {
  artifactName: string | undefined;
  targetId: number | undefined;
  artifact: Artifact | undefined;
  /** undefined when none were sent, which keeps the current ones */
  properties: Record<string, string> | undefined;
  /** what was configured for other services of the agent */
  configuration: Record<string, unknown>;
}

function fromSource(platform: Platform, sent: z.output<typeof sourceBody> | undefined): Artifact | undefined {
  if (sent === undefined) return undefined;
  const { groupId = '', artifactId = '', version = '', id } = sent;
  if (sent.source === 'HYBRID') {
    const stored = id == null ? undefined : platform.store.of(hybridApplications).get(id)?.deployed;
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
    const body = await readBody(c, requestBody, fail);
    return requestOf(body, fromSource(c.var.platform, body.applicationSource));
  }
  const { texts, files } = await readParts(c, fail);
  const sent: Record<string, unknown> = Object.fromEntries(texts);
  for (const name of ['applicationSource', 'configuration']) {
    if (texts.has(name)) sent[name] = parseJson(texts.get(name), name, fail);
  }
  const body = validated(formBody, sent, fail);
  const file = files.get('file');
  const source = fromSource(c.var.platform, body.applicationSource);
  return requestOf(body, file === undefined ? source : await readArtifact(file, fail));
}

function requestOf(
  { artifactName, targetId, configuration }: z.output<typeof requestBody>,
  artifact: Artifact | undefined,
): ApplicationRequest {
  const { [propertiesService]: own, ...others } = configuration ?? {};
  return { artifactName, targetId, artifact, properties: own?.properties ?? undefined, configuration: others };
}
