import fc from 'fast-check';
import type { Consent } from '../../src/safety/gate.ts';
import { newId } from '../../src/safety/state/ids.ts';
import { type AimedFault, faults } from './faults.ts';
import type { GuardedCall, GuardedWorld, Manner, ShownPlan } from './guarded-world.ts';

/** One thing that a model, a person, a colleague or time does. */
export interface Move {
  make(world: GuardedWorld): Promise<void>;
}

const production = { environment: 'Production' };
const gatewayManager = '/gatewaymanager/**';

/**
 * What is restarted is afterwards as it was before: a replay would act again, and only the used plan stands in its way.
 * That of any other call finds the work done, or other ground.
 */
const restarts: GuardedCall[] = [
  ['data-cloud-integration', 'POST /cloudhub/**'],
  ['catalog-batch', 'PATCH /hybrid/**'],
].map(([application = '', write = '']) => ({
  ...{ tool: 'anypoint_set_application_status', args: { application, action: 'restart' } },
  writes: [write],
}));

const calls = fc.constantFrom<GuardedCall>(
  ...['mule-legacy-1', 'mule-new-1', 'renamed'].flatMap((server): GuardedCall[] => [
    { tool: 'anypoint_delete_server', args: { server }, writes: ['DELETE /hybrid/**'] },
    { tool: 'anypoint_rename_server', args: { server, newName: 'renamed' }, writes: ['PATCH /hybrid/**'] },
  ]),
  { tool: 'anypoint_delete_cluster', args: { cluster: 'catalog-cluster' }, writes: ['DELETE /hybrid/**'] },
  ...[{ gateway: 'orders-gateway' }, { gateway: 'payments-gateway', ...production }].flatMap(
    (gateway): GuardedCall[] => [
      { tool: 'anypoint_delete_gateway', args: gateway, writes: [`DELETE ${gatewayManager}`] },
      {
        ...{ tool: 'anypoint_update_gateway', args: { ...gateway, upstreamResponseTimeout: 25 } },
        writes: [`PUT ${gatewayManager}`],
      },
      {
        ...{ tool: 'anypoint_set_gateway_desired_status', args: { ...gateway, desiredStatus: 'STOPPED' } },
        writes: [`PATCH ${gatewayManager}`],
      },
    ],
  ),
  ...restarts,
  { tool: 'anypoint_create_gateway', args: { name: 'new-gateway' }, writes: [`POST ${gatewayManager}`] },
  {
    ...{ tool: 'anypoint_rename_server', args: { server: 'mule-prod-1', newName: 'renamed', ...production } },
    writes: ['PATCH /hybrid/**'],
  },
);

const sessions = fc.constantFrom('a', 'a', 'a', 'b');
const wrong = fc.oneof(faults, fc.constant<AimedFault[]>([]), fc.constant<AimedFault[]>([]));

/** What a person, or a client in their place, answers to a question. */
type Answer = 'yes' | 'no' | 'silence' | 'mistyped' | 'other plan' | 'forged plan';
const answers = fc.constantFrom<Answer>('yes', 'yes', 'yes', 'no', 'silence', 'mistyped', 'other plan', 'forged plan');

function consentTo({ id, ask }: ShownPlan, answer: Answer, others: readonly ShownPlan[]): Consent | undefined {
  const yes = { planId: id, approve: true, typedName: ask?.question.typedName, by: 'a person' };
  switch (answer) {
    case 'yes':
      return yes;
    case 'no':
      return { ...yes, approve: false };
    case 'mistyped':
      return { ...yes, typedName: 'another-name' };
    case 'other plan': {
      const other = others.find((one) => one.id !== id);
      return other && { ...yes, planId: other.id };
    }
    case 'forged plan':
      return { ...yes, planId: newId(12) };
    default:
      return undefined;
  }
}

