import { lastStage } from '../../src/emulator/core/transitions.ts';
import { type Emulator, type Store, seedApiLogins, seedApis } from '../../src/emulator/index.ts';
import type { AppliedPolicy } from '../../src/emulator/services/apis/model.ts';

/** A policy of an API, in the order in which the platform applies them. */
export interface PolicyThing {
  asset: string;
  order: number | null;
  enabled: boolean;
  /** Only the fields that calls give: the platform and the template may add others. */
  configuration: Record<string, unknown>;
  methods: string;
  id: string;
}

/** An application, wherever it runs. */
export interface ApplicationThing {
  isUp: boolean;
  artifact: string;
  replicas: number;
  /** In plain, those that are protected too. */
  properties: Record<string, string>;
  secure: string[];
}

/** An API instance. */
export interface ApiThing {
  asset: string;
  version: string;
  label: string | null;
  isFlex: boolean;
  /** The gateway it is on. */
  gateway: string | null;
  id: string;
}

/** What there is, without what changes by itself; of most things a line each, the id last. */
export interface Things {
  servers: string[];
  clusters: string[];
  gateways: string[];
  configurations: string[];
  apis: ApiThing[];
  /** `asset version` */
  assets: string[];
  /** By the name of the API's asset; only of the two that the steps are about. */
  policies: Record<string, PolicyThing[]>;
  applications: Record<string, ApplicationThing>;
}

/** The APIs whose policies are changed. */
export const policedApis = { 'inventory-api': seedApis.inventory, 'orders-api': seedApis.orders } as const;

/** The fields of each policy that calls give. */
const givenFields: Record<string, string[]> = {
  'rate-limiting': ['rateLimits', 'exposeHeaders'],
  'spike-control': [
    'maximumRequests',
    'timePeriodInMilliseconds',
    'delayTimeInMillis',
    'delayAttempts',
    'queuingLimit',
  ],
  'http-basic-authentication': ['username', 'password'],
};

/** What the platform really holds. Ids are those of before, or `new`. */
export function thingsOf(store: Store, known: ReadonlySet<string>): Things {
  const id = (value: string | number): string => (known.has(String(value)) ? String(value) : 'new');
  const server = (serverId: number): string => store.servers.get(serverId)?.name ?? `missing ${serverId}`;
  return {
    servers: [...store.servers.values()].map((one) => `${one.name} ${one.id}`).sort(),
    clusters: [...store.clusters.values()]
      .map(
        ({ name, members, ...one }) =>
          `${name} [${members.map((member) => server(member.serverId)).sort()}] ${id(one.id)}`,
      )
      .sort(),
    gateways: [...store.managedGateways.values()]
      .map(
        ({ name, desiredStatus, configuration, ...one }) =>
          `${name} ${desiredStatus} ${configuration.properties.upstreamResponseTimeout} ${id(one.id)}`,
      )
      .sort(),
    configurations: [...store.managedGateways.values()]
      .map(({ name, configuration }) => `${name} ${configuration.logging?.level}`)
      .sort(),
    apis: sortedApis(
      [...store.apis.values()].map(({ assetId, assetVersion, instanceLabel, technology, deployment, ...one }) => ({
        asset: assetId,
        version: assetVersion,
        label: instanceLabel,
        isFlex: technology === 'flexGateway',
        gateway: deployment?.expectedStatus === 'deployed' ? deployment.targetName : null,
        id: id(one.id),
      })),
    ),
    assets: [...store.assets.values()].map(({ assetId, version }) => `${assetId} ${version}`).sort(),
    policies: Object.fromEntries(
      Object.entries(policedApis).flatMap(([name, apiId]) => {
        const api = store.apis.get(apiId);
        return api === undefined ? [] : [[name, api.policies.map((policy) => policyThing(policy, id)).sort(byOrder)]];
      }),
    ),
    applications: applicationsIn(store),
  };
}

/** API instances in an order that a new one does not change. */
export function sortedApis(apis: readonly ApiThing[]): ApiThing[] {
  const key = ({ asset, version, label, id }: ApiThing): string => [asset, version, label, id].join(' ');
  return [...apis].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function byOrder(a: PolicyThing, b: PolicyThing): number {
  return (a.order ?? 0) - (b.order ?? 0);
}

function policyThing(policy: AppliedPolicy, id: (value: number) => string): PolicyThing {
  const { assetId, order, disabled, configurationData, pointcutData } = policy;
  const given = givenFields[assetId] ?? [];
  return {
    asset: assetId,
    order,
    enabled: !disabled,
    configuration: Object.fromEntries(given.map((name) => [name, configurationData[name]])),
    methods: pointcutData?.map(({ methodRegex }) => methodRegex).join() ?? '.*',
    id: id(policy.id),
  };
}

function applicationsIn(store: Store): Record<string, ApplicationThing> {
  const cloudHub = [...store.cloudHubApplications.values()].map((one): [string, ApplicationThing] => [
    one.domain,
    {
      isUp: !lastStage(one.runtime).status.startsWith('UNDEPLOY'),
      artifact: artifactOf(one.fileName),
      replicas: one.workers.amount,
      ...propertiesOf(one),
    },
  ]);
  const deployments = [...store.amcDeployments.values()].map((one): [string, ApplicationThing] => [
    one.name,
    {
      isUp: one.desiredState === 'STARTED',
      artifact: `${one.ref.artifactId} ${one.ref.version}`,
      replicas: Number(one.target['replicas']),
      ...propertiesOf(one),
    },
  ]);
  const onServers = [...store.hybridApplications.values()].flatMap(
    ({ name, deployed }): [string, ApplicationThing][] =>
      deployed === undefined
        ? []
        : [
            [
              name,
              {
                isUp: lastStage(deployed.desiredStatus) === 'STARTED',
                artifact: artifactOf(deployed.fileName),
                replicas: 0,
                // Nothing can be protected there.
                ...propertiesOf({ ...deployed, secureKeys: [] }),
              },
            ],
          ],
  );
  return Object.fromEntries([...cloudHub, ...deployments, ...onServers]);
}

/** `orders-app-1.1.0-mule-application.jar` is the asset and the version that it was made of. */
function artifactOf(fileName: string): string {
  return fileName.replace(/^(.*)-(\d+\.\d+\.\d+).*\.jar$/, '$1 $2');
}

function propertiesOf({ properties, secureKeys }: { properties: Record<string, string>; secureKeys: string[] }) {
  const sorted = Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
  return { properties: Object.fromEntries(sorted), secure: [...secureKeys].sort() };
}

/** Every id there is. */
export function idsIn(store: Store): Set<string> {
  const apis = [...store.apis.values()].flatMap((api) => [api.id, ...api.policies.map(({ id }) => id)]);
  return new Set([...store.clusters.keys(), ...store.managedGateways.keys(), ...apis].map(String));
}

/** Everything that nobody may be shown. */
export function secretsIn({ access, store }: Emulator): string[] {
  const protectedValues = Object.values(applicationsIn(store)).flatMap(({ secure, properties }) =>
    secure.map((name) => properties[name] ?? ''),
  );
  return [
    access.clientSecret,
    access.password,
    access.viewer.clientSecret,
    seedApiLogins.orders.password,
    ...store.tokens.keys(),
    ...[...store.clients.values()].map(({ clientSecret }) => clientSecret),
    ...[...store.clientApplications.values()].map(({ clientSecret }) => clientSecret),
    ...protectedValues.filter((value) => value !== ''),
  ];
}
