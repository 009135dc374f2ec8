import { call } from '../../core/operations.ts';
import { count } from '../../core/text/quote.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import { isObject, withoutUndefined } from '../../platform/json.ts';
import { type PlatformText, quoted, type Sentence, word } from '../../platform/text.ts';
import type { CloudHubApplication } from './cloudhub-client.ts';
import { type Deployment, type DeploymentTarget, propertiesService } from './cloudhub2-client.ts';
import { type PropertySet, propertySet } from './properties.ts';
import type { HybridApplication } from './servers-client.ts';

/** The services that run applications: CloudHub 1.0; CloudHub 2.0 and Runtime Fabric; servers, groups and clusters. */
export const applicationKinds = ['cloudhub', 'cloudhub2', 'hybrid'] as const;
export type ApplicationKind = (typeof applicationKinds)[number];

/**
 * The state of an application, in one vocabulary for the three services. `changing`: a change is in progress, even if an older version still serves. `failed`: its last deployment failed.
 */
export const applicationStates = ['running', 'stopped', 'changing', 'failed'] as const;
export type ApplicationState = (typeof applicationStates)[number];

/** An application as a listing shows it. */
export interface ApplicationFacts {
  /** The domain on CloudHub 1.0. */
  id: string;
  name: PlatformText;
  kind: ApplicationKind;
  /** Where it runs, for people: `CloudHub 1.0 us-east-1`, `cluster "orders" (4)`. */
  runsOn: Sentence;
  state: ApplicationState;
  /** In the words of its service. */
  status: string;
  /** File name, or Exchange coordinates; deployments of CloudHub 2.0 are listed without. */
  artifact?: string | undefined;
  updatedAt?: string | undefined;
}

/** One of the processes that make up an application: a worker, a replica, or the artifact on one server. */
export interface ApplicationPart {
  name: PlatformText;
  status: string;
  message?: PlatformText | undefined;
}

/** Everything known of an application. */
export interface ApplicationDetail extends ApplicationFacts {
  desiredStatus?: string | undefined;
  runtimeVersion?: string | undefined;
  /** For people: `1 × Micro`, `2 replicas, 0.1 vCores`. */
  size?: string | undefined;
  /** Workers or replicas. */
  count?: number | undefined;
  /** CloudHub 1.0 only: the worker type, which a change of the number has to repeat. */
  workerType?: string | undefined;
  url?: string | undefined;
  /** CloudHub 2.0 and Runtime Fabric only: where it runs. */
  targetId?: string | undefined;
  /** On servers only: the server, group or cluster that it runs on. */
  target?: { id: string; type: string; status: string } | undefined;
  /** CloudHub 2.0 only: the version whose log is read. */
  version?: string | undefined;
  parts: ApplicationPart[];
  /** Why it is not as it should be, in the platform's words or ours. */
  problem?: string | undefined;
  /** Undefined when the platform does not show them. */
  properties: PropertySet | undefined;
}

const atWork = /^(APPLYING|STARTING|STOPPING|UNDEPLOYING|DEPLOYING|UPDATED|PARTIALLY_STARTED|DEPLOYED)$/;

/** `status` alone says nothing about a redeploy: the previous version keeps it STARTED [docs/platform/applications.md#cloudhub-state]. */
function cloudHubState({ status, deploymentUpdateStatus }: CloudHubApplication): ApplicationState {
  if (status === 'DEPLOY_FAILED' || status === 'FAILED') return 'failed';
  if (deploymentUpdateStatus !== undefined) return deploymentUpdateStatus.includes('FAIL') ? 'failed' : 'changing';
  if (status === 'STARTED') return 'running';
  return /^(UNDEPLOYED|STOPPED|DELETED)$/.test(status) ? 'stopped' : 'changing';
}

export function cloudHubFacts(application: CloudHubApplication): ApplicationFacts {
  const { domain, status, deploymentUpdateStatus, region, fileName, lastUpdateTime } = application;
  return withoutUndefined({
    id: domain,
    name: domain,
    kind: 'cloudhub' as const,
    runsOn: region === undefined ? 'CloudHub 1.0' : `CloudHub 1.0 ${word(region)}`,
    state: cloudHubState(application),
    status: deploymentUpdateStatus === undefined ? status : `${status}, update ${deploymentUpdateStatus}`,
    artifact: fileName,
    updatedAt: lastUpdateTime,
  });
}

