import { accessSync, constants } from 'node:fs';
import type { Settings } from '../config/settings.ts';
import { readJournalFiles } from '../safety/journal/read-journal.ts';
import { unreadAdvice, unreadClause } from '../safety/journal/unread.ts';
import { requireCount } from '../safety/open-gate.ts';
import { requireKnownPeople } from '../safety/policy/people.ts';
import { allowPolicy } from '../safety/policy/policy.ts';
import { loadPolicy } from '../safety/policy/policy-file.ts';
import { requireKnownTools } from '../safety/policy/rule-tools.ts';
import { privateFolder, stateFolderOf, unusableFolder } from '../safety/state/state-folder.ts';
import { allTools } from '../services/tools.ts';
import { attempt, type Line } from './doctor-lines.ts';

/** Reports what may be written, and whether it can be written down. */
export async function* examineSafety(settings: Settings, env: NodeJS.ProcessEnv): AsyncGenerator<Line> {
  const policy = await attempt(async () => {
    const loaded = await loadPolicy(settings.policy);
    requireKnownTools(loaded, allTools);
    requireKnownPeople(loaded);
    if (settings.journal === 'off') requireCount(loaded);
    return loaded;
  });
  yield policy.ok ? { mark: 'ok', text: `writes are judged by ${policy.value.origin}` } : policy.line;
  if (policy.ok && policy.value.policy === allowPolicy) yield { mark: 'note', text: allowText };
  const stateFolder = stateFolderOf(env);
  const folders = await attempt(async () => {
    for (const name of ['approvals', 'journal'] as const) requireWritable(privateFolder(stateFolder, name));
  });
  const kept = settings.journal === 'off' ? 'approvals' : 'approvals and the journal';
  yield folders.ok ? { mark: 'ok', text: `${kept} can be written below ${stateFolder}` } : folders.line;
  if (settings.journal === 'off') yield { mark: 'note', text: noJournalText };
  else yield* examineJournal(stateFolder);
}

function* examineJournal(stateFolder: string): Generator<Line> {
  const unread = unreadClause(readJournalFiles(stateFolder));
  if (unread === undefined) return;
  yield { mark: 'FAIL', text: `${unread}. Until then every write asks.\nNext: ${unreadAdvice}` };
}

/** @throws Failure (configuration) */
function requireWritable(folder: string): void {
  try {
    // To write a file and to list the others takes all three.
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusableFolder(folder, error);
  }
}

const allowText =
  'with ANYPOINT_POLICY=allow no person is asked, also in production and before anything is removed. It is meant for automation that asks elsewhere; everybody else leaves it out, or names a policy file.';

const noJournalText =
  'with ANYPOINT_JOURNAL=off nothing is written down: changes cannot be looked up or taken back, and removals and stops are not counted, so no limit of them holds.';
