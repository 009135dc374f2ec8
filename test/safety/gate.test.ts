import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IntentRecord } from '../../src/core/changes.ts';
import type { PlanFacts, Step, StepKind } from '../../src/core/plan/plan.ts';
import type { ToolName } from '../../src/core/tools/calls.ts';
import type { PlannedWrite } from '../../src/core/tools/planned-write.ts';
import { Failure } from '../../src/platform/errors.ts';
import { PendingApprovals, questionDigest } from '../../src/safety/approvals/pending.ts';
import { questionOf } from '../../src/safety/approvals/question.ts';
import { sealSecrets } from '../../src/safety/approvals/sealed-secrets.ts';
import { signApproval } from '../../src/safety/approvals/signature.ts';
import { type Ask, type Consent, type Decision, Gate, type GatedWrite } from '../../src/safety/gate.ts';
import { beginning, chained, lineText } from '../../src/safety/journal/chain.ts';
import { newFileName } from '../../src/safety/journal/file-name.ts';
import { Journal } from '../../src/safety/journal/journal.ts';
import type { Passage } from '../../src/safety/journal/passage.ts';
import { changesIn, readJournalFiles } from '../../src/safety/journal/read-journal.ts';
import { type PolicyRule, policySchema } from '../../src/safety/policy/policy.ts';
import { caller, stateFolder } from '../support/safety.ts';
import { keyPair, opened } from './approvals/key-pair.ts';

const start = Date.parse('2026-11-29T07:00:00Z');
const lifetime = 600_000;
const platform = 'https://anypoint.example.com';

/** A gate with these rules and a journal, and what its folder holds. */
function gated(policy: object = {}, { folder = stateFolder(), key }: { folder?: string; key?: Buffer } = {}) {
  const clock = { now: start };
  const now = () => clock.now;
  const journal = new Journal({ stateFolder: folder, now });
  const gate = new Gate({
    policy: { policy: policySchema.parse(policy), origin: 'policy.yaml', file: '/etc/policy.yaml' },
    ...{ stateFolder: folder, journal, planLifetimeMs: lifetime, key, platform, now },
  });
  const pending = new PendingApprovals(folder);
  return {
    ...{ gate, folder, clock, pending },
    changes: () => changesIn(readJournalFiles(folder)),
    /** Somebody in a terminal agrees. */
    agree: (id: string, by: string, more: object = {}) => {
      const asked = pending.find(id, clock.now);
      if (asked === undefined) throw new Error('nothing waits');
      pending.agree(id, { by, at: new Date(clock.now).toISOString(), question: questionDigest(asked), ...more });
    },
  };
}

const rule = (more: Partial<PolicyRule> & Pick<PolicyRule, 'answer'>): PolicyRule => ({ name: 'mine', ...more });
const allowing = { rules: [rule({ answer: 'allow' })] };
const asking = { rules: [rule({ answer: 'ask' })] };

function stepOf(kind: StepKind, name = 'orders', more: Partial<Step> = {}): Step {
  return { kind, thing: { kind: 'gateway', id: `${name}-id`, name }, action: 'do it', changes: [], ...more };
}

const sandbox = { id: 'e-1', name: 'Sandbox', type: 'sandbox', organization: { id: 'o-1', name: 'Acme' } };

interface Given extends Partial<Omit<GatedWrite, 'planned' | 'accepted'>> {
  plan?: Partial<PlanFacts>;
  arguments?: object;
  undoes?: string;
  needs?: readonly string[];
  undo?: PlannedWrite['undo'];
  settings?: PlannedWrite['settings'];
  dryRun?: boolean;
  planId?: string | undefined;
}

function write({ plan = {}, arguments: args = {}, dryRun = false, planId, ...given }: Given = {}): GatedWrite {
  const { undoes, needs, undo = [], settings, ...more } = given;
  const facts = { summary: 'do it.', environment: sandbox, steps: [stepOf('update')], warnings: [], ...plan };
  return {
    tool: { name: 'anypoint_update_gateway', title: 'Update gateway', toolset: 'gateways' },
    accepted: { dryRun, planId },
    planned: {
      ...{ plan: facts, arguments: { ...args }, basis: { arguments: args, ground: facts }, undo, undoes },
      ...{ needs, settings },
      apply: () => Promise.reject(new Error('only a pipeline applies')),
    },
    caller,
    ...more,
  };
}

