import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PlanFacts } from '../../core/plan/plan.ts';
import { planDifferences } from '../../core/plan/plan-differences.ts';
import { type Failure, inputFailure } from '../../platform/errors.ts';
import { escaped } from '../../platform/text.ts';
import { canonical } from '../canonical.ts';
import { idFrom, isId } from '../state/ids.ts';

/** A write that was planned and may be applied by its plan's id. */
export interface PlannedWork {
  /** Whose plan it is: the process on stdio. */
  session: string;
  tool: string;
  /** As the tool has accepted them, with their secrets: only a digest of them is kept. */
  arguments: unknown;
  /** What the plan is made of: resolved ids, place, values before and after, with their secrets. Only a digest is kept. */
  basis: unknown;
  /** The plan as it may be seen. */
  plan: PlanFacts;
}

/** A plan that waits for its application; nothing in it is secret. */
export interface KeptPlan {
  id: string;
  session: string;
  tool: string;
  plan: PlanFacts;
  /** ms since 1970. */
  expiresAt: number;
}

interface Entry extends KeptPlan {
  argumentsDigest: Buffer;
  basisDigest: Buffer;
  isUsed: boolean;
}

const idLength = 12;

/** Plans kept at once. */
const maxPlans = 1_000;

export interface PlanIdsOptions {
  /** Key of the ids, 32 bytes or more; one of this process unless servers share one. */
  key?: Buffer | undefined;
  /** How long a plan may be applied, ms. */
  lifetimeMs: number;
  /** Plans kept at once; older ones are forgotten first. */
  maxKept?: number;
  /** ms since 1970. */
  now(): number;
}

/** The plans of this process, by their ids. An id is bound to everything that its plan says, and is used once. */
export class PlanIds {
  readonly #key: Buffer;
  readonly #lifetimeMs: number;
  readonly #maxKept: number;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();

  constructor({ key = randomBytes(32), lifetimeMs, maxKept = maxPlans, now }: PlanIdsOptions) {
    this.#key = key;
    this.#lifetimeMs = lifetimeMs;
    this.#maxKept = maxKept;
    this.#now = now;
  }

  /** Keeps a plan. The id of an equal plan that is still kept is given again, so that a repeated question is the same one. */
  keep({ session, tool, arguments: args, basis, plan }: PlannedWork): KeptPlan {
    const [argumentsDigest, basisDigest] = [this.#digest(args), this.#digest(basis)];
    const same = [...this.#entries.values()].find(
      (entry) =>
        entry.session === session &&
        entry.tool === tool &&
        !entry.isUsed &&
        entry.expiresAt > this.#now() &&
        timingSafeEqual(entry.argumentsDigest, argumentsDigest) &&
        timingSafeEqual(entry.basisDigest, basisDigest),
    );
    if (same !== undefined) return same;
    const expiresAt = this.#now() + this.#lifetimeMs;
    const sealed = [session, tool, argumentsDigest, basisDigest, expiresAt, randomBytes(16)];
    const id = idFrom(this.#digest(sealed).subarray(0, idLength));
    const entry: Entry = { id, session, tool, plan, expiresAt, argumentsDigest, basisDigest, isUsed: false };
    this.#entries.set(id, entry);
    for (const [oldest] of this.#entries) {
      if (this.#entries.size <= this.#maxKept) break;
      this.#entries.delete(oldest);
    }
    return entry;
  }

  /**
   * The plan behind an id, if this very work was planned with it. It stays usable until {@link use}.
   * @throws Failure (input): not made here, of another session, expired, used, for another call, or the ground has moved
   */
  find(id: string, work: PlannedWork): KeptPlan {
    const entry = this.#ofCall(id, work);
    if (!timingSafeEqual(entry.basisDigest, this.#digest(work.basis))) throw moved(entry.plan, work.plan);
    return entry;
  }

  /**
   * Checks an id with which nothing is done, because all is as the call wants it: that it is the id of a plan of this very call.
   * @throws Failure (input) as {@link find}, but for ground that has moved: it has moved to where it was to go
   */
  check(id: string, work: Omit<PlannedWork, 'basis' | 'plan'>): void {
    this.#ofCall(id, work);
  }

  #ofCall(id: string, { session, tool, arguments: args }: Omit<PlannedWork, 'basis' | 'plan'>): Entry {
    if (!isId(id)) throw refused('malformed', id);
    const entry = this.#entries.get(id);
    if (entry === undefined) throw refused('unknown', id);
    if (entry.session !== session) throw refused('foreign', id);
    if (entry.isUsed) throw refused('used', id);
    if (entry.expiresAt <= this.#now()) throw refused('expired', id);
    if (entry.tool !== tool || !timingSafeEqual(entry.argumentsDigest, this.#digest(args))) {
      throw refused('other', id, entry.tool === tool ? undefined : `It is a plan of ${entry.tool}.`);
    }
    return entry;
  }

  /** Marks a plan as used. @throws Failure (input) when another call has used it meanwhile */
  use(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.isUsed) throw refused('used', id);
    entry.isUsed = true;
  }

  #digest(value: unknown): Buffer {
    return createHmac('sha256', this.#key).update(canonical(value)).digest();
  }
}

type Refusal = 'malformed' | 'unknown' | 'foreign' | 'used' | 'expired' | 'other';

const refusals: Record<Refusal, { what: (id: string) => string; why: string }> = {
  malformed: {
    what: (id) => `${id} is not the id of a plan; nothing was changed.`,
    why: 'The id of a plan is what a call with dryRun true returns as planId. Without planId, the call is planned anew.',
  },
  unknown: {
    what: (id) => `There is no plan ${id} here; nothing was changed.`,
    why: 'A plan is known only to the server process that made it, and is forgotten when that ends.',
  },
  foreign: {
    what: (id) => `Plan ${id} was made in another session; nothing was changed.`,
    why: 'A plan is applied in the session that made it.',
  },
  used: {
    what: (id) => `Plan ${id} was applied already; nothing was changed again.`,
    why: 'A plan is applied once.',
  },
  expired: {
    what: (id) => `Plan ${id} has expired; nothing was changed.`,
    why: 'What it saw may no longer be true.',
  },
  other: {
    what: (id) => `Plan ${id} is the plan of another call; nothing was changed.`,
    why: 'A plan is applied by the same tool with the same arguments, plus planId.',
  },
};

function refused(refusal: Refusal, id: string, why?: string): Failure {
  const { what, why: reason } = refusals[refusal];
  // An id is typed by a model: anything could stand there.
  const shown = isId(id) ? id : escaped(JSON.stringify(id.slice(0, 20)));
  return inputFailure({
    what: what(shown),
    why: why ?? reason,
    next: 'Call with dryRun true for a new plan, then again with the same arguments and its planId.',
  });
}

function moved(planned: PlanFacts, now: PlanFacts): Failure {
  const differences = planDifferences(planned, now);
  return inputFailure({
    what: 'What the plan saw has changed since; nothing was changed.',
    why: differences ?? 'Something else than the values that it shows.',
    next: 'Call with dryRun true to see the new plan.',
  });
}
