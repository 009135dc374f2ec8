import { commandLine } from '../platform/command-line.ts';
import { printableLines } from '../platform/text.ts';
import { isKept, PendingApprovals } from '../safety/approvals/pending.ts';
import { stateFolderOf } from '../safety/state/state-folder.ts';
import type { Command } from './command.ts';

/** Lists the plans that wait for a person. */
export const approvals: Command = async (_argv, env) => {
  const waiting = new PendingApprovals(stateFolderOf(env)).list(Date.now()).filter(isKept);
  if (waiting.length === 0) {
    process.stdout.write('Nothing waits for a person.\n');
    return 0;
  }
  for (const { id, text, expiresAt } of waiting) {
    const minutes = Math.max(1, Math.round((expiresAt - Date.now()) / 60_000));
    process.stdout.write(`${id}  (for ${minutes} min)\n${printableLines(text).replace(/^/gm, '    ')}\n\n`);
  }
  process.stdout.write(`${commandLine('approve', 'ID')} agrees to one.\n`);
  return 0;
};
