import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import type { IntentRecord, RecordedChange } from '../../src/core/changes.ts';
import type { Step } from '../../src/core/plan/plan.ts';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import type { Pipeline } from '../../src/mcp/calls/pipeline.ts';
import type { CallResult } from '../../src/mcp/calls/render.ts';
import type { OfferedTools } from '../../src/mcp/tools/offered-tools.ts';
import { PendingApprovals, questionDigest } from '../../src/safety/approvals/pending.ts';
import type { Ask, Consent } from '../../src/safety/gate.ts';
import { changesIn, readJournalFiles } from '../../src/safety/journal/read-journal.ts';
import { drivenPipeline } from '../support/driven-pipeline.ts';
import { type AimedFault, aimed } from './faults.ts';

/** A call of a tool that writes, and the requests that it writes with. */
export interface GuardedCall {
  tool: string;
  args: Record<string, unknown>;
  writes: readonly string[];
}

/** A plan that somebody was shown. */
export interface ShownPlan {
  id: string;
  session: string;
  call: GuardedCall;
  steps: readonly Step[];
  /** The question about it, where a person was asked. */
  ask?: Ask | undefined;
}

/** How a call is made, besides its arguments. */
export interface Manner {
  session: string;
  planId?: string | undefined;
  dryRun?: boolean;
  consent?: Consent | undefined;
  faults?: readonly AimedFault[];
}

/** A server with the default policy on a platform of its own, and the model of what may pass. */
export class GuardedWorld {
  /** Every plan that was shown so far. */
  readonly shown: ShownPlan[] = [];
  readonly seen = { allowed: 0, agreed: 0, refused: 0, asked: 0 };
  readonly emulator: Emulator;
  readonly #folder: string;
  readonly #pending: PendingApprovals;
  readonly #pipeline: Pipeline;
  readonly #tools: OfferedTools;
  readonly #sent: string[];
  /** The plans that a person has agreed to in a terminal. */
  readonly #agreed = new Set<string>();
  readonly #used = new Set<string>();
  /** The plans that a person has said no to in the client. */
  readonly #declined = new Set<string>();
  readonly #story: string[] = [];

  private constructor(emulator: Emulator, sent: string[], folder: string) {
    this.emulator = emulator;
    this.#sent = sent;
    this.#folder = folder;
    this.#pending = new PendingApprovals(folder);
    const gate = { policy: 'default', folder, now: () => emulator.clock.now(), journal: 'required' } as const;
    const { pipeline, tools } = drivenPipeline(emulator, { gate });
    this.#pipeline = pipeline;
    this.#tools = tools;
  }

  static async start(): Promise<GuardedWorld> {
    const sent: string[] = [];
    const emulator = await startEmulator({
      clock: 'driven',
      onRequest: ({ method, path: where }) => {
        if (method !== 'GET' && !/\/(login|token)$/.test(where)) sent.push(`${method} ${where}`);
      },
    });
    const home = mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-state-'));
    return new GuardedWorld(emulator, sent, path.join(home, 'anypoint-mcp'));
  }

  /** Makes a call, and checks that what it has sent was let pass. */
  async call(call: GuardedCall, { session, planId, dryRun, consent, faults = [] }: Manner): Promise<CallResult> {
    const tool = this.#tools.find(call.tool);
    if ('problem' in tool) throw new Error(tool.problem);
    this.#sent.length = 0;
    const before = this.#changes().length;
    for (const fault of faults) this.emulator.faults.add(aimed(fault, call.writes));
    const args = { ...call.args, ...(planId === undefined ? {} : { planId }), ...(dryRun ? { dryRun } : {}) };
    this.#story.push(`${session}: ${call.tool} ${JSON.stringify(args)} ${JSON.stringify({ consent, faults })}`);
    const environment = { signal: new AbortController().signal, caller: { client: 'test', session }, consent };
    const result = await this.#pipeline.call(tool, args, environment);
    this.emulator.faults.clear();
    this.#story.push(`  ${result.text.split('\n')[0]}`, ...this.#sent.map((one) => `    ${one}`));
    this.#remember(call, session, result);
    const refused = consent?.approve === false ? consent.planId : undefined;
    if (refused !== undefined && result.approval?.plan.id === refused) this.#declined.add(refused);
    const made = this.#changes().slice(0, this.#changes().length - before);
    this.#judge(made, { session, planId, dryRun: dryRun ?? false, consent });
    return result;
  }

