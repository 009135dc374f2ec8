import * as z from 'zod';

/**
 * A deployment request, alone or as part of an instance [docs/platform/apis.md#deployments]. The id of a Mule target
 * may be a number.
 */
export const deploymentBody = z.looseObject({
  type: z.enum(['CH', 'HY', 'RF', 'CH2']),
  environmentId: z.string().optional(),
  targetId: z.union([z.string(), z.int().transform(String)]).optional(),
  targetName: z.string().nullish(),
  gatewayVersion: z.string().optional(),
  applicationName: z.string().nullish(),
  name: z.string().nullish(),
  expectedStatus: z.enum(['deployed', 'undeployed']).optional(),
  overwrite: z.boolean().nullish(),
  target: z
    .looseObject({
      targetId: z.string().optional(),
      deploymentSettings: z.looseObject({ runtimeVersion: z.string().optional() }).optional(),
    })
    .optional(),
});

/** A deployment as it was sent. */
export type DeploymentBody = z.output<typeof deploymentBody>;
