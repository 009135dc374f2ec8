/** A value that JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

interface RequestMatch {
  /** only requests with this method */
  method?: string | undefined;
  /** only requests to this path: `*` stands for anything within a segment, `**` for anything */
  path?: string | undefined;
  /** how many matching requests pass before the fault begins */
  skip?: number | undefined;
  /** how many requests it hits; then it is over */
  times?: number | undefined;
  /** how long it lasts, on the platform's clock; then it is over */
  seconds?: number | undefined;
}

interface AnswerFault extends RequestMatch {
  /** the platform does the work first, and only the answer goes wrong */
  afterProcessing?: boolean | undefined;
}

/** A fault as it is given; the schema in faults.ts checks it. */
export type FaultInput =
  | (RequestMatch & { kind: 'latency'; ms: number })
  | (AnswerFault & {
      kind: 'status';
      status: number;
      body?: JsonValue | undefined;
      retryAfterSeconds?: number | undefined;
    })
  | (AnswerFault & { kind: 'reset' })
  | (RequestMatch & { kind: 'truncated-body' })
  | (AnswerFault & { kind: 'html'; status?: number | undefined })
  | (RequestMatch & { kind: 'expire-tokens' })
  | (RequestMatch & { kind: 'freeze' });

/** A fault that is there, and what it has done so far. */
export interface AddedFault {
  readonly id: number;
  /** as given, with what was left out filled in */
  readonly fault: FaultInput;
  /** how many requests it has hit */
  hits: number;
  /** the platform's time at which it was added */
  readonly since: number;
}

/** The faults of a running emulator. */
export interface Faults {
  /** Adds a fault. @throws FaultError that says in words what is wrong with it */
  add(input: FaultInput): AddedFault;
  /** The faults that are not over yet, oldest first. */
  list(): readonly AddedFault[];
  /** Ends one fault, or all of them. Returns how many it ended. */
  clear(id?: number): number;
}
