/** Longest line that is read, bytes: more than any call needs, and little enough to keep in memory. */
export const maxLineBytes = 10 * 1024 * 1024;

/** Bytes kept from either end of a longer line: enough to find its id. */
const keptBytes = 4096;

/** A line without its line break, or what is known of one that was too long to keep. */
export type Line = string | TooLongLine;

export interface TooLongLine {
  head: string;
  tail: string;
}

/** Makes lines from bytes. A line that is too long is skipped up to its end, so that the next one is read again. */
export class LineReader {
  readonly #onLine: (line: Line) => void;
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #length = 0;
  /** Of a line that is too long: where it begins. */
  #head: string | undefined;

  constructor(onLine: (line: Line) => void, maxBytes = maxLineBytes) {
    this.#onLine = onLine;
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', start)) {
      this.#add(chunk.subarray(start, end));
      this.#finish();
      start = end + 1;
    }
    if (start < chunk.length) this.#add(chunk.subarray(start));
  }

  /** The last line needs no line break. */
  end(): void {
    if (this.#length > 0) this.#finish();
  }

  #add(part: Buffer): void {
    this.#parts.push(part);
    this.#length += part.length;
    if (this.#length <= this.#maxBytes) return;
    const read = Buffer.concat(this.#parts);
    this.#head ??= read.toString('utf8', 0, keptBytes);
    // A copy: a part of the chunk would keep all of it.
    this.#parts = [Buffer.from(read.subarray(-keptBytes))];
  }

  #finish(): void {
    const read = Buffer.concat(this.#parts);
    const head = this.#head;
    this.#parts = [];
    this.#length = 0;
    this.#head = undefined;
    this.#onLine(head === undefined ? read.toString('utf8') : { head, tail: read.toString('utf8').slice(-keptBytes) });
  }
}
