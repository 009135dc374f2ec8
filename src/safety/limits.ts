import type { RecordedChange } from '../core/changes.ts';
import { count } from '../core/text/quote.ts';
import { commandLine } from '../platform/command-line.ts';
import { changesIn, type JournalFile } from './journal/read-journal.ts';
import { unreadClause } from './journal/unread.ts';
import { defaultRemovalsPerHour, type Policy } from './policy/policy.ts';

/** The window of the limit of removals, ms. */
export const window = 3_600_000;

/**
 * Why every write asks now, whatever the rules say: too much was removed or stopped within an hour, or a write that
 * removes or stops did not end as planned, or how much it was is unknown because the journal cannot be read whole; each
 * platform counts for itself. Undefined when nothing speaks against going on.
 */
export function reachedLimit(
  files: readonly JournalFile[],
  policy: Policy,
  { now, platform }: { now: number; platform: string },
): string | undefined {
  const unread = unreadClause(files);
  if (unread !== undefined) {
    return `${unread}, so what was removed or stopped within an hour is unknown; ${commandLine('doctor')} says what to do`;
  }
  const recent = changesIn(files).filter(
    ({ intent }) => intent.platform === platform && isRecent(intent.at, files, now),
  );
  const limit = policy.limits.removalsPerHour ?? defaultRemovalsPerHour;
  const times = recent
    .filter(wasSent)
    .flatMap((change) => Array.from({ length: removalsOf(change) }, () => endOf(change)));
  if (times.length >= limit) {
    // Newest first: with this one there are as many as the limit, and without it one less.
    const end = times[limit - 1];
    return `the limit of ${count(limit, 'removal or stop', 'removals or stops')} within an hour is reached; ${end === undefined ? 'with it every write asks' : `it ends by itself at ${end}, or when a person in a terminal runs ${commandLine('policy', 'reset')}`}`;
  }
  const wrong = recent.find((change) => removalsOf(change) > 0 && isUnexpected(change));
  if (wrong === undefined) return undefined;
  return `change ${wrong.intent.id}, which removes or stops something, did not end as planned (${commandLine('journal', wrong.intent.id)} shows it, ${commandLine('policy', 'reset')} goes on, and without it writes ask until ${endOf(wrong)})`;
}

/** When a change is no longer within the window, ISO 8601. */
function endOf({ intent }: RecordedChange): string {
  return new Date(Date.parse(intent.at) + window).toISOString();
}

/** Within the window, and after the last time that somebody reset the limit. */
function isRecent(at: string, files: readonly JournalFile[], now: number): boolean {
  const resets = files.flatMap(({ lines }) =>
    lines.flatMap(({ record }) => (record.type === 'reset' ? [record.at] : [])),
  );
  const time = Date.parse(at);
  return time > now - window && resets.every((reset) => time > Date.parse(reset));
}

function removalsOf({ intent }: RecordedChange): number {
  return intent.plan.steps.filter(({ kind }) => kind === 'remove' || kind === 'stop').length;
}

/** The platform has refused nothing of it. */
function wasSent({ outcome }: RecordedChange): boolean {
  return outcome?.outcome !== 'refused';
}

/** Without an outcome it may still be going on. */
function isUnexpected({ outcome }: RecordedChange): boolean {
  return outcome?.outcome === 'failed' || outcome?.outcome === 'unknown';
}
