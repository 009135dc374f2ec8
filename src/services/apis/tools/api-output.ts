import * as z from 'zod';
import { cell, lines } from '../../../core/text/table.ts';
import { platformText } from '../../../platform/reading.ts';
import { inData } from '../../../platform/text.ts';
import type { ApiDetails } from '../details.ts';
import { apiStatuses } from '../instances.ts';
import type { PolicyFacts } from '../policies/policies.ts';

/** An instance as listings show it; see {@link ApiFacts}. */
export const apiRowSchema = z.object({
  id: z.string(),
  name: platformText,
  groupId: z.string().optional(),
  assetId: z.string().optional(),
  version: z.string().optional(),
  label: platformText.optional(),
  technology: z.string().optional(),
  status: z.enum(apiStatuses),
  lastActiveAt: z.string().optional(),
  endpoint: z.string().optional(),
  updatedAt: z.string().optional(),
});

/** An instance with what only the single read tells. */
export const apiSchema = apiRowSchema.extend({
  autodiscoveryName: platformText.optional(),
  proxyUri: z.string().optional(),
  upstreams: z.array(z.string()).optional(),
  createdAt: z.string().optional(),
});

/** Where an instance is deployed. */
export const deploymentSchema = z.object({
  status: z.string(),
  target: z.string().optional(),
  targetId: z.string().optional(),
  gatewayVersion: z.string().optional(),
});

/** A policy of an instance; secrets in the configuration are masked. */
export const policySchema = z.object({
  id: z.string(),
  assetId: z.string(),
  name: platformText.optional(),
  version: z.string().optional(),
  order: z.number().optional(),
  enabled: z.boolean(),
  appliesTo: z.string(),
  configuration: z.looseObject({}),
  newerVersion: z.string().optional(),
});

/** What an instance is called in results about something of it. */
export const apiNameSchema = z.object({ id: z.string(), name: platformText, label: platformText.optional() });

/** Every fact of an instance as labelled lines. */
export function apiLines(api: ApiDetails): string {
  return lines([
    ['name', api.name],
    ['id', api.id],
    ['label', api.label],
    ['asset', [api.groupId, api.assetId, api.version].filter((part) => part !== undefined).join('/')],
    ['technology', api.technology],
    ['status', statusText(api)],
    ['endpoint', api.endpoint],
    ['listens on', api.proxyUri],
    ['upstreams', api.upstreams],
    ['autodiscovery name', api.autodiscoveryName],
    ['created', api.createdAt],
    ['updated', api.updatedAt],
  ]);
}

/** `inactive, last active 2026-…`. */
export function statusText({ status, lastActiveAt }: Pick<ApiDetails, 'status' | 'lastActiveAt'>): string {
  return status === 'inactive' && lastActiveAt !== undefined ? `${status}, last active ${lastActiveAt}` : status;
}

/** A deployment on one line. */
export function deploymentText({
  status,
  target,
  targetId,
  gatewayVersion,
}: z.output<typeof deploymentSchema>): string {
  const on = target ?? targetId;
  return cell(
    `${status}${on === undefined ? '' : ` on ${on}`}${gatewayVersion === undefined ? '' : ` (${gatewayVersion})`}`,
  );
}

/** Policies as lines: order, asset, version, state, what they are for, and the configuration as JSON. */
export function policyLines(policies: readonly PolicyFacts[]): string {
  return policies.map(policyLine).join('\n');
}

function policyLine(policy: PolicyFacts): string {
  const { id, assetId, version, order, enabled, appliesTo, configuration, newerVersion } = policy;
  const parts = [
    `${order ?? '-'}. ${assetId} ${version ?? ''}`.trim(),
    `id ${id}`,
    enabled ? 'enabled' : 'disabled',
    appliesTo,
    ...(newerVersion === undefined ? [] : [`newer version ${newerVersion}`]),
  ];
  // A configuration may be long, and cutting it would hide fields.
  return `${inData(cell(parts.join('; ')))}; ${JSON.stringify(configuration)}`;
}