function failed(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it was let pass');
}

function asked(decision: Decision): Ask {
  if (decision.decision !== 'ask') throw new Error(`expected a question, not ${decision.decision}`);
  return decision;
}

function passed(decision: Decision): Passage {
  if (decision.decision !== 'go') throw new Error(`expected to pass, not ${decision.decision}`);
  return decision.passage;
}

/** Carries out what passed, and returns what the journal has of it. */
async function intentOf({ changes }: Pick<ReturnType<typeof gated>, 'changes'>, decision: Decision) {
  const passage = passed(decision);
  await passage.carryOut(async () => undefined);
  passage.end({ outcome: 'done' });
  const change = changes().find(({ intent }) => intent.id === passage.changeId);
  if (change === undefined) throw new Error('it is not in the journal');
  return change.intent;
}

const yesTo = ({ plan, question }: Ask, more: Partial<Consent> = {}): Consent => ({
  ...{ planId: plan.id, approve: true, typedName: question.typedName, by: 'a client' },
  ...more,
});

describe('a write that a rule allows', () => {
  it('goes ahead, and the journal says who, what and by which rule before anything is sent', async () => {
    const world = gated(allowing);
    const args = { gateway: 'orders', size: 'large' };
    const intent = await intentOf(world, world.gate.decide(write({ arguments: args })));
    expect(intent).toEqual<IntentRecord>({
      ...{ type: 'intent', id: expect.any(String), at: new Date(start).toISOString() },
      ...{ who: caller, platform, tool: 'anypoint_update_gateway', arguments: args, undo: [], rule: 'mine' },
      ...{ plan: JSON.parse(JSON.stringify(write().planned.plan)), approvals: [] },
    });
    expect(Object.keys(intent)).not.toContain('planId');
    expect(Object.keys(intent)).not.toContain('undoes');
  });

  it('may name its plan, once', async () => {
    const world = gated(allowing);
    const planned = world.gate.decide(write({ dryRun: true }));
    const planId = planned.decision === 'planned' ? planned.plan?.id : undefined;
    expect(planned).toEqual({
      decision: 'planned',
      verdict: { answer: 'allow', rule: 'mine', outside: false, approvals: 1 },
      reason: 'the rule "mine" of the policy says that a person decides',
      plan: expect.objectContaining({ tool: 'anypoint_update_gateway', expiresAt: start + lifetime }),
    });
    expect(await intentOf(world, world.gate.decide(write({ planId })))).toMatchObject({ planId });
    expect(failed(() => world.gate.decide(write({ planId }))).message).toContain('was applied already');
  });

  it('does not pass by the plan of another one', () => {
    const { gate } = gated(allowing);
    const planned = gate.decide(write({ dryRun: true, arguments: { size: 'large' } }));
    const planId = planned.decision === 'planned' ? planned.plan?.id : '';
    for (const other of [
      write({ planId, arguments: { size: 'small' } }),
      write({ planId, arguments: { size: 'large' }, caller: { ...caller, session: 'other' } }),
      write({
        ...{ planId, arguments: { size: 'large' } },
        tool: { name: 'anypoint_delete_gateway', title: 'Delete gateway', toolset: 'gateways' },
      }),
    ])
      expect(failed(() => gate.decide(other)).kind).toBe('input');
    // Of the same call, on changed ground.
    const moved = write({ planId, arguments: { size: 'large' }, plan: { steps: [stepOf('update', 'other')] } });
    expect(failed(() => gate.decide(moved)).message).toContain('What the plan saw has changed since');
  });

  it('is known to every server with the same key, and only to this process without one', () => {
    const idWith = (key?: Buffer) => {
      const { gate } = gated(allowing, key === undefined ? {} : { key });
      const planned = gate.decide(write({ dryRun: true }));
      return planned.decision === 'planned' ? planned.plan?.id : undefined;
    };
    expect(idWith(Buffer.alloc(32, 1))).toMatch(/^\w{12}$/);
    expect(idWith()).not.toBe(idWith());
  });
});

