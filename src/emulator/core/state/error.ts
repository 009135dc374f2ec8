/** A state file that cannot be used; the message says why. */
export class StateError extends Error {}
