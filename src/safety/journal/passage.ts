import type { IntentRecord, OutcomeRecord } from '../../core/changes.ts';
import type { HttpFacts } from '../../platform/errors.ts';
import { recordingExchanges } from '../../platform/exchange-record.ts';
import { newId } from '../state/ids.ts';
import type { Journal } from './journal.ts';

/** What a passage writes down before the first request. */
export type PassageFacts = Omit<IntentRecord, 'type' | 'id' | 'at'>;

/** One write that may pass: the only way to the platform is through {@link carryOut}, which writes it down first. */
export class Passage {
  readonly #id = newId(10);
  readonly #journal: Journal | undefined;
  readonly #facts: PassageFacts;
  readonly #onEnd: () => void;
  readonly #requests: HttpFacts[] = [];
  #isUsed = false;
  #isRecorded = false;

  /** @param onEnd called when the write has ended, however it did */
  constructor(journal: Journal | undefined, facts: PassageFacts, onEnd: () => void = () => undefined) {
    this.#journal = journal;
    this.#onEnd = onEnd;
    this.#facts = facts;
  }

  /**
   * Writes the intent down, then does the work, once.
   * @throws Failure (configuration) when the journal cannot be written: then nothing was sent
   */
  async carryOut<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isUsed) throw new Error('A passage is used once.');
    this.#isUsed = true;
    this.#journal?.write({ type: 'intent', id: this.#id, at: this.#journal.at(), ...this.#facts });
    this.#isRecorded = true;
    return recordingExchanges(this.#requests, work);
  }

  /**
   * Writes down how it ended. Returns whether that is on disk: what has happened is told in any case, and without its
   * outcome the journal reads "unknown, check".
   */
  end(outcome: Pick<OutcomeRecord, 'outcome' | 'result' | 'note'>): boolean {
    const journal = this.#journal;
    try {
      // Where the intent could not be written, nothing was begun.
      if (journal === undefined || !this.#isRecorded) return true;
      journal.write({ type: 'outcome', id: this.#id, at: journal.at(), ...outcome, requests: this.#requests });
      return true;
    } catch {
      return false;
    } finally {
      this.#onEnd();
    }
  }

  /** The id of the change in the journal; undefined without one. */
  get changeId(): string | undefined {
    return this.#journal === undefined ? undefined : this.#id;
  }

  /** Whether anything was sent that may change the platform. */
  get hasSent(): boolean {
    return this.#requests.length > 0;
  }

  /** Whether the platform accepted anything of it. */
  get hasSucceeded(): boolean {
    return this.#requests.some(({ status = 0 }) => status >= 200 && status < 300);
  }
}
