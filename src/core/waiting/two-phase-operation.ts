import { type Advice, advise } from '../../platform/advice.ts';
import { Failure } from '../../platform/errors.ts';
import type { Observation } from './wait.ts';

/** The phases of an operation whose second phase the call has to start, such as a restart made of a stop and a start. */
export interface Phases<T> {
  /** Observes the first phase; complete as soon as the second can start. */
  first(): Promise<Observation<T>>;
  /** Starts the second phase; harmless when repeated, and not aborted by the caller's cancellation. @throws Failure */
  begin(): Promise<void>;
  /** The situation when the call ends before the second phase was started, and how to continue; `sent`: the start was sent but not answered. */
  left(sent: boolean): Required<Left>;
  /** As a sentence: the second phase was started before the first was seen complete. */
  early: string;
}

/** What to say about the phases when a call ends. */
export interface Left {
  text: Advice;
  /** A short headline, for work that is neither in the requested state nor on its way there. */
  head?: string;
}

/**
 * Observes a two-phase operation within one wait: the observation that finds the first phase complete starts the second. So both phases share the time limit of the call.
 */
export class TwoPhaseOperation<T> {
  readonly #phases: Phases<T>;
  readonly #second: () => Promise<Observation<T>>;
  // Stryker disable next-line StringLiteral: it stands for neither of the two others.
  #state: 'first' | 'sent' | 'second' = 'first';
  #isOver = false;
  #isEarly = false;

  /** @param second observes the second phase, once it is started */
  constructor(phases: Phases<T>, second: () => Promise<Observation<T>>) {
    this.#phases = phases;
    this.#second = second;
  }

  /** The second phase was not started yet. */
  get isOpen(): boolean {
    return this.#state !== 'second';
  }

  /** Observes the current phase. @throws Failure when it cannot be read, or the second cannot be started now */
  async observe(): Promise<Observation<T>> {
    if (this.isOpen) {
      const seen = await this.#phases.first();
      const isBegun = this.#state === 'sent' && !seen.isComplete;
      if (!isBegun) {
        if (!seen.isComplete || this.#isOver) return { ...seen, isComplete: false, failure: undefined };
        const refused = await this.#begin();
        if (refused) return { ...seen, failure: advise(refused.message, refused.why ?? '', refused.next) };
      }
      this.#state = 'second';
    }
    return this.#second();
  }

  /** Ends the call: nothing more is started, not even by an abandoned observation. Returns what to say about it. */
  end(): Left | undefined {
    this.#isOver = true;
    if (this.isOpen) return this.#phases.left(this.#state === 'sent');
    return this.#isEarly ? { text: this.#phases.early } : undefined;
  }

  /**
   * The call ends, and nothing else would start the second phase, so it is started now, whatever the state of the first. @throws Failure when the platform refuses it
   */
  async finish(): Promise<void> {
    this.#isOver = true;
    if (!this.isOpen) return;
    const refused = await this.#begin();
    if (refused) throw refused;
    this.#state = 'second';
    this.#isEarly = true;
  }

  /** Returns why it will never start. @throws Failure when it can be tried again */
  async #begin(): Promise<Failure | undefined> {
    this.#state = 'sent';
    try {
      await this.#phases.begin();
      return undefined;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // Stryker disable next-line StringLiteral: as above.
      if (!error.mayHaveHappened && this.isOpen) this.#state = 'first';
      if (error.kind === 'platform') throw error;
      return error;
    }
  }
}