export function cloudHubDetail(application: CloudHubApplication): ApplicationDetail {
  const { workers, workerStatuses, fullDomain, dataPlaneUrl, properties, propertiesOptions } = application;
  const facts = cloudHubFacts(application);
  const type = workers?.type?.name;
  const secure = Object.entries(propertiesOptions ?? {}).filter(([, options]) => options?.secure === true);
  const serves = application.status === 'STARTED';
  return withoutUndefined({
    ...facts,
    runtimeVersion: application.muleVersion?.version,
    size: workers?.amount === undefined ? undefined : `${workers.amount} × ${word(type ?? 'worker')}`,
    count: workers?.amount,
    workerType: type,
    url: dataPlaneUrl ?? (fullDomain === undefined ? undefined : `https://${word(fullDomain)}`),
    parts: (workerStatuses ?? []).map(({ host, status }, index) => ({
      name: host ?? `worker ${index + 1}`,
      status: status ?? 'UNKNOWN',
    })),
    problem:
      facts.state === 'failed'
        ? `The last deployment failed${serves ? '; the previous version still serves' : ''}.`
        : undefined,
    properties: propertySet(
      properties,
      secure.map(([name]) => name),
    ),
  });
}

/** How a call names an application: with the service, its id is certain. */
export function applicationArgument({ kind, id }: Pick<ApplicationFacts, 'kind' | 'id'>): { application: string } {
  return { application: `${kind}:${id}` };
}

/** What is wrong with an application, and where it shows more. */
export function problemAdvice({
  problem = 'The last deployment failed.',
  ...application
}: Pick<ApplicationDetail, 'kind' | 'id' | 'problem'>): Advice {
  return advice`${problem} ${call('application.getLogs', applicationArgument(application))} shows more.`;
}

/** Says that servers of an application are down: what the platform accepts for them does not happen yet, and the state is the last one reported. */
export function unreachable({ target }: ApplicationDetail): Advice | undefined {
  if (target === undefined || target.status.toUpperCase() === 'RUNNING') return undefined;
  const { id, type, status } = target;
  const noun = type === 'CLUSTER' ? 'cluster' : type === 'SERVER' ? 'server' : 'server group';
  const who = /^PARTIAL/i.test(status) ? 'servers of it that are down get' : 'it gets';
  const look =
    type === 'CLUSTER'
      ? advice` ${call('cluster.diagnose', { cluster: id })} finds out why.`
      : type === 'SERVER'
        ? advice` ${call('server.get', { server: id })} says more.`
        : '';
  return advice`The ${noun} that it runs on is ${word(status)}: ${who} a change only once connected again, and the state of the application is the last one reported.${look}`;
}

/** What is there after an application has failed. */
export function afterFailure(application: Pick<ApplicationDetail, 'kind' | 'id'>): Advice {
  return advice`That is final: it stays so until the cause is fixed and it is changed or started again. ${call('application.get', applicationArgument(application))} shows what is there now.`;
}

/** What to do about an application that has not reached its state in the time of a call. */
export function whenLate(application: Pick<ApplicationDetail, 'kind' | 'id'>): Advice {
  return advice`It usually takes a minute or two. If it is the same after ten, it hangs: ${call('application.getLogs', applicationArgument(application))} shows why.`;
}

/** APPLIED means that the settings have reached the target; the process has a status of its own [docs/platform/cloudhub-2.md#deployment-status]. */
function deploymentState(deployment: Deployment): ApplicationState {
  const status = deployment.status ?? 'UNKNOWN';
  const runs = deployment.application?.status;
  // The listing has no desired state.
  const desired = deployment.application?.desiredState ?? (runs === 'NOT_RUNNING' ? 'STOPPED' : 'STARTED');
  if (status.includes('FAILED')) return 'failed';
  if (atWork.test(status) || runs === 'SCALING') return 'changing';
  if (desired === 'STOPPED') return runs === 'RUNNING' ? 'changing' : 'stopped';
  const { desiredVersion, lastSuccessfulVersion } = deployment;
  const old =
    desiredVersion !== undefined && lastSuccessfulVersion !== undefined && desiredVersion !== lastSuccessfulVersion;
  return runs === 'RUNNING' && !old ? 'running' : 'changing';
}

export function deploymentFacts(deployment: Deployment, targets: readonly DeploymentTarget[]): ApplicationFacts {
  const { id, name, status = 'UNKNOWN', lastModifiedDate, application } = deployment;
  const targetId = deployment.target?.targetId;
  const target = targets.find((one) => one.id === targetId);
  const service = target?.type === 'runtime-fabric' ? 'Runtime Fabric' : 'CloudHub 2.0';
  const targetTitle = target?.name ?? targetId;
  const ref = application?.ref;
  return withoutUndefined({
    id,
    name,
    kind: 'cloudhub2' as const,
    runsOn: targetTitle === undefined ? service : `${service} ${word(targetTitle)}`,
    state: deploymentState(deployment),
    status: application?.status === undefined ? status : `${status}, ${application.status}`,
    artifact: ref ? [ref.groupId, ref.artifactId, ref.version].map((part) => word(part ?? '')).join(':') : undefined,
    updatedAt: lastModifiedDate,
  });
}

