import { changesIn, readJournalFiles } from './read-journal.ts';

/**
 * How long a way back is taken to be under way when its process has written no end of it, ms: longer than any call waits.
 * After that the id of the process is another one's.
 */
const longest = 6 * 3_600_000;

/** Whether the journal has a change as taken back, or as being taken back by another process, which still runs. */
export function isTakenBackElsewhere(
  change: string,
  { stateFolder, now }: { stateFolder: string; now: () => number },
): boolean {
  return changesIn(readJournalFiles(stateFolder)).some(({ intent, undoneBy, isUnderWay }) => {
    if (intent.id === change) return undoneBy !== undefined;
    return intent.undoes === change && isUnderWay && now() - Date.parse(intent.at) < longest;
  });
}
