import * as z from 'zod';

/**
 * Clients send null for what they leave out, and the service takes it like a missing member
 * [docs/platform/cloudhub-2.md#create].
 */
const text = z.string().nullish();
const flag = z.boolean().nullish();
const count = z.int().min(0).nullish();

const amount = z.strictObject({ limit: text, reserved: text }).nullish();
const resources = z.strictObject({ cpu: amount, memory: amount, storage: amount }).nullish();

const endpoint = z.strictObject({ url: text, pathRewrite: text, access: z.enum(['internal', 'external']).nullish() });

const inbound = z.strictObject({
  publicUrl: text,
  pathRewrite: text,
  lastMileSecurity: flag,
  forwardSslSession: flag,
  internalUrl: text,
  uniqueId: text,
  endpoints: z.array(endpoint).nullish(),
});

/** The document has `portMappings`, the documentation of TCP `ports` [docs/platform/cloudhub-2.md#create]. */
const tcp = z.strictObject({
  inbound: z
    .strictObject({
      portMappings: z.array(z.strictObject({ name: text, port: z.int() })).nullish(),
      ports: z.array(z.strictObject({ portNumber: z.int(), applicationPortNumber: z.int() })).nullish(),
    })
    .nullish(),
});

/** The settings of a deployment that the document or the documentation names [docs/platform/cloudhub-2.md#create]. */
export const deploymentSettings = z.strictObject({
  clustered: flag,
  clusteringEnabled: flag,
  enforceDeployingReplicasAcrossNodes: flag,
  http: z.strictObject({ inbound: inbound.nullish() }).nullish(),
  tcp: tcp.nullish(),
  outbound: z.strictObject({ ruleset: text }).nullish(),
  jvm: z.strictObject({ args: text }).nullish(),
  jvmProperties: text,
  runtimeVersion: text,
  runtimeReleaseChannel: text,
  runtime: z.strictObject({ version: text, releaseChannel: text, java: text }).nullish(),
  updateStrategy: z.enum(['rolling', 'recreate']).nullish(),
  resources,
  sidecars: z.strictObject({ 'anypoint-monitoring': z.strictObject({ image: text, resources }).nullish() }).nullish(),
  lastMileSecurity: flag,
  forwardSslSession: flag,
  disableAmLogForwarding: flag,
  disableExternalLogForwarding: flag,
  persistentObjectStore: flag,
  anypointMonitoringScope: text,
  tracingEnabled: flag,
  otelSamplingRate: z.int().min(0).max(100).nullish(),
  generateDefaultPublicUrl: flag,
  publicUrl: text,
  cpuMax: text,
  cpuReserved: text,
  memoryMax: text,
  memoryReserved: text,
  replicationFactor: count,
  environmentVariables: z.record(z.string(), z.unknown()).nullish(),
  instanceType: text,
  autoscaling: z.strictObject({ enabled: flag, minReplicas: count, maxReplicas: count }).nullish(),
});
