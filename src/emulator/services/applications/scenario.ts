import * as z from 'zod';
import type { RuntimeState } from '../../core/data-plane/model.ts';
import { propertyNames, runtimeState } from '../../core/data-plane/processes.ts';
import { clients, environments } from '../../core/identity/organizations.ts';
import { organizationOf, placeIn, type ScenarioPlace } from '../../core/identity/scenario-places.ts';
import { name, place, reference, time } from '../../core/scenario/fields.ts';
import { type LoadContext, timeOf } from '../../core/scenario/load-context.ts';
import { guidFrom, hexFrom } from '../../core/scenario/names.ts';
import { defineList } from '../../core/scenario/sections.ts';
import { seedJar } from '../../core/seed-jar.ts';
import { steady } from '../../core/transitions.ts';
import { clusters, runtimeIds, serverGroups, servers, takeId } from '../runtime/index.ts';
import { sharedSpacesFor, spaceIn } from '../runtime-fabric/index.ts';
import { amcDeployments } from './amc/deployment.ts';
import { startedReplicas } from './amc/replicas.ts';
import { scheduler } from './amc/schedulers.ts';
import { cloudHubApplications } from './cloudhub/application.ts';
import { muleVersions } from './cloudhub/catalog.ts';
import { containerLine } from './logs.ts';
import type { AmcDeployment } from './model.ts';
import { hybridApplications } from './servers/application.ts';
import { propertiesOnServer } from './servers/lifecycle.ts';

const applicationEntry = z.strictObject({
  ...place,
  name,
  on: z
    .enum(['CloudHub', 'CloudHub2', 'server'])
    .describe('CloudHub 1.0, a private or shared space of CloudHub 2.0, or a server'),
  id: z
    .union([z.int().min(1), z.guid()])
    .optional()
    .describe('A UUID on CloudHub2, a number on servers'),
  target: reference
    .optional()
    .describe(
      'Name or id of a private space, server, server group or cluster, or the id of a shared space, such as cloudhub-us-east-2',
    ),
  started: z.boolean().default(true),
  failure: z.string().min(1).optional().describe('The next deployment fails with this message'),
  replicas: z.int().min(1).max(16).optional().describe('On CloudHub2; default 1'),
  crashes: z
    .boolean()
    .optional()
    .describe('On CloudHub2: the process of each replica exits after every start, so the application never runs'),
  schedulers: z.array(scheduler.strict()).optional().describe('On CloudHub2: the schedulers of its flows'),
  muleVersion: name.default('4.9.6'),
  assetVersion: name.default('1.0.0'),
  properties: z.record(z.string(), z.string()).default({}),
  credentialsOf: reference
    .optional()
    .describe(
      'Name or id of the environment whose client id and secret are added to the properties, for autodiscovery',
    ),
  deploymentId: name.optional(),
  createdAt: time,
});

type Entry = z.output<typeof applicationEntry>;

/** The scenario section for applications on CloudHub 1.0, CloudHub 2.0 and servers. */
export const applicationsSection = defineList({
  name: 'applications',
  entry: applicationEntry,
  sequence: runtimeIds,
  idsOf: ({ id }) => [id],
  load: (entry, at) => {
    const where = placeIn(at, entry);
    if (entry.on === 'CloudHub') loadOnCloudHub(entry, at, where);
    else if (entry.on === 'CloudHub2') loadOnCloudHub2(entry, at, where);
    else loadOnServer(entry, at, where);
  },
});

function loadOnCloudHub(entry: Entry, at: LoadContext, where: ScenarioPlace): void {
  for (const field of ['id', 'target'] as const) {
    if (entry[field] !== undefined) throw at.at(field).problem(`an application on ${entry.on} has no ${field}`);
  }
  at.claim(cloudHubApplications, { name: entry.name, id: entry.name, scope: where.environmentId });
  const deploymentId = entry.deploymentId ?? hexFrom('deployment', entry.name).slice(0, 24);
  at.store.of(cloudHubApplications).set(entry.name, {
    ...where,
    ...commonFields(entry, at, { status: entry.started ? 'STARTED' : 'UNDEPLOYED', deploymentId, where }),
    domain: entry.name,
    muleVersion: requireMuleVersion(entry, at),
    previousMuleVersion: null,
    region: 'us-east-1',
    workers: { amount: 1, type: 'Micro' },
    loggingNgEnabled: true,
    monitoringEnabled: true,
    monitoringAutoRestart: true,
    persistentQueues: false,
    objectStoreV1: false,
    fileName: `${entry.name}-${entry.assetVersion}.jar`,
    file: seedJar,
    lastUpdateTime: timeOf(entry.createdAt),
  });
}

