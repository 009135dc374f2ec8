/** Every violation of the protocol on any connection of this worker since it was last asked for. */
const found: string[] = [];

export function reportViolation(violation: string): void {
  found.push(violation);
}

/** The violations so far, which are forgotten by this: the set-up of the tests asks after each of them. */
export function takeViolations(): string[] {
  return found.splice(0);
}
