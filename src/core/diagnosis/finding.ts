import { Failure } from '../../platform/errors.ts';
import type { Mend } from './fix.ts';

/** How much a finding weighs: it explains the trouble, it may, or it is only worth knowing. The heaviest first. */
export const weights = ['cause', 'likely', 'note'] as const;
export type Weight = (typeof weights)[number];

/** Something that was found, what it was read from, and the calls that mend it. */
export interface Finding {
  weight: Weight;
  what: string;
  evidence: string;
  mend: Mend;
}

/** The heaviest first; findings of the same weight stay in the order given. */
export function byWeight(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight));
}

/** A part of a diagnosis that could not be read, with the platform's reason and what helps. */
export interface UnreadPart {
  part: string;
  reason: string;
  /** Without it nobody can say that nothing is wrong. */
  essential?: boolean | undefined;
}

/** Reads a part: undefined when the platform does not give it, and then the part is named. */
export type PartReader = <T>(part: string, read: Promise<T>, essential?: 'essential') => Promise<T | undefined>;

/** A reader of parts, and the list of those that it could not read: one refusal leaves the other parts. */
export function partReader(): { part: PartReader; unread: UnreadPart[] } {
  const unread: UnreadPart[] = [];
  return {
    unread,
    async part(part, read, essential) {
      try {
        return await read;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        const reason = `${error.message} ${error.next}`;
        unread.push({ part, reason, ...(essential === undefined ? {} : { essential: true }) });
        return undefined;
      }
    },
  };
}

/** Whole minutes from an ISO 8601 time to `now`, ms since the epoch; undefined when the time is not known. */
export function minutesSince(time: string | undefined, now: number): number | undefined {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.floor((now - at) / 60_000));
}

/** `less than a minute ago`, `12 minutes ago`, `3 hours ago`, `400 days ago`. */
export function timeAgo(minutes: number): string {
  if (minutes < 1) return 'less than a minute ago';
  const [number, unit] =
    minutes < 120
      ? [minutes, 'minute']
      : minutes < 2880
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1440), 'day'];
  return `${number} ${unit}${number === 1 ? '' : 's'} ago`;
}
