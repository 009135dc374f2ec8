import type { Correction } from '../corrections/index.ts';
import { type Documents, patternOf } from '../documents/documents.ts';
import { flawsIn } from '../documents/json-schema.ts';
import type { Exchange } from '../recorder.ts';
import type { Unpublished } from '../unpublished.ts';
import { answerProblems } from './answer.ts';
import type { Problem } from './problems.ts';
import { requestProblems } from './request.ts';

/** What a series of exchanges says of the contract. */
export interface Verdict {
  /** Contradictions that no correction explains, with the tools on whose calls they came. */
  problems: (Problem & { tools: string[] })[];
  /** Corrections (with the operation) and unpublished operations that nothing needed. */
  stale: string[];
  /** Ids of the operations seen, by service. */
  covered: ReadonlyMap<string, readonly string[]>;
  /** Unpublished operations seen. */
  unpublished: readonly string[];
}

/** Checks exchanges against the documents, minds the corrections, and keeps book of what was used. */
export class Ledger {
  readonly #documents: Documents;
  readonly #corrections: readonly Correction[];
  readonly #unpublished: readonly Unpublished[];
  readonly #used = new Set<string>();
  readonly #covered = new Map<string, Set<string>>();
  readonly #problems = new Map<string, Problem & { tools: string[] }>();

  constructor(documents: Documents, corrections: readonly Correction[], unpublished: readonly Unpublished[]) {
    this.#documents = documents;
    this.#corrections = corrections;
    this.#unpublished = unpublished;
  }

  async check(exchange: Exchange): Promise<void> {
    for (const problem of await this.#problemsOf(exchange)) {
      const key = [problem.operation, problem.place, problem.at, problem.rule].join(' ');
      const known = this.#problems.get(key);
      if (known === undefined) this.#problems.set(key, { ...problem, tools: [exchange.tool] });
      else if (!known.tools.includes(exchange.tool)) known.tools.push(exchange.tool);
    }
  }

  verdict(): Verdict {
    const corrections = this.#corrections.flatMap((correction) =>
      correction.operations.map((operation) => keyOf(correction, operation)),
    );
    const unpublished = this.#unpublished.map(nameOf);
    return {
      problems: [...this.#problems.values()],
      stale: [...corrections, ...unpublished].filter((key) => !this.#used.has(key)),
      covered: new Map([...this.#covered].map(([service, ids]) => [service, [...ids].sort()])),
      unpublished: unpublished.filter((key) => this.#used.has(key)),
    };
  }

  async #problemsOf(exchange: Exchange): Promise<Problem[]> {
    const { method, path } = exchange;
    const found = this.#documents.find(method, path);
    if (found === undefined) {
      const known = this.#unpublishedFor(method, path);
      if (known !== undefined) {
        this.#used.add(nameOf(known));
        return [];
      }
      const message = 'is in no document and not listed as unpublished';
      return [{ operation: `${method} ${path}`, place: 'path', at: '', rule: 'unknown', message }];
    }
    const { id, service } = found.operation;
    const covered = this.#covered.get(service) ?? new Set();
    this.#covered.set(service, covered.add(id));
    const problems = [...(await requestProblems(found, exchange)), ...answerProblems(found, exchange)];
    return problems.flatMap((problem) => this.#corrected(problem, exchange));
  }

  #unpublishedFor(method: string, path: string): Unpublished | undefined {
    return this.#unpublished
      .map((one) => ({ one, ...patternOf(one.path) }))
      .filter(({ one, pattern }) => one.method === method && pattern.test(path))
      .sort((a, b) => b.literal - a.literal)[0]?.one;
  }

  /** Nothing when a correction explains the problem and what it says instead holds. */
  #corrected(problem: Problem, { answer }: Exchange): Problem[] {
    for (const correction of this.#corrections) {
      const operation = correction.operations.find((one) => one === problem.operation || isService(one, problem));
      if (operation === undefined || !explains(correction, problem)) continue;
      this.#used.add(keyOf(correction, operation));
      if (correction.instead === undefined) return [];
      return flawsIn(correction.instead, parsed(answer)).map((flaw) => ({
        ...problem,
        ...flaw,
        at: problem.at + flaw.at,
        message: `${flaw.message} (in the corrected form)`,
      }));
    }
    return [problem];
  }
}

/** The body of an answer: JSON, or the text of a refusal that is none. */
function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return answer;
  }
}

function isService(operation: string, problem: Problem): boolean {
  return operation.endsWith(' *') && problem.operation.startsWith(operation.slice(0, -1));
}

function explains({ place, at, rule }: Correction, problem: Problem): boolean {
  if (place !== problem.place) return false;
  const places = typeof at === 'string' ? [at] : at;
  const rules = typeof rule === 'string' ? [rule] : rule;
  const there = places.some((one) =>
    one.endsWith('/**') ? problem.at.startsWith(one.slice(0, -2)) : one === problem.at,
  );
  return there && rules.includes(problem.rule);
}

function keyOf({ place, at, rule }: Correction, operation: string): string {
  return `${operation}: ${place} ${String(at)} [${String(rule)}]`;
}

function nameOf({ method, path }: Unpublished): string {
  return `${method} ${path}`;
}