export function deploymentDetail(deployment: Deployment, targets: readonly DeploymentTarget[]): ApplicationDetail {
  const { application, target, replicas, desiredVersion, lastSuccessfulVersion } = deployment;
  const settings = target?.deploymentSettings;
  const facts = deploymentFacts(deployment, targets);
  const reasons = [...new Set((replicas ?? []).map(({ reason }) => reason).filter((reason) => reason !== undefined))];
  const power = application?.vCores === undefined ? settings?.instanceType : `${application.vCores} vCores`;
  const wanted = target?.replicas;
  const counted = wanted === undefined ? undefined : count(wanted, 'replica');
  const service = application?.configuration?.[propertiesService];
  const { properties, secureProperties } = isObject(service) ? service : {};
  return withoutUndefined({
    ...facts,
    desiredStatus: application?.desiredState,
    runtimeVersion: settings?.runtimeVersion ?? settings?.runtime?.version,
    size: [counted, power].filter((part) => part !== undefined).join(', ') || undefined,
    count: wanted,
    url: settings?.http?.inbound?.publicUrl,
    targetId: target?.targetId,
    version: desiredVersion ?? lastSuccessfulVersion,
    parts: (replicas ?? []).map(({ id, state, reason }, index) =>
      withoutUndefined({ name: id ?? `replica ${index + 1}`, status: state ?? 'UNKNOWN', message: reason }),
    ),
    problem:
      facts.state !== 'failed' && reasons.length === 0
        ? undefined
        : reasons.length === 0
          ? 'The last deployment failed.'
          : `${reasons.map((reason) => quoted(reason, 300)).join('; ')}.`,
    properties: propertySet(properties, isObject(secureProperties) ? Object.keys(secureProperties) : []),
  });
}

/** As the Maven plugin decides [docs/platform/applications.md#states-on-servers]: the desired state is UPDATED during a redeploy. */
function hybridState({ desiredStatus, lastReportedStatus }: HybridApplication): ApplicationState {
  if (lastReportedStatus.includes('FAILED')) return 'failed';
  if (desiredStatus === 'UPDATED' || atWork.test(lastReportedStatus)) return 'changing';
  const runs = lastReportedStatus === 'STARTED';
  if (desiredStatus === undefined) return runs ? 'running' : 'stopped';
  const desired = desiredStatus === 'STARTED';
  return runs === desired ? (runs ? 'running' : 'stopped') : 'changing';
}

export function hybridFacts(application: HybridApplication): ApplicationFacts {
  const { id, name, desiredStatus, lastReportedStatus, artifact, target, timeUpdated } = application;
  const kind = (target?.type ?? 'server').toLowerCase().replaceAll('_', ' ');
  return withoutUndefined({
    id,
    name,
    kind: 'hybrid' as const,
    runsOn: target ? `${kind} ${word(target.name ?? String(target.id))} (${target.id})` : 'servers',
    state: hybridState(application),
    status:
      desiredStatus === undefined || desiredStatus === lastReportedStatus
        ? lastReportedStatus
        : `${lastReportedStatus}, desired ${desiredStatus}`,
    artifact: artifact?.fileName,
    updatedAt: timeUpdated,
  });
}

/** @param servers those of the environment: the application itself may know only their ids */
export function hybridDetail(
  application: HybridApplication,
  servers: readonly { id: string; name: string }[] = [],
): ApplicationDetail {
  const { serverArtifacts, target, configuration, desiredStatus, dataPlaneUrl } = application;
  const facts = hybridFacts(application);
  const nameOf = (id: string | undefined): string =>
    [...(target?.servers ?? []), ...servers].find((server) => server.id === id && server.name !== undefined)?.name ??
    `server ${id ?? '?'}`;
  const parts = (serverArtifacts ?? []).map(({ serverId, lastReportedStatus, message }) =>
    withoutUndefined({ name: nameOf(serverId), status: lastReportedStatus ?? 'UNKNOWN', message }),
  );
  const messages = [...new Set(parts.flatMap(({ message }) => (message ? [message] : [])))];
  const behind = parts.filter(({ status }) => status !== 'STARTED').map(({ name }) => word(name));
  const service = configuration?.[propertiesService];
  return withoutUndefined({
    ...facts,
    desiredStatus,
    size: parts.length === 0 ? undefined : count(parts.length, 'server'),
    count: parts.length,
    url: dataPlaneUrl,
    target:
      target?.status === undefined
        ? undefined
        : { id: target.id, type: (target.type ?? 'SERVER').toUpperCase(), status: target.status },
    parts,
    problem:
      facts.state === 'failed'
        ? messages.map((message) => quoted(message, 300)).join('; ') ||
          'The deployment failed; the log on the server says why.'
        : application.lastReportedStatus === 'PARTIALLY_STARTED'
          ? `It is not started on ${behind.join(', ')}.`
          : undefined,
    properties: isObject(service) ? propertySet(service['properties']) : undefined,
  });
}
