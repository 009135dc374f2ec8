import * as z from 'zod';

/**
 * A deployment request, alone or as part of an instance [docs/platform/apis.md#deployments]. The id of a Mule target
 * may be a number.
 */
export const deploymentBody = z.strictObject({
  type: z.enum(['CH', 'HY', 'RF', 'CH2']),
  environmentId: z.string().toLowerCase().optional(),
  environmentName: z.string().nullish(),
  targetId: z.union([z.string().toLowerCase(), z.int().transform(String)]).optional(),
  targetName: z.string().nullish(),
  targetType: z.string().nullish(),
  gatewayVersion: z.string().optional(),
  applicationName: z.string().nullish(),
  name: z.string().nullish(),
  expectedStatus: z.enum(['deployed', 'undeployed']).optional(),
  overwrite: z.boolean().nullish(),
  target: z
    .strictObject({
      targetId: z.string().toLowerCase().optional(),
      deploymentSettings: z.strictObject({ runtimeVersion: z.string().optional() }).optional(),
    })
    .optional(),
  // What the platform sets by itself; clients send back what they have read.
  id: z.unknown().optional(),
  apiId: z.unknown().optional(),
  organizationId: z.unknown().optional(),
  audit: z.unknown().optional(),
  updatedDate: z.unknown().optional(),
  status: z.unknown().optional(),
});

/** A deployment as it was sent. */
export type DeploymentBody = z.output<typeof deploymentBody>;
