import { expect } from 'vitest';
import type { Harness } from '../../support/harness.ts';
import type { Intercept, Situation } from '../../support/printed-calls.ts';

/** The last change in the journal of a harness. */
async function lastChange(harness: Harness): Promise<string> {
  const { changes } = await harness.ok('anypoint_list_changes');
  return changes[0].id;
}

let change = '';

/** No policy is applied to what a way back makes again. */
const noPolicy: Intercept = ({ method, url }, { seen }) =>
  method === 'POST' && url.endsWith('/policies') && seen.some((one) => one.method === 'DELETE')
    ? Response.json({ message: 'no' }, { status: 400 })
    : undefined;

/** The same, and the first read of policies after that is refused. */
const noPolicyAndUnreadOnce: Intercept = (request, harness) => {
  const { seen } = harness;
  const isHalf = seen.some(({ status }) => status === 400) && !seen.some(({ status }) => status === 403);
  return isHalf && request.method === 'GET' && request.url.includes('/policies')
    ? Response.json({ message: 'no' }, { status: 403 })
    : noPolicy(request, harness);
};

/** Deletes an API that has a policy: its way back takes two calls. */
async function deleteApi(harness: Harness): Promise<void> {
  const configuration = { rateLimits: [{ maximumRequests: 100, timePeriodInMilliseconds: 60000 }] };
  await harness.ok('anypoint_apply_policy', { api: 'inventory-api', policy: 'rate-limiting', configuration });
  await harness.ok('anypoint_delete_api', { api: 'inventory-api' });
  change = await lastChange(harness);
}

let half = '';

/** Of what a way back makes again, the first policy is refused once. */
const noPolicyOnce: Intercept = (request, harness) =>
  harness.seen.some(({ status }) => status === 400) ? undefined : noPolicy(request, harness);

let giving = new AbortController();

/** The client cancels the way back while the platform applies its last policy. */
const cancelledAtPolicy: Intercept = ({ method, url }, { seen }) => {
  if (method === 'POST' && url.endsWith('/policies') && seen.some((one) => one.method === 'DELETE')) giving.abort();
  return undefined;
};

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
  {
    when: 'a way back fails after its first call',
    intercept: noPolicy,
    prepare: deleteApi,
    call: () => ['anypoint_undo_change', { change }],
  },
  {
    when: 'a change was continued by another one',
    intercept: noPolicyOnce,
    async prepare(harness) {
      await deleteApi(harness);
      await harness.fails('anypoint_undo_change', { change });
      half = await lastChange(harness);
      await harness.ok('anypoint_undo_change', { change });
    },
    call: () => ['anypoint_undo_change', { change: half }],
  },
  {
    when: 'a way back was interrupted after its last call',
    intercept: cancelledAtPolicy,
    async prepare(harness) {
      giving = new AbortController();
      await deleteApi(harness);
      await expect(harness.call('anypoint_undo_change', { change }, giving)).rejects.toThrow();
      await expect.poll(() => [...harness.emulator.store.apis.values()].at(-1)?.policies.length).toBe(1);
    },
    call: () => ['anypoint_undo_change', { change }],
  },
  {
    when: 'the rest of a way back cannot be planned',
    intercept: noPolicyAndUnreadOnce,
    async prepare(harness) {
      await deleteApi(harness);
      await harness.fails('anypoint_undo_change', { change });
    },
    call: () => ['anypoint_undo_change', { change }],
  },
];
