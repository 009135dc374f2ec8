import type { PlanValue, ThingSettings } from '../../core/plan/plan.ts';
import { isObject, type JsonObject, withoutUndefined } from '../../platform/json.ts';
import type { PlatformText } from '../../platform/text.ts';
import type { ManagedGateway } from './client.ts';
import type { FoundGateway, GatewayKind } from './gateways.ts';
import type { SelfManagedGateway } from './standalone-client.ts';
import type { LiveStatus } from './status.ts';

/** Replicas of a self-managed gateway that are in the same state. */
export interface ReplicaGroup {
  status: string;
  count: number;
  /** The first of their certificates to end, ISO 8601. */
  certificateExpiresAt?: string | undefined;
}

/** A label on the traces of a gateway [document flex-gateway-manager]. */
export interface TracingLabel {
  type: string;
  name: PlatformText;
  defaultValue: string;
  /** The environment variable or request header it is read from. */
  keyName?: PlatformText | undefined;
}

/** A gateway as results show it; fields that its kind does not have are missing. Timeouts in seconds, sampling in percent. */
export interface GatewayFacts {
  id: string;
  name: PlatformText;
  kind: GatewayKind;
  status: string;
  desiredStatus?: string | undefined;
  ready?: boolean | undefined;
  running?: boolean | undefined;
  statusMessage?: PlatformText | undefined;
  runtimeVersion?: string | undefined;
  releaseChannel?: string | undefined;
  size?: string | undefined;
  apiLimit?: number | undefined;
  targetId?: string | undefined;
  targetName?: PlatformText | undefined;
  publicUrls?: string[] | undefined;
  internalUrl?: string | undefined;
  forwardSslSession?: boolean | undefined;
  lastMileSecurity?: boolean | undefined;
  upstreamResponseTimeout?: number | undefined;
  connectionIdleTimeout?: number | undefined;
  logLevel?: string | undefined;
  forwardLogs?: boolean | undefined;
  tracing?: boolean | undefined;
  tracingSampling?: number | undefined;
  tracingLabels?: TracingLabel[] | undefined;
  versions?: string[] | undefined;
  replicas?: ReplicaGroup[] | undefined;
  certificateExpiresAt?: string | undefined;
  createdAt?: string | undefined;
  updatedAt?: string | undefined;
}

/** A managed gateway, from its definition and, where it was read, its live state. */
export function managedFacts(gateway: ManagedGateway, live?: LiveStatus): GatewayFacts {
  const { ingress, properties, logging, tracing } = partsOf(gateway.configuration);
  return withoutUndefined<GatewayFacts>({
    id: gateway.id,
    name: gateway.name,
    kind: 'managed',
    status: live?.status ?? gateway.status ?? 'UNKNOWN',
    desiredStatus: gateway.desiredStatus,
    ready: live?.ready,
    running: live?.running,
    statusMessage: live?.statusMessage ?? (gateway.statusMessage === '' ? undefined : gateway.statusMessage),
    runtimeVersion: gateway.runtimeVersion,
    releaseChannel: gateway.releaseChannel,
    size: gateway.size,
    apiLimit: gateway.apiLimit,
    targetId: gateway.targetId,
    targetName: gateway.targetName,
    publicUrls: publicUrlsOf(gateway),
    internalUrl: textOf(ingress['internalUrl']),
    forwardSslSession: flagOf(ingress['forwardSslSession']),
    lastMileSecurity: flagOf(ingress['lastMileSecurity']),
    upstreamResponseTimeout: numberOf(properties['upstreamResponseTimeout']),
    connectionIdleTimeout: numberOf(properties['connectionIdleTimeout']),
    logLevel: textOf(logging['level']),
    forwardLogs: flagOf(logging['forwardLogs']),
    tracing: flagOf(tracing['enabled']),
    tracingSampling: numberOf(tracing['sampling']),
    tracingLabels: labelsOf(tracing['labels']),
    createdAt: gateway.dateCreated,
    updatedAt: gateway.lastUpdated,
  });
}

