import fc from 'fast-check';
import type { FaultInput } from '../../src/emulator/index.ts';
import { seedApis } from '../../src/emulator/index.ts';
import type { Things } from './world.ts';

/** One call of a tool, and what it makes of what there is when it happens. */
export interface Call {
  tool: string;
  args: Record<string, unknown>;
  change: (things: Things) => void;
}

/** A call that is made up when its turn comes: most calls are about something that is there by then. */
export type Step = (things: Things) => Call;

const clusterNames = ['catalog-cluster', 'pair', 'trio'];
const servers = ['mule-orders-1', 'mule-orders-2', 'mule-orders-3', 'mule-catalog-1'];
const gateways = ['orders-gateway', 'partners-gateway', 'fresh-one', 'fresh-two'];
const policies = ['rate-limiting', 'spike-control', 'http-basic-authentication'];

/** A password that a caller hands over: it may be shown nowhere. */
export const callersPassword = 'callers-own-Passw0rd-71';

const oneOf = (names: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...names);

/** Changes the entries of a list that have a name, and says so by leaving the others as they are. */
function replace(list: string[], name: string, make: (entry: string) => string[]): void {
  const index = list.findIndex((entry) => entry.startsWith(`${name} `));
  if (index >= 0) list.splice(index, 1, ...make(list[index] ?? ''));
  list.sort();
}

const add = (list: string[], entry: string): void => {
  list.push(entry);
  list.sort();
};

const membersOf = (entry: string): string[] => (/\[(.*)\]/.exec(entry)?.[1] ?? '').split(',').filter(Boolean);
const withMembers = (entry: string, members: string[]): string[] => [
  entry.replace(/\[.*\]/, `[${[...members].sort()}]`),
];

const nameOf = (entry: string): string => entry.slice(0, entry.indexOf(' '));

/** Mostly one of those that are there, and sometimes any. */
const picked = (from: (things: Things) => string[], any: readonly string[]): fc.Arbitrary<(things: Things) => string> =>
  fc.tuple(fc.nat(11), fc.nat(4), oneOf(any)).map(([index, chance, other]) => (things) => {
    const there = from(things).map(nameOf);
    return chance === 0 ? other : (there[index % Math.max(1, there.length)] ?? other);
  });

const cluster = picked(({ clusters }) => clusters, clusterNames);
const gateway = picked((things) => things.gateways.filter((one) => gateways.includes(nameOf(one))), gateways);
const applied = picked((things) => things.policies, policies);
const member = picked(({ clusters }) => clusters.flatMap(membersOf).map((one) => `${one} `), servers);
const free = picked(
  ({ clusters }) => servers.filter((one) => !clusters.flatMap(membersOf).includes(one)).map((one) => `${one} `),
  servers,
);