/** What a colleague changes between a question and its answer. */
const renames: Record<string, (world: GuardedWorld) => void> = {
  'nothing happens': () => undefined,
  'servers change their names': ({ emulator }) => {
    const [one, other] = [...emulator.store.servers.values()].filter(({ name }) => /^mule-(legacy|new)-1$/.test(name));
    if (one !== undefined && other !== undefined) [one.name, other.name] = [other.name, one.name];
  },
  'a cluster is renamed': ({ emulator }) => {
    for (const cluster of emulator.store.clusters.values()) cluster.name = cluster.name.toUpperCase();
  },
  'eleven minutes pass': ({ emulator }) => void emulator.clock.advance(660_000),
};
const meanwhiles = fc.constantFrom('nothing happens', 'nothing happens', 'nothing happens', ...Object.keys(renames));

function happen(world: GuardedWorld, what: string): void {
  world.meanwhile(what, () => renames[what]?.(world));
}

/** A call, and the answer to its question. */
const called = fc
  .record({ call: calls, session: sessions, answer: answers, meanwhile: meanwhiles, wrong, repeats: fc.boolean() })
  .map(({ call, session, answer, meanwhile, wrong: broken, repeats }) => ({
    async make(world: GuardedWorld) {
      const { approval } = await world.call(call, { session, faults: broken });
      if (approval === undefined) return;
      const asked = world.shown.at(-1);
      happen(world, meanwhile);
      const consent = asked && consentTo(asked, answer, world.shown);
      if (consent === undefined) return;
      await world.call(call, { session, consent, faults: broken });
      // A client that sends the same answer once more.
      if (repeats) await world.call(call, { session, consent });
    },
  }));

/** A plan only. */
const planned = fc.record({ call: calls, session: sessions }).map(({ call, session }) => ({
  async make(world: GuardedWorld) {
    await world.call(call, { session, dryRun: true });
  },
}));

/** A call with the id of a plan: of its own, applied before, of another call or session, or made up. */
const applied = fc
  .record({
    ...{ which: fc.nat(20), call: calls, session: sessions, answer: answers, meanwhile: meanwhiles, wrong },
    how: fc.constantFrom('own', 'own', 'own', 'twice', 'other call', 'forged', 'other session'),
  })
  .map(({ which, call, session, answer, meanwhile, wrong: broken, how }) => ({
    async make(world: GuardedWorld) {
      const shown = world.shown[which % Math.max(1, world.shown.length)];
      if (shown === undefined) return;
      happen(world, meanwhile);
      const manner: Manner = {
        session: how === 'other session' ? session : shown.session,
        planId: how === 'forged' ? newId(12) : shown.id,
        consent: shown.ask && consentTo(shown, answer, world.shown),
        faults: broken,
      };
      const made = how === 'other call' ? call : shown.call;
      await world.call(made, manner);
      if (how === 'twice') await world.call(made, manner);
    },
  }));

/** A person agrees past the model. */
const agreed = fc.nat(20).map((which) => ({
  async make(world: GuardedWorld) {
    const shown = world.shown[which % Math.max(1, world.shown.length)];
    if (shown !== undefined) world.agreeInTerminal(shown);
  },
}));

const happened = meanwhiles.map((what) => ({
  async make(world: GuardedWorld) {
    happen(world, what);
  },
}));

/** The same restart three times by one yes: in the client, in a terminal. A walk seldom has all of it. */
export const replays: Move[] = restarts.flatMap((call) =>
  [true, false].map((inClient) => ({
    async make(world: GuardedWorld) {
      await world.call(call, { session: 'a' });
      const asked = world.shown.at(-1);
      if (asked === undefined) return;
      if (!inClient) world.agreeInTerminal(asked);
      const consent = inClient ? consentTo(asked, 'yes', []) : undefined;
      for (const planId of [asked.id, asked.id, undefined]) await world.call(call, { session: 'a', planId, consent });
    },
  })),
);

/** Any of these; as functions they would be told as their source, and the story tells what they did. */
export const approvalMoves: fc.Arbitrary<Move> = fc
  .oneof(
    { weight: 4, arbitrary: called },
    { weight: 2, arbitrary: planned },
    { weight: 4, arbitrary: applied },
    { weight: 2, arbitrary: agreed },
    { weight: 1, arbitrary: happened },
  )
  .map((move) => Object.assign(move, { [fc.toStringMethod]: () => 'a move' }));
