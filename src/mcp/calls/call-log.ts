/** Writes the line of a call into the log. A call ends once, also if its user was asked before; `question` stands for one whose client repeats it with the answer. */
export type WriteCall = (end: 'call' | 'question' | 'call cancelled') => void;

/** The line of one call, which takes several rounds where its user is asked: only the last one is written. */
export class CallLog {
  #write: WriteCall | undefined;

  /** Takes what writes the line of a round; the one of the round before is dropped. */
  readonly take = (write: WriteCall | undefined): void => {
    this.#write = write;
  };

  /** Writes the line, unless the last round has not come to its end: what ended it is in the log already. */
  end(how: Parameters<WriteCall>[0]): void {
    this.#write?.(how);
    this.#write = undefined;
  }
}
