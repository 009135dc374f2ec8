import * as z from 'zod';
import type { AddedFault, FaultInput, Faults } from './model.ts';

/** Latency passes in real time; longer waits serve no purpose. */
const maxLatencyMs = 600_000;

const requestMatch = {
  method: z
    .string()
    .regex(/^[A-Za-z]+$/, 'must be the name of a method, such as GET')
    .transform((text) => text.toUpperCase())
    .optional()
    .describe('Only requests with this method; default: all'),
  path: z
    .string()
    .startsWith('/', 'must start with /')
    .optional()
    .describe(
      'Only requests to this path, without the query: * matches within a segment, ** across segments; default: all',
    ),
  skip: z.int().min(0).default(0).describe('Number of matching requests that pass before the fault starts'),
  times: z.int().min(1).optional().describe('Number of requests that it affects; then it ends'),
  seconds: z.number().positive().optional().describe("Duration in seconds on the platform's clock; then it ends"),
};

const afterProcessing = z
  .boolean()
  .default(false)
  .describe(
    'true: the platform processes the request, and only the response fails. false: the request is not processed',
  );

/** A fault: the body of `POST /emulator/faults`. */
export const faultSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      ...requestMatch,
      kind: z.literal('latency'),
      ms: z.int().min(1).max(maxLatencyMs).describe('Delay in milliseconds of real time'),
    })
    .describe('Delays the request'),
  z
    .strictObject({
      ...requestMatch,
      kind: z.literal('status'),
      status: z.int().min(400).max(599).describe('Status of the response: 401, 403, 429, 500, 502, 503, …'),
      body: z.json().optional().describe('Body of the response: a string is sent as it is, anything else as JSON'),
      retryAfterSeconds: z
        .int()
        .min(0)
        .optional()
        .describe('Retry-After header in seconds; default: 1 for status 429, else none'),
      afterProcessing,
    })
    .describe('The response is an error'),
  z
    .strictObject({ ...requestMatch, kind: z.literal('reset'), afterProcessing })
    .describe('The connection is reset and no response arrives'),
  z
    .strictObject({ ...requestMatch, kind: z.literal('truncated-body') })
    .describe('The platform processes the request; half of the response arrives, then the connection closes'),
  z
    .strictObject({
      ...requestMatch,
      kind: z.literal('html'),
      status: z.int().min(200).max(599).default(200).describe('Status of the page'),
      afterProcessing,
    })
    .describe('The response is a web page, like that of a proxy or a sign-in form'),
  z
    .strictObject({ ...requestMatch, kind: z.literal('expire-tokens') })
    .describe('All access tokens issued so far expire when the request arrives'),
  z
    .strictObject({ ...requestMatch, kind: z.literal('freeze') })
    .describe(
      'The request sees every asynchronous step as it was when the fault was added; steps that it starts finish after the fault has ended',
    ),
]);

/** A fault with its defaults applied. */
export type Fault = z.output<typeof faultSchema>;

/** An active fault, as its schema returned it. */
export interface ActiveFault extends AddedFault {
  readonly fault: Fault;
}

/** An invalid fault, with one sentence for each problem. */
export class FaultError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** The active faults. There are no timers: an expired fault is removed when the list is next used. */
export class FaultList implements Faults {
  readonly #now: () => number;
  #added: (ActiveFault & { matches: (path: string) => boolean; maxHits: number })[] = [];
  #nextId = 1;
  #skipped = new Map<number, number>();

  /** @param now the platform's time in epoch ms, unaffected by a freeze */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param since when it starts, in epoch ms; default: now */
  add(input: FaultInput, since = this.#now()): ActiveFault {
    const parsed = faultSchema.safeParse(input);
    if (!parsed.success) throw new FaultError(faultProblems(parsed.error));
    const fault = parsed.data;
    const added = {
      id: this.#nextId++,
      fault,
      hits: 0,
      since,
      matches: pathMatcher(fault.path ?? '/**'),
      maxHits: fault.times ?? Number.POSITIVE_INFINITY,
    };
    this.#added.push(added);
    return added;
  }

  list(): readonly ActiveFault[] {
    this.#removeExpired();
    return this.#added.map((added) => added);
  }

  clear(id?: number): number {
    this.#removeExpired();
    const before = this.#added.length;
    this.#added = id === undefined ? [] : this.#added.filter((added) => added.id !== id);
    return before - this.#added.length;
  }

  /** True when there is no fault, the usual case. */
  get isEmpty(): boolean {
    return this.#added.length === 0;
  }

  /**
   * The faults that affect a request, oldest first; counts a hit for each. A fault that decides the response is the
   * last.
   */
  match(method: string, path: string): ActiveFault[] {
    this.#removeExpired();
    const matched: ActiveFault[] = [];
    for (const added of this.#added) {
      const { fault } = added;
      if ((fault.method !== undefined && fault.method !== method) || !added.matches(path)) continue;
      const skipped = this.#skipped.get(added.id) ?? 0;
      if (skipped < fault.skip) {
        this.#skipped.set(added.id, skipped + 1);
        continue;
      }
      added.hits += 1;
      matched.push(added);
      if (decidesResponse(fault)) break;
    }
    return matched;
  }

  #removeExpired(): void {
    const now = this.#now();
    this.#added = this.#added.filter(({ fault, hits, since, maxHits }) => {
      const inTime = fault.seconds === undefined || now < since + fault.seconds * 1000;
      return inTime && hits < maxHits;
    });
  }
}

/** Whether a fault decides the response. The others delay the request or change what it sees. */
export function decidesResponse(
  fault: Fault,
): fault is Extract<Fault, { kind: 'status' | 'reset' | 'truncated-body' | 'html' }> {
  return ['status', 'reset', 'truncated-body', 'html'].includes(fault.kind);
}

/** A fault as `GET /emulator/faults` shows it. */
export function faultView({ id, fault, hits }: ActiveFault): Record<string, unknown> {
  return { id, ...fault, hits };
}

function pathMatcher(pattern: string): (path: string) => boolean {
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  const expression = new RegExp(`^${source}$`);
  return (path) => expression.test(path);
}

/** The problems of a fault, one sentence each. */
export function faultProblems(error: z.ZodError): string[] {
  return error.issues.map((issue) => {
    if (issue.code === 'invalid_union' && issue.path.at(-1) === 'kind') {
      return `kind must be one of ${faultKinds.join(', ')}`;
    }
    if (issue.code === 'unrecognized_keys') return `this kind of fault has no field ${issue.keys.join(', ')}`;
    return `${issue.path.join('.') || 'the fault'}: ${issue.message}`;
  });
}

/** Every kind of fault. */
export const faultKinds: readonly Fault['kind'][] = faultSchema.options.map(({ shape }) => shape.kind.value);