describe('a write that a rule denies', () => {
  const denying = { rules: [rule({ answer: 'deny' })] };

  it('is refused by the name of the rule', () => {
    expect(failed(() => gated(denying).gate.decide(write()))).toMatchObject({
      kind: 'policy',
      message: 'The policy of this server denies this, by its rule "mine"; nothing was changed.',
      why: 'The rule stands in policy.yaml.',
      // The terminal of the operator has not the settings of the server.
      next: expect.stringContaining('anypoint-mcp policy check --policy /etc/policy.yaml explains it'),
    });
  });

  it('may be planned, but gets no id to apply it by', () => {
    expect(gated(denying).gate.decide(write({ dryRun: true }))).toMatchObject({
      ...{ decision: 'planned', verdict: { answer: 'deny' }, plan: undefined },
    });
  });
});

describe('a write that a person has to agree to', () => {
  it('waits in the folder with its question', () => {
    const { gate, pending } = gated(asking);
    const ask = asked(gate.decide(write()));
    expect(ask).toMatchObject({
      ...{ reason: 'the rule "mine" of the policy says that a person decides', outside: false, signed: false },
      ...{ mistyped: false, question: questionOf(write().planned.plan) },
    });
    expect(pending.list(start)).toEqual([
      {
        ...{ id: ask.plan.id, tool: 'anypoint_update_gateway', text: ask.question.text, pid: process.pid },
        ...{ createdAt: start, expiresAt: start + lifetime },
      },
    ]);
    expect(asked(gate.decide(write())).plan.id).toBe(ask.plan.id);
  });

  it('goes ahead with a yes in the client, once, and waits no longer', async () => {
    const world = gated(asking);
    const consent = yesTo(asked(world.gate.decide(write())));
    const intent = await intentOf(world, world.gate.decide(write({ consent })));
    expect(intent).toMatchObject({
      ...{ planId: consent.planId, rule: 'mine' },
      approvals: [{ by: 'a client', how: 'client', at: new Date(start).toISOString() }],
    });
    expect(world.pending.list(start)).toEqual([]);
    expect(asked(world.gate.decide(write({ consent }))).plan.id).not.toBe(consent.planId);
  });

  it('goes ahead with a yes in a terminal, once', async () => {
    const world = gated(asking);
    const { id } = asked(world.gate.decide(write())).plan;
    world.agree(id, 'ada');
    const intent = await intentOf(world, world.gate.decide(write({ planId: id })));
    expect(intent.approvals).toEqual([{ by: 'ada', how: 'terminal', at: new Date(start).toISOString() }]);
    expect(world.pending.list(start)).toEqual([]);
    expect(failed(() => world.gate.decide(write({ planId: id }))).message).toContain('was applied already');
  });

  it('does not go ahead by a no, or by a yes to another plan', () => {
    const { gate } = gated(asking);
    const ask = asked(gate.decide(write()));
    expect(asked(gate.decide(write({ consent: yesTo(ask, { approve: false }) }))).mistyped).toBe(false);
    expect(asked(gate.decide(write({ consent: yesTo(ask, { planId: 'zzzzzzzzzzzz' }) }))).mistyped).toBe(false);
    const other = write({ arguments: { size: 'small' }, consent: yesTo(ask) });
    expect(asked(gate.decide(other)).plan.id).not.toBe(ask.plan.id);
  });

  it('goes ahead only with the right name where one has to be typed', () => {
    const { gate } = gated(asking);
    const inProduction = { environment: { ...sandbox, type: 'production' }, steps: [stepOf('remove')] };
    const ask = asked(gate.decide(write({ plan: inProduction })));
    expect(ask.question.typedName).toBe('orders');
    const answered = (more: Partial<Consent>) => gate.decide(write({ plan: inProduction, consent: yesTo(ask, more) }));
    expect(asked(answered({ typedName: 'order' })).mistyped).toBe(true);
    expect(asked(answered({ typedName: undefined })).mistyped).toBe(true);
    expect(answered({}).decision).toBe('go');
  });

  it('goes ahead after a no only with a yes in a terminal', () => {
    const world = gated(asking);
    const inProduction = { environment: { ...sandbox, type: 'production' }, steps: [stepOf('remove')] };
    const ask = asked(world.gate.decide(write({ plan: inProduction })));
    const answered = (more: Partial<Consent>) =>
      world.gate.decide(write({ plan: inProduction, consent: yesTo(ask, more) }));
    expect(asked(answered({ typedName: undefined, approve: false })).mistyped).toBe(false);
    expect(asked(answered({})).plan.id).toBe(ask.plan.id);
    world.agree(ask.plan.id, 'ada');
    expect(world.gate.decide(write({ plan: inProduction })).decision).toBe('go');
  });

  it('goes ahead only with a yes outside of the client where the rule says so', () => {
    const world = gated({ rules: [rule({ answer: 'ask', approval: 'outside' })] });
    const ask = asked(world.gate.decide(write()));
    expect(ask).toMatchObject({ outside: true, signed: false });
    expect(asked(world.gate.decide(write({ consent: yesTo(ask) }))).mistyped).toBe(false);
    world.agree(ask.plan.id, 'ada');
    expect(world.gate.decide(write()).decision).toBe('go');
  });

  it('goes ahead only with a signed yes where the policy has a key', () => {
    const { publicKey, privateKey } = keyPair();
    const world = gated({ ...asking, approvalKey: publicKey });
    const ask = asked(world.gate.decide(write()));
    const { id } = ask.plan;
    expect(ask).toMatchObject({ outside: true, signed: true });
    expect(world.pending.find(id, start)?.approvalKey).toBe(publicKey);
    world.agree(id, 'eve');
    expect(world.gate.decide(write({ consent: yesTo(ask) })).decision).toBe('ask');
    const question = questionDigest(ask.question);
    const at = new Date(start).toISOString();
    world.agree(id, 'ada', { signature: signApproval({ id, question, at }, opened(privateKey)) });
    expect(world.gate.decide(write()).decision).toBe('go');
  });

  it('goes ahead only with two different people where the rule wants two', async () => {
    const world = gated({ rules: [rule({ answer: 'ask', approvals: 2 })] });
    const ask = asked(world.gate.decide(write()));
    world.agree(ask.plan.id, 'ada');
    world.agree(ask.plan.id, 'ada');
    expect(world.gate.decide(write({ consent: yesTo(ask, { by: 'ada' }) })).decision).toBe('ask');
    const intent = await intentOf(world, world.gate.decide(write({ consent: yesTo(ask, { by: 'bob' }) })));
    expect(new Set(intent.approvals.map(({ by }) => by))).toEqual(new Set(['ada', 'bob']));
  });

  it('waits no longer when its plan has expired', () => {
    const world = gated(asking);
    const { id } = asked(world.gate.decide(write())).plan;
    world.agree(id, 'ada');
    world.clock.now += lifetime;
    expect(failed(() => world.gate.decide(write({ planId: id }))).message).toContain('has expired');
    expect(asked(world.gate.decide(write())).plan.id).not.toBe(id);
  });

  it('is planned with the reason why a person will be asked, and asks nobody yet', () => {
    const { gate, pending } = gated(asking);
    expect(gate.decide(write({ dryRun: true }))).toMatchObject({
      ...{ decision: 'planned', reason: 'the rule "mine" of the policy says that a person decides' },
      plan: { id: expect.any(String) },
    });
    expect(pending.list(start)).toEqual([]);
  });
});

