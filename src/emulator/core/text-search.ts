/** Stands between two texts; a text that contains it is not found by what comes after it. */
const separator = '\0';

/** Finds which of many texts contain another one. They are searched as one, which is much faster than one by one. */
export class TextSearch {
  readonly #all: string;
  /** where each text ends in `#all` */
  readonly #ends: number[] = [];

  constructor(texts: readonly string[]) {
    let end = -1;
    for (const text of texts) {
      end += text.length + 1;
      this.#ends.push(end);
    }
    this.#all = texts.join(separator);
  }

  /** The positions of the texts that contain `part`, which is not empty. */
  find(part: string): number[] {
    const found: number[] = [];
    if (part.includes(separator)) return found;
    let position = 0;
    for (let at = this.#all.indexOf(part); at >= 0; at = this.#all.indexOf(part, this.#ends[position])) {
      position = this.#textAt(at, position);
      found.push(position);
    }
    return found;
  }

  /** The position of the text with a character, which is not before `from`. */
  #textAt(character: number, from: number): number {
    let [low, high] = [from, this.#ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) < character) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