  /** A person agrees to what they are shown in a terminal. */
  agreeInTerminal({ id }: ShownPlan): void {
    const waiting = this.#pending.find(id, this.emulator.clock.now());
    this.#story.push(`agree in a terminal to ${id}: ${waiting === undefined ? 'nothing waits' : 'agreed'}`);
    if (waiting === undefined) return;
    this.#pending.agree(id, { by: 'ada', at: 'now', question: questionDigest(waiting) });
    this.#agreed.add(id);
  }

  /** Somebody else changes something. */
  meanwhile(what: string, change: (emulator: Emulator) => void): void {
    this.#story.push(what);
    change(this.emulator);
  }

  /** What holds at any time: the chain of the journal. */
  check(): void {
    for (const { problems, isTorn } of readJournalFiles(this.#folder)) {
      expect({ problems, isTorn }, this.report).toEqual({ problems: [], isTorn: false });
    }
  }

  get report(): string {
    return ['', ...this.#story].join('\n');
  }

  async close(): Promise<void> {
    await this.emulator.close();
    rmSync(path.dirname(this.#folder), { recursive: true, force: true });
  }

  #changes(): RecordedChange[] {
    return changesIn(readJournalFiles(this.#folder));
  }

  #remember(call: GuardedCall, session: string, { structured, approval }: CallResult): void {
    if (approval !== undefined) {
      const { id, plan } = approval.plan;
      this.seen.asked++;
      this.shown.push({ id, session, call, steps: plan.steps, ask: approval });
    }
    const id = structured?.['planId'];
    // What a plan shows stands in its structured result.
    const { steps } = (structured?.['plan'] ?? { steps: [] }) as { steps: Step[] };
    if (typeof id === 'string') this.shown.push({ id, session, call, steps });
  }

  #judge(made: readonly RecordedChange[], manner: Required<Pick<Manner, 'session' | 'dryRun'>> & Manner) {
    const { report } = this;
    const [change] = made;
    if (change === undefined) {
      this.seen.refused++;
      expect(this.#sent, `sent without a line in the journal:${report}`).toEqual([]);
      return;
    }
    expect([made.length, manner.dryRun], report).toEqual([1, false]);
    const { intent, outcome } = change;
    const recorded = (outcome?.requests ?? []).map(({ method, path: where }) => `${method} ${where}`);
    expect(
      this.#sent.filter((one) => !recorded.includes(one)),
      `not in the journal:${report}`,
    ).toEqual([]);
    this.#checkPlan(intent, manner);
    if (isAllowed(intent)) this.seen.allowed++;
    else this.#checkAgreed(intent, manner);
  }

  /** It is the plan that was shown, of this session, and applied for the first time. */
  #checkPlan({ planId, plan, tool }: IntentRecord, { session, planId: named }: Manner): void {
    if (named !== undefined) expect(planId, this.report).toBe(named);
    if (planId === undefined) return;
    expect(this.#used.has(planId), `applied twice:${this.report}`).toBe(false);
    this.#used.add(planId);
    const shown = this.shown.filter(({ id }) => id === planId);
    expect(shown, `nobody was shown it:${this.report}`).not.toEqual([]);
    for (const one of shown) {
      expect([one.session, one.call.tool], this.report).toEqual([session, tool]);
      expect(plan.steps, `differs from its plan:${this.report}`).toEqual(one.steps);
    }
  }

  /** A person has said yes to exactly this plan. */
  #checkAgreed({ planId = '' }: IntentRecord, { consent, session }: Manner): void {
    this.seen.agreed++;
    const asked = this.shown.find(({ id, ask }) => id === planId && ask !== undefined);
    const name = asked?.ask?.question.typedName;
    const here =
      consent !== undefined &&
      consent.planId === planId &&
      consent.approve &&
      !this.#declined.has(planId) &&
      asked?.session === session &&
      (name === undefined || consent.typedName === name);
    expect(here || this.#agreed.has(planId), `nobody agreed to ${planId}:${this.report}`).toBe(true);
  }
}

/** The default policy once more, in the words of its description. */
function isAllowed({ plan: { environment, steps } }: IntentRecord): boolean {
  const isOrdinary = environment?.type === 'sandbox' || environment?.type === 'design';
  return isOrdinary && steps.every(({ kind }) => kind === 'create' || kind === 'update');
}