describe('a limit', () => {
  const limited = (thingsPerPlan: number) => ({ ...allowing, limits: { thingsPerPlan } });
  const three: Partial<PlanFacts> = {
    steps: [stepOf('update', 'orders', { also: [{ kind: 'server', name: 'one' }] })],
    affected: [{ kind: 'API', id: 'a', name: 'x', title: 'API "x"', consequence: 'stops' }],
  };

  it('of things in one plan counts those of its steps, those that go with them, and those that are affected', () => {
    expect(gated(limited(3)).gate.decide(write({ plan: three })).decision).toBe('go');
    expect(asked(gated(limited(2)).gate.decide(write({ plan: three }))).reason).toBe(
      'the limit of 2 things in one plan (this one has 3)',
    );
    const steps = [stepOf('update'), stepOf('update', 'other')];
    expect(gated(limited(2)).gate.decide(write({ plan: { steps } })).decision).toBe('go');
    expect(gated(limited(1)).gate.decide(write({ plan: { steps } })).decision).toBe('ask');
  });

  it('stands in the journal instead of the rule once a person has agreed', async () => {
    const world = gated(limited(2));
    const consent = yesTo(asked(world.gate.decide(write({ plan: three }))));
    const intent = await intentOf(world, world.gate.decide(write({ plan: three, consent })));
    expect(intent.rule).toBe('the limit of 2 things in one plan (this one has 3)');
  });

  it('does not soften what a rule says', () => {
    const denied = gated({ rules: [rule({ answer: 'deny' })], limits: { thingsPerPlan: 1 } });
    expect(failed(() => denied.gate.decide(write({ plan: three }))).message).toContain('by its rule "mine"');
    const outside = gated({ rules: [rule({ answer: 'ask', approval: 'outside' })], limits: { thingsPerPlan: 1 } });
    expect(asked(outside.gate.decide(write({ plan: three })))).toMatchObject({
      ...{ outside: true, reason: expect.stringContaining('the rule "mine"') },
    });
  });

  it('of removals counts those of the last hour, as the journal of every process has them', async () => {
    const world = gated({ ...allowing, limits: { removalsPerHour: 1 } });
    // Files are as old as the machine says.
    world.clock.now = Date.now();
    await intentOf(world, world.gate.decide(write({ plan: { steps: [stepOf('remove')] } })));
    const another = gated({ ...allowing, limits: { removalsPerHour: 1 } }, { folder: world.folder });
    another.clock.now = world.clock.now;
    expect(another.gate.decide(write({ dryRun: true }))).toMatchObject({ verdict: { answer: 'ask' } });
    expect(asked(another.gate.decide(write())).reason).toContain('the limit of 1 removal or stop');
    expect(gated({ ...allowing, limits: { removalsPerHour: 1 } }).gate.decide(write()).decision).toBe('go');
    another.clock.now += 3_600_000;
    expect(another.gate.decide(write()).decision).toBe('go');
  });
});

