import type { RecordedChange } from '../../core/changes.ts';
import type { Sentence } from '../../platform/text.ts';
import { changesIn, readJournalFiles } from './read-journal.ts';
import { unreadClause } from './unread.ts';

/** The changes of all processes, the newest first; `unread` receives what cannot be read, as a clause. */
export function readRecorded(
  stateFolder: string,
  unread: (clause: Sentence) => void = () => undefined,
): RecordedChange[] {
  const files = readJournalFiles(stateFolder);
  const clause = unreadClause(files);
  if (clause !== undefined) unread(clause);
  return changesIn(files);
}
