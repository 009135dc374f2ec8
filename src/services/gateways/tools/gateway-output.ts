import * as z from 'zod';
import { changeLine } from '../../../core/plan/plan.ts';
import { cell, lines } from '../../../core/text/table.ts';
import { platformText } from '../../../platform/reading.ts';
import { inData } from '../../../platform/text.ts';
import type { GatewayFacts } from '../facts.ts';
import { gatewayKinds } from '../gateways.ts';

/** Id, name and kind, for results about something of a gateway. */
export const gatewayNameSchema = z.object({ id: z.string(), name: platformText, kind: z.enum(gatewayKinds) });

/** Replicas of a self-managed gateway by state. */
export const replicasSchema = z.array(
  z.object({ status: z.string(), count: z.number(), certificateExpiresAt: z.string().optional() }),
);

/** Everything known of a gateway; see {@link GatewayFacts}. */
export const gatewaySchema = z.object({
  ...gatewayNameSchema.shape,
  status: z.string(),
  desiredStatus: z.string().optional(),
  ready: z.boolean().optional(),
  running: z.boolean().optional(),
  statusMessage: platformText.optional(),
  runtimeVersion: z.string().optional(),
  releaseChannel: z.string().optional(),
  size: z.string().optional(),
  apiLimit: z.number().optional(),
  targetId: z.string().optional(),
  targetName: platformText.optional(),
  publicUrls: z.array(z.string()).optional(),
  internalUrl: z.string().optional(),
  forwardSslSession: z.boolean().optional(),
  lastMileSecurity: z.boolean().optional(),
  upstreamResponseTimeout: z.number().optional(),
  connectionIdleTimeout: z.number().optional(),
  logLevel: z.string().optional(),
  forwardLogs: z.boolean().optional(),
  tracing: z.boolean().optional(),
  tracingSampling: z.number().optional(),
  tracingLabels: z
    .array(
      z.object({ type: z.string(), name: platformText, defaultValue: z.string(), keyName: platformText.optional() }),
    )
    .optional(),
  versions: z.array(z.string()).optional(),
  replicas: replicasSchema.optional(),
  certificateExpiresAt: z.string().optional(),
  createdAt: z.string().optional(),
  updatedAt: z.string().optional(),
});

/** Every fact of a gateway as labelled lines. */
export function gatewayLines(gateway: z.output<typeof gatewaySchema>): string {
  return lines([
    ['name', gateway.name],
    ['id', gateway.id],
    ['kind', gateway.kind],
    ['status', gateway.status],
    ['status message', gateway.statusMessage],
    ['desired status', gateway.desiredStatus],
    ['ready', gateway.ready],
    ['running', gateway.running],
    ['version', gateway.runtimeVersion],
    ['release channel', gateway.releaseChannel],
    ['size', gateway.size],
    ['API limit', gateway.apiLimit],
    ['target', named(gateway.targetName, gateway.targetId)],
    ['public URL', gateway.publicUrls],
    ['internal URL', gateway.internalUrl],
    ['forward SSL session', gateway.forwardSslSession],
    ['last-mile security', gateway.lastMileSecurity],
    ['upstream response timeout, s', gateway.upstreamResponseTimeout],
    ['connection idle timeout, s', gateway.connectionIdleTimeout],
    ['log level', gateway.logLevel],
    ['forward logs', gateway.forwardLogs],
    ['tracing', gateway.tracing],
    ['tracing sampling, %', gateway.tracingSampling],
    ['tracing labels', gateway.tracingLabels?.map(labelText)],
    ['versions', gateway.versions],
    ['replicas', gateway.replicas?.map(replicaText)],
    ['certificate expires', gateway.certificateExpiresAt],
    ['created', gateway.createdAt],
    ['updated', gateway.updatedAt],
  ]);
}

function named(name: string | undefined, id: string | undefined): string | undefined {
  return name === undefined || id === undefined ? (name ?? id) : `${name} (${id})`;
}

function labelText({ type, name, defaultValue, keyName }: NonNullable<GatewayFacts['tracingLabels']>[number]): string {
  return `${inData(name)} = ${type}${keyName === undefined ? '' : ` ${inData(keyName)}`}, default ${defaultValue}`;
}

/** `2 CONNECTED`, with the first certificate that ends. */
export function replicaText({ status, count, certificateExpiresAt }: z.output<typeof replicasSchema>[number]): string {
  return `${count} ${status}${certificateExpiresAt === undefined ? '' : ` (certificate until ${certificateExpiresAt})`}`;
}

/** `setting: value`, one line. */
export function settingLine(setting: string, value: unknown): string {
  // What stands in a configuration came from JSON.
  return cell(changeLine({ setting, after: value as NonNullable<Parameters<typeof changeLine>[0]['after']> }));
}