describe('a write that is made of others', () => {
  const part = (effect: 'read' | 'create' | 'update' | 'delete', name: ToolName = 'anypoint_other') =>
    ({ name, toolset: 'runtime', effect }) as const;
  const answerOf = (policy: object, ...madeOf: NonNullable<GatedWrite['madeOf']>) => {
    const planned = gated(policy).gate.decide(write({ dryRun: true, madeOf }));
    return planned.decision === 'planned' ? planned.verdict.answer : planned.decision;
  };

  it('is judged as each of them, too', () => {
    const policy = { rules: [rule({ tools: ['anypoint_other'], answer: 'deny' }), ...allowing.rules] };
    expect(answerOf(policy)).toBe('allow');
    expect(answerOf(policy, part('update', 'anypoint_fine'))).toBe('allow');
    expect(answerOf(policy, part('update', 'anypoint_fine'), part('update'))).toBe('deny');
    expect(answerOf({ rules: [rule({ toolsets: ['runtime'], answer: 'deny' })] }, part('update'))).toBe('deny');
    // The plan itself is still judged as that of its own tool.
    expect(answerOf({ rules: [rule({ tools: ['anypoint_update_*'], answer: 'deny' })] }, part('update'))).toBe('deny');
  });

  it.each([
    ['create', 'create'],
    ['update', 'update'],
    ['delete', 'remove'],
  ] as const)('is judged by what a tool that will %s does, although that is planned later', (effect, kind) => {
    const policy = { rules: [rule({ steps: [kind], tools: ['anypoint_other'], answer: 'deny' }), ...allowing.rules] };
    const steps = [stepOf(kind === 'update' ? 'create' : 'update')];
    const planned = gated(policy).gate.decide(write({ dryRun: true, madeOf: [part(effect)], plan: { steps } }));
    expect(planned).toMatchObject({ verdict: { answer: 'deny' } });
  });

  it('is judged by its things for what comes later, too', () => {
    const policy = {
      rules: [rule({ steps: ['remove'], things: ['orders'], answer: 'deny' }), ...allowing.rules],
    };
    expect(answerOf(policy, part('delete'))).toBe('deny');
    expect(answerOf(policy, part('read'))).toBe('allow');
    const plan = { steps: [stepOf('create', 'other'), stepOf('update')] };
    expect(gated(policy).gate.decide(write({ dryRun: true, madeOf: [part('delete')], plan }))).toMatchObject({
      verdict: { answer: 'deny' },
    });
  });
});

