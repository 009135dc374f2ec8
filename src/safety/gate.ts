import type { Approval, Caller } from '../core/changes.ts';
import type { PlanFacts } from '../core/plan/plan.ts';
import { count, quote } from '../core/text/quote.ts';
import type { PlannedWrite } from '../core/tools/planned-write.ts';
import type { AcceptedWrite, Tool } from '../core/tools/tool.ts';
import { inputFailure, policyFailure } from '../platform/errors.ts';
import type { Sentence } from '../platform/text.ts';
import { NeededSecrets } from './approvals/needed-secrets.ts';
import { PendingApprovals, questionDigest } from './approvals/pending.ts';
import { isTypedName, type Question, questionOf } from './approvals/question.ts';
import { type AskedQuestion, Refusals } from './approvals/refusals.ts';
import type { Journal } from './journal/journal.ts';
import { Passage } from './journal/passage.ts';
import { type JournalFile, readJournalFiles } from './journal/read-journal.ts';
import { isTakenBackElsewhere } from './journal/taken-back.ts';
import { reachedLimit, window } from './limits.ts';
import { type KeptPlan, PlanIds } from './plans/plan-ids.ts';
import { judge, strictest, type Verdict } from './policy/judge.ts';
import type { Policy } from './policy/policy.ts';
import { explainingCommand, type LoadedPolicy } from './policy/policy-file.ts';

/** A person's answer in the client, to the question about one plan. */
export interface Consent {
  planId: string;
  /** Only a clear yes; false is a clear no. */
  approve: boolean;
  /** What they typed, where the question asks for a name. */
  typedName?: string | undefined;
  /** The client that showed the question. */
  by: string;
}

/** A write that stands before the gate. */
export interface GatedWrite {
  tool: Pick<Tool, 'name' | 'title' | 'toolset'>;
  accepted: Pick<AcceptedWrite, 'dryRun' | 'planId'>;
  planned: PlannedWrite;
  /** The tools whose writes it is made of, besides its own. */
  madeOf?: readonly Pick<Tool, 'name' | 'toolset' | 'effect'>[];
  caller: Caller;
  consent?: Consent | undefined;
}

/** A plan that a person has to agree to. */
export interface Ask {
  decision: 'ask';
  plan: KeptPlan;
  question: Question;
  /** Why a person is asked: the rule or the limit, as a clause. */
  reason: string;
  /** The agreement has to be signed. */
  signed: boolean;
  /** The client must not ask: only `anypoint-mcp approve` counts. */
  outside: boolean;
  /** The answer in the client was yes, but not with the right name. */
  mistyped: boolean;
  /** When the person has said no to this question in the client, ms since 1970: it does not ask them again. */
  declinedAt: number | undefined;
  /** Remembers that they have said no. */
  decline(): void;
}

/** What happens with a write: only its plan is given, a person is asked first, or it goes ahead. */
export type Decision =
  | {
      decision: 'planned';
      plan?: KeptPlan | undefined;
      verdict: Verdict;
      reason: string;
      /** See {@link Ask.declinedAt}. */
      declinedAt: number | undefined;
    }
  | Ask
  | { decision: 'go'; passage: Passage; secrets?: Readonly<Record<string, string>> | undefined };

export interface GateOptions {
  policy: LoadedPolicy;
  stateFolder: string;
  /** Undefined where the operator does without one. */
  journal: Journal | undefined;
  /** How long a plan may be applied, ms. */
  planLifetimeMs: number;
  /** Key of the ids of plans; without one, of this process. */
  key?: Buffer | undefined;
  /** Origin of the platform. */
  platform: string;
  now(): number;
}

