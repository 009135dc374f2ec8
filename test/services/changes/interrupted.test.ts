import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { IntentRecord } from '../../../src/core/changes.ts';
import { configurationFailure } from '../../../src/platform/errors.ts';
import { beginning, chained, lineText } from '../../../src/safety/journal/chain.ts';
import { newFileName } from '../../../src/safety/journal/file-name.ts';
import { Journal } from '../../../src/safety/journal/journal.ts';
import { changesIn, readJournalFiles } from '../../../src/safety/journal/read-journal.ts';
import { startHarness } from '../../support/harness.ts';
import { stateOf } from '../../support/platform-state.ts';
import { stateFolder } from '../../support/safety.ts';

const configuration = { rateLimits: [{ maximumRequests: 100, timePeriodInMilliseconds: 60_000 }] };

/** A deleted API with two policies, whose way back does something before each of these policies is applied. */
async function deletedApi(beforePolicy: () => Response | undefined) {
  let isOn = false;
  const isPolicy = ({ method, url }: Request) => method === 'POST' && url.endsWith('/policies');
  const folder = stateFolder();
  const harness = await startHarness({
    emulator: { intercept: (request) => (isOn && isPolicy(request) ? beforePolicy() : undefined) },
    gate: { folder },
  });
  const { ok } = harness;
  await ok('anypoint_apply_policy', { api: 'inventory-api', policy: 'rate-limiting', configuration });
  const policies = async () =>
    (await ok('anypoint_list_api_policies', { api: 'inventory-api' }))['policies'].map(
      (one: { assetId: string }) => one.assetId,
    );
  const before = await policies();
  const { changeId: change } = await ok('anypoint_delete_api', { api: 'inventory-api' });
  isOn = true;
  const recorded = () => changesIn(readJournalFiles(folder));
  return { ...harness, change, before, policies, recorded };
}

describe('a way back that was cancelled between two calls', () => {
  async function cancelled() {
    const giving = new AbortController();
    let calls = 0;
    const world = await deletedApi(() => {
      calls += 1;
      if (calls > 1) return undefined;
      giving.abort();
      return new Response('{}', { status: 503 });
    });
    await expect(world.call('anypoint_undo_change', { change: world.change }, giving)).rejects.toThrow();
    return world;
  }

  it('is written down as far as it came', async () => {
    const { recorded, change } = await cancelled();
    const [half] = recorded();
    expect(half).toMatchObject({
      intent: { undoes: change },
      outcome: { outcome: 'unknown' },
      done: [{ tool: 'anypoint_create_api' }],
    });
  });

  it('is continued where it stopped, and makes nothing twice', async () => {
    const { ok, fails, change, before, policies, recorded, emulator } = await cancelled();
    const apis = emulator.store.apis.size;
    const [half] = recorded();
    const { plan } = await ok('anypoint_undo_change', { change, dryRun: true });
    expect(plan.summary).toContain(`take back the rest of change ${change}`);
    const { changeId } = await ok('anypoint_undo_change', { change });
    expect(emulator.store.apis.size).toBe(apis);
    expect((await policies()).sort()).toEqual([...before].sort());
    // The two are one way back: what the first one made goes with the second.
    const text = await fails('anypoint_undo_change', { change: half?.intent.id });
    expect(text).toContain(`Change ${changeId} has gone on with what change ${half?.intent.id} began`);
    expect(text).toContain(`anypoint_undo_change {"change":"${changeId}"} takes both back.`);
    await ok('anypoint_undo_change', { change: changeId });
    expect(emulator.store.apis.size).toBe(apis - 1);
  });

  it('is taken back as far as it came, and then begun anew', async () => {
    const { ok, change, before, policies, recorded, emulator } = await cancelled();
    const apis = emulator.store.apis.size;
    await ok('anypoint_undo_change', { change: recorded()[0]?.intent.id });
    expect(emulator.store.apis.size).toBe(apis - 1);
    await ok('anypoint_undo_change', { change });
    expect((await policies()).sort()).toEqual([...before].sort());
  });
});

