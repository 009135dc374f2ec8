import {
  type CompleteRequest,
  type CompleteResult,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import { quote } from '../../core/text/quote.ts';
import { Failure } from '../../platform/errors.ts';
import type { Secrets } from '../../platform/masking/secrets.ts';
import type { Log } from '../log.ts';
import { Outlet } from '../outlet.ts';
import { type OfferedPrompts, unknownArgument } from '../prompts/offered-prompts.ts';
import { PromptReader } from '../prompts/prompt-reader.ts';
import type { Session } from '../session.ts';
import type { OfferedTools } from '../tools/offered-tools.ts';
import { type Candidate, candidatesOf, choices, folded, listArguments, listings } from './completion-sources.ts';

/** How long a reading serves for completion, ms. */
const memoryMs = 5_000;
/** Maximum wait for suggestions, ms. */
const maxWaitMs = 8_000;
/** The protocol's own limit. */
const maxValues = 100;

/** What has been given so far. */
type Given = Readonly<Record<string, string>>;

interface Remembered {
  candidates: Promise<readonly Candidate[]>;
  until: number;
}

/** Completes arguments of prompts and variables of resource templates from what is on the platform now. */
export class Completion {
  readonly #session: () => Promise<Session>;
  readonly #tools: OfferedTools;
  readonly #outlet: Outlet;
  readonly #prompts: OfferedPrompts;
  readonly #templates: () => readonly string[];
  readonly #log: Log;
  readonly #memory = new Map<string, Remembered>();

  constructor(options: {
    session: () => Promise<Session>;
    tools: OfferedTools;
    secrets: Secrets;
    prompts: OfferedPrompts;
    /** The addresses of the resource templates that are offered. */
    templates: () => readonly string[];
    log: Log;
  }) {
    this.#session = options.session;
    this.#tools = options.tools;
    this.#outlet = new Outlet(options.secrets);
    this.#prompts = options.prompts;
    this.#templates = options.templates;
    this.#log = options.log;
  }

  /**
   * The values that match the typed text: those that begin with it, then those that contain it. Empty when the platform cannot be read: a missing suggestion is no error.
   * @throws ProtocolError for an unknown prompt, template or argument
   */
  async complete({ ref, argument, context }: CompleteRequest['params']): Promise<CompleteResult> {
    this.#check(ref, argument.name);
    const given = Object.fromEntries(
      Object.entries(context?.arguments ?? {}).filter(([, value]) => value.trim() !== ''),
    );
    const candidates = await this.#candidates(argument.name, given);
    const values = listArguments.includes(argument.name)
      ? matchingLastValue(argument.value, candidates)
      : matchingValues(argument.value, candidates);
    return {
      completion: {
        values: values.slice(0, maxValues),
        total: values.length,
        hasMore: values.length > maxValues,
      },
    };
  }

  #check(ref: CompleteRequest['params']['ref'], argument: string): void {
    if (ref.type === 'ref/prompt') {
      const prompt = this.#prompts.find(ref.name);
      if (!prompt.arguments.some(({ name }) => name === argument)) throw unknownArgument(prompt, [argument]);
      return;
    }
    const template = this.#templates().find((one) => one === ref.uri);
    if (template === undefined)
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `There is no resource template ${quote(ref.uri)}. resources/templates/list returns all.`,
      );
    if (!template.includes(`{${argument}}`))
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `${template} has no variable ${quote(argument)}. It has ${variablesIn(template).join(', ') || 'none'}.`,
      );
  }

  async #candidates(argument: string, given: Given): Promise<readonly Candidate[]> {
    const fixed = choices[argument];
    if (fixed !== undefined) return fixed.map((value) => ({ value, terms: [value] }));
    const listing = listings[argument];
    const needed = [...(argument === 'organization' ? [] : ['organization']), ...(listing ? ['environment'] : [])];
    const missing = listing?.needs?.filter((name) => given[name] === undefined) ?? [];
    const isCompleted = listing
      ? this.#tools.offers(listing.operation)
      : ['organization', 'environment'].includes(argument);
    if (!isCompleted || missing.length > 0) return [];
    const relevant = [...needed, ...(listing?.needs ?? [])].map((name) => [name, given[name]] as const);
    try {
      const session = await this.#session();
      const read = async (): Promise<readonly Candidate[]> => {
        try {
          return await this.#read(session, argument, Object.fromEntries(relevant));
        } catch (error) {
          return this.#nothing(argument, error);
        }
      };
      return await this.#remembered(JSON.stringify([argument, relevant]), session.clock.now(), read);
    } catch (error) {
      return this.#nothing(argument, error);
    }
  }

  async #read(
    session: Session,
    argument: string,
    given: Readonly<Record<string, string | undefined>>,
  ): Promise<readonly Candidate[]> {
    // Not the signal of one request: later requests use the reading, too.
    const { signal } = new AbortController();
    const reader = new PromptReader({ session: async () => session, tools: this.#tools, signal, maxWaitMs });
    if (argument === 'organization') return this.#named(await reader.ask(({ directory }) => directory.organizations()));
    if (argument === 'environment') {
      return this.#named(
        await reader.ask(async ({ directory }) =>
          directory.environments(
            await directory.organization({ organization: given['organization'], naming: 'prefix' }),
          ),
        ),
      );
    }
    const listing = listings[argument];
    if (listing === undefined) return [];
    const { structured, failure } = await reader.readListing(listing.operation, { ...given, ...listing.fixed });
    if (failure !== undefined) throw failure;
    return candidatesOf(structured ?? {}, listing, this.#isShowable);
  }

  #named(rows: readonly { id: string; name: string }[]): Candidate[] {
    return candidatesOf({ rows }, { list: 'rows', names: ['name'] }, this.#isShowable);
  }

  /** A value that is shown changed would not be found again. */
  readonly #isShowable = (text: string): boolean => this.#outlet.lines(text) === text;

  /** Also remembers an empty result, because the next letter asks again. */
  #remembered(key: string, now: number, read: () => Promise<readonly Candidate[]>): Promise<readonly Candidate[]> {
    for (const [old, { until }] of this.#memory) if (until <= now) this.#memory.delete(old);
    const known = this.#memory.get(key);
    if (known !== undefined) return known.candidates;
    const candidates = read();
    this.#memory.set(key, { candidates, until: now + memoryMs });
    return candidates;
  }

  #nothing(argument: string, error: unknown): readonly Candidate[] {
    const facts = { argument, error: error instanceof Error ? error.message : String(error) };
    this.#log(error instanceof Failure ? 'debug' : 'error', 'no completion', facts);
    return [];
  }
}

/** Values that match a text, best first: the value begins with it, another name or the id does, one of them contains it. */
export function matchingValues(text: string, candidates: readonly Candidate[]): string[] {
  const typed = folded(text);
  return candidates
    .map(({ value, terms }) => ({ value, rank: rankOf(typed, value, terms) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank || a.value.localeCompare(b.value))
    .map(({ value }) => value);
}

function rankOf(typed: string, value: string, terms: readonly string[]): number {
  if (folded(value).startsWith(typed)) return 0;
  if (terms.some((term) => folded(term).startsWith(typed))) return 1;
  return terms.some((term) => folded(term).includes(typed)) ? 2 : 3;
}

/** Completes the last name of a list and leaves those before it as they are. */
function matchingLastValue(text: string, candidates: readonly Candidate[]): string[] {
  const before = text.split(',').map((name) => name.trim());
  const last = before.pop() ?? '';
  const named = new Set(before.map(folded));
  const free = candidates.filter(({ terms }) => !terms.some((term) => named.has(folded(term))));
  return matchingValues(last, free).map((value) => [...before, value].join(', '));
}

function variablesIn(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
}