/**
 * What stands between a plan and the platform. Nothing passes that the policy does not allow or a person has not agreed
 * to, and what passes is in the journal before its first request.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #plans: PlanIds;
  readonly #pending: PendingApprovals;
  readonly #refusals: Refusals;
  readonly #secrets = new NeededSecrets();
  /** Changes whose way back is under way; undefined for writes that take nothing back. */
  readonly #undoing = new Set<string | undefined>();
  /** Writes that have passed and not ended. */
  readonly #open = new Set<Passage>();

  constructor(options: GateOptions) {
    const { key, planLifetimeMs: lifetimeMs, now, stateFolder } = options;
    this.#options = options;
    this.#plans = new PlanIds({ lifetimeMs, now, key });
    this.#pending = new PendingApprovals(stateFolder);
    this.#refusals = new Refusals({ lifetimeMs, now });
  }

  /**
   * Decides about a write.
   * @throws Failure when the policy denies it, its plan id does not fit, or the private folder cannot be used
   */
  decide(write: GatedWrite): Decision {
    const { accepted, planned, caller } = write;
    const verdict = this.#verdict(write);
    const work = { ...workOf(write), basis: planned.basis.ground, plan: planned.plan };
    if (accepted.dryRun) {
      if (accepted.planId !== undefined) this.#plans.find(accepted.planId, work);
      return {
        decision: 'planned',
        verdict,
        reason: reasonOf(verdict),
        declinedAt: this.#refusals.at(askedIn(caller, questionOf(planned.plan, planned.needs))),
        plan: verdict.answer === 'deny' ? undefined : this.#plans.keep(work),
      };
    }
    if (verdict.answer === 'deny') throw denied(verdict, this.#options.policy);
    if (planned.undoes !== undefined) this.#requireNotUndone(planned.undoes);
    const named = accepted.planId === undefined ? undefined : this.#plans.find(accepted.planId, work);
    if (verdict.answer === 'allow') {
      if (named !== undefined) this.#plans.use(named.id);
      return {
        decision: 'go',
        passage: this.#passage(write, { rule: verdict.rule, approvals: [], planId: named?.id }),
      };
    }
    return this.#afterQuestion(write, verdict, named ?? this.#plans.keep(work));
  }

  /**
   * A write that has nothing to do: it needs nobody, but an id that it names is the id of its plan.
   * @throws Failure (input) when its plan id does not fit
   */
  requireOwnPlan(write: Pick<GatedWrite, 'tool' | 'accepted' | 'planned' | 'caller'>): void {
    const { planId } = write.accepted;
    if (planId !== undefined) this.#plans.check(planId, workOf(write));
  }

  /** Writes down, for each write under way, that the process ends before anybody knows its outcome: `note` says why. */
  abandon(note: Sentence): void {
    for (const passage of [...this.#open]) passage.end({ outcome: 'unknown', note });
  }

  /** Goes ahead if enough people have agreed to the plan, asks otherwise. */
  #afterQuestion(write: GatedWrite, verdict: Verdict, plan: KeptPlan): Decision {
    const needs = write.planned.needs ?? [];
    const question = questionOf(plan.plan, needs);
    const { approvalKey } = this.#options.policy.policy;
    const answered = write.consent?.planId === plan.id ? write.consent : undefined;
    const mistyped = answered?.approve === true && !isTyped(answered, question);
    const asked = askedIn(write.caller, question);
    if (answered?.approve === false) this.#refusals.remember(asked);
    // A no is not turned into a yes by asking on: after it, only the terminal counts.
    const declinedAt = this.#refusals.at(asked);
    const isHere = !mistyped && declinedAt === undefined && !isOutside(verdict, approvalKey);
    const here = answered?.approve === true && isHere;
    const given = this.#pending.given(plan.id, question, approvalKey);
    const secrets = this.#secrets.among(given, needs, { id: plan.id, question: asked.question });
    const approvals: Approval[] = [
      ...given.map(({ by, how, at }) => ({ by, how, at })),
      ...(here ? [{ by: answered.by, how: 'client' as const, at: new Date(this.#options.now()).toISOString() }] : []),
    ];
    if (new Set(approvals.map(({ by }) => by)).size >= verdict.approvals && secrets !== undefined) {
      this.#plans.use(plan.id);
      this.#pending.forget(plan.id);
      const passage = this.#passage(write, { rule: verdict.rule, approvals, planId: plan.id });
      return { decision: 'go', passage, secrets };
    }
    const { now } = this.#options;
    this.#pending.ask({
      id: plan.id,
      tool: plan.tool,
      ...question,
      createdAt: now(),
      pid: process.pid,
      expiresAt: plan.expiresAt,
      approvalKey,
      ...(needs.length === 0 ? {} : { secrets: [...needs], sealFor: this.#secrets.sealFor }),
    });
    const outside = isOutside(verdict, approvalKey);
    const signed = approvalKey !== undefined;
    const decline = () => this.#refusals.remember(asked);
    return {
      decision: 'ask',
      plan,
      question,
      reason: reasonOf(verdict),
      outside,
      signed,
      mistyped,
      declinedAt,
      decline,
    };
  }

  /** Several calls may plan the same way back at once; only one is let through. */
  #requireNotUndone(change: string): void {
    const { stateFolder, now } = this.#options;
    if (this.#undoing.has(change) || isTakenBackElsewhere(change, { stateFolder, now })) throw takenBack(change);
  }

  /** Another process may have passed at the same moment: both have written it down by now, and neither goes on. */
  #requireAlone(undoes: string | undefined): void {
    const { stateFolder, now } = this.#options;
    if (undoes !== undefined && isTakenBackElsewhere(undoes, { stateFolder, now })) throw takenBack(undoes);
  }

  /** What the rules say; a reached limit asks, whatever they allow. */
  #verdict(write: GatedWrite): Verdict {
    const { planned } = write;
    const { policy, now, platform } = { ...this.#options, policy: this.#options.policy.policy };
    const verdict = withNeeds(judgeAll(policy, write), planned.needs);
    if (verdict.answer !== 'allow') return verdict;
    const { thingsPerPlan = Number.POSITIVE_INFINITY } = policy.limits;
    const { steps, affected = [] } = planned.plan;
    const things = steps.reduce((sum, { also = [] }) => sum + 1 + also.length, 0) + affected.length;
    const limit =
      things > thingsPerPlan
        ? `the limit of ${count(thingsPerPlan, 'thing')} in one plan (this one has ${things})`
        : reachedLimit(this.#recentFiles(), policy, { now: now(), platform });
    return limit === undefined ? verdict : { ...verdict, answer: 'ask', rule: limit, isLimit: true };
  }

  /** Who does without a journal is not stopped by one that others have closed. */
  #recentFiles(): readonly JournalFile[] {
    const { stateFolder, now, journal } = this.#options;
    const files = readJournalFiles(stateFolder, now() - window);
    return journal === undefined ? files.filter(({ unread }) => unread === undefined) : files;
  }

  #passage(
    { tool, planned, caller }: GatedWrite,
    { rule, approvals, planId }: { rule: string; approvals: readonly Approval[]; planId: string | undefined },
  ): Passage {
    const { journal, platform } = this.#options;
    const { plan, undo, arguments: args, undoes, continues, settings } = planned;
    // Of no use unless what was made can be removed again.
    const isCreation = undo.some(({ fromResult }) => fromResult !== undefined);
    this.#undoing.add(undoes);
    const onEnd = () => {
      this.#undoing.delete(undoes);
      this.#open.delete(passage);
    };
    const onBegin = () => this.#requireAlone(undoes);
    const passage = new Passage(
      journal,
      {
        who: caller,
        platform,
        tool: tool.name,
        arguments: args,
        plan,
        undo,
        ...(isCreation ? { settings } : {}),
        rule,
        approvals,
        planId,
        undoes,
        continues,
      },
      { onBegin, onEnd },
    );
    this.#open.add(passage);
    return passage;
  }
}

/** What the id of a plan is bound to, besides the plan. */
function workOf({ tool, planned, caller }: Pick<GatedWrite, 'tool' | 'planned' | 'caller'>) {
  return { session: caller.session, tool: tool.name, arguments: planned.basis.arguments };
}

function takenBack(change: string): Error {
  return inputFailure({
    what: `Change ${change} is taken back already, or is being taken back by another call; nothing was changed.`,
    next: 'anypoint_list_changes says what became of it.',
  });
}

/** Secrets are typed in a terminal: no form of a client asks for them. */
function withNeeds(verdict: Verdict, needs: readonly string[] = []): Verdict {
  if (needs.length === 0 || verdict.answer === 'deny') return verdict;
  if (verdict.answer === 'ask') return { ...verdict, outside: true };
  return {
    ...verdict,
    answer: 'ask',
    outside: true,
    rule: 'it needs secrets that only a person can give',
    isLimit: true,
  };
}

/** A write that is made of others is judged as each of them, too: it is no way around a rule about their tools. */
function judgeAll(policy: Policy, { tool, madeOf = [], planned: { plan } }: GatedWrite): Verdict {
  const own = judge(policy, { tool, plan });
  const parts = madeOf.map((part) => judge(policy, { tool: part, plan: withStepsOf(part, plan) }));
  return strictest([own, ...parts]) ?? own;
}

/** What a later part does is planned when its turn comes: its tool says of which kind it is, and it may reach any of the things. */
function withStepsOf({ effect }: Pick<Tool, 'effect'>, plan: PlanFacts): Pick<PlanFacts, 'environment' | 'steps'> {
  const kinds = { read: [], create: ['create'], update: ['update'], delete: ['remove'] } as const;
  const later = plan.steps.flatMap((step) => kinds[effect].map((kind) => ({ ...step, kind })));
  return { ...plan, steps: [...plan.steps, ...later] };
}

/** An approval that has to be signed cannot be given in the client. */
function isOutside(verdict: Verdict, approvalKey: string | undefined): boolean {
  return verdict.outside || approvalKey !== undefined;
}

function askedIn({ session }: Caller, question: Question): AskedQuestion {
  return { session, question: questionDigest(question) };
}

function isTyped({ typedName }: Consent, question: Question): boolean {
  return question.typedName === undefined || isTypedName(typedName, question.typedName);
}

/** Why a person is asked. */
function reasonOf({ rule, isLimit }: Verdict): string {
  return isLimit ? rule : `the rule ${quote(rule)} of the policy says that a person decides`;
}

function denied({ rule }: Verdict, policy: LoadedPolicy): Error {
  return policyFailure({
    what: `The policy of this server denies this, by its rule ${quote(rule)}; nothing was changed.`,
    why: `The rule stands in ${policy.origin}.`,
    next: `Do not look for a way around it. Whoever runs this server may change the policy; ${explainingCommand(policy)} explains it.`,
  });
}
