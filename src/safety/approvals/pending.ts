import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Approval } from '../../core/changes.ts';
import { sha256 } from '../canonical.ts';
import { isId, newId } from '../state/ids.ts';
import { isRunning } from '../state/running.ts';
import { filesIn, privateFolder, unusableFolder } from '../state/state-folder.ts';
import type { Question } from './question.ts';
import { isSigned } from './signature.ts';

const pendingSchema = z.object({
  id: z.string(),
  tool: z.string(),
  text: z.string(),
  typedName: z.string().optional(),
  /** ms since 1970. */
  expiresAt: z.number(),
  createdAt: z.number(),
  /** The server that keeps the plan: with it the plan ends. */
  pid: z.number(),
  /** Public key that an approval has to be signed for, PEM. */
  approvalKey: z.string().optional(),
  /** Secrets that the person has to give, by name, and the public key of the server that they are sealed for. */
  secrets: z.array(z.string()).readonly().optional(),
  sealFor: z.string().optional(),
});

/** A plan that waits for a person, as its file has it; nothing in it is secret. */
export type PendingApproval = z.output<typeof pendingSchema>;

const givenSchema = z.object({
  by: z.string(),
  at: z.string(),
  question: z.string(),
  signature: z.string().optional(),
  /** Only the server that asked can open it. */
  sealed: z.string().optional(),
});

/** An agreement as its file has it. */
export interface GivenApproval extends Approval {
  /** The secrets that came with it, still sealed. */
  sealed?: string | undefined;
}

/** The digest of what a person was shown. */
export function questionDigest({ text, typedName, secrets = [] }: Question): string {
  return sha256(JSON.stringify([text, typedName ?? null, ...(secrets.length === 0 ? [] : [secrets])]));
}

/** Whether the server that keeps a plan still runs. */
export function isKept({ pid }: PendingApproval): boolean {
  return isRunning(pid);
}

/** The plans that wait for a person outside of the client: one file for each, one for each agreement. */
export class PendingApprovals {
  readonly #stateFolder: string;

  constructor(stateFolder: string) {
    this.#stateFolder = stateFolder;
  }

  /** Writes the plan down for `anypoint-mcp approve`. @throws Failure (configuration) when the folder cannot be used */
  ask(pending: PendingApproval): void {
    const folder = this.#folder();
    for (const expired of this.#all(folder).filter(({ expiresAt }) => expiresAt < pending.createdAt)) {
      this.forget(expired.id);
    }
    writeWhole(path.join(folder, `${pending.id}.json`), pending);
  }

  /** What waits and has not expired, the oldest first. */
  list(now: number): PendingApproval[] {
    return this.#all(this.#folder())
      .filter(({ expiresAt }) => expiresAt > now)
      .sort((one, other) => one.createdAt - other.createdAt);
  }

  /** One that waits; undefined when there is none, or it has expired. */
  find(id: string, now: number): PendingApproval | undefined {
    if (!isId(id)) return undefined;
    return this.list(now).find((pending) => pending.id === id);
  }

  /** Writes down that a person agrees. */
  agree(id: string, given: z.output<typeof givenSchema>): void {
    writeWhole(path.join(this.#folder(), `${id}.${newId(6)}.yes`), given);
  }

  /** Who has agreed to exactly this question; a signature counts only where it is true. */
  given(id: string, question: Question, approvalKey: string | undefined): GivenApproval[] {
    const digest = questionDigest(question);
    const folder = this.#folder();
    return filesIn(folder)
      .filter((name) => name.startsWith(`${id}.`) && name.endsWith('.yes'))
      .map((name) => givenSchema.safeParse(contentOf(path.join(folder, name))).data)
      .filter((one) => one !== undefined)
      .filter((one) => one.question === digest && isValid(id, one, approvalKey))
      .map(({ by, at, sealed }) => ({ by, at, how: 'terminal', ...(sealed === undefined ? {} : { sealed }) }));
  }

  /** Removes everything about a plan. */
  forget(id: string): void {
    const folder = this.#folder();
    for (const name of filesIn(folder).filter((file) => file.startsWith(`${id}.`))) {
      rmSync(path.join(folder, name), { force: true });
    }
  }

  #folder(): string {
    return privateFolder(this.#stateFolder, 'approvals');
  }

  #all(folder: string): PendingApproval[] {
    return filesIn(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => pendingSchema.safeParse(contentOf(path.join(folder, name))).data)
      .filter((pending) => pending !== undefined);
  }
}

function isValid(
  id: string,
  { question, at, signature, sealed }: z.output<typeof givenSchema>,
  approvalKey: string | undefined,
): boolean {
  if (approvalKey === undefined) return true;
  return signature !== undefined && isSigned({ id, question, at, sealed }, signature, approvalKey);
}

/** Readers see the whole file or none. @throws Failure (configuration) when it cannot be written */
function writeWhole(file: string, content: unknown): void {
  const draft = `${file}.${newId(6)}.draft`;
  try {
    writeFileSync(draft, JSON.stringify(content), { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw unusableFolder(path.dirname(file), error);
  }
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