describe('a way back whose call was carried out, and whose answer got lost', () => {
  const spikes = { maximumRequests: 10, timePeriodInMilliseconds: 1000, delayTimeInMillis: 500, delayAttempts: 1 };

  /** An API with two policies is deleted, and the way back is cancelled when the platform has carried out its n-th call. */
  async function lostAfter(nth: number) {
    const giving = new AbortController();
    let isOn = false;
    let made = 0;
    const folder = stateFolder();
    const harness = await startHarness({
      gate: { folder },
      emulator: {
        intercept: ({ method, url }) => {
          const isCreation = method === 'POST' && /\/apis(\/\d+\/policies)?$/.test(url);
          if (isOn && isCreation && ++made === nth) giving.abort();
          return undefined;
        },
      },
    });
    const { ok } = harness;
    await ok('anypoint_apply_policy', { api: 'inventory-api', policy: 'rate-limiting', configuration });
    await ok('anypoint_apply_policy', { api: 'inventory-api', policy: 'spike-control', configuration: spikes });
    const policies = async () =>
      (await ok('anypoint_list_api_policies', { api: 'inventory-api' }))['policies'].map(
        (one: { assetId: string }) => one.assetId,
      );
    const before = await policies();
    const { changeId: change } = await ok('anypoint_delete_api', { api: 'inventory-api' });
    const apis = harness.emulator.store.apis.size;
    isOn = true;
    await expect(harness.call('anypoint_undo_change', { change }, giving)).rejects.toThrow();
    // The platform goes on when its caller is gone.
    await expect.poll(() => harness.emulator.store.apis.size).toBe(apis + 1);
    return { ...harness, change, before, policies, apis, calls: before.length + 1 };
  }

  it.each([1, 2])('is continued after call %i, and nothing is made twice', async (nth) => {
    const { ok, change, before, policies, apis, emulator } = await lostAfter(nth);
    await expect.poll(() => [...emulator.store.apis.values()].at(-1)?.policies.length).toBe(nth - 1);
    const { plan, changeId } = await ok('anypoint_undo_change', { change });
    expect(plan.warnings.join()).toMatch(
      /Change \w+ was interrupted\. What it would have made by .* is there as it was/,
    );
    expect(emulator.store.apis.size).toBe(apis + 1);
    expect((await policies()).sort()).toEqual([...before].sort());
    await ok('anypoint_undo_change', { change: changeId });
    expect(emulator.store.apis.size).toBe(apis);
  });

  it('says after the last call that all is done', async () => {
    const world = await lostAfter(3);
    const { fails, ok, change, apis, emulator, before } = world;
    expect(world.calls).toBe(3);
    await expect.poll(() => [...emulator.store.apis.values()].at(-1)?.policies.length).toBe(before.length);
    const text = await fails('anypoint_undo_change', { change });
    expect(text).toContain('is taken back already: change ');
    const [half] = (await ok('anypoint_list_changes', {}))['changes'];
    await ok('anypoint_undo_change', { change: half.id });
    expect(emulator.store.apis.size).toBe(apis);
  });

  it('and that is there in another form is not taken for done', async () => {
    const { fails, change, emulator } = await lostAfter(2);
    await expect.poll(() => [...emulator.store.apis.values()].at(-1)?.policies.length).toBe(1);
    const [policy] = [...emulator.store.apis.values()].at(-1)?.policies ?? [];
    if (policy === undefined) throw new Error('no policy');
    policy.configurationData = { rateLimits: [{ maximumRequests: 7, timePeriodInMilliseconds: 60_000 }] };
    expect(await fails('anypoint_undo_change', { change })).toContain('cannot be continued: Policy');
  });
});

describe('a way back whose journal cannot be written any more', () => {
  it('stops after the call that could not be written down, and says what is done', async () => {
    const { fails, change, emulator } = await deletedApi(() => undefined);
    const apis = emulator.store.apis.size;
    const { write } = Journal.prototype;
    const full = vi.spyOn(Journal.prototype, 'write').mockImplementation(function (this: Journal, record) {
      if (record.type === 'part') throw configurationFailure({ what: 'The disk is full.', next: 'Make room.' });
      write.call(this, record);
    });
    onTestFinished(() => full.mockRestore());
    const text = await fails('anypoint_undo_change', { change });
    expect(text).toContain('is taken back in part only. This was done: API "Inventory API"');
    expect(text).toContain('Then anypoint_apply_policy failed: The disk is full.');
    expect(emulator.store.apis.size).toBe(apis + 1);
  });
});

describe('what was made again with its parts', () => {
  it.each([
    [
      'the configuration of a policy',
      { configuration: { rateLimits: [{ maximumRequests: 7, timePeriodInMilliseconds: 60_000 }] } },
      /maximumRequests/,
    ],
    ['a policy that is disabled', { enabled: false }, /policies\.rate-limiting\.enabled: true → false/],
  ])('is not removed again once it has another one: %s', async (_what, change, difference) => {
    const { ok, fails, emulator, change: deletion } = await deletedApi(() => undefined);
    const { changeId } = await ok('anypoint_undo_change', { change: deletion });
    await ok('anypoint_update_policy', { api: 'inventory-api', policy: 'rate-limiting', ...change });
    const before = stateOf(emulator);
    const text = await fails('anypoint_undo_change', { change: changeId });
    expect(text).toContain('was changed again since; nothing was changed.');
    expect(text).toMatch(difference);
    expect(stateOf(emulator)).toEqual(before);
  });

  it('is removed again when nobody has changed it', async () => {
    const { ok, emulator, change } = await deletedApi(() => undefined);
    const apis = emulator.store.apis.size;
    const { changeId } = await ok('anypoint_undo_change', { change });
    await ok('anypoint_undo_change', { change: changeId });
    expect(emulator.store.apis.size).toBe(apis);
  });
});

describe('a way back that another process is on', () => {
  /** A journal of the process that started this one, which has begun to take it back. */
  function elsewhere(folder: string, change: string, at: string): void {
    const id = 'bcdfghjkmn';
    const record: IntentRecord = {
      ...{ type: 'intent' as const, id, at, who: { session: 'other' }, platform: 'http://localhost', undoes: change },
      ...{ tool: 'anypoint_undo_change', arguments: {}, undo: [], rule: 'r', approvals: [] },
      plan: { summary: 'take back.', steps: [], warnings: [] },
    };
    mkdirSync(path.join(folder, 'journal'), { recursive: true });
    const file = path.join(folder, 'journal', newFileName(at, process.ppid));
    writeFileSync(file, lineText(chained(record, { prev: beginning, seq: 1 })), { mode: 0o600 });
  }

  it('is not gone a second time', async () => {
    const folder = stateFolder();
    const { ok, fails, seen, session } = await startHarness({ gate: { folder } });
    const { changeId } = await ok('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'mule-legacy-7' });
    elsewhere(folder, changeId, new Date(session.clock.now()).toISOString());
    seen.length = 0;
    expect(await fails('anypoint_undo_change', { change: changeId })).toContain('is being taken back by another call');
    expect(seen.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('and that has been gone since longer than any call lasts, is', async () => {
    const folder = stateFolder();
    const { ok, session } = await startHarness({ gate: { folder } });
    const { changeId } = await ok('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'mule-legacy-7' });
    elsewhere(folder, changeId, new Date(session.clock.now() - 7 * 3_600_000).toISOString());
    await ok('anypoint_undo_change', { change: changeId });
  });
});