describe('a write that needs secrets', () => {
  const needs = ['password', 'token'];

  /** Somebody types these secrets in a terminal. */
  function give(world: ReturnType<typeof gated>, ask: Ask, secrets: Record<string, string>): void {
    const waiting = world.pending.find(ask.plan.id, world.clock.now);
    if (waiting?.sealFor === undefined) throw new Error('nothing waits for secrets');
    const about = { id: ask.plan.id, question: questionDigest(waiting) };
    world.agree(ask.plan.id, 'ada', { sealed: sealSecrets(secrets, { publicKey: waiting.sealFor, about }) });
  }

  it.each([
    [allowing, 'it needs secrets that only a person can give'],
    [asking, 'the rule "mine" of the policy says that a person decides'],
  ])('waits for a person outside of the client, whatever the rules say: %j', (policy, reason) => {
    const world = gated(policy);
    const ask = asked(world.gate.decide(write({ needs })));
    expect(ask).toMatchObject({ outside: true, reason, question: { secrets: needs } });
    expect(world.gate.decide(write({ needs, dryRun: true }))).toMatchObject({ verdict: { answer: 'ask' }, reason });
    expect(asked(world.gate.decide(write({ needs, consent: yesTo(ask) }))).plan.id).toBe(ask.plan.id);
    expect(world.pending.list(start)).toMatchObject([{ secrets: needs, sealFor: expect.any(String) }]);
  });

  it('is denied where a rule denies it', () => {
    const { gate } = gated({ rules: [rule({ answer: 'deny' })] });
    expect(failed(() => gate.decide(write({ needs }))).kind).toBe('policy');
  });

  it('goes ahead with all of them, and not before', () => {
    const world = gated(allowing);
    const ask = asked(world.gate.decide(write({ needs })));
    const again = () => world.gate.decide(write({ needs, planId: ask.plan.id }));
    for (const lacking of [{}, { password: 'one' }, { password: 'one', token: '' }]) {
      give(world, ask, lacking);
      expect(again().decision).toBe('ask');
    }
    world.agree(ask.plan.id, 'eve', { sealed: 'not.sealed' });
    world.agree(ask.plan.id, 'bob');
    expect(again().decision).toBe('ask');
    give(world, ask, { password: 'two', token: 'three' });
    expect(again()).toMatchObject({ decision: 'go', secrets: { password: 'two', token: 'three' } });
  });

  it('is asked about without secrets where it needs none', () => {
    const { gate, pending } = gated(asking);
    const ask = asked(gate.decide(write({ needs: [] })));
    expect([ask.outside, ask.question.secrets]).toEqual([false, undefined]);
    expect(pending.list(start)[0]).not.toHaveProperty('sealFor');
  });
});

describe('what a write makes', () => {
  const settings = { size: 'small' };
  const removal = { tool: 'anypoint_delete_gateway', arguments: {}, fromResult: { gateway: 'gateway.id' } } as const;
  const rename = { tool: 'anypoint_update_gateway', arguments: {} } as const;

  it('is written down where it is taken back by its removal', async () => {
    const world = gated(allowing);
    for (const undo of [[removal], [rename, removal]]) {
      expect((await intentOf(world, world.gate.decide(write({ undo, settings })))).settings).toEqual(settings);
    }
    for (const made of [{ undo: [rename], settings }, { undo: [removal] }, { settings }]) {
      expect(await intentOf(world, world.gate.decide(write(made)))).not.toHaveProperty('settings');
    }
  });
});

