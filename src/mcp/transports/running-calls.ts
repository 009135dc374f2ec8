/** The calls of tools that have not ended. A cancelled one is never answered, but may have to finish what it began, such as a restart. */
export class RunningCalls {
  readonly #running = new Set<Promise<unknown>>();

  /** Keeps a call until it ends; the same call. */
  track<T>(call: Promise<T>): Promise<T> {
    this.#running.add(call);
    const forget = (): void => {
      this.#running.delete(call);
    };
    call.then(forget, forget);
    return call;
  }

  /** Resolves when no call is running. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.#running);
  }
}
