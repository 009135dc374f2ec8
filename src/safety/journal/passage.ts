import type { IntentRecord, MadePart, OutcomeRecord } from '../../core/changes.ts';
import type { HttpFacts } from '../../platform/errors.ts';
import { recordingExchanges } from '../../platform/exchange-record.ts';
import { newId } from '../state/ids.ts';
import type { Journal } from './journal.ts';

/** What a passage writes down before the first request. */
export type PassageFacts = Omit<IntentRecord, 'type' | 'id' | 'at'>;

/** What a passage does besides. */
export interface PassageHooks {
  /** Called between the intent and the first request. @throws Failure when it must not go on after all */
  onBegin?: (() => void) | undefined;
  /** Called when the write has ended, however it did. */
  onEnd?: (() => void) | undefined;
}

/** One write that may pass: the only way to the platform is through {@link carryOut}, which writes it down first. */
export class Passage {
  readonly #id = newId(10);
  readonly #journal: Journal | undefined;
  readonly #facts: PassageFacts;
  readonly #hooks: PassageHooks;
  readonly #requests: HttpFacts[] = [];
  #isUsed = false;
  #isRecorded = false;
  #hasEnded = false;

  constructor(journal: Journal | undefined, facts: PassageFacts, hooks: PassageHooks = {}) {
    this.#journal = journal;
    this.#hooks = hooks;
    this.#facts = facts;
  }

  /**
   * Writes the intent down, then does the work, once.
   * @throws Failure (configuration) when the journal cannot be written, or what `onBegin` throws: then nothing was sent
   */
  async carryOut<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isUsed) throw new Error('A passage is used once.');
    this.#isUsed = true;
    this.#journal?.write({ type: 'intent', id: this.#id, at: this.#journal.at(), ...this.#facts });
    this.#isRecorded = true;
    this.#hooks.onBegin?.();
    return recordingExchanges(this.#requests, work);
  }

  /** Writes down a part that was made. @throws Failure (configuration) when the journal cannot be written */
  made(part: MadePart): void {
    this.#journal?.write({ type: 'part', id: this.#id, at: this.#journal.at(), ...part });
  }

  /**
   * Writes down how it ended. Returns whether that is on disk: what has happened is told in any case, and without its
   * outcome the journal reads "unknown, check". Only the first end counts.
   */
  end(outcome: Pick<OutcomeRecord, 'outcome' | 'result' | 'settings' | 'note'>): boolean {
    const journal = this.#journal;
    if (this.#hasEnded) return true;
    this.#hasEnded = true;
    try {
      // Where the intent could not be written, nothing was begun.
      if (journal === undefined || !this.#isRecorded) return true;
      journal.write({ type: 'outcome', id: this.#id, at: journal.at(), ...outcome, requests: this.#requests });
      return true;
    } catch {
      return false;
    } finally {
      this.#hooks.onEnd?.();
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
    return this.#requests.some(isAccepted);
  }

  /** Whether the platform accepted what was sent last: then everything was, and what failed was a look at it. */
  get lastHasSucceeded(): boolean {
    const last = this.#requests.at(-1);
    return last !== undefined && isAccepted(last);
  }
}

function isAccepted({ status = 0 }: HttpFacts): boolean {
  return status >= 200 && status < 300;
}
