import fc from 'fast-check';
import { callersPassword, oneOf, reading, type Step } from './step.ts';
import { type PolicyThing, policedApis, type Things } from './things.ts';

const policies = ['rate-limiting', 'spike-control', 'http-basic-authentication'] as const;
const apis = Object.keys(policedApis);

const rateLimits = [{ maximumRequests: 5, timePeriodInMilliseconds: 1000 }];
const configurations: Record<string, Record<string, unknown>> = {
  'rate-limiting': { rateLimits, exposeHeaders: false },
  'spike-control': {
    maximumRequests: 5,
    timePeriodInMilliseconds: 1000,
    delayTimeInMillis: 10,
    delayAttempts: 1,
    queuingLimit: 5,
  },
  'http-basic-authentication': { username: 'caller', password: callersPassword },
};
/** One field of each, which leaves the others. */
const changed: Record<string, Record<string, unknown>> = {
  'rate-limiting': { exposeHeaders: true },
  'spike-control': { queuingLimit: 6 },
  'http-basic-authentication': { password: `${callersPassword}-2` },
};

const policiesOf = (things: Things, api: string): PolicyThing[] => things.policies[api] ?? [];

/** Puts a policy before those that have its place or a later one, which move back by one. */
function insert(list: PolicyThing[], policy: Omit<PolicyThing, 'order'>, wanted: number | undefined): void {
  const last = Math.max(0, ...list.map((one) => one.order ?? 0));
  const order = wanted ?? last + 1;
  for (const one of list) if (one.order !== null && one.order >= order) one.order += 1;
  list.push({ ...policy, order });
  list.sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
}

function applied(asset: string, configuration: Record<string, unknown>, methods = '.*'): Omit<PolicyThing, 'order'> {
  return { asset, enabled: true, configuration, methods, id: 'new' };
}

/** Mostly one that is applied, and sometimes any. */
const choice = fc
  .tuple(oneOf(['orders-api', ...apis]), fc.nat(5), fc.nat(4), oneOf(policies))
  .map(([api, index, chance, other]) => (things: Things) => {
    const there = policiesOf(things, api);
    return { api, policy: chance === 0 ? other : (there[index % Math.max(1, there.length)]?.asset ?? other) };
  });

const orders = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined });

const applyPolicy = fc.tuple(oneOf(apis), oneOf(policies), orders, fc.constantFrom(undefined, 'GET', 'POST')).map(
  ([api, policy, order, method]): Step =>
    () => ({
      tool: 'anypoint_apply_policy',
      writes: ['POST /apimanager/**'],
      again: 'failed',
      args: {
        api,
        policy,
        configuration: configurations[policy],
        ...(order === undefined ? {} : { order }),
        ...(method === undefined ? {} : { methods: [method] }),
      },
      change: (things) =>
        insert(policiesOf(things, api), applied(policy, configurations[policy] ?? {}, method ?? '.*'), order),
    }),
);
const applyBasicAuth = oneOf(apis).map(
  (api): Step =>
    () => ({
      tool: 'anypoint_apply_basic_auth_policy',
      writes: ['POST /apimanager/**'],
      again: 'failed',
      args: { api, username: 'caller', password: callersPassword },
      change: (things) => {
        const configuration = { username: 'caller', password: callersPassword };
        insert(policiesOf(things, api), applied('http-basic-authentication', configuration), undefined);
      },
    }),
);
const removePolicy = choice.map(
  (choose): Step =>
    (now) => {
      const { api, policy } = choose(now);
      return {
        tool: 'anypoint_remove_policy',
        writes: ['DELETE /apimanager/**'],
        again: 'no change',
        args: { api, policy },
        change: (things) => {
          things.policies[api] = policiesOf(things, api).filter(({ asset }) => asset !== policy);
        },
      };
    },
);

interface Wish {
  enabled?: boolean;
  methods?: string[];
  order?: number;
  configure: boolean;
}
const wishes: fc.Arbitrary<Wish> = fc.record(
  {
    enabled: fc.boolean(),
    methods: fc.constantFrom<string[]>([], ['GET']),
    order: fc.integer({ min: 1, max: 4 }),
    configure: fc.boolean(),
  },
  { requiredKeys: ['configure'] },
);
const updatePolicy = fc.tuple(choice, wishes).map(
  ([choose, { configure, ...wish }]): Step =>
    (now) => {
      const { api, policy } = choose(now);
      const configuration = configure ? changed[policy] : undefined;
      const change = (things: Things): void => {
        const one = policiesOf(things, api).find(({ asset }) => asset === policy);
        if (one === undefined) return;
        one.enabled = wish.enabled ?? one.enabled;
        one.methods = wish.methods === undefined ? one.methods : (wish.methods[0] ?? '.*');
        Object.assign(one.configuration, configuration);
      };
      const all = (things: Things): void => {
        change(things);
        things.policies[api] = reordered(policiesOf(things, api), policy, wish.order);
      };
      return {
        tool: 'anypoint_update_policy',
        writes: ['PATCH /apimanager/**/policies/*', 'PATCH /apimanager/**/policies'],
        // Nobody can see that a secret is the same one.
        again: configuration !== undefined && 'password' in configuration ? 'done' : 'no change',
        args: { api, policy, ...wish, ...(configuration ? { configuration } : {}) },
        partly: [
          { told: /Policy .+ is changed\./, change },
          { told: /Policy .+ is changed as planned\./, change: all },
        ],
        change: all,
      };
    },
);

/** All are numbered anew when one is moved, and the others keep their order. */
function reordered(list: PolicyThing[], policy: string, order: number | undefined): PolicyThing[] {
  const moved = list.find(({ asset }) => asset === policy);
  if (moved === undefined || order === undefined || moved.order === order) return list;
  const others = list.filter((one) => one !== moved);
  return [...others.slice(0, order - 1), moved, ...others.slice(order - 1)].map((one, index) => ({
    ...one,
    order: index + 1,
  }));
}

/** Any call about policies. */
export const policySteps = fc.oneof(
  applyPolicy,
  applyPolicy,
  applyBasicAuth,
  updatePolicy,
  updatePolicy,
  updatePolicy,
  removePolicy,
  reading(
    ...apis.flatMap((api) => [
      { tool: 'anypoint_list_api_policies', args: { api } },
      { tool: 'anypoint_get_autodiscovery_properties', args: { api } },
    ]),
  ),
);
