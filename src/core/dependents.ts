import type { PlatformText, Sentence } from '../platform/text.ts';
import type { Finding } from './diagnosis/finding.ts';
import type { PartReader } from './reading/partial.ts';

/** A thing that others depend on. */
export interface Thing {
  kind: 'server' | 'cluster' | 'gateway' | 'application';
  id: string;
  name: PlatformText;
  /** Of a cluster: its servers. */
  members?: readonly Member[];
  /** Of an application: the ids of the APIs that its properties name. */
  apiIds?: readonly string[];
}

/** A server of a cluster. */
export interface Member {
  id: string;
  name: PlatformText;
  /** Connected with the platform. */
  isUp: boolean;
}

/** Something that depends on a thing: it runs on it, and stops answering with it. */
export interface Dependent {
  kind: 'application' | 'API';
  id: string;
  name: PlatformText;
  /** As sentences call it: name and id, quoted. */
  title: Sentence;
  /** The id of what it runs on: the thing itself, or one of its members alone. */
  on: string;
  /** In the platform's words. */
  status: Sentence | undefined;
  /** What is wrong with it there, as its own service sees it. */
  findings: readonly Finding[];
}

/** Returns what depends on a thing. */
export type DependentsOf = (thing: Thing) => readonly Dependent[];

/** Finds those things of a service that depend on things of other services; `Context` is that of a call in an environment. */
export interface DependentSource<Context> {
  /** The kinds of things that they depend on. */
  on: readonly Thing['kind'][];
  /** What it reads, for the list of parts that could not be read: `applications`. */
  part: string;
  /** Reads the service's things in an environment. @throws Failure */
  read(ctx: Context): Promise<DependentsOf>;
}

/**
 * What depends on a thing, asked of the services that own the dependents. A service need not know those above it, and plans and diagnoses still see what any service runs there.
 */
export class Dependents<Context> {
  readonly #sources: readonly DependentSource<Context>[];

  constructor(sources: readonly DependentSource<Context>[]) {
    this.#sources = sources;
  }

  /**
   * Reads what depends on things of a kind, from all services at once; undefined when none of them could be read. `part` records which could not.
   */
  async on(kind: Thing['kind'], ctx: Context, part: PartReader): Promise<DependentsOf | undefined> {
    const sources = this.#sources.filter(({ on }) => on.includes(kind));
    const found = await Promise.all(sources.map((source) => part(source.part, source.read(ctx))));
    const read = found.filter((dependentsOf) => dependentsOf !== undefined);
    return read.length === 0 ? undefined : (thing) => read.flatMap((dependentsOf) => dependentsOf(thing));
  }
}
