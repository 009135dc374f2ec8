import type { Harness } from '../../support/harness.ts';
import type { Situation } from '../../support/printed-calls.ts';

/** The last change in the journal of a harness. */
async function lastChange(harness: Harness): Promise<string> {
  const { changes } = await harness.ok('anypoint_list_changes');
  return changes[0].id;
}

let change = '';

/** What the texts about changes print. */
export const changeSituations: readonly Situation[] = [
  {
    when: 'there is no such change',
    call: ['anypoint_undo_change', { change: 'unheardof1' }],
  },
  {
    when: 'a change was taken back already',
    async prepare(harness) {
      await harness.ok('anypoint_rename_server', { server: 'mule-orders-1', newName: 'mule-orders-9' });
      change = await lastChange(harness);
      await harness.ok('anypoint_undo_change', { change });
    },
    call: () => ['anypoint_undo_change', { change }],
  },
  {
    when: 'a change was refused by the platform',
    intercept: ({ method }) => (method === 'PATCH' ? Response.json({ message: 'no' }, { status: 403 }) : undefined),
    async prepare(harness) {
      await harness.fails('anypoint_rename_server', { server: 'mule-orders-1', newName: 'mule-orders-9' });
      change = await lastChange(harness);
    },
    call: () => ['anypoint_undo_change', { change }],
  },
];
