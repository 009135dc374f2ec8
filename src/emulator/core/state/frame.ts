/** What a computation has read of the state. */
export interface Frame {
  /** the names of the parts */
  readonly parts: Set<string>;
  /** epoch ms at which a state that it read changes by itself */
  until: number;
}

// Computations are synchronous, so at most one runs at a time; one that starts another one is on the stack.
let current: Frame | undefined;

/** Whether a computation is running. What it reads, it does not change. */
export function isComputing(): boolean {
  return current !== undefined;
}

/** Notes that the running computation has read a part. */
export function notePart(name: string): void {
  current?.parts.add(name);
}

/** Notes that a state that the running computation has read changes by itself at `at`, in epoch ms. */
export function noteMoment(at: number): void {
  if (current !== undefined && at < current.until) current.until = at;
}

/** Notes everything that another computation has read. */
export function noteFrame({ parts, until }: Pick<Frame, 'until'> & { parts: Iterable<string> }): void {
  for (const name of parts) notePart(name);
  noteMoment(until);
}

/** Runs a computation, and returns what it read beside its result. */
export function withFrame<Value>(compute: () => Value): { value: Value; frame: Frame } {
  const outer = current;
  const frame: Frame = { parts: new Set(), until: Number.POSITIVE_INFINITY };
  current = frame;
  try {
    return { value: compute(), frame };
  } finally {
    current = outer;
  }
}
