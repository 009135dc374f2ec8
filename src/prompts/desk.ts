import { abortError, Failure, isAbort } from '../anypoint/errors.ts';
import type { ToolContext } from '../tools/context.ts';
import type { Presentation } from '../tools/define.ts';
import { allTools } from '../tools/registry.ts';
import type { ToolName } from './define.ts';

/** What a read tool said, why it could not, or nothing where the operator does not offer it. */
export interface Reading {
  tool: ToolName;
  presentation?: Presentation;
  structured?: Record<string, unknown>;
  failure?: Failure;
}

/** What reading needs of a session. */
export type DeskSession = Omit<ToolContext, 'signal' | 'progress'>;

/** Most rows of a listing inside a prompt: it is to be read by a person, too. */
export const rowsShown = 30;

/** Reads the platform for one prompt, as the read tools do, and takes note of what cannot be read. */
export class Desk {
  readonly #session: () => Promise<DeskSession>;
  readonly #offers: (tool: ToolName) => boolean;
  readonly #signal: AbortSignal;

  constructor(options: {
    session: () => Promise<DeskSession>;
    offers: (tool: ToolName) => boolean;
    signal: AbortSignal;
  }) {
    this.#session = options.session;
    this.#offers = options.offers;
    this.#signal = options.signal;
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
      const ctx = { ...(await this.#session()), signal: this.#signal, progress: () => undefined };
      return { tool, ...(await call.run(ctx)) };
    } catch (error) {
      if (isAbort(error) || this.#signal.aborted) throw abortError();
      if (error instanceof Failure) return { tool, failure: error };
      throw error;
    }
  }

  /**
   * Reads about the one thing that is meant; or, where none is named or the name fits none, what there is to choose from.
   * The first reading of `about` decides whether the name fits.
   */
  async about(
    reference: string | undefined,
    about: (reference: string) => readonly Promise<Reading>[],
    choices: () => readonly Promise<Reading>[],
  ): Promise<{ isKnown: boolean; state: readonly Reading[] }> {
    if (reference === undefined) return { isKnown: false, state: await Promise.all(choices()) };
    const state = await Promise.all(about(reference));
    const [first] = state;
    if (first?.failure?.kind !== 'input') return { isKnown: true, state };
    return { isKnown: false, state: [first, ...(await Promise.all(choices()))] };
  }
}
