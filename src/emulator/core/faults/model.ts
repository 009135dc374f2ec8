/** A value that JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

interface RequestMatch {
  /** only requests with this method */
  method?: string | undefined;
  /** only requests to this path: `*` matches within a segment, `**` across segments */
  path?: string | undefined;
  /** number of matching requests that pass before the fault starts */
  skip?: number | undefined;
  /** number of requests that it affects; then it ends */
  times?: number | undefined;
  /** duration in seconds on the platform's clock; then it ends */
  seconds?: number | undefined;
}

interface ResponseFault extends RequestMatch {
  /** whether the platform processes the request, and only the response fails */
  afterProcessing?: boolean | undefined;
}

/** A fault as a caller writes it; the schema in faults.ts validates it. */
export type FaultInput =
  | (RequestMatch & { kind: 'latency'; ms: number })
  | (ResponseFault & {
      kind: 'status';
      status: number;
      body?: JsonValue | undefined;
      retryAfterSeconds?: number | undefined;
    })
  | (ResponseFault & { kind: 'reset' })
  | (RequestMatch & { kind: 'truncated-body' })
  | (ResponseFault & { kind: 'html'; status?: number | undefined })
  | (RequestMatch & { kind: 'expire-tokens' })
  | (RequestMatch & { kind: 'freeze' });

/** An active fault and its hits so far. */
export interface AddedFault {
  readonly id: number;
  /** the fault with its defaults applied */
  readonly fault: FaultInput;
  /** number of requests that it has affected */
  hits: number;
  /** when it was added, in epoch ms of the platform's clock */
  readonly since: number;
}

/** The faults of a running emulator. */
export interface Faults {
  /** Adds a fault. @throws FaultError that lists every problem */
  add(input: FaultInput): AddedFault;
  /** The active faults, oldest first. */
  list(): readonly AddedFault[];
  /** Clears one fault, or all of them. Returns the number cleared. */
  clear(id?: number): number;
}
