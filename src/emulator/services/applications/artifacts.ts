import * as z from 'zod';
import type { Fail } from '../../core/errors.ts';
import type { Platform } from '../../core/platform.ts';
import { bytesOf, isZip } from '../../core/requests.ts';
import { findAsset } from '../exchange/index.ts';

/** A JAR from any source. */
export interface Artifact {
  fileName: string;
  file: Uint8Array<ArrayBuffer>;
}

/** An uploaded JAR. @throws PlatformError 400 when it is not a ZIP archive */
export async function readArtifact(file: File, fail: Fail): Promise<Artifact> {
  const content = await bytesOf(file);
  if (!isZip(content)) throw fail(400, `The file ${file.name} is not a valid Mule application: it is not a JAR`);
  return { fileName: file.name, file: content };
}

/** Coordinates of an application in Exchange, in a body. */
export const artifactCoordinates = {
  groupId: z.string().optional(),
  artifactId: z.string().optional(),
  version: z.string().optional(),
};

/** The JAR of an asset in Exchange, if there is one; `type` is the required type of the asset. */
export function artifactInExchange(
  platform: Platform,
  { groupId, artifactId, version }: { groupId: string; artifactId: string; version: string },
  type?: string,
): Artifact | undefined {
  const asset = findAsset(platform, { groupId, assetId: artifactId, version });
  if (type !== undefined && asset?.type !== type) return undefined;
  const file = asset?.files.find(({ packaging }) => packaging === 'jar');
  return file && { fileName: `${artifactId}-${version}-mule-application.jar`, file: file.content };
}

/** A JSON part of a form; undefined when it was not sent. @throws PlatformError 400 */
export function parseJson(text: string | undefined, name: string, fail: Fail): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw fail(400, `${name} is not valid JSON`);
  }
}