const createCluster = fc.tuple(oneOf(clusterNames), fc.array(free, { minLength: 1, maxLength: 3 })).map(
  ([name, choices]): Step =>
    (things) => {
      const members = [...new Set(choices.map((choose) => choose(things)))].sort();
      return {
        tool: 'anypoint_create_cluster',
        args: { name, servers: members },
        change: ({ clusters }) => add(clusters, `${name} [${members}] new`),
      };
    },
);
const renameCluster = fc.tuple(cluster, oneOf(clusterNames)).map(
  ([choose, newName]): Step =>
    (things) => {
      const name = choose(things);
      return {
        tool: 'anypoint_rename_cluster',
        args: { cluster: name, newName },
        change: ({ clusters }) => replace(clusters, name, (entry) => [entry.replace(name, newName)]),
      };
    },
);
const deleteCluster = cluster.map(
  (choose): Step =>
    (things) => {
      const name = choose(things);
      return {
        tool: 'anypoint_delete_cluster',
        args: { cluster: name },
        change: ({ clusters }) => replace(clusters, name, () => []),
      };
    },
);
const addServer = fc.tuple(cluster, free).map(
  ([choose, chooseServer]): Step =>
    (things) => {
      const [name, server] = [choose(things), chooseServer(things)];
      return {
        tool: 'anypoint_add_cluster_server',
        args: { cluster: name, server },
        change: ({ clusters }) => replace(clusters, name, (entry) => withMembers(entry, [...membersOf(entry), server])),
      };
    },
);
const removeServer = fc.tuple(cluster, member).map(
  ([choose, chooseServer]): Step =>
    (things) => {
      const [name, server] = [choose(things), chooseServer(things)];
      return {
        tool: 'anypoint_remove_cluster_server',
        args: { cluster: name, server },
        change: ({ clusters }) =>
          replace(clusters, name, (entry) =>
            withMembers(
              entry,
              membersOf(entry).filter((one) => one !== server),
            ),
          ),
      };
    },
);
const renameServer = fc.constant<Step>(({ servers: all }) => {
  const server = all.some((one) => one.startsWith('mule-legacy-1 ')) ? 'mule-legacy-1' : 'mule-prod-9';
  const newName = server === 'mule-legacy-1' ? 'mule-prod-9' : 'mule-legacy-1';
  return {
    tool: 'anypoint_rename_server',
    args: { server, newName },
    change: (things) => replace(things.servers, server, (entry) => [entry.replace(server, newName)]),
  };
});
const createGateway = oneOf(gateways).map(
  (name): Step =>
    () => ({
      tool: 'anypoint_create_gateway',
      args: { name },
      change: (things) => {
        add(things.gateways, `${name} STARTED 15 new`);
        add(things.configurations, `${name} info`);
      },
    }),
);
const updateGateway = fc.tuple(gateway, fc.constantFrom(20, 30)).map(
  ([choose, upstreamResponseTimeout]): Step =>
    (now) => {
      const name = choose(now);
      return {
        tool: 'anypoint_update_gateway',
        args: { gateway: name, upstreamResponseTimeout },
        change: (things) =>
          replace(things.gateways, name, (entry) => [entry.replace(/ \d\d /, ` ${upstreamResponseTimeout} `)]),
      };
    },
);
const deleteGateway = gateway.map(
  (choose): Step =>
    (now) => {
      const name = choose(now);
      return {
        tool: 'anypoint_delete_gateway',
        args: { gateway: name },
        change: (things) => {
          replace(things.gateways, name, () => []);
          replace(things.configurations, name, () => []);
        },
      };
    },
);
const setStatus = gateway.map(
  (choose): Step =>
    (now) => {
      const name = choose(now);
      const isStarted = now.gateways.some((one) => one.startsWith(`${name} STARTED`));
      const desiredStatus = isStarted ? 'STOPPED' : 'STARTED';
      return {
        tool: 'anypoint_set_gateway_desired_status',
        args: { gateway: name, desiredStatus },
        change: (things) =>
          replace(things.gateways, name, (entry) => [entry.replace(/STARTED|STOPPED/, desiredStatus)]),
      };
    },
);
const configure = fc.tuple(gateway, fc.constantFrom('debug', 'warn')).map(
  ([choose, logLevel]): Step =>
    (now) => {
      const name = choose(now);
      return {
        tool: 'anypoint_upsert_gateway_runtime_config',
        args: { gateway: name, logLevel },
        change: (things) => replace(things.configurations, name, () => [`${name} ${logLevel}`]),
      };
    },
);
const api = String(seedApis.inventory);
const configurations: Record<string, unknown> = {
  'rate-limiting': { rateLimits: [{ maximumRequests: 5, timePeriodInMilliseconds: 1000 }] },
  'spike-control': {
    maximumRequests: 5,
    timePeriodInMilliseconds: 1000,
    delayTimeInMillis: 10,
    delayAttempts: 1,
    queuingLimit: 5,
  },
  'http-basic-authentication': { username: 'caller', password: callersPassword },
};
const applyPolicy = oneOf(policies).map(
  (policy): Step =>
    () => ({
      tool: 'anypoint_apply_policy',
      args: { api, policy, configuration: configurations[policy] },
      change: (things) => add(things.policies, `${policy} new`),
    }),
);
const applyBasicAuth = fc.constant<Step>(() => ({
  tool: 'anypoint_apply_basic_auth_policy',
  args: { api, username: 'caller', password: callersPassword },
  change: (things) => {
    // One that is there is changed and keeps its place.
    if (!things.policies.some((one) => one.startsWith('http-basic'))) {
      add(things.policies, 'http-basic-authentication new');
    }
  },
}));
const removePolicy = applied.map(
  (choose): Step =>
    (now) => {
      const policy = choose(now);
      return {
        tool: 'anypoint_remove_policy',
        args: { api, policy },
        change: (things) => replace(things.policies, policy, () => []),
      };
    },
);
const reads = fc
  .constantFrom(
    { tool: 'anypoint_list_clusters', args: {} },
    { tool: 'anypoint_list_gateways', args: {} },
    { tool: 'anypoint_list_api_policies', args: { api } },
    { tool: 'anypoint_get_autodiscovery_properties', args: { api } },
  )
  .map(
    (read): Step =>
      () => ({ ...read, change: () => undefined }),
  );

