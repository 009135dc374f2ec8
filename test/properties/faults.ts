import fc from 'fast-check';
import type { FaultInput } from '../../src/emulator/index.ts';

/** Which of a call's requests go wrong: its write, or whatever comes along. */
const route = fc.oneof(
  { weight: 3, arbitrary: fc.record({ method: fc.constant('WRITE'), times: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
        skip: fc.constantFrom(0, 0, 0, 1, 2, 3),
        times: fc.integer({ min: 1, max: 5 }),
      },
      { requiredKeys: ['times'] },
    ),
  },
);

/** Aims a fault at a request that a call writes with. */
export function aimed({ fault, write }: AimedFault, writes: readonly string[]): FaultInput {
  if (fault.method !== 'WRITE') return fault;
  const [method = 'GET', path = '/**'] = writes[write % Math.max(1, writes.length)]?.split(' ') ?? [];
  return { ...fault, path, method };
}

/** What the platform or the way to it can do; a refusal (4xx) always means that nothing was done. */
const kinds: fc.Arbitrary<FaultInput> = fc.oneof(
  fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(401, 403, 429) }),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(500, 502, 503, 504),
    afterProcessing: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('reset' as const), afterProcessing: fc.boolean() }),
  fc.constant<FaultInput>({ kind: 'truncated-body' }),
  fc.record({
    kind: fc.constant('html' as const),
    status: fc.constantFrom(200, 403, 502),
    afterProcessing: fc.boolean(),
  }),
  fc.constant<FaultInput>({ kind: 'expire-tokens' }),
  fc.constant<FaultInput>({ kind: 'freeze' }),
  fc.record({ kind: fc.constant('latency' as const), ms: fc.integer({ min: 1, max: 3 }) }),
);

/** A fault, and which of a call's writes it is for if it is for one of them. */
export interface AimedFault {
  fault: FaultInput;
  write: number;
}

/** Faults of one call. */
export const faults: fc.Arbitrary<AimedFault[]> = fc.array(
  fc.tuple(kinds, route, fc.nat(5)).map(([kind, where, write]) => {
    // A page with the status of a refusal comes from something that did not let the request through.
    const isRefusal = kind.kind === 'html' && kind.status === 403;
    return { fault: { ...kind, ...where, ...(isRefusal ? { afterProcessing: false } : {}) } as FaultInput, write };
  }),
  { maxLength: 2 },
);
