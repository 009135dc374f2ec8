import type { Caller } from '../../core/changes.ts';
import { linkParts } from '../../core/place/console-links.ts';
import { AnswerCallWriter } from '../../core/tools/call-writer.ts';
import type { CallWriter, PlaceArguments, ToolCall } from '../../core/tools/calls.ts';
import type { ToolContext } from '../../core/tools/context.ts';
import type { PlannedWrite } from '../../core/tools/planned-write.ts';
import type { AcceptedCall, Tool } from '../../core/tools/tool.ts';
import { everySecond, type Ticker } from '../../core/waiting/wait.ts';
import { commandLine } from '../../platform/command-line.ts';
import { abortError, type Choice, Failure, inputFailure, isAbort } from '../../platform/errors.ts';
import { isObject } from '../../platform/json.ts';
import type { Secrets } from '../../platform/masking/secrets.ts';
import type { Sentence } from '../../platform/text.ts';
import type { Consent, Gate } from '../../safety/gate.ts';
import { applyAnswers, type ElicitationAnswers, textAt } from '../elicitation/answers.ts';
import type { Log } from '../log.ts';
import { Outlet } from '../outlet.ts';
import { type CallFacts, callContext, type Session } from '../session.ts';
import { disabledNote } from '../tools/disabled-tools.ts';
import type { OfferedTools } from '../tools/offered-tools.ts';
import { inputSchema, type JsonSchema } from '../tools/tool-schema.ts';
import { refuseOversized } from './argument-size.ts';
import { acceptArguments, coerceArguments, refusePlaceholders, withParsedTexts } from './arguments.ts';
import type { WriteCall } from './call-log.ts';
import { Heartbeat, type ProgressListener } from './heartbeat.ts';
import { type CallResult, fitStructured, fitText, maxResult, renderFailure, renderPresentation } from './render.ts';
import { Turns } from './turns.ts';
import { carryOutWrite } from './write.ts';

/** What a single call gets from the protocol. */
export interface CallEnvironment {
  signal: AbortSignal;
  /** Undefined when the client did not ask for progress. */
  progress?: ProgressListener | undefined;
  /** Aborts when the server is about to end. */
  ending?: AbortSignal | undefined;
  /** The user's answers, which replace what the caller gave. */
  answers?: ElicitationAnswers;
  /** Who calls. */
  caller: Caller;
  /** What a person has answered to the question about the plan of this call. */
  consent?: Consent | undefined;
  /** Takes what writes this call into the log, where it may be one of several rounds; without it, that is done at its end. */
  logs?: ((write: WriteCall) => void) | undefined;
}

/** Room for the rows of a listing, characters: a page that is cut later would not match its cursor. */
const roomForRows = 0.9 * maxResult;

export interface PipelineOptions {
  session: () => Promise<Session>;
  secrets: Secrets;
  log: Log;
  /** The tools that the server offers: advice marks all others as disabled. */
  tools: OfferedTools;
  /** What stands before every write; loaded with the first one. */
  gate: () => Promise<Gate>;
  /** Triggers progress and timeouts while a call takes long. */
  ticker?: Ticker;
}

/** The one way of every call: validate, run or plan and apply, wait, mask, render, limit, log. Throws on cancellation only. */
export class Pipeline {
  readonly #session: () => Promise<Session>;
  readonly #outlet: Outlet;
  readonly #log: Log;
  readonly #ticker: Ticker;
  readonly #gate: PipelineOptions['gate'];
  readonly #tools: OfferedTools;
  readonly #schemas = new Map<Tool, JsonSchema>();
  readonly #turns = new Turns();

  constructor(options: PipelineOptions) {
    this.#session = options.session;
    this.#outlet = new Outlet(options.secrets);
    this.#log = options.log;
    this.#tools = options.tools;
    this.#gate = options.gate;
    this.#ticker = options.ticker ?? everySecond;
  }

