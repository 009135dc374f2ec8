import * as z from 'zod';
import type { Platform } from '../../../core/platform.ts';
import { isRecord } from '../../../core/requests.ts';
import { findAsset } from '../../exchange/index.ts';
import type { AmcDeployment } from '../model.ts';
import { amcError as fail } from './errors.ts';
import { deploymentSettings } from './settings-body.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const propertyMap = z.record(z.string(), z.union([scalar, z.null()]));

/** The member of `configuration` that holds the properties of an application [docs/platform/cloudhub-2.md#create]. */
export const propertiesService = 'mule.agent.application.properties.service';

const refBody = z.strictObject({
  groupId: z.string(),
  artifactId: z.string(),
  version: z.string(),
  packaging: z.string().default('jar'),
  classifier: z.string().nullish(),
  type: z.string().nullish(),
});

/** The largest size is 4 vCores [docs/platform/cloudhub-2.md#sizes-and-limits]; the CLI sends a text. */
const vCores = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/, 'must be a number')])
  .refine((sent) => Number(sent) > 0 && Number(sent) <= 4, 'must be > 0 and <= 4');

const applicationBody = z.strictObject({
  ref: refBody.optional(),
  desiredState: z.enum(['STARTED', 'STOPPED']).optional(),
  // What is configured for other services of the runtime is kept as it is.
  configuration: z
    .looseObject({
      [propertiesService]: z
        .strictObject({
          applicationName: z.string().nullish(),
          properties: propertyMap.nullish(),
          secureProperties: propertyMap.nullish(),
          // The document has both spellings.
          secureproperties: propertyMap.nullish(),
        })
        .optional(),
      'mule.agent.logging.service': z.record(z.string(), z.unknown()).nullish(),
      'mule.agent.scheduling.service': z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  vCores: vCores.nullish(),
  assets: z.array(z.unknown()).nullish(),
  resourceAssets: z.record(z.string(), z.unknown()).nullish(),
  integrations: z
    .strictObject({
      services: z
        .strictObject({ objectStoreV2: z.strictObject({ enabled: z.boolean().nullish() }).nullish() })
        .nullish(),
    })
    .nullish(),
  objectStoreV2Enabled: z.boolean().nullish(),
  // What the service adds by itself; clients send back what they have read.
  status: z.string().nullish(),
});

/** At most 8 replicas, 16 in the higher packages [docs/platform/cloudhub-2.md#sizes-and-limits]. */
const replicas = z
  .union([z.int(), z.string().regex(/^\d+$/, 'must be integer').transform(Number)])
  .refine((sent) => sent >= 1 && sent <= 16, 'must be >= 1 and <= 16');

const targetBody = z.strictObject({
  provider: z.literal('MC').optional(),
  targetId: z.string().toLowerCase().optional(),
  replicas: replicas.nullish(),
  deploymentSettings: deploymentSettings.nullish(),
});

/** A new deployment, or the parts of one that a PATCH changes [docs/platform/cloudhub-2.md#update]. */
export const deploymentBody = z.strictObject({
  name: z.string().optional(),
  labels: z.array(z.string()).nullish(),
  application: applicationBody.optional(),
  target: targetBody.optional(),
  upgradeData: z
    .strictObject({ linkedCloudhubDeployment: z.strictObject({ linkedCloudhubAppName: z.string() }).nullish() })
    .nullish(),
  desiredVersion: z.string().optional(),
  id: z.string().optional(),
  // What the service sets by itself: one client changes a deployment by sending back all that it has read
  // [docs/platform/cloudhub-2.md#other-addresses].
  ...Object.fromEntries(
    [
      'creationDate',
      'lastModifiedDate',
      'status',
      'replicas',
      'lastSuccessfulVersion',
      'currentRuntimeVersion',
      'dataPlaneUrl',
    ].map((name) => [name, z.unknown().optional()]),
  ),
});

/** A deployment as it was sent. */
export type DeploymentBody = z.output<typeof deploymentBody>;

/**
 * Checks that the application is in Exchange: nothing can be uploaded here [docs/platform/cloudhub-2.md#create].
 * @throws PlatformError 400
 */
export function requireRef(platform: Platform, ref: z.output<typeof refBody> | undefined): z.output<typeof refBody> {
  if (ref === undefined) throw fail(400, 'application.ref: groupId, artifactId and version are required');
  const { groupId, artifactId, version } = ref;
  const asset = findAsset(platform, { groupId, assetId: artifactId, version });
  if (asset === undefined) throw fail(400, `Artifact ${groupId}:${artifactId}:${version} was not found in Exchange`);
  if (!/^(app|template|example)$/.test(asset.type)) {
    throw fail(400, `Artifact ${artifactId} is of type ${asset.type}, not an application`);
  }
  return ref;
}

/** Merges one JSON object into another, member by member. */
export function merged(base: Record<string, unknown>, change: Record<string, unknown>): Record<string, unknown> {
  const result = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const old = result[key];
    result[key] = isRecord(old) && isRecord(value) ? merged(old, value) : value;
  }
  return result;
}

/**
 * Properties are merged key by key, and `null` removes a key. Neither is documented
 * [docs/platform/unknown.md#amc-property-updates], but without merging, a client that cannot read the secure values
 * could not change the others. A mask that is written back becomes the new value, which exposes clients that write back
 * what they read.
 */
export function mergeProperties(deployment: AmcDeployment, { application }: DeploymentBody): void {
  const sent = application?.configuration?.[propertiesService];
  const secure = new Set(deployment.secureKeys);
  const properties = { ...deployment.properties };
  for (const [kind, map] of [
    ['plain', sent?.properties],
    ['secure', sent?.secureProperties],
    ['secure', sent?.secureproperties],
  ] as const) {
    for (const [name, value] of Object.entries(map ?? {})) {
      if (value === null) {
        if (secure.has(name) === (kind === 'secure')) delete properties[name];
        continue;
      }
      properties[name] = value;
      if (kind === 'secure') secure.add(name);
      else secure.delete(name);
    }
  }
  deployment.properties = properties;
  deployment.secureKeys = [...secure].filter((name) => Object.hasOwn(properties, name));
}
