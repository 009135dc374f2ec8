import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { ConfigurationError } from '../config/load.ts';
import { commandLine } from '../platform/command-line.ts';
import { escaped, inData, printableLines } from '../platform/text.ts';
import { isKept, type PendingApproval, PendingApprovals, questionDigest } from '../safety/approvals/pending.ts';
import { inQuotes, isTypedName } from '../safety/approvals/question.ts';
import { sealSecrets } from '../safety/approvals/sealed-secrets.ts';
import { signApproval } from '../safety/approvals/signature.ts';
import { readText } from '../safety/read-text.ts';
import { stateFolderOf } from '../safety/state/state-folder.ts';
import type { Command } from './command.ts';
import { ownTerminal, type Terminal } from './terminal.ts';

/** Shows a plan that waits to a person and takes their answer. */
export const approve: Command = async (argv, env) => {
  const { id, keyFile } = readArguments(argv);
  return approveIn(ownTerminal, { id, keyFile, pending: new PendingApprovals(stateFolderOf(env)), now: Date.now });
};

export interface ApproveOptions {
  id: string;
  /** File with the private key, PEM, where the policy asks for a signature. */
  keyFile: string | undefined;
  pending: PendingApprovals;
  now(): number;
}

/** The command in a terminal; resolves to the exit code. @throws Failure when the private folder cannot be used */
export async function approveIn(terminal: Terminal, { id, keyFile, pending, now }: ApproveOptions): Promise<number> {
  const found = pending.find(id, now());
  if (found === undefined) {
    terminal.print(
      `No plan with this id waits: it was applied, it has expired, or another user runs the server. ${commandLine('approvals')} lists what waits.`,
    );
    return 1;
  }
  if (!isKept(found)) {
    terminal.print('The server that made this plan has ended, and the plan with it. Let the assistant plan it again.');
    return 1;
  }
  if (pending.given(id, found, found.approvalKey).length > 0) {
    terminal.print('It was agreed to already; the assistant has not made the call yet.');
    return 0;
  }
  if (!terminal.isInteractive) {
    terminal.print('A person has to read the plan and type the answer: run this command in a terminal, without pipes.');
    return 1;
  }
  if (found.approvalKey !== undefined && keyFile === undefined) {
    terminal.print('The policy asks for a signature: name the file of your private key with --key.');
    return 1;
  }
  terminal.print(`${inData(printableLines(found.text))}\n\nIt can be agreed to for ${minutesLeft(found, now())} min.`);
  if (!(await saysYes(terminal, found))) {
    terminal.print('Not agreed: nothing changes.');
    return 1;
  }
  const secrets = await typedSecrets(terminal, found);
  if (secrets === undefined) {
    terminal.print('A secret is missing: not agreed, nothing changes.');
    return 1;
  }
  if (pending.find(id, now()) === undefined) {
    terminal.print('It has expired meanwhile. Let the assistant plan it again.');
    return 1;
  }
  return agree(terminal, found, { id, keyFile, pending, now, secrets });
}

/** Takes a yes, or the name of what is removed. */
async function saysYes(terminal: Terminal, { typedName }: PendingApproval): Promise<boolean> {
  if (typedName === undefined) return (await terminal.ask('Type yes to agree: '))?.trim() === 'yes';
  return isTypedName(
    await terminal.ask(`Type the name of what is removed, ${inQuotes(typedName)}, to agree: `),
    typedName,
  );
}

/** Takes each secret that the plan needs, without an echo; undefined when one is left out. */
async function typedSecrets(
  terminal: Terminal,
  { secrets: names = [] }: PendingApproval,
): Promise<Record<string, string> | undefined> {
  const typed: [string, string][] = [];
  for (const name of names) {
    const value = await terminal.ask(`${inData(escaped(name))} (not shown): `, { hidden: true });
    if (value === undefined || value === '') return undefined;
    typed.push([name, value]);
  }
  return Object.fromEntries(typed);
}

async function agree(
  terminal: Terminal,
  found: PendingApproval,
  { id, keyFile, pending, now, secrets }: ApproveOptions & { secrets: Record<string, string> },
): Promise<number> {
  const about = { id, question: questionDigest(found) };
  const { sealFor } = found;
  const approval = {
    ...about,
    at: new Date(now()).toISOString(),
    ...(sealFor === undefined ? {} : { sealed: sealSecrets(secrets, { publicKey: sealFor, about }) }),
  };
  const signature = await signed(terminal, approval, found, keyFile);
  if (signature === 'failed') return 1;
  pending.agree(id, { by: userInfo().username, ...approval, ...(signature === undefined ? {} : { signature }) });
  terminal.print(
    `Agreed. The assistant may now make the same call with planId ${JSON.stringify(id)}; it goes through once.`,
  );
  return 0;
}

async function signed(
  terminal: Terminal,
  approval: Parameters<typeof signApproval>[0],
  { approvalKey }: PendingApproval,
  keyFile: string | undefined,
): Promise<string | undefined | 'failed'> {
  if (approvalKey === undefined) return undefined;
  if (keyFile === undefined) {
    terminal.print('The policy asks for a signature: name the file of your private key with --key.');
    return 'failed';
  }
  const key = readText(keyFile);
  if ('problem' in key) {
    terminal.print(
      `The key file ${JSON.stringify(keyFile)} cannot be used: ${key.problem}. Nothing was agreed to; name the file of your private key with --key.`,
    );
    return 'failed';
  }
  const passphrase = (await terminal.ask('Passphrase of the key: ', { hidden: true })) ?? '';
  try {
    return signApproval(approval, key.text, passphrase);
  } catch {
    terminal.print(
      `The key in ${JSON.stringify(keyFile)} cannot be opened with this passphrase, or is no private key in PEM form. Nothing was agreed to; try again.`,
    );
    return 'failed';
  }
}

function minutesLeft({ expiresAt }: PendingApproval, now: number): number {
  return Math.max(1, Math.round((expiresAt - now) / 60_000));
}

function readArguments(argv: readonly string[]): { id: string; keyFile: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { key: { type: 'string' } },
      allowPositionals: true,
    });
    const [id] = positionals;
    if (id === undefined || positionals.length > 1) throw new Error('Name one plan.');
    return { id, keyFile: values.key };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([
      `${problem} The command approve takes the id of a plan, and --key FILE where the policy asks for a signature.`,
    ]);
  }
}