/** Any call. */
export const steps = fc.oneof(
  createCluster,
  renameCluster,
  deleteCluster,
  addServer,
  removeServer,
  renameServer,
  createGateway,
  updateGateway,
  deleteGateway,
  setStatus,
  configure,
  applyPolicy,
  applyBasicAuth,
  removePolicy,
  reads,
);

/** Which of a call's requests go wrong: its write, or whatever comes along. */
const route = fc.oneof(
  { weight: 3, arbitrary: fc.record({ method: fc.constant('WRITE'), times: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
        skip: fc.constantFrom(0, 0, 0, 1, 2, 3),
        times: fc.integer({ min: 1, max: 5 }),
      },
      { requiredKeys: ['times'] },
    ),
  },
);

/** Aims a fault at the write that a tool makes. */
export function aimed(fault: FaultInput, tool: string): FaultInput {
  if (fault.method !== 'WRITE') return fault;
  const path = /cluster|server/.test(tool)
    ? '/hybrid/**'
    : /policy/.test(tool)
      ? '/apimanager/**'
      : '/gatewaymanager/**';
  const [, verb = ''] = tool.split('_');
  const methods: Record<string, string> = {
    create: 'POST',
    apply: 'POST',
    add: 'POST',
    rename: 'PATCH',
    set: 'PATCH',
    update: 'PUT',
    upsert: 'PUT',
    delete: 'DELETE',
    remove: 'DELETE',
  };
  return { ...fault, path, method: methods[verb] ?? 'GET' };
}

/** What the platform or the way to it can do; a refusal (4xx) always means that nothing was done. */
const kinds: fc.Arbitrary<FaultInput> = fc.oneof(
  fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(401, 403, 429) }),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(500, 502, 503, 504),
    afterWork: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('reset' as const), afterWork: fc.boolean() }),
  fc.constant<FaultInput>({ kind: 'half-body' }),
  fc.record({ kind: fc.constant('html' as const), status: fc.constantFrom(200, 403, 502), afterWork: fc.boolean() }),
  fc.constant<FaultInput>({ kind: 'expired-tokens' }),
  fc.constant<FaultInput>({ kind: 'freeze' }),
  fc.record({ kind: fc.constant('latency' as const), ms: fc.integer({ min: 1, max: 3 }) }),
);

/** Faults of one call. */
export const faults: fc.Arbitrary<FaultInput[]> = fc.array(
  fc.tuple(kinds, route).map(([kind, where]): FaultInput => {
    // A page with the status of a refusal comes from something that did not let the request through.
    const isRefusal = kind.kind === 'html' && kind.status === 403;
    return { ...kind, ...where, ...(isRefusal ? { afterWork: false } : {}) } as FaultInput;
  }),
  { maxLength: 2 },
);
