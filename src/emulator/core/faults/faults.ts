import * as z from 'zod';
import type { AddedFault, FaultInput, Faults } from './model.ts';

/** Latency passes in real time; longer waits have no use. */
const maxLatencyMs = 600_000;

const requestMatch = {
  method: z
    .string()
    .regex(/^[A-Za-z]+$/, 'must be the name of a method, such as GET')
    .transform((text) => text.toUpperCase())
    .optional()
    .describe('Only requests with this method; all methods without it'),
  path: z
    .string()
    .startsWith('/', 'must start with /')
    .optional()
    .describe(
      'Only requests to this path, without the query: * stands for anything within a segment, ** for anything. All paths without it',
    ),
  skip: z.int().min(0).default(0).describe('How many matching requests pass before the fault begins'),
  times: z.int().min(1).optional().describe('How many requests it hits; then it is over'),
  seconds: z.number().positive().optional().describe("How long it lasts, on the platform's clock; then it is over"),
};

const afterProcessing = z
  .boolean()
  .default(false)
  .describe('true: the platform does the work first, and only the answer goes wrong. false: it does nothing');

/** What can go wrong, and where: the body of `POST /emulator/faults`. */
export const faultSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      ...requestMatch,
      kind: z.literal('latency'),
      ms: z.int().min(1).max(maxLatencyMs).describe('Milliseconds of real time before the request is handled'),
    })
    .describe('The request waits before it is handled'),
  z
    .strictObject({
      ...requestMatch,
      kind: z.literal('status'),
      status: z.int().min(400).max(599).describe('The status of the answer: 401, 403, 429, 500, 502, 503, …'),
      body: z.json().optional().describe('The body of the answer: text as it is, anything else as JSON'),
      retryAfterSeconds: z
        .int()
        .min(0)
        .optional()
        .describe('The header Retry-After; 1 for 429 unless said, none for others'),
      afterProcessing,
    })
    .describe('The answer is an error'),
  z
    .strictObject({ ...requestMatch, kind: z.literal('reset'), afterProcessing })
    .describe('The connection is reset and no answer arrives'),
  z
    .strictObject({ ...requestMatch, kind: z.literal('truncated-body') })
    .describe('The platform does the work; half of its answer arrives, then the connection ends'),
  z
    .strictObject({
      ...requestMatch,
      kind: z.literal('html'),
      status: z.int().min(200).max(599).default(200).describe('The status of the page'),
      afterProcessing,
    })
    .describe('The answer is a web page, as that of a proxy or a sign-in form'),
  z
    .strictObject({ ...requestMatch, kind: z.literal('expire-tokens') })
    .describe('Every access token handed out so far stops working when the request arrives'),
  z
    .strictObject({ ...requestMatch, kind: z.literal('freeze') })
    .describe(
      'The request finds every asynchronous step where it was when the fault was added, and starts none that ends',
    ),
]);

/** A fault after its defaults were filled in. */
export type Fault = z.output<typeof faultSchema>;

/** A fault of the list, in the form that its schema gives it. */
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

/** The active faults. No timer runs: a fault whose time is over is dropped when the list is next used. */
export class FaultList implements Faults {
  readonly #now: () => number;
  #added: (ActiveFault & { matches: (path: string) => boolean; left: number })[] = [];
  #nextId = 1;
  #skipped = new Map<number, number>();

  /** @param now the platform's time, not stopped by any freeze */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param since the moment it begins, now unless said otherwise */
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
      left: fault.times ?? Number.POSITIVE_INFINITY,
    };
    this.#added.push(added);
    return added;
  }

  list(): readonly ActiveFault[] {
    this.#dropOver();
    return this.#added.map((added) => added);
  }

  clear(id?: number): number {
    this.#dropOver();
    const before = this.#added.length;
    this.#added = id === undefined ? [] : this.#added.filter((added) => added.id !== id);
    return before - this.#added.length;
  }

  /** True when there is no fault, the usual case. */
  get isEmpty(): boolean {
    return this.#added.length === 0;
  }

  /** The faults that hit a request, in the order in which they were added; each counts as used. One that ends it is the last. */
  match(method: string, path: string): ActiveFault[] {
    this.#dropOver();
    const met: ActiveFault[] = [];
    for (const added of this.#added) {
      const { fault } = added;
      if ((fault.method !== undefined && fault.method !== method) || !added.matches(path)) continue;
      const skipped = this.#skipped.get(added.id) ?? 0;
      if (skipped < fault.skip) {
        this.#skipped.set(added.id, skipped + 1);
        continue;
      }
      added.hits += 1;
      met.push(added);
      if (decidesAnswer(fault)) break;
    }
    return met;
  }

  #dropOver(): void {
    const now = this.#now();
    this.#added = this.#added.filter(({ fault, hits, since, left }) => {
      const inTime = fault.seconds === undefined || now < since + fault.seconds * 1000;
      return inTime && hits < left;
    });
  }
}

/** Whether a fault decides the answer; the others delay the request or change what it meets. */
export function decidesAnswer(
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
    if (issue.code === 'unrecognized_keys') return `this kind of fault has no ${issue.keys.join(', ')}`;
    return `${issue.path.join('.') || 'the fault'}: ${issue.message}`;
  });
}

/** Every kind of fault. */
export const faultKinds: readonly Fault['kind'][] = faultSchema.options.map(({ shape }) => shape.kind.value);
