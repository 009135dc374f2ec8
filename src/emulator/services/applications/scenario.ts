import { type Directory, guidFrom, hexFrom, ScenarioProblem, timeOf } from '../../core/scenario/directory.ts';
import { placeIn, type ScenarioPlace } from '../../core/scenario/organizations.ts';
import type { Scenario } from '../../core/scenario/schema.ts';
import { seedJar } from '../../core/seed-jar.ts';
import { type Store, takeId } from '../../core/store.ts';
import { steady } from '../../core/transitions.ts';
import { propertyNames } from '../apis/autodiscovery.ts';
import { spaceIn } from '../runtime/scenario.ts';
import type { LogLine, RuntimeState } from './model.ts';

type Item = Scenario['applications'][number];

/** Applications of CloudHub 1.0, CloudHub 2.0 and of servers. */
export function loadApplications(store: Store, scenario: Scenario, names: Directory): void {
  names.each('applications', scenario.applications, (item, path) => {
    const place = placeIn(store, names, path, item);
    if (item.on === 'CloudHub') loadCloudHub(store, names, item, path, place);
    else if (item.on === 'CloudHub2') loadCloudHub2(store, names, item, path, place);
    else loadOnServer(store, names, item, path, place);
  });
}

function deployedOf(
  store: Store,
  names: Directory,
  item: Item,
  path: string,
  place: ScenarioPlace,
  status: string,
  deploymentId: string,
) {
  const at = timeOf(item.createdAt);
  const properties = { ...item.properties };
  if (item.credentialsOf !== undefined) {
    const found = names.find(`${path}.credentialsOf`, ['environment'], place.organizationId, item.credentialsOf);
    const client = store.clients.get(store.environments.get(found)?.clientId ?? '');
    properties[propertyNames.clientId] = client?.clientId ?? '';
    properties[propertyNames.clientSecret] = client?.clientSecret ?? '';
  }
  const process = item.started ? { properties, startedAt: at, trackedAt: at, opensAt: at } : null;
  const message = 'The application was deployed and started';
  const line: LogLine = { at, level: 'INFO', logger: 'org.mule.runtime.core.internal.logging', deploymentId, message };
  return {
    ...place,
    properties,
    secureKeys: Object.hasOwn(properties, propertyNames.clientSecret) ? [propertyNames.clientSecret] : [],
    runtime: steady<RuntimeState>({ status, updateStatus: null, process }),
    deployments: [{ id: deploymentId, createdAt: at, startedAt: at }],
    logs: [line],
    ...(item.fails === undefined ? {} : { fault: item.fails }),
  };
}

function refuse(path: string, item: Item, ...fields: ('id' | 'target')[]): void {
  for (const field of fields) {
    if (item[field] !== undefined) throw new ScenarioProblem(`${path}.${field}: an application on ${item.on} has none`);
  }
}

function loadCloudHub(store: Store, names: Directory, item: Item, path: string, place: ScenarioPlace): void {
  refuse(path, item, 'id', 'target');
  names.claim(path, 'application', place.environmentId, item.name, item.name);
  const deploymentId = item.deploymentId ?? hexFrom('deployment', item.name).slice(0, 24);
  const status = item.started ? 'STARTED' : 'UNDEPLOYED';
  store.cloudHubApplications.set(item.name, {
    ...deployedOf(store, names, item, path, place, status, deploymentId),
    domain: item.name,
    muleVersion: item.muleVersion,
    previousMuleVersion: null,
    region: 'us-east-1',
    workers: { amount: 1, type: 'Micro' },
    loggingNgEnabled: true,
    monitoringEnabled: true,
    monitoringAutoRestart: true,
    persistentQueues: false,
    objectStoreV1: false,
    fileName: `${item.name}-${item.assetVersion}.jar`,
    file: seedJar,
    lastUpdateTime: timeOf(item.createdAt),
  });
}

function loadCloudHub2(store: Store, names: Directory, item: Item, path: string, place: ScenarioPlace): void {
  const space = spaceIn(store, names, path, place.organizationId, item.target);
  if (typeof item.id === 'number') throw new ScenarioProblem(`${path}.id: on CloudHub2 it must be a UUID`);
  const id = item.id ?? guidFrom('application', place.environmentId, item.name);
  names.claim(path, 'application', place.environmentId, item.name, id);
  const version = item.deploymentId ?? guidFrom('deployment', id);
  const at = timeOf(item.createdAt);
  store.amcDeployments.set(id, {
    ...deployedOf(store, names, item, path, place, 'APPLIED', version),
    id,
    name: item.name,
    labels: [],
    target: {
      replicas: 1,
      deploymentSettings: {
        runtime: { version: `${item.muleVersion}:6e-java17`, releaseChannel: 'EDGE', java: '17' },
        http: {},
      },
    },
    targetId: space.id,
    ref: { groupId: place.organizationId, artifactId: item.name, version: item.assetVersion, packaging: 'jar' },
    desiredState: item.started ? 'STARTED' : 'STOPPED',
    settings: { vCores: 0.1, integrations: { services: { objectStoreV2: { enabled: true } } } },
    creationDate: at,
    lastModifiedDate: at,
    desiredVersion: version,
    lastSuccessfulVersion: steady<string | null>(version),
  });
}

function loadOnServer(store: Store, names: Directory, item: Item, path: string, place: ScenarioPlace): void {
  if (item.target === undefined) throw new ScenarioProblem(`${path}.target: name a server, server group or cluster`);
  if (typeof item.id === 'string') throw new ScenarioProblem(`${path}.id: on a server it must be a number`);
  const kinds = ['server', 'server group', 'cluster'] as const;
  const targetId = Number(names.find(`${path}.target`, kinds, place.environmentId, item.target));
  const id = item.id ?? takeId(store);
  names.claim(path, 'application', place.environmentId, item.name, id);
  const status = item.started ? 'STARTED' : 'STOPPED';
  const at = timeOf(item.createdAt);
  store.hybridApplications.set(id, {
    id,
    name: item.name,
    targetId,
    deployed: {
      ...deployedOf(store, names, item, path, place, status, item.deploymentId ?? `${id}-1`),
      desiredStatus: steady(status),
      timeCreated: at,
      timeUpdated: at,
      fileName: `${item.name}-${item.assetVersion}.jar`,
      file: seedJar,
      goneAt: null,
    },
  });
}
