import type { KeyObject } from 'node:crypto';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { ConfigurationError } from '../config/load.ts';
import { hintAt } from '../core/text/nearest.ts';
import { quote } from '../core/text/quote.ts';
import { commandLine } from '../platform/command-line.ts';
import { inData, printableLines } from '../platform/text.ts';
import { isKept, type PendingApproval, PendingApprovals, questionDigest } from '../safety/approvals/pending.ts';
import { inQuotes, isTypedName } from '../safety/approvals/question.ts';
import { sealSecrets } from '../safety/approvals/sealed-secrets.ts';
import { type SignedApproval, signApproval } from '../safety/approvals/signature.ts';
import { stateFolderOf } from '../safety/state/state-folder.ts';
import type { Command } from './command.ts';
import { flagProblem } from './help.ts';
import { minutesLeft } from './minutes-left.ts';
import { readSigningKey } from './signing-key.ts';
import { ownTerminal, type Terminal } from './terminal.ts';
import { typedSecrets } from './typed-secrets.ts';

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
    const ids = pending.list(now()).map((plan) => plan.id);
    terminal.print(
      `No plan ${quote(id)} waits${hintAt(id, ids)}: it was applied, it has expired, or another user runs the server. ${commandLine('approvals')} lists what waits.`,
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
  const key = await keyFor(terminal, found, keyFile);
  if (key === 'none') return 1;
  terminal.print(`${inData(printableLines(found.text))}\n\nIt can be agreed to for ${minutesLeft(found, now())} min.`);
  const refusal = await answered(terminal, found);
  if (refusal !== undefined) {
    terminal.print(`${refusal} ${whatNow(minutesLeft(found, now()))}`);
    return 1;
  }
  const secrets = await typedSecrets(terminal, found.secrets ?? []);
  if (secrets === undefined) {
    terminal.print(`A secret is missing. Not agreed: nothing changes. ${whatNow(minutesLeft(found, now()))}`);
    return 1;
  }
  if (pending.find(id, now()) === undefined) {
    terminal.print('It has expired meanwhile. Let the assistant plan it again.');
    return 1;
  }
  const given = agreement(found, { secrets, key, at: new Date(now()).toISOString() });
  pending.agree(id, { by: userInfo().username, ...given });
  terminal.print(
    `Agreed. The assistant may now make the same call with planId ${JSON.stringify(id)}; it goes through once.`,
  );
  return 0;
}

/** The key to sign with; undefined where the policy asks for no signature, `none` where it does and there is none. */
async function keyFor(
  terminal: Terminal,
  { approvalKey }: PendingApproval,
  keyFile: string | undefined,
): Promise<KeyObject | undefined | 'none'> {
  if (approvalKey !== undefined) return (await readSigningKey(terminal, keyFile, approvalKey)) ?? 'none';
  if (keyFile !== undefined) terminal.print('The policy asks for no signature, so --key is not used.');
  return undefined;
}

/** Takes a yes, or the name of what is removed; of everything else, what it was. */
async function answered(terminal: Terminal, { typedName }: PendingApproval): Promise<string | undefined> {
  const no = 'Not agreed: nothing changes.';
  if (typedName === undefined) return (await terminal.ask('Type yes to agree: '))?.trim() === 'yes' ? undefined : no;
  const name = inQuotes(typedName);
  const typed = await terminal.ask(`Type the name of what is removed, ${name}, to agree: `);
  if (isTypedName(typed, typedName)) return undefined;
  return (typed ?? '').trim() === '' ? no : `That is not the name ${name}, letter by letter. ${no}`;
}

/** What a person can do who has not agreed. */
function whatNow(minutes: number): string {
  return `If you meant to agree, run the same command again within ${minutes} min. If not, there is nothing to do: the plan expires by itself, and you can tell the assistant what you want instead.`;
}

/** What is written down of a yes: for exactly this question, with the secrets sealed for the server that asked. */
function agreement(
  found: PendingApproval,
  { secrets, key, at }: { secrets: Record<string, string>; key: KeyObject | undefined; at: string },
): SignedApproval & { signature?: string } {
  const { id, sealFor } = found;
  const about = { id, question: questionDigest(found) };
  const sealed = sealFor === undefined ? {} : { sealed: sealSecrets(secrets, { publicKey: sealFor, about }) };
  const approval = { ...about, at, ...sealed };
  return { ...approval, ...(key === undefined ? {} : { signature: signApproval(approval, key) }) };
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
    const problem = flagProblem(error);
    throw new ConfigurationError([
      `${problem} The command approve takes the id of a plan, and --key FILE where the policy asks for a signature.`,
    ]);
  }
}