describe('a no', () => {
  it('counts in its own session, and for what was asked', () => {
    const { gate } = gated(asking);
    const other = { ...caller, session: 'other' };
    const ask = asked(gate.decide(write()));
    expect(ask.declinedAt).toBeUndefined();
    ask.decline();
    expect(asked(gate.decide(write({ arguments: { more: true } }))).declinedAt).toBe(start);
    expect(gate.decide(write({ dryRun: true }))).toMatchObject({ decision: 'planned', declinedAt: start });
    expect(asked(gate.decide(write({ caller: other }))).declinedAt).toBeUndefined();
    expect(asked(gate.decide(write({ plan: { summary: 'do something else.' } }))).declinedAt).toBeUndefined();
    // Nor does a yes that comes after it.
    expect(gate.decide(write({ consent: yesTo(ask) })).decision).toBe('ask');
  });
});

describe('the way back of a change', () => {
  it('is let through once, also when two calls come at once', async () => {
    const world = gated(allowing);
    const first = (await intentOf(world, world.gate.decide(write()))).id;
    const second = (await intentOf(world, world.gate.decide(write()))).id;
    const passage = passed(world.gate.decide(write({ undoes: first })));
    expect(failed(() => world.gate.decide(write({ undoes: first }))).message).toBe(
      `Change ${first} is taken back already, or is being taken back by another call; nothing was changed.`,
    );
    expect(world.gate.decide(write({ undoes: second })).decision).toBe('go');
    // Writes that take nothing back do not wait for one another.
    for (const other of [write(), write()]) expect(world.gate.decide(other).decision).toBe('go');
    await passage.carryOut(async () => undefined);
    passage.end({ outcome: 'done' });
    expect(world.changes()[0]?.intent.undoes).toBe(first);
    expect(failed(() => world.gate.decide(write({ undoes: first }))).kind).toBe('input');
    // Also by another process.
    const another = gated(allowing, { folder: world.folder });
    expect(failed(() => another.gate.decide(write({ undoes: first }))).kind).toBe('input');
    expect(another.gate.decide(write({ undoes: second })).decision).toBe('go');
  });

  it('may be tried again where nothing came of it, and be planned meanwhile', async () => {
    const world = gated(allowing);
    const { id } = await intentOf(world, world.gate.decide(write()));
    const passage = passed(world.gate.decide(write({ undoes: id })));
    expect(world.gate.decide(write({ undoes: id, dryRun: true })).decision).toBe('planned');
    await passage.carryOut(async () => undefined);
    passage.end({ outcome: 'refused' });
    expect(world.gate.decide(write({ undoes: id })).decision).toBe('go');
  });

  /** Another process, which still runs, has begun to write. */
  function elsewhere(folder: string, undoes: string | undefined): void {
    const record: IntentRecord = {
      ...{ type: 'intent', id: 'bcdfghjkmn', at: new Date(start).toISOString(), who: caller, platform, undoes },
      ...{ tool: 'anypoint_undo_change', arguments: {}, undo: [], rule: 'mine', approvals: [] },
      plan: { summary: 'take back.', steps: [], warnings: [] },
    };
    const file = newFileName(record.at, process.ppid);
    const lines = lineText(chained(record, { prev: beginning, seq: 1 }));
    writeFileSync(path.join(folder, 'journal', file), lines, { mode: 0o600 });
  }

  it('is no matter of writes that take nothing back', async () => {
    const world = gated(allowing);
    await intentOf(world, world.gate.decide(write()));
    elsewhere(world.folder, undefined);
    await intentOf(world, world.gate.decide(write()));
  });

  it('is not gone where another process has passed at the same moment', async () => {
    const world = gated(allowing);
    const { id } = await intentOf(world, world.gate.decide(write()));
    const passage = passed(world.gate.decide(write({ undoes: id })));
    elsewhere(world.folder, id);
    let isSent = false;
    const sending = passage.carryOut(async () => {
      isSent = true;
    });
    await expect(sending).rejects.toThrow('is being taken back by another call');
    passage.end({ outcome: 'refused' });
    expect([isSent, world.changes().find(({ intent }) => intent.id === passage.changeId)?.outcome?.outcome]).toEqual([
      false,
      'refused',
    ]);
  });

  it('is not asked about where it is taken back already', async () => {
    const world = gated(allowing);
    const { id } = await intentOf(world, world.gate.decide(write()));
    await intentOf(world, world.gate.decide(write({ undoes: id })));
    const another = gated(asking, { folder: world.folder });
    expect(failed(() => another.gate.decide(write({ undoes: id }))).kind).toBe('input');
  });
});
