import { type Advice, advice } from '../../platform/advice.ts';
import { Failure } from '../../platform/errors.ts';
import type { Observation } from './wait.ts';

/** What is known of work whose second phase a call has to begin, such as a restart made of a stop and a start. */
export interface Phases<T> {
  /** Looks at the first phase, which is under way; settled as soon as the second can be begun. */
  first(): Promise<Observation<T>>;
  /** Begins the second phase; harmless when done twice, and not to be cut off by the caller's cancellation. @throws Failure */
  begin(): Promise<void>;
  /** What is so when the call ends before the second phase is begun, and how to go on; `sent` when that was tried and not answered. */
  left(sent: boolean): Required<Left>;
  /** As a sentence: the second phase was begun before the first was seen to be done. */
  early: string;
}

/** What there is to say of the phases when a call ends. */
export interface Left {
  text: Advice;
  /** In a few words, where that comes before anything else: the work is not in the state that was asked for, nor on its way there. */
  head?: string;
}

/**
 * Lets one wait look at work of two phases: the second is begun by the look that finds the first one done. So both phases
 * have the one limit of the call, which neither a phase of its own nor a second wait could exceed.
 */
export class TwoPhaseOperation<T> {
  readonly #phases: Phases<T>;
  readonly #second: () => Promise<Observation<T>>;
  #state: 'first' | 'sent' | 'second' = 'first';
  #isOver = false;
  #isEarly = false;

  /** @param second looks at the second phase, once it is begun */
  constructor(phases: Phases<T>, second: () => Promise<Observation<T>>) {
    this.#phases = phases;
    this.#second = second;
  }

  /** The second phase has yet to be begun. */
  get isOpen(): boolean {
    return this.#state !== 'second';
  }

  /** Looks at the phase that is under way. @throws Failure when it cannot be read, or the second not be begun now */
  async observe(): Promise<Observation<T>> {
    if (this.isOpen) {
      const seen = await this.#phases.first();
      const isBegun = this.#state === 'sent' && !seen.isComplete;
      if (!isBegun) {
        if (!seen.isComplete || this.#isOver) return { ...seen, isComplete: false, failure: undefined };
        const refused = await this.#begin();
        if (refused) return { ...seen, failure: advice`${refused.message} ${refused.next}` };
      }
      this.#state = 'second';
    }
    return this.#second();
  }

  /** The call ends: nothing more is begun, not even by a look that was given up. What there is to say of that. */
  end(): Left | undefined {
    this.#isOver = true;
    if (this.isOpen) return this.#phases.left(this.#state === 'sent');
    return this.#isEarly ? { text: this.#phases.early } : undefined;
  }

  /**
   * The call ends and nobody else would begin the second phase, so that is done now, whatever the first has come to.
   * @throws Failure when the platform does not take it
   */
  async finish(): Promise<void> {
    this.#isOver = true;
    if (!this.isOpen) return;
    const refused = await this.#begin();
    if (refused) throw refused;
    this.#state = 'second';
    this.#isEarly = true;
  }

  /** Returns why it will not be begun in any case. @throws Failure when it can be tried again */
  async #begin(): Promise<Failure | undefined> {
    this.#state = 'sent';
    try {
      await this.#phases.begin();
      return undefined;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (!error.mayHaveHappened && this.isOpen) this.#state = 'first';
      if (error.kind === 'platform') throw error;
      return error;
    }
  }
}
