import { listed } from '../../core/text/quote.ts';
import { escaped, inData, type Sentence } from '../../platform/text.ts';
import type { JournalFile } from './read-journal.ts';

/** The files of the journal that could not be read, each with the reason, as parts of a sentence. */
export function unreadIn(files: readonly JournalFile[]): Sentence[] {
  return files.flatMap(({ name, unread }) =>
    unread === undefined ? [] : [`${JSON.stringify(inData(escaped(name)))} (${unread})`],
  );
}

/** What cannot be read of the journal, as a clause; undefined where everything was read. */
export function unreadClause(files: readonly JournalFile[]): Sentence | undefined {
  const unread = unreadIn(files);
  return unread.length === 0 ? undefined : `the journal cannot be read whole: ${listed(unread)}`;
}

/** What a person does about it. */
export const unreadAdvice =
  'Give its owner access to it (often one run with sudo has left files of root there), or move it out of the folder.';
