import fc from 'fast-check';
import { expect } from 'vitest';
import { type AimedFault, aimed, faults } from './faults.ts';
import { type Call, callersPassword, type Step } from './step.ts';
import { idsIn, secretsIn, type Things, thingsOf } from './things.ts';
import { startWorld, type Told, type World } from './world.ts';

/** Set it to see one failure again; fast-check prints the seed with each. */
const seed = process.env['PROPERTY_SEED'];
const budgetMs = Number(process.env['PROPERTY_SECONDS'] ?? 8) * 1000;

/** Longest that a walk may take in all, ms; the call that is on its way when the time is up still ends. */
export const walkTimeoutMs = budgetMs + 60_000;

/** How a call is made: as a plan only, or once, or once and then again without a change in between. */
type Way = 'planned' | 'once' | 'twice';

/** Walks random sequences of calls with random faults, for some seconds, and checks after each what there is. */
export async function nothingIsLost(steps: fc.Arbitrary<Step>): Promise<void> {
  const ways = fc.constantFrom<Way>('planned', 'once', 'once', 'once', 'twice');
  // What the calls were, the story tells; as functions they would be told as their source.
  const named = steps.map((step) => Object.assign(step, { [fc.toStringMethod]: () => 'a call' }));
  const sequences = fc.array(fc.tuple(named, fc.oneof(faults, fc.constant([])), ways), { minLength: 1, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const world = await startWorld();
      try {
        for (const [step, wrong, way] of sequence) {
          await take(world, step, wrong, way);
          world.emulator.clock.advance(10_000);
        }
      } finally {
        await world.close();
      }
    }),
    {
      numRuns: 10_000,
      interruptAfterTimeLimit: budgetMs,
      markInterruptAsFailure: false,
      // What was expected, not only which calls led there: a run of CI is not repeated.
      includeErrorInReport: true,
      ...(seed === undefined ? {} : { seed: Number(seed) }),
    },
  );
}

async function take(world: World, step: Step, wrong: readonly AimedFault[], way: Way): Promise<void> {
  const call = step(thingsOf(world.emulator.store, idsIn(world.emulator.store)));
  if (way === 'planned' && call.writes.length > 0) {
    await checkPlanned(world, call, wrong);
    return;
  }
  const told = await check(world, call, wrong);
  if (way === 'twice' && told === 'done' && call.writes.length > 0) await checkAgain(world, call);
}

/** A plan changes nothing, sends nothing that could, and frightens nobody. */
async function checkPlanned(world: World, call: Call, wrong: readonly AimedFault[]): Promise<void> {
  const { told, before, now, report } = await make(world, { ...call, args: { ...call.args, dryRun: true } }, wrong);
  expect(now, report).toEqual(before);
  expect(world.writes, report).toEqual([]);
  expect(told, report).not.toBe('failed, may have happened');
}

/** What was done is not done a second time. */
async function checkAgain(world: World, call: Call): Promise<void> {
  const { told, before, now, report } = await make(world, call, []);
  expect(now, report).toEqual(before);
  if (call.again !== 'maybe') expect(told, report).toBe(call.again);
}

/** What there is now is what the call has told: all of it, nothing, or as much of it as its words say. */
async function check(world: World, call: Call, wrong: readonly AimedFault[]): Promise<Told> {
  const { told, text, before, now, report } = await make(world, call, wrong);
  const partly = call.partly ?? [];
  const changes = [() => undefined, ...partly.map(({ change }) => change), call.change];
  const states = changes.map((change) => changedBy(before, change));
  const last = states.length - 1;
  const reached = 1 + partly.findLastIndex(({ told: words }) => words.test(text));
  // A part that is not needed this time makes no difference.
  const next = states.findIndex((state, index) => index > reached && !isSame(state, states[reached]));
  const happened: Record<Told, number[]> = {
    done: reached > 0 ? [reached, last] : [last],
    'no change': [0],
    failed: [reached],
    'failed, may have happened': /accepted this change or a part of it/.test(text)
      ? states.map((_, index) => index).slice(reached)
      : [reached, next],
  };
  const possible = happened[told].map((index) => states[index]);
  if (!possible.some((things) => isSame(things, now))) {
    expect(now, report).toEqual(possible.findLast((things) => things !== undefined));
  }
  if (told === 'no change') expect(states.at(-1), `not so already:${report}`).toEqual(before);
  if (told === 'failed, may have happened') expect(world.writes, `nothing was sent:${report}`).not.toEqual([]);
  return told;
}

const isSame = (a: Things | undefined, b: Things | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

function changedBy(before: Things, change: (things: Things) => void): Things {
  const things = structuredClone(before);
  change(things);
  return things;
}

/** Makes one call, with faults on its way, and checks that nothing it shows is a secret. */
async function make(world: World, { tool, args, writes }: Call, wrong: readonly AimedFault[]) {
  const { emulator, shown, story } = world;
  const known = idsIn(emulator.store);
  const before = thingsOf(emulator.store, known);
  const secretsBefore = secretsIn(emulator);
  const met = wrong.map((fault) => aimed(fault, writes));
  for (const fault of met) emulator.faults.add(fault);
  const { told, text } = await world.call(tool, args);
  emulator.faults.clear();
  const secrets = [...secretsBefore, ...secretsIn(emulator), callersPassword];
  for (const line of shown.splice(0)) {
    for (const secret of secrets) if (line.includes(secret)) throw new Error(`${tool} shows a secret: ${line}`);
  }
  const report = ['', ...story, `  with ${JSON.stringify(met)}`, `  told: ${told}`, text].join('\n');
  return { told, text, before, now: thingsOf(emulator.store, known), report };
}
