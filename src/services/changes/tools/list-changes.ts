import * as z from 'zod';
import { tool } from '../../../core/operations.ts';
import { count } from '../../../core/text/quote.ts';
import { defineListTool } from '../../../core/tools/define-list.ts';
import { shortText } from '../../../core/tools/params.ts';
import { advice } from '../../../platform/advice.ts';
import { platformText } from '../../../platform/reading.ts';
import { changeFacts } from '../facts.ts';
import { noJournal } from '../no-journal.ts';

const changeRow = z.object({
  id: z.string(),
  at: z.string(),
  tool: z.string(),
  summary: platformText,
  outcome: z.string(),
  environment: platformText.optional(),
  client: platformText.optional(),
  canUndo: z.boolean(),
  lost: platformText.optional(),
  undoneBy: z.string().optional(),
  undoes: z.string().optional(),
  rule: z.string(),
  approvedBy: platformText.optional(),
  note: platformText.optional(),
});

const filters = {
  since: shortText('Only changes from this time on, ISO 8601, such as 2026-11-29').optional(),
  contains: shortText('Only changes whose summary or tool contains this text').optional(),
};

declare module '../../../core/operations.ts' {
  interface Operations {
    'change.list': typeof filters;
  }
}

export const listChanges = defineListTool({
  name: 'anypoint_list_changes',
  title: 'List changes',
  toolset: 'changes',
  operation: 'change.list',
  description: advice`Lists what was changed through this server, newest first, from its journal: when, which tool, outcome, whether it can be taken back with ${tool('change.undo')}. Changes made elsewhere are not in it.`,
  scope: 'account',
  reach: 'one',
  filters,
  rows: {
    key: 'changes',
    thing: { argument: 'change', noun: 'change', names: ['summary'] },
    row: changeRow,
    identity: ['id', 'summary'],
    order: 'platform',
    brief: ['at', 'outcome', 'canUndo', 'note'],
    full: [
      'tool',
      'environment',
      'client',
      'rule',
      'approvedBy',
      'lost',
      'undoneBy',
      'undoes',
      'note',
      'at',
      'outcome',
      'canUndo',
    ],
  },
  facts: { journal: z.literal('off').optional() },
  example: { arguments: {}, answers: 'change' },
  async read({ since, contains = '' }, ctx) {
    const all = (await ctx.changes()).map(changeFacts);
    const from = since === undefined ? 0 : Date.parse(since);
    const part = contains.toLowerCase();
    const rows = all.filter(
      ({ at, summary, tool: name }) =>
        !(Date.parse(at) < from) && (summary.toLowerCase().includes(part) || name.includes(part)),
    );
    const facts = ctx.settings.journal === 'off' ? { journal: ctx.settings.journal } : {};
    return { rows, facts, of: all.length };
  },
  headline: ({ journal }, { total = 0, of = total }) => {
    const found =
      of === total ? `${count(total, 'change')} through this server.` : `${total} of ${count(of, 'change')} match.`;
    return journal === 'off' ? `${found} ${noJournal}` : found;
  },
});
