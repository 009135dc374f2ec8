import * as z from 'zod';
import type { Sequence } from '../kinds.ts';
import type { Loading } from './loading.ts';

/** Numbers that a scenario gives, and the sequence that has to go on after them. */
export interface GivenNumbers {
  sequence: Sequence;
  numbers: readonly (number | string | undefined)[];
}

/** A member of a scenario: its schema, and how it gets into the store. */
export interface Section {
  readonly name: string;
  readonly schema: z.ZodType;
  /** true for what only matters later: such sections come last */
  readonly isLater: boolean;
  // Methods, and not properties: sections of different types stand in one list. Each gets what its schema returned.
  given(value: unknown): readonly GivenNumbers[];
  load(value: unknown, at: Loading): void;
}

interface SectionDefinition<Schema extends z.ZodType> {
  name: string;
  /** with a default, so that a scenario may leave the section out */
  schema: Schema;
  load: (value: z.output<Schema>, at: Loading) => void;
}

/** Declares a section of any form. */
export function defineSection<Schema extends z.ZodType>({ name, schema, load }: SectionDefinition<Schema>): Section {
  const section: Omit<Section, 'load'> & { load(value: z.output<Schema>, at: Loading): void } = {
    name,
    schema,
    isLater: false,
    given: () => [],
    load,
  };
  return section;
}

interface ListSectionDefinition<Entry extends z.ZodType> {
  name: string;
  entry: Entry;
  description?: string;
  isLater?: boolean;
  /** the sequence of the ids that entries may give */
  sequence?: Sequence;
  /** the ids of the sequence that an entry gives */
  idsOf?: (entry: z.output<Entry>) => readonly (number | string | undefined)[];
  load: (entry: z.output<Entry>, at: Loading) => void;
}

/** Declares a section that is a list of entries, the usual case: one of them is checked and loaded at a time. */
export function defineList<Entry extends z.ZodType>({
  name,
  entry,
  description,
  isLater = false,
  sequence,
  idsOf = () => [],
  load,
}: ListSectionDefinition<Entry>): Section {
  const list = z.array(entry).default([]);
  const section: Omit<Section, 'load' | 'given'> & {
    given(entries: readonly z.output<Entry>[]): readonly GivenNumbers[];
    load(entries: readonly z.output<Entry>[], at: Loading): void;
  } = {
    name,
    schema: description === undefined ? list : list.describe(description),
    isLater,
    given: (entries) => (sequence === undefined ? [] : [{ sequence, numbers: entries.flatMap(idsOf) }]),
    load: (entries, at) => at.each(entries, load),
  };
  return section;
}
