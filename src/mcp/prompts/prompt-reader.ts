import { setMaxListeners } from 'node:events';
import type { OperationArguments, OperationName } from '../../core/operations.ts';
import { AnswerCallWriter } from '../../core/tools/call-writer.ts';
import type { PlaceArguments } from '../../core/tools/calls.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import type { Presentation } from '../../core/tools/result.ts';
import type { AcceptedCall, Tool } from '../../core/tools/tool.ts';
import { abortError, Failure, isAbort, platformFailure } from '../../platform/errors.ts';
import { acceptArguments } from '../calls/arguments.ts';
import { callContext, type Session } from '../session.ts';
import type { OfferedTools } from '../tools/offered-tools.ts';

/** The result of a read tool, or why it failed, or nothing if the tool is disabled. */
export interface Reading {
  tool: Tool;
  presentation?: Presentation;
  structured?: Record<string, unknown>;
  failure?: Failure;
}

/** Arguments of a reading: those of its operation, those that say where, and what every listing takes. */
type ReadingArguments<Name extends OperationName> = Partial<{
  [Argument in keyof OperationArguments<Name>]: OperationArguments<Name>[Argument] | undefined;
}> &
  PlaceArguments & { limit?: number; fields?: readonly string[] };

/** The reading of a named thing, or the choices instead. */
export interface About {
  isKnown: boolean;
  /** The reading of the thing itself, if it was found. */
  thing?: Reading | undefined;
  /** The listing to choose from, if it was not. */
  choices?: Reading | undefined;
  /** Why it was not found. */
  problem?: Failure;
  state: readonly Reading[];
}

/** What the plan of a write says before anything is done. */
export interface DryRun {
  /** False: everything already has these values, as the summary says. */
  isNeeded: boolean;
  summary: string;
  warnings: readonly string[];
  /** Why it cannot be done with these arguments. */
  objection?: Failure;
}

/** Maximum rows of a listing inside a prompt, which people read, too. */
export const rowsShown = 30;

/** Maximum time that a prompt waits for the platform, ms: hosts give up at 60 s. */
const defaultMaxWaitMs = 20_000;

/** Reads the platform for one prompt with the read tools, and records what cannot be read. */
export class PromptReader {
  readonly #session: () => Promise<Session>;
  readonly #tools: OfferedTools;
  readonly #signal: AbortSignal;
  readonly #maxWaitMs: number;

  constructor(options: {
    session: () => Promise<Session>;
    tools: OfferedTools;
    signal: AbortSignal;
    maxWaitMs?: number;
  }) {
    this.#session = options.session;
    this.#tools = options.tools;
    this.#signal = options.signal;
    this.#maxWaitMs = options.maxWaitMs ?? defaultMaxWaitMs;
  }

  /** Reads with the tool of an operation; undefined arguments are left out. @throws AbortError */
  async read<Name extends OperationName>(operation: Name, args: ReadingArguments<Name>): Promise<Reading> {
    return this.readListing(operation, args);
  }

  /** The same for an operation that is known only as data. @throws AbortError */
  async readListing(operation: OperationName, args: Readonly<Record<string, unknown>>): Promise<Reading> {
    const tool = this.#tools.toolOf(operation);
    if (this.#tools.isDisabled(tool)) return { tool };
    if (tool.effect !== 'read' || tool.revealsSecrets)
      throw new Error(`${tool.name} is not a read that a prompt can make.`);
    try {
      const call = accepted(tool, args);
      if (call.effect !== 'read') throw new Error(`${tool.name} is not a read.`);
      return { tool, ...(await this.ask((ctx) => call.run(ctx))) };
    } catch (error) {
      if (error instanceof Failure) return { tool, failure: error };
      throw error;
    }
  }

  /** Asks the platform, within the time limit. @throws Failure, AbortError */
  async ask<T>(question: (ctx: ToolContext) => Promise<T>): Promise<T> {
    const patience = AbortSignal.timeout(this.#maxWaitMs);
    const signal = AbortSignal.any([this.#signal, patience]);
    // A diagnosis makes a dozen requests at once, and each listens.
    setMaxListeners(0, signal);
    // Not everything below observes the signal: sign-in and reading names are shared with other calls.
    const given = new Promise<never>((_, reject) => {
      if (signal.aborted) reject(abortError());
      signal.addEventListener('abort', () => reject(abortError()), { once: true });
    });
    const answer = this.#session().then((session) =>
      question(callContext(session, { calls: new AnswerCallWriter(this.#tools), signal })),
    );
    try {
      return await Promise.race([answer, given]);
    } catch (error) {
      if (this.#signal.aborted) throw abortError();
      if (!patience.aborted || !isAbort(error)) throw error;
      throw platformFailure({
        what: `The platform did not answer within ${this.#maxWaitMs / 1000} s.`,
        next: 'Read it again with the tool.',
        retryable: true,
      });
    }
  }

  /**
   * Reads the named thing, or, if none is named or the name is unknown, the choices. The first reading of `about` decides whether the name is known; the first of `choices` is the list of names.
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
   * The plan of a write with these arguments; nothing is changed. Undefined when the tool is disabled or the platform cannot be read.
   */
  async dryRun<Name extends OperationName>(operation: Name, args: ReadingArguments<Name>): Promise<DryRun | undefined> {
    const tool = this.#tools.toolOf(operation);
    if (this.#tools.isDisabled(tool)) return undefined;
    try {
      const call = accepted(tool, args);
      if (call.effect === 'read') throw new Error(`${tool.name} has no plan.`);
      const { plan } = await this.ask((ctx) => call.plan(ctx));
      return { isNeeded: plan.steps.length > 0, summary: plan.summary, warnings: plan.warnings };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return error.kind === 'input' ? { isNeeded: true, summary: '', warnings: [], objection: error } : undefined;
    }
  }
}

/** The arguments as the tool takes them; those that are undefined are not given. @throws Failure (input) */
function accepted(tool: Tool, args: object): AcceptedCall {
  return acceptArguments(tool, Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)));
}

function unknown(state: readonly Reading[]): About {
  return { isKnown: false, choices: state[0], state };
}
