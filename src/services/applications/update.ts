import type { Change } from '../../core/plan/plan.ts';
import { requireUnchanged } from '../../core/plan/unchanged.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import type { Observation } from '../../core/waiting/wait.ts';
import { applicationTitle, readApplication } from './applications.ts';
import { propertiesService } from './cloudhub2-client.ts';
import { type ApplicationDetail, problemAdvice } from './facts.ts';
import { type PropertyPlan, type PropertySet, propertyNames, shownPropertyChanges, shownValue } from './properties.ts';
import type { ApplicationUpdate } from './update-plan.ts';

/** Receives the progress of an upload. */
export type Progress = (message: string) => void;

/** Sends a planned update. @throws Failure also when somebody else has changed the properties meanwhile */
export async function updateApplication(
  ctx: EnvironmentContext & { progress: Progress },
  update: ApplicationUpdate,
): Promise<void> {
  const { application, properties } = update;
  if (properties !== undefined) {
    const now = await readApplication(application, ctx);
    requireUnchanged(
      `The set of properties of application ${applicationTitle(application)}`,
      shownPropertyChanges(differences(application.properties, now.properties), ctx.settings.showProperties),
    );
  }
  if (application.kind === 'cloudhub') await updateCloudHub(update, ctx);
  else if (application.kind === 'cloudhub2') await updateDeployment(update, ctx);
  else await updateHybrid(update, ctx);
}

async function updateCloudHub(update: ApplicationUpdate, { platform, place, signal, progress }: EnvironmentContext) {
  const { application, properties, file, source, runtimeVersion, replicas } = update;
  const info = {
    ...(properties ? cloudHubProperties(properties) : {}),
    ...(runtimeVersion === undefined ? {} : { muleVersion: { version: runtimeVersion } }),
    ...(replicas === undefined
      ? {}
      : {
          workers: {
            amount: replicas,
            ...(application.workerType === undefined ? {} : { type: { name: application.workerType } }),
          },
        }),
  };
  const autoStart = application.state !== 'stopped';
  const secretValues = properties?.secretValues ?? [];
  const change = { info, file, source, autoStart, secretValues, onProgress: uploadProgress(progress, file?.fileName) };
  await platform.cloudHub.update(place, application.id, change, signal);
}

function cloudHubProperties({ plain, newSecure }: PropertyPlan): Record<string, unknown> {
  return {
    properties: Object.fromEntries([...plain, ...newSecure]),
    propertiesOptions: Object.fromEntries([...newSecure.keys()].map((name) => [name, { secure: true }])),
  };
}

async function updateDeployment(update: ApplicationUpdate, { platform, place, signal }: EnvironmentContext) {
  const { application, properties, source, runtimeVersion, replicas } = update;
  const target = {
    ...(replicas === undefined ? {} : { replicas }),
    ...(runtimeVersion === undefined ? {} : { deploymentSettings: { runtimeVersion } }),
  };
  const parts = {
    ...(source ? { ref: { ...source, packaging: 'jar' } } : {}),
    ...(properties
      ? { configuration: { [propertiesService]: deploymentProperties(application.properties, properties) } }
      : {}),
  };
  const change = {
    ...(Object.keys(parts).length === 0 ? {} : { application: parts }),
    ...(Object.keys(target).length === 0 ? {} : { target }),
  };
  await platform.applicationManager.update(
    place,
    application.id,
    { change, secretValues: properties?.secretValues ?? [] },
    signal,
  );
}

/**
 * All readable properties, in case the service replaces the map, and null for what goes away, in case it merges: which one it does is not documented [docs/platform/unknown.md#amc-property-updates]. Of the protected ones only new values: a mask must not be written back.
 */
function deploymentProperties(before: PropertySet | undefined, plan: PropertyPlan): Record<string, unknown> {
  const gone = [...(before?.readable.keys() ?? [])].filter((name) => !plan.plain.has(name));
  const goneSecure = plan.removed.filter((name) => before?.secure.has(name));
  const secure = [...plan.newSecure, ...goneSecure.map((name) => [name, null] as const)];
  return {
    properties: Object.fromEntries<string | null>([...plan.plain, ...gone.map((name) => [name, null] as const)]),
    ...(secure.length === 0 ? {} : { secureProperties: Object.fromEntries<string | null>(secure) }),
  };
}

async function updateHybrid(update: ApplicationUpdate, { platform, place, signal, progress }: EnvironmentContext) {
  const { application, properties, file, source } = update;
  const { id, name } = application;
  if (source !== undefined) {
    await platform.hybridApplications.updateFromExchange(place, id, source, signal);
    return;
  }
  const change = {
    name,
    properties: properties === undefined ? undefined : Object.fromEntries(properties.plain),
    file,
    secretValues: properties?.secretValues ?? [],
    onProgress: uploadProgress(progress, file?.fileName),
  };
  await platform.hybridApplications.update(place, id, change, signal);
}

/** A message at every tenth of an upload; undefined when there is none. */
function uploadProgress(progress: Progress, fileName: string | undefined) {
  if (fileName === undefined) return undefined;
  let reported = -1;
  return (sent: number, total: number): void => {
    const tenth = Math.floor((sent / total) * 10);
    if (tenth <= reported) return;
    reported = tenth;
    progress(`uploading ${fileName}: ${megabytes(sent)} of ${megabytes(total)} MB`);
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

/** The differences of the properties, masked. */
function differences(before: PropertySet | undefined, now: PropertySet | undefined): Change[] {
  const names = new Set([...(before ? propertyNames(before) : []), ...(now ? propertyNames(now) : [])]);
  return [...names].flatMap((name): Change[] => {
    const [old, current] = [before, now].map((set) => (set?.secure.has(name) ? null : set?.readable.get(name)));
    if (old === current) return [];
    const shown = (value: string | null | undefined) => (value ? shownValue(name, value) : '(secure)');
    return [
      {
        setting: name,
        ...(old === undefined ? {} : { before: shown(old) }),
        ...(current === undefined ? {} : { after: shown(current) }),
      },
    ];
  });
}

/** What an update did to the properties, by name. */
export interface PropertyNames {
  added: string[];
  changed: string[];
  removed: string[];
  unchanged: string[];
}

/**
 * Observes a deployment. How CloudHub 2.0 updates properties is not documented, so the result is compared with the request.
 */
export async function observeUpdate(
  application: Pick<ApplicationDetail, 'kind' | 'id'>,
  expected: PropertyNames,
  ctx: EnvironmentContext,
): Promise<Observation<ApplicationDetail>> {
  const value = await readApplication(application, ctx);
  const isComplete = value.state !== 'changing';
  const failure = value.state === 'failed' ? problemAdvice(value) : lost(value, expected);
  return { value, state: value.status, isComplete, failure: isComplete ? failure : undefined };
}

function lost({ properties }: ApplicationDetail, expected: PropertyNames): string | undefined {
  if (properties === undefined) return undefined;
  const there = new Set(propertyNames(properties));
  const missing = [...expected.added, ...expected.changed, ...expected.unchanged].filter((name) => !there.has(name));
  const left = expected.removed.filter((name) => there.has(name));
  if (missing.length > 0) return `The platform did not keep the properties ${missing.join(', ')}: give them again.`;
  return left.length > 0 ? `The platform did not remove the properties ${left.join(', ')}.` : undefined;
}
