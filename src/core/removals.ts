import type { Sentence } from '../platform/text.ts';
import { foldedName } from './text/fold.ts';

/** What a delete has removed, and every text by which each argument of its call names it. */
export interface Removed {
  /** Kind, name and id: `gateway "orders" (4)`. */
  title: Sentence;
  named: Readonly<Record<string, readonly string[]>>;
}

/** When something was removed, ms since 1970; `unanswered`: the platform never said whether it did that. */
export interface RemovedThen {
  title: Sentence;
  at: number;
  unanswered: boolean;
}

interface Removal extends Removed, RemovedThen {
  tool: string;
  environmentId: string;
}

/** A call of a delete. */
interface RemovalCall {
  tool: string;
  environmentId: string;
  args: Readonly<Record<string, unknown>>;
}

/** More than anybody deletes before repeating a call. */
const maxRemembered = 200;

/**
 * What this process has removed, or may have: the answer of a delete can get lost. A repeated delete finds nothing under the name any more: only this tells "it is gone" from "it never was".
 */
export class Removals {
  readonly #removals: Removal[] = [];

  /** Remembers what a call has removed, also under the texts that the call itself used. */
  remember(
    { tool, environmentId, args }: RemovalCall,
    { title, named }: Removed,
    { at, unanswered = false }: { at: number; unanswered?: boolean },
  ): void {
    const texts = Object.entries(named).map(
      ([argument, own]) => [argument, [...own, ...textOf(args[argument])]] as const,
    );
    this.#removals.unshift({ tool, environmentId, title, named: Object.fromEntries(texts), at, unanswered });
    this.#removals.length = Math.min(this.#removals.length, maxRemembered);
  }

  /** Forgets what had one of these names: something new has it, on purpose. */
  forget(environmentId: string, names: readonly string[]): void {
    const folded = new Set(names.map(foldedName));
    const kept = this.#removals.filter(
      (one) =>
        one.environmentId !== environmentId ||
        !Object.values(one.named).some((texts) => texts.some((text) => folded.has(foldedName(text)))),
    );
    this.#removals.splice(0, this.#removals.length, ...kept);
  }

  /** The latest removal that the same call made, however it names the thing. */
  find({ tool, environmentId, args }: RemovalCall): RemovedThen | undefined {
    return this.#removals.find(
      (one) =>
        one.tool === tool &&
        one.environmentId === environmentId &&
        Object.entries(one.named).every(([argument, texts]) =>
          textOf(args[argument]).some((text) => texts.some((known) => foldedName(known) === foldedName(text))),
        ),
    );
  }
}

function textOf(value: unknown): string[] {
  return typeof value === 'string' ? [value] : [];
}
