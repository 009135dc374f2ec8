import type { PendingApproval } from '../safety/approvals/pending.ts';

/** For how many minutes a plan can still be agreed to and applied, at least 1. */
export function minutesLeft({ expiresAt }: Pick<PendingApproval, 'expiresAt'>, now: number): number {
  return Math.max(1, Math.round((expiresAt - now) / 60_000));
}