/** A self-managed gateway; the platform has its replicas but not its configuration [docs/platform/gateways.md#self-managed-gateways]. */
export function selfManagedFacts(gateway: SelfManagedGateway): GatewayFacts {
  const replicas = replicaGroups(gateway);
  return withoutUndefined<GatewayFacts>({
    id: gateway.id,
    name: gateway.name,
    kind: 'self-managed',
    status: gateway.status ?? 'UNKNOWN',
    versions: gateway.versions ?? undefined,
    replicas,
    certificateExpiresAt: earliest(replicas.map(({ certificateExpiresAt }) => certificateExpiresAt)),
    updatedAt: gateway.lastUpdate,
  });
}

/** The replicas by state, each with the first certificate that ends. */
export function replicaGroups(gateway: SelfManagedGateway): ReplicaGroup[] {
  return gateway.replicas.map(({ status, count, certificateExpirationDates }) =>
    withoutUndefined<ReplicaGroup>({
      status: status ?? 'UNKNOWN',
      count: count ?? certificateExpirationDates?.length ?? 0,
      certificateExpiresAt: earliest(certificateExpirationDates ?? []),
    }),
  );
}

/** The public addresses; the platform keeps several as one text with commas [document flex-gateway-manager]. */
export function publicUrlsOf(gateway: ManagedGateway): string[] | undefined {
  const text = textOf(partsOf(gateway.configuration).ingress['publicUrl']);
  const urls = (text ?? '')
    .split(',')
    .map((url) => url.trim())
    .filter((url) => url !== '');
  return urls.length === 0 ? undefined : urls;
}

/**
 * What is set on a managed gateway, to be compared. The version is left out, which the platform moves within a channel;
 * so is what the platform does not return.
 */
export function managedSettings(
  gateway: Pick<ManagedGateway, 'size' | 'releaseChannel' | 'configuration'>,
): ThingSettings {
  const { size, releaseChannel } = gateway;
  const { ingress, properties, logging, tracing } = partsOf(gateway.configuration);
  const isTracing = flagOf(tracing['enabled']);
  const labels = labelsOf(tracing['labels']) ?? [];
  // Without what is undefined.
  return withoutUndefined<{ [key: string]: PlanValue | undefined }>({
    size,
    releaseChannel,
    publicUrl: textOf(ingress['publicUrl']),
    forwardSslSession: flagOf(ingress['forwardSslSession']),
    lastMileSecurity: flagOf(ingress['lastMileSecurity']),
    upstreamResponseTimeout: numberOf(properties['upstreamResponseTimeout']),
    connectionIdleTimeout: numberOf(properties['connectionIdleTimeout']),
    logLevel: textOf(logging['level']),
    forwardLogs: flagOf(logging['forwardLogs']),
    tracing: isTracing,
    tracingSampling: isTracing === true ? numberOf(tracing['sampling']) : null,
    tracingLabels: labels.map(({ name }) => name),
  }) as ThingSettings;
}

/** Id, name and kind, for results that are about something of a gateway. */
export function gatewayName({ id, name, kind }: FoundGateway): { id: string; name: string; kind: GatewayKind } {
  return { id, name, kind };
}

function partsOf(configuration: JsonObject): Record<'ingress' | 'properties' | 'logging' | 'tracing', JsonObject> {
  const part = (name: string): JsonObject => {
    const value = configuration[name];
    return isObject(value) ? value : {};
  };
  return {
    ingress: part('ingress'),
    properties: part('properties'),
    logging: part('logging'),
    tracing: part('tracing'),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function labelsOf(value: unknown): TracingLabel[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.filter(isObject).map((label) =>
    withoutUndefined<TracingLabel>({
      type: textOf(label['type']) ?? 'unknown',
      name: textOf(label['name']) ?? '',
      defaultValue: textOf(label['defaultValue']) ?? '',
      keyName: textOf(label['keyName']),
    }),
  );
}

/** The first of some ISO 8601 times, all in UTC, so that they sort as text. */
function earliest(times: readonly (string | undefined)[]): string | undefined {
  return times.filter((time) => time !== undefined).sort()[0];
}
