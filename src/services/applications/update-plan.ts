import { tool } from '../../core/operations.ts';
import type { Change, Plan, Step } from '../../core/plan/plan.ts';
import type { EnvironmentContext } from '../../core/tools/context.ts';
import { type Advice, advice } from '../../platform/advice.ts';
import { inputFailure } from '../../platform/errors.ts';
import { inData } from '../../platform/text.ts';
import { applicationTitle, findApplication, readApplication } from './applications.ts';
import { exchangeApplication } from './artifacts.ts';
import type { ExchangeReference, JarFile } from './cloudhub-client.ts';
import { autodiscoveryCredentials } from './credentials.ts';
import { type ApplicationDetail, problemAdvice, unreachable } from './facts.ts';
import { allowedJar } from './local-files.ts';
import {
  autodiscoveryNames,
  autodiscoveryOf,
  type PropertiesRequest,
  type PropertyPlan,
  type PropertySet,
  planProperties,
  shownPropertyChanges,
} from './properties.ts';
import { requireRuntimeVersion } from './runtime-versions.ts';
import { undoOfUpdate } from './update-undo.ts';

/** The requested changes; everything else stays. */
export interface ApplicationUpdateRequest {
  application: string;
  properties?: ReadonlyMap<string, string> | undefined;
  secureProperties?: ReadonlyMap<string, string> | undefined;
  removeProperties?: readonly string[] | undefined;
  /** `platform`, or the name of an environment variable of the server. */
  autodiscoverySecretFrom?: string | undefined;
  file?: string | undefined;
  exchangeAsset?: string | undefined;
  runtimeVersion?: string | undefined;
  replicas?: number | undefined;
}

/** What the operator allows on this machine. */
export interface LocalAllowance {
  filesDir: readonly string[];
  appVariables: Readonly<Record<string, string>>;
}

/** A checked update, ready to be sent. */
export interface ApplicationUpdate {
  application: ApplicationDetail;
  /** Undefined: the properties stay as they are and are not sent. */
  properties: PropertyPlan | undefined;
  file: JarFile | undefined;
  source: ExchangeReference | undefined;
  runtimeVersion: string | undefined;
  replicas: number | undefined;
}

/**
 * Plans to change an application.
 * @throws Failure when its service does not support the change, or a secret would be lost
 */
export async function planApplicationUpdate(
  request: ApplicationUpdateRequest,
  allowance: LocalAllowance,
  ctx: EnvironmentContext,
): Promise<Plan<ApplicationUpdate>> {
  requireSomething(request);
  const application = await readApplication(await findApplication(request.application, ctx), ctx);
  requirePossible(request, application);
  if (request.runtimeVersion !== undefined && request.runtimeVersion !== application.runtimeVersion) {
    await requireRuntimeVersion(request.runtimeVersion, application, ctx);
  }
  const properties = await plannedProperties(request, application, allowance, ctx);
  const file = request.file === undefined ? undefined : await allowedJar(request.file, allowance.filesDir);
  const source =
    request.exchangeAsset === undefined ? undefined : await exchangeApplication(ctx, request.exchangeAsset);
  const { runtimeVersion, replicas } = request;
  const coordinates = source && [source.groupId, source.artifactId, source.version].join(':');
  const changes: Change[] = [
    ...(file ? [changeOf('artifact', application.artifact, `${inData(file.fileName)} (${file.bytes} bytes)`)] : []),
    ...(coordinates && coordinates !== application.artifact
      ? [changeOf('artifact', application.artifact, coordinates)]
      : []),
    ...(runtimeVersion !== undefined && runtimeVersion !== application.runtimeVersion
      ? [changeOf('runtimeVersion', application.runtimeVersion, runtimeVersion)]
      : []),
    ...(replicas !== undefined && replicas !== application.count
      ? [changeOf('replicas', application.count, replicas)]
      : []),
    ...shownPropertyChanges(properties?.changes ?? [], ctx.settings.showProperties).map((change) => ({
      ...change,
      setting: `properties: ${change.setting}`,
    })),
  ];
  const intent: ApplicationUpdate = {
    application,
    properties: properties?.changes.length ? properties : undefined,
    file,
    source: coordinates === application.artifact ? undefined : source,
    runtimeVersion: runtimeVersion === application.runtimeVersion ? undefined : runtimeVersion,
    replicas: replicas === application.count ? undefined : replicas,
  };
  const title = `application ${applicationTitle(application)} on ${application.runsOn}`;
  const notThere = unreachable(application);
  return {
    summary: changes.length === 0 ? `${title} already has these values.` : `update ${title}.`,
    steps: changes.length === 0 ? [] : [{ ...effectOn(application), action: actionOn(application), changes }],
    warnings: [
      ...(changes.length > 0 && wakes(application) ? [wakeWarning] : []),
      ...(changes.length === 0 ? stillBroken(application) : []),
      ...(notThere === undefined ? [] : [notThere]),
      ...warningsOf(request, application, properties),
    ],
    undo:
      changes.length === 0
        ? 'nothing'
        : undoOfUpdate(
            { ...intent, artifact: intent.file !== undefined || intent.source !== undefined },
            wakes(application),
            ctx.settings.showProperties,
          ),
    intent,
  };
}

