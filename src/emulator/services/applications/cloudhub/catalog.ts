/** Worker types and their vCores [docs/platform/applications.md#worker-types]. */
export const workerTypes = {
  Micro: { weight: 0.1, memory: '500 MB memory' },
  Small: { weight: 0.2, memory: '1 GB memory' },
  Medium: { weight: 1, memory: '1.5 GB memory' },
  Large: { weight: 2, memory: '3.5 GB memory' },
  xLarge: { weight: 4, memory: '7.5 GB memory' },
  xxLarge: { weight: 8, memory: '15 GB memory' },
  '4xLarge': { weight: 16, memory: '32 GB memory' },
} as const;

/** The name of a worker type. */
export type WorkerType = keyof typeof workerTypes;

/** Whether a text names a worker type. */
export function isWorkerType(name: string): name is WorkerType {
  return Object.hasOwn(workerTypes, name);
}

/** Regions, with their part of host names [docs/platform/applications.md#cloudhub-10]. */
export const regions = [
  { id: 'us-east-1', name: 'US East (N. Virginia)', host: 'us-e1', default: true },
  { id: 'us-east-2', name: 'US East (Ohio)', host: 'us-e2', default: false },
  { id: 'us-west-2', name: 'US West (Oregon)', host: 'us-w2', default: false },
  { id: 'eu-central-1', name: 'EU (Frankfurt)', host: 'de-c1', default: false },
] as const;

/** The host name of an application, whose region is a part of it [docs/platform/applications.md#cloudhub-10]. */
export function fullDomainOf({ domain, region }: { domain: string; region: string }): string {
  const { host } = regions.find(({ id }) => id === region) ?? regions[0];
  return `${domain}.${host}.cloudhub.io`;
}

/** Mule runtimes, newest first; a made-up selection [docs/platform/applications.md#cloudhub-10]. */
export const muleVersions = [
  { version: '4.9.6', state: 'DEFAULT', releaseChannel: 'EDGE', javaVersion: '17', recommended: true },
  { version: '4.9.1', state: 'ACTIVE', releaseChannel: 'EDGE', javaVersion: '17', recommended: false },
  { version: '4.6.18', state: 'ACTIVE', releaseChannel: 'LTS', javaVersion: '17', recommended: false },
  { version: '4.4.0', state: 'DEPRECATED', releaseChannel: 'NONE', javaVersion: '8', recommended: false },
] as const;
