import { type Advice, advice } from '../../platform/advice.ts';
import { Failure } from '../../platform/errors.ts';

/** Hears of the parts that a reading did without: whoever compares two readings has to know that one lacks something. */
export interface Missing {
  missing(failure: Failure): void;
}

/** The value, or undefined when the platform does not give it to this principal. */
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
  /** Without it nobody can say that nothing is wrong. */
  essential?: boolean | undefined;
}

/** Reads a part: undefined when the platform does not give it, and then the part is named. */
export type PartReader = <T>(part: string, read: Promise<T>, essential?: 'essential') => Promise<T | undefined>;

/** A reader of parts, and the list of those that it could not read: one refusal leaves the other parts. */
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
