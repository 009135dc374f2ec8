import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import path from 'node:path';
import type {
  ChainedRecord,
  IntentRecord,
  MadePart,
  OutcomeRecord,
  PartRecord,
  RecordedChange,
} from '../../core/changes.ts';
import { isRunning } from '../state/running.ts';
import { codeOf } from '../state/state-folder.ts';
import { type ChainProblem, readChain } from './chain.ts';
import { writerOf } from './file-name.ts';

/** A file of the journal, checked. */
export interface JournalFile {
  /** Without its folder; the whole path where the folder itself cannot be read. */
  name: string;
  lines: readonly ChainedRecord[];
  problems: readonly ChainProblem[];
  isTorn: boolean;
  /** Another process writes it, and still runs. */
  isOpen: boolean;
  /** Why nothing could be read of it: what it holds is unknown, which is not the same as nothing. */
  unread?: string | undefined;
}

/**
 * Every file of this user's journal, of all processes, the oldest first; with `since` (ms since 1970) only those that
 * were written to after it. What cannot be read is among them, with the reason, because it may hold anything.
 */
export function readJournalFiles(stateFolder: string, since = 0): JournalFile[] {
  const folder = path.join(stateFolder, 'journal');
  const names = namesIn(folder);
  if (!Array.isArray(names)) return names.unread === undefined ? [] : [unreadFile(folder, names.unread)];
  const files = names
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name): JournalFile[] => {
      const read = contentOf(path.join(folder, name), since);
      if (read === undefined) return [];
      if (!Buffer.isBuffer(read)) return [unreadFile(name, read.unread)];
      return [{ name, ...readChain(read), isOpen: isOpen(name) }];
    });
  return files.map((file) => ({ ...file, problems: [...file.problems, ...continuation(file, files)] }));
}

/** A file that continues another one begins with the last hash of that one. */
function continuation({ lines }: JournalFile, files: readonly JournalFile[]): ChainProblem[] {
  const [first] = lines;
  if (first?.record.type !== 'continued') return [];
  const { from } = first.record;
  const before = files.find(({ name }) => name === from);
  // Without its predecessor, which may have been archived, there is nothing to compare.
  if (before === undefined || before.lines.at(-1)?.hash === first.prev) return [];
  return [{ line: 1, problem: `lines at the end of ${from} were changed or are missing` }];
}

/** The writes of these files, the newest first. */
export function changesIn(files: readonly JournalFile[]): RecordedChange[] {
  const read = new ReadRecords(files);
  return (
    read.intents
      .map((intent) => read.change(intent))
      // Of the same millisecond the later line is the newer change.
      .reverse()
      .sort(({ intent: one }, { intent: other }) => (one.at === other.at ? 0 : one.at < other.at ? 1 : -1))
  );
}

/** The records of files, put together. */
class ReadRecords {
  readonly intents: readonly IntentRecord[];
  readonly #outcomes: ReadonlyMap<string, OutcomeRecord>;
  readonly #parts = new Map<string, MadePart[]>();
  readonly #byId: ReadonlyMap<string, IntentRecord>;
  /** The ids of changes that another process has begun, which still runs. */
  readonly #ofRunning: ReadonlySet<string>;
  /** What took a change back, and what went on with one, by the ids of these. */
  readonly #undone = new Map<string, string>();
  readonly #continued = new Map<string, string>();

  constructor(files: readonly JournalFile[]) {
    const records = files.flatMap(({ lines }) => lines.map(({ record }) => record));
    this.intents = records.flatMap((record) => (record.type === 'intent' ? [record] : []));
    this.#byId = new Map(this.intents.map((intent) => [intent.id, intent]));
    this.#outcomes = new Map(records.flatMap((record) => (record.type === 'outcome' ? [[record.id, record]] : [])));
    const running = files.filter(({ isOpen }) => isOpen).flatMap(({ lines }) => lines);
    this.#ofRunning = new Set(running.flatMap(({ record }) => (record.type === 'intent' ? [record.id] : [])));
    for (const record of records) if (record.type === 'part') this.#note(record);
    for (const intent of this.intents) this.#relate(intent);
  }

  change(intent: IntentRecord): RecordedChange {
    const { id } = intent;
    const outcome = this.#outcomes.get(id);
    return {
      ...{ intent, outcome, done: this.#doneBy(intent) },
      ...{ undoneBy: this.#undone.get(id), continuedBy: this.#continued.get(id) },
      isUnderWay: outcome === undefined && this.#ofRunning.has(id),
    };
  }

  #note({ id, tool, result }: PartRecord): void {
    this.#parts.set(id, [...(this.#parts.get(id) ?? []), { tool, result }]);
  }

  #relate(intent: IntentRecord): void {
    const { id, undoes, continues } = intent;
    if (undoes !== undefined && this.#hasTakenBack(intent, this.#byId.get(undoes))) this.#undone.set(undoes, id);
    if (continues !== undefined && this.#parts.has(id)) this.#continued.set(continues, id);
  }

  /** What the platform accepted as a whole, also where it failed later: what there was before is not there any more. */
  #hasTakenBack(intent: IntentRecord, undone: IntentRecord | undefined): boolean {
    const outcome = this.#outcomes.get(intent.id)?.outcome;
    if (outcome === 'done' || outcome === 'in_progress') return true;
    const made = this.#doneBy(intent).length;
    return made > 0 && undone !== undefined && made >= undone.undo.length;
  }

  /** A change continues one that is older; in a file that somebody has written by hand it could be itself. */
  #doneBy({ id, continues = '' }: IntentRecord, seen: ReadonlySet<string> = new Set()): MadePart[] {
    const known = new Set([...seen, id]);
    const before = known.has(continues) ? undefined : this.#byId.get(continues);
    const earlier = before === undefined ? [] : this.#doneBy(before, known);
    return [...earlier, ...(this.#parts.get(id) ?? [])];
  }
}

function isOpen(name: string): boolean {
  const writer = writerOf(name);
  return writer !== undefined && writer !== process.pid && isRunning(writer);
}

function unreadFile(name: string, unread: string): JournalFile {
  return { name, lines: [], problems: [], isTorn: false, isOpen: false, unread };
}

/** The names in a folder, sorted; without a reason where it is not there. */
function namesIn(folder: string): string[] | { unread?: string } {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    return isAbsent(error) ? {} : { unread: codeOf(error) };
  }
}

/** What a file holds; undefined where it is not there (any more), or was last written to before `since`. */
function contentOf(file: string, since: number): Buffer | { unread: string } | undefined {
  try {
    const stats = lstatSync(file);
    // Anything else, such as a pipe, could keep the reader forever, and its time says nothing about what it leads to.
    if (!stats.isFile()) return { unread: kindOf(stats) };
    return stats.mtimeMs < since ? undefined : readFileSync(file);
  } catch (error) {
    // It was archived or removed meanwhile.
    return isAbsent(error) ? undefined : { unread: codeOf(error) };
  }
}

function kindOf(stats: Stats): string {
  if (stats.isSymbolicLink()) return 'it is a link';
  return stats.isDirectory() ? 'it is a folder' : 'it is no regular file';
}

function isAbsent(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}