  async call(tool: Tool, args: unknown, environment: CallEnvironment): Promise<CallResult> {
    const start = performance.now();
    let result: CallResult;
    let outcome: Record<string, unknown>;
    const schema = this.#schemaOf(tool);
    let given: unknown = {};
    const calls = new AnswerCallWriter(this.#tools);
    let unread = '';
    try {
      refuseOversized(args, tool.name);
      given = applyAnswers(coerceArguments(args ?? {}, schema), environment.answers ?? {});
      const accepted = accept(tool, given, schema);
      result = await this.#carryOut({ tool, accepted, given }, environment, {
        calls,
        unread: (clause) => {
          unread = unreadNote(clause);
        },
      });
      outcome = { ok: !result.isError };
    } catch (error) {
      if (isAbort(error) || environment.signal.aborted) {
        const broke = error instanceof Failure ? { error: error.message } : {};
        this.#log('info', 'call cancelled', { tool: tool.name, ...broke, ms: elapsed(start) });
        throw abortError();
      }
      const failure = asFailure(error);
      const choice = choiceFor(failure, given, schema);
      result = {
        text: renderFailure(failure, (said) => calls.text(said, placeIn(given))),
        isError: true,
        choice: choice && this.#shownChoice(choice),
      };
      outcome = { ok: false, kind: failure.kind, error: failure.message, status: failure.http?.status };
      if (failure !== error) this.#log('error', 'unexpected error', { tool: tool.name, stack: stackOf(error) });
    }
    const line = { tool: tool.name, ...outcome, ms: elapsed(start) };
    const write: WriteCall = (message) => this.#log('info', message, line);
    if (environment.logs === undefined) write('call');
    else environment.logs(write);
    const notes = [unread, disabledNote(calls.disabled, this.#tools)].filter((note) => note !== '');
    return this.#finish({ ...result, text: [result.text, ...notes].join('\n') });
  }

  #schemaOf(tool: Tool): JsonSchema {
    const schema = this.#schemas.get(tool) ?? inputSchema(tool);
    this.#schemas.set(tool, schema);
    return schema;
  }

