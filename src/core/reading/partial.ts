import { type Advice, advice } from '../../platform/advice.ts';
import { Failure } from '../../platform/errors.ts';

/** Receives the parts that a read had to leave out: when two reads are compared, it matters that one is incomplete. */
export interface Missing {
  missing(failure: Failure): void;
}

/** The value, or undefined when this principal may not read it. */
export async function ifReadable<T>(read: Promise<T>, ctx: Missing): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    ctx.missing(error);
    return undefined;
  }
}

/** A part of a diagnosis that could not be read, with the platform's reason and what helps. */
export interface UnreadPart {
  part: string;
  reason: Advice;
  /** Without it problems cannot be ruled out. */
  essential?: boolean | undefined;
}

/** Reads a part; when it cannot be read, returns undefined and records the part. */
export type PartReader = <T>(part: string, read: Promise<T>, essential?: 'essential') => Promise<T | undefined>;

/** A reader of parts, and the list of those that it could not read: one refusal does not affect the other parts. */
export function partReader(ctx: Missing): { part: PartReader; unreadable: UnreadPart[] } {
  const unreadable: UnreadPart[] = [];
  return {
    unreadable,
    async part(part, read, essential) {
      try {
        return await read;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        ctx.missing(error);
        const reason = advice`${error.message} ${error.next}`;
        unreadable.push({ part, reason, ...(essential === undefined ? {} : { essential: true }) });
        return undefined;
      }
    },
  };
}