function loadOnCloudHub2(entry: Entry, at: LoadContext, where: ScenarioPlace): void {
  const targetId = spaceOf(entry, at, where);
  if (typeof entry.id === 'number') throw at.at('id').problem('must be a UUID on CloudHub2');
  const id = entry.id ?? guidFrom('application', where.environmentId, entry.name);
  at.claim(amcDeployments, { name: entry.name, id, scope: where.environmentId });
  const version = entry.deploymentId ?? guidFrom('deployment', id);
  const created = timeOf(entry.createdAt);
  const { replicas: count = 1, crashes = false } = entry;
  const common = commonFields(entry, at, { status: 'APPLIED', deploymentId: version, where });
  const deployment: AmcDeployment = {
    ...where,
    ...common,
    ...(entry.schedulers === undefined ? {} : { schedulers: entry.schedulers }),
    ...(crashes ? { crashes, runtime: steady(runtimeState('APPLIED')) } : {}),
    replicas: entry.started ? startedReplicas(entry.name, version, { count, crashes }) : [],
    id,
    name: entry.name,
    labels: [],
    target: {
      replicas: count,
      deploymentSettings: {
        runtime: { version: `${entry.muleVersion}:6e-java17`, releaseChannel: 'EDGE', java: '17' },
        http: {},
      },
    },
    targetId,
    ref: { groupId: where.organizationId, artifactId: entry.name, version: entry.assetVersion, packaging: 'jar' },
    desiredState: entry.started ? 'STARTED' : 'STOPPED',
    settings: { vCores: 0.1, integrations: { services: { objectStoreV2: { enabled: true } } } },
    creationDate: created,
    lastModifiedDate: created,
    desiredVersion: version,
    lastSuccessfulVersion: steady<string | null>(version),
  };
  const { name, target, ref, desiredState, settings, properties, secureKeys } = deployment;
  const spec = { name, target, targetId, ref, desiredState, settings, properties, secureKeys };
  deployment.deployments = common.deployments.map((record) => ({ ...record, spec }));
  at.store.of(amcDeployments).set(id, deployment);
}

/** A shared space by its id, else a private space. */
function spaceOf({ target }: Entry, at: LoadContext, { organizationId }: ScenarioPlace): string {
  const shared = sharedSpacesFor(at, organizationOf(at, organizationId)).find(({ id }) => id === target);
  return shared?.id ?? spaceIn(at, organizationId, target).id;
}

/** A version that CloudHub does not have would be shown as another one. */
function requireMuleVersion({ muleVersion }: Entry, at: LoadContext): string {
  if (muleVersions.some(({ version }) => version === muleVersion)) return muleVersion;
  throw at
    .at('muleVersion')
    .problem(`version not found; CloudHub has ${muleVersions.map(({ version }) => version).join(', ')}`);
}

function loadOnServer(entry: Entry, at: LoadContext, where: ScenarioPlace): void {
  if (entry.target === undefined)
    throw at.at('target').problem('required on a server: the name or id of a server, server group or cluster');
  if (typeof entry.id === 'string') throw at.at('id').problem('must be a number on a server');
  const kinds = [servers, serverGroups, clusters];
  const targetId = Number(at.at('target').find(kinds, where.environmentId, entry.target));
  const id = entry.id ?? takeId(at.store);
  at.claim(hybridApplications, { name: entry.name, id, scope: where.environmentId });
  const status = entry.started ? 'STARTED' : 'STOPPED';
  const created = timeOf(entry.createdAt);
  at.store.of(hybridApplications).set(id, {
    id,
    name: entry.name,
    targetId,
    deployed: {
      ...where,
      ...commonFields(entry, at, { status, deploymentId: entry.deploymentId ?? `${id}-1`, where }),
      desiredStatus: steady(status),
      timeCreated: created,
      timeUpdated: created,
      fileName: `${entry.name}-${entry.assetVersion}.jar`,
      file: seedJar,
      deletedAt: null,
    },
  });
}

/** The members that all kinds of applications share. */
function commonFields(
  entry: Entry,
  at: LoadContext,
  { status, deploymentId, where }: { status: string; deploymentId: string; where: ScenarioPlace },
) {
  const created = timeOf(entry.createdAt);
  const properties = { ...entry.properties, ...credentialsFor(entry, at, where) };
  const processProperties =
    entry.on === 'server' ? propertiesOnServer(at.store, where.environmentId, properties) : properties;
  const moments = { startedAt: created, trackedAt: created, opensAt: created };
  return {
    properties,
    secureKeys: Object.hasOwn(properties, propertyNames.clientSecret) ? [propertyNames.clientSecret] : [],
    runtime: steady<RuntimeState>(
      runtimeState(status, entry.started ? { properties: processProperties, ...moments } : null),
    ),
    deployments: [{ id: deploymentId, createdAt: created, startedAt: created }],
    logs: [containerLine({ at: created, message: 'The application was deployed and started', deploymentId })],
    ...(entry.failure === undefined ? {} : { failure: entry.failure }),
  };
}

function credentialsFor({ credentialsOf }: Entry, at: LoadContext, { organizationId }: ScenarioPlace) {
  if (credentialsOf === undefined) return {};
  const id = at.at('credentialsOf').find([environments], organizationId, credentialsOf);
  const client = at.store.of(clients).get(at.store.of(environments).get(id)?.clientId ?? '');
  return {
    [propertyNames.clientId]: client?.clientId ?? '',
    [propertyNames.clientSecret]: client?.clientSecret ?? '',
  };
}
