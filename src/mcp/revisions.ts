import type { ServerContext } from '@modelcontextprotocol/server';

/** The revision without sessions: each request names it. */
export const statelessRevision = '2026-07-28';

/** The revisions that are agreed on by `initialize`, newest first. The SDK would also take a draft of 2024 that was never published. */
export const sessionRevisions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];

/** Whether a server of a session may ask the client's user: `elicitation/create` began with this revision. */
export function hasElicitation(revision: string): boolean {
  return revision >= '2025-06-18';
}

/** Whether options of a form may have titles of their own, beside the older lists of values and names. */
export function hasTitledOptions(revision: string): boolean {
  return revision >= '2025-11-25';
}

/** Whether a request is of the revision without sessions: only those carry an envelope. */
export function isStateless(ctx: ServerContext): boolean {
  return ctx.mcpReq.envelope !== undefined;
}
