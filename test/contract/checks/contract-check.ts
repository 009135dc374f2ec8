import type { Correction } from '../corrections/correction.ts';
import type { PublishedDocument } from '../documents/document.ts';
import type { Operation } from '../documents/operation.ts';
import { type Match, Routes } from '../documents/routes.ts';
import type { Exchange } from '../exchange.ts';
import { parsedOrText } from '../json.ts';
import type { Unpublished } from '../operations.ts';
import { answerProblems } from './answer.ts';
import { mismatchesIn } from './mismatches.ts';
import type { Problem } from './problems.ts';
import { requestProblems } from './request.ts';

/** What a series of exchanges says of the contract. */
export interface Verdict {
  /** Contradictions that no correction explains, with the tools whose calls showed them. */
  problems: (Problem & { tools: string[] })[];
  /** Corrections (with the operation) and unpublished operations that no exchange needed. */
  stale: string[];
  /** Ids of the operations seen, by document. */
  covered: ReadonlyMap<string, readonly string[]>;
  /** Unpublished operations seen. */
  unpublished: readonly string[];
}

/** Checks exchanges against the documents, applies the corrections, and notes which of them were needed. */
export class ContractCheck {
  readonly #operations: Routes<Operation>;
  readonly #corrections: readonly Correction[];
  readonly #unpublished: readonly Unpublished[];
  readonly #unpublishedRoutes: Routes<Unpublished>;
  readonly #used = new Set<string>();
  readonly #covered = new Map<string, Set<string>>();
  readonly #problems = new Map<string, Problem & { tools: string[] }>();

  constructor(
    documents: readonly PublishedDocument[],
    corrections: readonly Correction[],
    unpublished: readonly Unpublished[],
  ) {
    this.#operations = new Routes(
      documents.flatMap(({ operations }) => operations),
      ({ fullPath }) => fullPath,
    );
    this.#corrections = corrections;
    this.#unpublished = unpublished;
    this.#unpublishedRoutes = new Routes(unpublished, ({ path }) => path);
  }

  /** The published operation that an exchange is of, if there is one. */
  matchOf({ method, path }: Exchange): Match<Operation> | undefined {
    return this.#operations.find(method, path);
  }

  /** Checks one exchange; what it finds is in the verdict. */
  async check(exchange: Exchange): Promise<void> {
    for (const problem of await this.#problemsOf(exchange)) {
      const key = [problem.operation, problem.part, problem.at, problem.rule].join(' ');
      const known = this.#problems.get(key);
      if (known === undefined) this.#problems.set(key, { ...problem, tools: [exchange.tool] });
      else if (!known.tools.includes(exchange.tool)) known.tools.push(exchange.tool);
    }
  }

  /** What all exchanges so far say. */
  verdict(): Verdict {
    const corrections = this.#corrections.flatMap((correction) =>
      correction.operations.map((operation) => keyOf(correction, operation)),
    );
    const unpublished = this.#unpublished.map(nameOf);
    return {
      problems: [...this.#problems.values()],
      stale: [...corrections, ...unpublished].filter((key) => !this.#used.has(key)),
      covered: new Map([...this.#covered].map(([document, ids]) => [document, [...ids].sort()])),
      unpublished: unpublished.filter((key) => this.#used.has(key)),
    };
  }

  async #problemsOf(exchange: Exchange): Promise<Problem[]> {
    const match = this.matchOf(exchange);
    if (match === undefined) return this.#problemsOfUnpublished(exchange);
    const { id, document } = match.target;
    const covered = this.#covered.get(document) ?? new Set();
    this.#covered.set(document, covered.add(id));
    const problems = await problemsOf(match, exchange);
    return problems.flatMap((problem) => this.#corrected(problem, exchange));
  }

  #problemsOfUnpublished({ method, path }: Exchange): Problem[] {
    const known = this.#unpublishedRoutes.find(method, path)?.target;
    if (known === undefined) {
      const message = 'is in no document and not listed as unpublished';
      return [{ operation: `${method} ${path}`, part: 'path', at: '', rule: 'unknown', message }];
    }
    this.#used.add(nameOf(known));
    return [];
  }

  /** Nothing when a correction explains the problem and the answer matches what it says instead. */
  #corrected(problem: Problem, { answer }: Exchange): Problem[] {
    for (const correction of this.#corrections) {
      const operation = correction.operations.find((one) => isOperationOrService(one, problem));
      if (operation === undefined || !explains(correction, problem)) continue;
      this.#used.add(keyOf(correction, operation));
      if (correction.instead === undefined) return [];
      // A refusal may be plain text.
      return mismatchesIn(correction.instead, parsedOrText(answer)).map((mismatch) => ({
        ...problem,
        ...mismatch,
        at: problem.at + mismatch.at,
        message: `${mismatch.message} (in the corrected form)`,
      }));
    }
    return [problem];
  }
}

/** Where an exchange contradicts its operation, corrections aside. */
export async function problemsOf(match: Match<Operation>, exchange: Exchange): Promise<Problem[]> {
  return [...(await requestProblems(match, exchange)), ...answerProblems(match, exchange)];
}

function isOperationOrService(named: string, problem: Problem): boolean {
  return named === problem.operation || (named.endsWith(' *') && problem.operation.startsWith(named.slice(0, -1)));
}

function explains({ part, at, rule }: Correction, problem: Problem): boolean {
  if (part !== problem.part) return false;
  const places = typeof at === 'string' ? [at] : at;
  const rules = typeof rule === 'string' ? [rule] : rule;
  const isThere = places.some((one) =>
    one.endsWith('/**') ? problem.at.startsWith(one.slice(0, -2)) : one === problem.at,
  );
  return isThere && rules.includes(problem.rule);
}

function keyOf({ part, at, rule }: Correction, operation: string): string {
  return `${operation}: ${part} ${String(at)} [${String(rule)}]`;
}

function nameOf({ method, path }: Unpublished): string {
  return `${method} ${path}`;
}