  async #carryOut(
    { tool, accepted, given }: { tool: Tool; accepted: AcceptedCall; given: unknown },
    { signal, ending, progress: report, caller, consent }: CallEnvironment,
    { calls, unread }: Pick<CallFacts, 'unread'> & { calls: CallWriter },
  ): Promise<CallResult> {
    const listener: ProgressListener | undefined =
      report && ((message, ...times) => report(this.#outlet.sentence(message), ...times));
    const session = await this.#session();
    const { clock, settings } = session;
    const startedAt = clock.now();
    // Stryker disable next-line ConditionalExpression,StringLiteral: what a read accepts has none of the others.
    const waits = accepted.effect !== 'read' && accepted.follows && accepted.wait && !accepted.dryRun;
    const limitSeconds = waits ? (accepted.timeoutSeconds ?? settings.waitSeconds) : undefined;
    const heartbeat = new Heartbeat({ listener, clock, startedAt, limitSeconds, signal, ticker: this.#ticker });
    const { progress } = heartbeat;
    const ctx = callContext(session, {
      ...{ calls, signal, ending, startedAt, progress, room: roomForRows, unread },
      planWrite: (call) => this.#plannedInside(call, ctx),
    });
    try {
      if (accepted.effect !== 'read') {
        const [gate, outlet, ticker] = [this.#gate, this.#outlet, this.#ticker];
        heartbeat.doing('still waiting for the same call');
        // Two plans may be made at the same time.
        const isSent = accepted.dryRun ? () => undefined : await this.#turns.take(sameWrite(tool, given), signal);
        try {
          return await carryOutWrite(
            { tool, accepted, caller, consent },
            { ctx, heartbeat, ticker, gate, outlet, isSent, toolOf: (name) => this.#offered(name) },
          );
        } finally {
          isSent();
        }
      }
      heartbeat.doing('still reading');
      const { structured, presentation, revealed } = await accepted.run(ctx);
      return { structured, text: renderPresentation(presentation), isError: false, revealed };
    } finally {
      heartbeat.stop();
    }
  }

  #offered(name: string): Tool {
    const tool = this.#tools.find(name);
    if ('problem' in tool) throw inputFailure({ what: tool.problem, next: 'Nothing was changed.' });
    return tool;
  }

  /** The plan of another tool's write in the same call. */
  async #plannedInside({ tool: name, arguments: args }: ToolCall, ctx: ToolContext): Promise<PlannedWrite> {
    const tool = this.#offered(name);
    const accepted = accept(tool, args, this.#schemaOf(tool));
    if (accepted.effect === 'read') throw new Error(`${name} does not write.`);
    return accepted.plan(ctx);
  }

  /** The question as it may be seen; the answer is still the id, so an option whose id may not be seen is left out. Undefined without options. */
  #shownChoice(choice: Choice): Choice | undefined {
    const { item, message } = choice;
    const options = choice.options.filter(({ id }) => this.#outlet.shows(id));
    if (options.length === 0) return undefined;
    return {
      ...choice,
      ...(item === undefined ? {} : { item: { ...item, text: this.#outlet.lines(item.text) } }),
      message: this.#outlet.lines(message),
      options: options.map(({ id, name }) => ({ id, name: this.#outlet.lines(name) })),
    };
  }

  /** Masks secrets, makes everything visible and limits the size. */
  #finish({ revealed = [], ...result }: CallResult): CallResult {
    const text = fitText(this.#outlet.lines(result.text, revealed));
    if (result.structured === undefined) return { ...result, text };
    const shown = this.#outlet.value(result.structured, revealed);
    const { structured, note } = fitStructured(shown, JSON.stringify(shown).length);
    return { isError: result.isError, structured, text: note === '' ? text : `${text}\n${note}` };
  }
}

/** A change that is missing from a list would pass for one that was never made. */
function unreadNote(clause: Sentence): string {
  return `[incomplete: ${clause}. Changes may be missing here; ${commandLine('doctor')} says what to do.]`;
}

/** The same text for calls that would write the same: how long they wait, and by which plan, does not count. */
function sameWrite({ name }: Tool, given: unknown): string {
  const { wait: _wait, timeoutSeconds: _timeout, planId: _plan, ...args } = isObject(given) ? given : {};
  const members = Object.keys(args).sort();
  return JSON.stringify([name, members.map((member) => [member, args[member]])]);
}

function accept(tool: Tool, given: unknown, schema: JsonSchema): AcceptedCall {
  const whole = withParsedTexts(given, schema);
  // Texts have become values, which count now.
  refuseOversized(whole, tool.name);
  refusePlaceholders(whole, tool.name, schema);
  return acceptArguments(tool, given, schema);
}

/**
 * The question of a failure, if its answer has a place in the arguments. A link is not replaced: it also determines the environment of the candidates.
 */
function choiceFor({ choice }: Failure, given: unknown, { properties }: JsonSchema): Choice | undefined {
  if (choice === undefined) return undefined;
  // Stryker disable next-line OptionalChaining: the schema of a tool has properties, if none.
  const argument = properties?.[choice.argument];
  const place = choice.item === undefined ? argument : argument?.items;
  const text = textAt(given, choice);
  const isLink = typeof text === 'string' && linkParts(text) !== undefined;
  return place?.type === 'string' && !isLink ? choice : undefined;
}

/** The place that the arguments name, for use in other calls. */
function placeIn(given: unknown): PlaceArguments {
  const { organization, environment } = isObject(given) ? given : {};
  return {
    organization: typeof organization === 'string' ? organization : undefined,
    environment: typeof environment === 'string' ? environment : undefined,
  };
}

/** Anything but a Failure is a bug of ours: its text may contain anything, so it goes to the log only. */
function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('platform', {
    what: 'anypoint-mcp failed in this call with an unexpected error.',
    next: "Read the current state before trying again. The server's log on stderr has the details; please report them as a bug.",
    mayHaveHappened: true,
  });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function elapsed(start: number): number {
  return Math.round((performance.now() - start) * 10) / 10;
}
