import * as z from 'zod';
import type { Sequence } from '../kinds.ts';
import type { LoadContext } from './load-context.ts';

/** Ids that a scenario sets, and the sequence that has to continue after them. */
export interface ExplicitIds {
  sequence: Sequence;
  ids: readonly (number | string | undefined)[];
}

/** A member of a scenario: its schema, and how it is loaded into the store. */
export interface Section {
  readonly name: string;
  readonly schema: z.ZodType;
  /** whether it is loaded after the other sections */
  readonly loadLast: boolean;
  // Methods and not properties, so that sections of different types can be in one list. Each receives the output of its
  // schema.
  explicitIds(value: unknown): readonly ExplicitIds[];
  load(value: unknown, at: LoadContext): void;
}

interface SectionDefinition<Schema extends z.ZodType> {
  name: string;
  /** with a default, so that a scenario may leave the section out */
  schema: Schema;
  load: (value: z.output<Schema>, at: LoadContext) => void;
}

/** Declares a section of any form. */
export function defineSection<Schema extends z.ZodType>({ name, schema, load }: SectionDefinition<Schema>): Section {
  const section: Omit<Section, 'load'> & { load(value: z.output<Schema>, at: LoadContext): void } = {
    name,
    schema,
    loadLast: false,
    explicitIds: () => [],
    load,
  };
  return section;
}

interface ListSectionDefinition<Entry extends z.ZodType> {
  name: string;
  entry: Entry;
  description?: string;
  loadLast?: boolean;
  /** the sequence of the ids that entries may set */
  sequence?: Sequence;
  /** the ids of the sequence that an entry sets */
  idsOf?: (entry: z.output<Entry>) => readonly (number | string | undefined)[];
  load: (entry: z.output<Entry>, at: LoadContext) => void;
}

/** Declares a section that is a list of entries, the usual case. Entries are loaded one by one. */
export function defineList<Entry extends z.ZodType>({
  name,
  entry,
  description,
  loadLast = false,
  sequence,
  idsOf = () => [],
  load,
}: ListSectionDefinition<Entry>): Section {
  const list = z.array(entry).default([]);
  const section: Omit<Section, 'load' | 'explicitIds'> & {
    explicitIds(entries: readonly z.output<Entry>[]): readonly ExplicitIds[];
    load(entries: readonly z.output<Entry>[], at: LoadContext): void;
  } = {
    name,
    schema: description === undefined ? list : list.describe(description),
    loadLast,
    explicitIds: (entries) => (sequence === undefined ? [] : [{ sequence, ids: entries.flatMap(idsOf) }]),
    load: (entries, at) => at.each(entries, load),
  };
  return section;
}
