import { commandLine } from '../platform/command-line.ts';
import { escaped, inData, printableLines } from '../platform/text.ts';
import { isKept, type PendingApproval, PendingApprovals } from '../safety/approvals/pending.ts';
import { stateFolderOf } from '../safety/state/state-folder.ts';
import type { Command } from './command.ts';
import { minutesLeft } from './minutes-left.ts';

/** Lists the plans that wait: for a person, or, once they have agreed, for the assistant's call. */
export const approvals: Command = async (_argv, env) => {
  const pending = new PendingApprovals(stateFolderOf(env));
  const plans = pending.list(Date.now()).filter(isKept);
  if (plans.length === 0) {
    process.stdout.write('No plan waits for a person.\n');
    return 0;
  }
  const states = plans.map((plan) => ({ plan, by: agreedBy(pending, plan) }));
  for (const { plan, by } of states) {
    process.stdout.write(`${plan.id}  ${stateText(plan, by)}\n${printableLines(plan.text).replace(/^/gm, '    ')}\n\n`);
  }
  const isSigned = states.flatMap(({ plan, by }) => (by === undefined ? [plan.approvalKey !== undefined] : []));
  if (isSigned.includes(false)) print(`${commandLine('approve', 'ID')} shows one and takes your answer.`);
  if (isSigned.includes(true)) {
    print(
      `${commandLine('approve', 'ID', '--key', 'FILE')} shows one that waits for a signature, and takes your answer; FILE has your private key.`,
    );
  }
  return 0;
};

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Who has agreed to a plan whose call has not come yet. */
function agreedBy(pending: PendingApprovals, plan: PendingApproval): string | undefined {
  const [given] = pending.given(plan.id, plan, plan.approvalKey);
  return given?.by;
}

function stateText(plan: PendingApproval, by: string | undefined): string {
  const time = `${minutesLeft(plan, Date.now())} min left`;
  if (by === undefined) return `waits for a ${plan.approvalKey === undefined ? 'person' : 'signature'}, ${time}`;
  return `${inData(escaped(by))} has agreed, the assistant has not made the call yet, ${time}`;
}
