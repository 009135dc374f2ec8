import type { Id } from './incoming.ts';

interface Open {
  method: string;
  /** How many requests have this id; a careless client uses one twice. */
  unanswered: number;
}

/** The requests of the client that were accepted and are not answered. */
export class OpenRequests {
  readonly #open = new Map<Id, Open>();
  readonly #waiting: (() => void)[] = [];

  add(id: Id, method: string): void {
    const open = this.#open.get(id) ?? { method, unanswered: 0 };
    open.unanswered++;
    this.#open.set(id, open);
  }

  methodOf(id: Id): string | undefined {
    return this.#open.get(id)?.method;
  }

  /** One request with this id is answered. */
  settle(id: Id): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    open.unanswered--;
    if (open.unanswered > 0) return;
    this.#open.delete(id);
    this.#tell();
  }

  /** Nothing is answered any more. */
  clear(): void {
    this.#open.clear();
    this.#tell();
  }

  /** Resolves as soon as every request is answered. */
  async allAnswered(): Promise<void> {
    if (this.#open.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #tell(): void {
    if (this.#open.size > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
