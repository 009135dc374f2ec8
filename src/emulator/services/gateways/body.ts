import * as z from 'zod';
import { releaseChannels } from './versions.ts';

/** Labels of traces [docs/platform/gateways.md#definition]. */
export const tracingLabels = z.array(
  z.strictObject({
    type: z.enum(['environment', 'requestHeader', 'literal']),
    name: z.string().min(1),
    keyName: z.string().min(1).optional(),
    defaultValue: z.string().min(1),
  }),
);

/** A gateway to create [docs/platform/gateways.md#definition]. Unknown members of its configuration are kept. */
export const gatewayBody = z.strictObject({
  name: z
    .string()
    .regex(/^(?![-0-9])([a-z0-9-]{2,41}[a-z0-9])?$/, 'must match "^(?![-0-9])([a-z0-9-]{2,41}[a-z0-9])?$"')
    // The published pattern also matches the empty string, which cannot be a name.
    .min(1, 'must not be empty'),
  // The id of a private space, or the slug of a shared one.
  targetId: z
    .string()
    .toLowerCase()
    .regex(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|cloudhub-[a-z0-9-]+)$/, 'must be a UUID'),
  runtimeVersion: z.string(),
  releaseChannel: z.enum(releaseChannels),
  size: z.enum(['small', 'large']),
  configuration: z
    .looseObject({
      ingress: z
        .looseObject({
          // Required in a private space; in a shared one, the platform chooses it.
          publicUrl: z.string().optional(),
          internalUrl: z.string().optional(),
          forwardSslSession: z.boolean().optional(),
          lastMileSecurity: z.boolean().optional(),
        })
        .optional(),
      logging: z
        .looseObject({
          level: z.enum(['debug', 'info', 'warn', 'error', 'fatal']).optional(),
          forwardLogs: z.boolean().optional(),
        })
        .optional(),
      properties: z.looseObject({ upstreamResponseTimeout: z.int().min(0), connectionIdleTimeout: z.int().min(0) }),
      tracing: z
        .looseObject({
          enabled: z.boolean().optional(),
          sampling: z.number().min(0).max(100).optional(),
          labels: tracingLabels.optional(),
        })
        .optional(),
    })
    .optional(),
});

/** A gateway as it was sent. */
export type GatewayBody = z.output<typeof gatewayBody>;

/** What the official clients send by default [docs/platform/gateways.md#defaults-of-the-official-clients]. */
export const defaultConfiguration = {
  properties: { upstreamResponseTimeout: 15, connectionIdleTimeout: 60 },
  logging: { level: 'info', forwardLogs: true },
} as const;