/** That nothing has to be changed does not mean that all is well. */
function stillBroken(application: ApplicationDetail): Advice[] {
  return application.state === 'failed' ? [advice`It is ${application.status}: ${problemAdvice(application)}`] : [];
}

const wakeWarning = advice`It is stopped, and a change on servers starts it. ${tool('application.setStatus')} stops it again.`;

/** On servers every change is a restart [docs/platform/applications.md#on-servers], also of an application that is stopped. */
function wakes({ kind, state }: ApplicationDetail): boolean {
  return kind === 'hybrid' && state === 'stopped';
}

/** On servers a change redeploys the application in place, so that it does not answer meanwhile; elsewhere the new one takes over. */
function effectOn({ id, name, kind, state }: ApplicationDetail): Pick<Step, 'kind' | 'thing'> {
  const interrupts = kind === 'hybrid' && state !== 'stopped';
  return { kind: interrupts ? 'stop' : 'update', thing: { kind: 'application', id, name } };
}

function actionOn(application: ApplicationDetail): string {
  if (wakes(application)) return 'Change and redeploy it, which starts it';
  return application.state === 'stopped' ? 'Change it; it is stopped and stays so' : 'Change and redeploy it';
}

function changeOf(setting: string, before: string | number | undefined, after: string | number): Change {
  return { setting, ...(before === undefined ? {} : { before }), after };
}

function requireSomething({ application: _, ...request }: ApplicationUpdateRequest): void {
  if (request.file !== undefined && request.exchangeAsset !== undefined) {
    throw inputFailure({ what: 'Both file and exchangeAsset are given.', next: 'Give only the one to run.' });
  }
  if (Object.values(request).some((value) => value !== undefined)) return;
  throw inputFailure({
    what: 'Nothing to change is given.',
    next: 'Give properties, secureProperties, removeProperties, autodiscoverySecretFrom, file, exchangeAsset, runtimeVersion or replicas.',
  });
}

/** Refuses what a service cannot do before anything is sent. */
function requirePossible(request: ApplicationUpdateRequest, application: ApplicationDetail): void {
  const title = applicationTitle(application);
  if (application.kind === 'cloudhub2' && request.file !== undefined) {
    throw inputFailure({
      what: `Application ${title} runs on ${application.runsOn}, which accepts no uploads.`,
      next: 'Publish the JAR to Exchange as an asset of type app, and give its group:asset:version in exchangeAsset.',
    });
  }
  if (application.kind !== 'hybrid') return;
  if (request.secureProperties !== undefined || request.autodiscoverySecretFrom !== undefined) {
    throw inputFailure({
      what: `Application ${title} runs on ${application.runsOn}, where properties cannot be protected.`,
      why: 'A runtime that was registered with its server token gets the credentials of its environment by itself, so autodiscovery needs no secret here.',
      next: 'Leave the secret out; or give it in properties, if everybody who can read the application may read the secret.',
    });
  }
  if (request.runtimeVersion !== undefined || request.replicas !== undefined) {
    throw inputFailure({
      what: `Application ${title} runs on ${application.runsOn}: its Mule runtime and number of servers belong to the servers, not to the application.`,
      next: 'Change the servers, or the members of the group or cluster.',
    });
  }
  const changesProperties = request.properties !== undefined || request.removeProperties !== undefined;
  if (changesProperties && application.properties === undefined) {
    throw inputFailure({
      what: `The platform does not return the properties of application ${title}, and a change replaces all of them.`,
      why: 'Those that are not named here would be lost.',
      next: 'Change them in Runtime Manager in the web console.',
    });
  }
  if (changesProperties && request.exchangeAsset !== undefined) {
    throw inputFailure({
      what: `Application ${title} runs on ${application.runsOn}, where an artifact from Exchange and properties cannot be changed in one request.`,
      next: 'Make two calls, one with exchangeAsset and one with the properties.',
    });
  }
}

const noProperties: PropertySet = { readable: new Map(), secure: new Set() };

