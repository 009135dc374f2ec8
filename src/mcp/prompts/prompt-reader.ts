import { setMaxListeners } from 'node:events';
import type { ToolContext } from '../../core/tools/context.ts';
import type { Presentation } from '../../core/tools/define-tool.ts';
import { abortError, Failure, isAbort, platformFailure } from '../../platform/errors.ts';
import { allTools } from '../../services/tools.ts';
import type { ToolName } from './define.ts';

/** What a read tool said, why it could not, or nothing where the operator does not offer it. */
export interface Reading {
  tool: ToolName;
  presentation?: Presentation;
  structured?: Record<string, unknown>;
  failure?: Failure;
}

/** What was read about a thing that somebody named, or what there is instead. */
export interface About {
  isKnown: boolean;
  /** The reading that tells the thing itself, where it is known. */
  thing?: Reading | undefined;
  /** The listing to choose from, where it is not. */
  choices?: Reading | undefined;
  /** Why what was named is none. */
  problem?: Failure;
  state: readonly Reading[];
}

/** What the plan of a write says before anything is done. */
export interface Rehearsal {
  /** False: everything is as wanted already, as the summary says. */
  isNeeded: boolean;
  summary: string;
  warnings: readonly string[];
  /** Why it cannot be done with these arguments. */
  objection?: Failure;
}

/** What reading needs of a session. */
export type DeskSession = Omit<ToolContext, 'signal' | 'progress'>;

/** Most rows of a listing inside a prompt: it is to be read by a person, too. */
export const rowsShown = 30;

/** Longest that a prompt waits for the platform, ms: the state is a help, and hosts give up at 60 s. */
const usualPatienceMs = 20_000;

/** Reads the platform for one prompt, as the read tools do, and takes note of what cannot be read. */
export class Desk {
  readonly #session: () => Promise<DeskSession>;
  readonly #offers: (tool: ToolName) => boolean;
  readonly #signal: AbortSignal;
  readonly #patienceMs: number;

  constructor(options: {
    session: () => Promise<DeskSession>;
    offers: (tool: ToolName) => boolean;
    signal: AbortSignal;
    patienceMs?: number;
  }) {
    this.#session = options.session;
    this.#offers = options.offers;
    this.#signal = options.signal;
    this.#patienceMs = options.patienceMs ?? usualPatienceMs;
  }

  /** Whether the operator offers a tool. */
  offers(tool: ToolName): boolean {
    return this.#offers(tool);
  }

  /** What a read tool says now; arguments that are undefined are not given. @throws AbortError */
  async read(tool: ToolName, args: Readonly<Record<string, unknown>>): Promise<Reading> {
    if (!this.offers(tool)) return { tool };
    const found = allTools.find(({ name }) => name === tool);
    const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
    const call = found?.accept(given);
    if (call?.effect !== 'read' || found?.revealsSecrets) throw new Error(`${tool} is nothing to read for a prompt.`);
    try {
      return { tool, ...(await this.ask((ctx) => call.run(ctx))) };
    } catch (error) {
      if (error instanceof Failure) return { tool, failure: error };
      throw error;
    }
  }

  /** Asks the platform something, as long as patience lasts. @throws Failure, AbortError */
  async ask<T>(question: (ctx: ToolContext) => Promise<T>): Promise<T> {
    const patience = AbortSignal.timeout(this.#patienceMs);
    const signal = AbortSignal.any([this.#signal, patience]);
    // A diagnosis makes a dozen requests at once, and each listens.
    setMaxListeners(0, signal);
    // Not everything below hears the signal: signing in and reading names are shared with other calls.
    const given = new Promise<never>((_, reject) => {
      if (signal.aborted) reject(abortError());
      signal.addEventListener('abort', () => reject(abortError()), { once: true });
    });
    const answer = this.#session().then((session) => question({ ...session, signal, progress: () => undefined }));
    try {
      return await Promise.race([answer, given]);
    } catch (error) {
      if (this.#signal.aborted) throw abortError();
      if (!patience.aborted || !isAbort(error)) throw error;
      throw platformFailure({
        what: `The platform has not answered within ${this.#patienceMs / 1000} s.`,
        next: 'Read it again with the tool.',
        retryable: true,
      });
    }
  }

  /**
   * Reads about the one thing that is meant; or, where none is named or the name fits none, what there is to choose from.
   * The first reading of `about` decides whether the name fits; the first of `choices` is the list of names.
   */
  async about(
    reference: string | undefined,
    about: (reference: string) => readonly Promise<Reading>[],
    choices: () => readonly Promise<Reading>[],
  ): Promise<About> {
    if (reference === undefined) return unknown(await Promise.all(choices()));
    const state = await Promise.all(about(reference));
    const [first] = state;
    if (first?.failure?.kind !== 'input') return { isKnown: true, thing: first, state };
    const found = unknown(await Promise.all(choices()));
    return { ...found, problem: first.failure };
  }

  /**
   * What a write would say of its arguments, as far as its plan can tell now; nothing is changed. Undefined when it is not
   * offered or the platform cannot tell.
   */
  async rehearse(tool: ToolName, args: Readonly<Record<string, unknown>>): Promise<Rehearsal | undefined> {
    if (!this.offers(tool)) return undefined;
    const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
    const call = allTools.find(({ name }) => name === tool)?.accept(given);
    if (call === undefined || call.effect === 'read') throw new Error(`${tool} has no plan.`);
    try {
      const { plan } = await this.ask((ctx) => call.plan(ctx));
      return { isNeeded: plan.steps.length > 0, summary: plan.summary, warnings: plan.warnings };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return error.kind === 'input' ? { isNeeded: true, summary: '', warnings: [], objection: error } : undefined;
    }
  }
}

function unknown(state: readonly Reading[]): About {
  return { isKnown: false, choices: state[0], state };
}