async function plannedProperties(
  request: ApplicationUpdateRequest,
  application: ApplicationDetail,
  { appVariables }: LocalAllowance,
  ctx: EnvironmentContext,
): Promise<PropertyPlan | undefined> {
  const { properties, secureProperties, removeProperties, autodiscoverySecretFrom } = request;
  const credentials =
    autodiscoverySecretFrom === undefined
      ? undefined
      : await autodiscoveryCredentials(
          autodiscoverySecretFrom,
          appVariables,
          properties?.get(autodiscoveryNames.clientId),
          ctx,
        );
  if (!properties && !secureProperties && !removeProperties && !credentials) return undefined;
  // A value that was given wins over one that was looked up.
  const lookedUp = new Map(
    [...(credentials?.set ?? [])].filter(([name]) => !properties?.has(name) && !secureProperties?.has(name)),
  );
  const requested: PropertiesRequest = {
    set: new Map([...lookedUp, ...(properties ?? [])]),
    setSecure: new Map([...(credentials?.setSecure ?? []), ...(secureProperties ?? [])]),
    remove: removeProperties ?? [],
  };
  const plan = planProperties(application.properties ?? noProperties, requested, application.kind !== 'hybrid');
  if (application.kind === 'cloudhub' && plan.changes.length > 0 && plan.kept.length > 0) {
    throw maskedSecrets(application, plan.kept);
  }
  return plan;
}

/**
 * CloudHub 1.0 replaces the whole map [docs/platform/applications.md#cloudhub-properties] and shows protected values as a mask. No documented update keeps them, so their values have to be sent.
 */
function maskedSecrets(application: ApplicationDetail, kept: readonly string[]): Error {
  const secretOnly = kept.includes(autodiscoveryNames.clientSecret);
  return inputFailure({
    what: `The properties of application ${applicationTitle(application)} cannot be changed without the values of its protected ones: ${kept.join(', ')}.`,
    why: 'CloudHub 1.0 replaces all properties at once and never shows protected values, so they would be lost.',
    next: `Give their values again in secureProperties, or name them in removeProperties.${
      secretOnly ? ` autodiscoverySecretFrom gives ${autodiscoveryNames.clientSecret}.` : ''
    } Nothing was sent.`,
  });
}

function warningsOf(
  { properties, removeProperties }: ApplicationUpdateRequest,
  application: ApplicationDetail,
  plan: PropertyPlan | undefined,
): string[] {
  const warnings: string[] = [];
  const open = [...(properties?.keys() ?? [])].filter(
    (name) => plan?.plain.has(name) && plan.changes.some(({ setting, after }) => setting === name && isHidden(after)),
  );
  if (open.length > 0) {
    warnings.push(
      application.kind === 'hybrid'
        ? `A secret seems to be in ${open.join(', ')}, and properties cannot be protected on servers.`
        : `A secret seems to be in ${open.join(', ')}, unprotected: secureProperties would hide it on the platform too.`,
    );
  }
  const absent = removeProperties?.filter((name) => plan && !plan.removed.includes(name)) ?? [];
  if (absent.length > 0) warnings.push(`Not removed, because there is no such property: ${absent.join(', ')}.`);
  if (application.kind === 'cloudhub2' && plan && plan.newSecure.size > 0 && plan.kept.length > 0) {
    warnings.push(
      `The platform does not document whether it keeps the other protected properties beside a new value; afterwards they are checked: ${plan.kept.join(', ')}.`,
    );
  }
  const missing = plan === undefined ? [] : missingCredentials(application, plan);
  if (missing.length > 0) {
    warnings.push(
      `It names an API, but has no ${missing.join(' and ')}: it cannot sign in to API Manager, and answers 503. autodiscoverySecretFrom "platform" sets them.`,
    );
  }
  if (application.state === 'changing') {
    warnings.push(`It is ${application.status}: this deployment replaces the one in progress.`);
  }
  return warnings;
}

/** Credentials that an application with the id of an API lacks after a change. */
function missingCredentials({ kind }: ApplicationDetail, plan: PropertyPlan): string[] {
  const after: PropertySet = { readable: plan.plain, secure: new Set([...plan.newSecure.keys(), ...plan.kept]) };
  const { apiIds, missing } = autodiscoveryOf(after, kind === 'hybrid');
  if (apiIds.length === 0) return [];
  return missing.filter((name) => name === autodiscoveryNames.clientId || name === autodiscoveryNames.clientSecret);
}

function isHidden(after: Change['after']): boolean {
  return typeof after === 'string' && after.startsWith('(hidden');
}
