import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { approveIn } from '../../../src/cli/approve.ts';
import { seedApiLogins, seedApis } from '../../../src/emulator/index.ts';
import { PendingApprovals } from '../../../src/safety/approvals/pending.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { stateOf } from '../../support/platform-state.ts';
import { policyFile, stateFolder } from '../../support/safety.ts';
import { terminalWith } from '../../support/terminal.ts';

const { password } = seedApiLogins.orders;
const removal = { api: 'orders-sandbox', policy: 'http-basic-authentication' };
const name = 'configuration.password';

/** A removed policy whose way back needs its password. */
async function removed(options: Parameters<typeof startHarness>[0] = {}) {
  const folder = stateFolder();
  const harness = await startHarness({ ...options, gate: { ...options.gate, folder } });
  const { changeId: change } = await harness.ok('anypoint_remove_policy', removal);
  const pending = new PendingApprovals(folder);
  return {
    ...{ folder, harness, change, pending, approvals: path.join(folder, 'approvals') },
    async approve(id: string, ...lines: string[]) {
      const terminal = terminalWith(...lines);
      const now = () => harness.session.clock.now();
      return { code: await approveIn(terminal, { id, keyFile: undefined, pending, now }), terminal };
    },
  };
}

/** The password of the policy, as the platform has it. */
function passwordOf({ emulator }: Harness): unknown {
  const policies = [...emulator.store.apis.values()].flatMap((api) => api.policies);
  return policies.find(({ configurationData }) => configurationData['username'] === 'orders-client')?.configurationData[
    'password'
  ];
}

describe('a way back that needs a secret', () => {
  it('names it, with the ways to give it, and no form asks for it', async () => {
    const { harness, change } = await removed();
    const { isError, text, approval } = await harness.call('anypoint_undo_change', { change });
    expect(isError).toBe(true);
    expect(text).toContain(`It needs ${name}; secrets are not written down.`);
    expect(text).toContain(`secretsFrom ["ANYPOINT_APP_… for ${name}"]`);
    expect(text).toMatch(/anypoint-mcp approve \w+\nThe command asks for configuration\.password, and does not show/);
    expect(approval?.outside).toBe(true);
    expect(passwordOf(harness)).toBeUndefined();
  });

  it.each(['default', 'allow', 'ask-all'])('is gone with what a person types: policy %s', async (policy) => {
    const asks = policyFile({ rules: [{ name: 'all', answer: 'ask' }] });
    const { harness, change, approve, approvals } = await removed({
      gate: { policy: policy === 'ask-all' ? asks : policy },
    });
    const { approval } = await harness.call('anypoint_undo_change', { change });
    const id = approval?.plan.id ?? '';
    // What was said of it is whole: a mask in it would hide the name.
    expect(approval?.question.text).toContain(
      'These values of policy http-basic-authentication are secret and kept nowhere: password.',
    );
    const { code, terminal } = await approve(id, 'yes', password, password);
    expect(code).toBe(0);
    expect(terminal.hidden).toEqual([
      `Secret ${name} (what you type is not shown): `,
      `Secret ${name} once more, to be sure: `,
    ]);
    for (const file of readdirSync(approvals)) {
      expect(readFileSync(path.join(approvals, file), 'utf8')).not.toContain(password);
    }
    const { text, structured } = await harness.call('anypoint_undo_change', { change, planId: id });
    expect(structured?.['outcome'], text).toBe('done');
    expect(passwordOf(harness)).toBe(password);
    expect(text).not.toContain(password);
    // It has it now.
    expect(text).not.toContain('It needs');
    expect(readdirSync(approvals)).toEqual([]);
    const journal = JSON.stringify((await harness.ok('anypoint_list_changes', { fields: ['*'] }))['changes']);
    expect(journal).not.toContain(password);
  });

  it.each([
    [['yes']],
    [['yes', '']],
    [['yes', password]],
    [['yes', password, 'a', password, 'b', 'c', password, password, password]],
    [['no', password, password]],
  ])('is not gone without it: %j', async (lines) => {
    const { harness, change, approve } = await removed();
    const { approval } = await harness.call('anypoint_undo_change', { change });
    const id = approval?.plan.id ?? '';
    expect((await approve(id, ...lines)).code).toBe(1);
    const before = stateOf(harness.emulator);
    expect(await harness.fails('anypoint_undo_change', { change, planId: id })).toContain(
      'a person has to agree first',
    );
    expect(stateOf(harness.emulator)).toEqual(before);
  });

  it('is typed again where the two differ', async () => {
    const { harness, change, approve } = await removed();
    const { approval } = await harness.call('anypoint_undo_change', { change });
    const id = approval?.plan.id ?? '';
    const { code, terminal } = await approve(id, 'yes', password, 'mistyped', password, password);
    expect(code).toBe(0);
    expect(terminal.screen).toContain('These two are not the same. Type it again.');
    await harness.ok('anypoint_undo_change', { change, planId: id });
    expect(passwordOf(harness)).toBe(password);
  });

  it('is not gone by an approval that has no secret, or one sealed for another server', async () => {
    const { harness, change, pending, approve } = await removed();
    const { approval } = await harness.call('anypoint_undo_change', { change });
    const id = approval?.plan.id ?? '';
    const asked = pending.find(id, 0);
    if (asked === undefined) throw new Error('nothing waits');
    const other = await removed();
    const { approval: elsewhere } = await other.harness.call('anypoint_undo_change', { change: other.change });
    const theirs = other.pending.find(elsewhere?.plan.id ?? '', 0)?.sealFor;
    pending.ask({ ...asked, sealFor: theirs });
    expect((await approve(id, 'yes', password, password)).code).toBe(0);
    expect(await harness.fails('anypoint_undo_change', { change, planId: id })).toContain(
      'a person has to agree first',
    );
    expect(passwordOf(harness)).toBeUndefined();
  });

  it('that the rules of the tool refuse is refused then, without repeating it', async () => {
    const { harness, change, approve } = await removed();
    const { approval } = await harness.call('anypoint_undo_change', { change });
    const id = approval?.plan.id ?? '';
    await approve(id, 'yes', 'Sh0rt!x', 'Sh0rt!x');
    const text = await harness.fails('anypoint_undo_change', { change, planId: id });
    expect(text).toContain('too short');
    expect(text).not.toContain('Sh0rt!x');
    expect(passwordOf(harness)).toBeUndefined();
  });

  it('is not used when the plan is another one by the time it is opened', async () => {
    let isWatched = false;
    const { harness, change, approve } = await removed({
      emulator: {
        intercept: ({ method, url }) => {
          // The plan that was agreed to knows the API by now; the one with the secret reads it anew.
          if (isWatched && method === 'GET' && new URL(url).pathname.endsWith('/policies')) {
            const orders = harness.emulator.store.apis.get(seedApis.orders);
            if (orders !== undefined) orders.instanceLabel = 'renamed-meanwhile';
          }
          return undefined;
        },
      },
    });
    const { approval } = await harness.call('anypoint_undo_change', { change });
    const id = approval?.plan.id ?? '';
    await approve(id, 'yes', password, password);
    isWatched = true;
    const text = await harness.fails('anypoint_undo_change', { change, planId: id });
    expect(text).toContain('What the plan saw has changed since; nothing was changed.');
    expect(text).not.toContain(password);
    expect(passwordOf(harness)).toBeUndefined();
  });
});

describe('a secret from a variable of the server', () => {
  const env = { ANYPOINT_APP_ORDERS: password, OTHER: 'not-for-this' };

  it('is taken by its name', async () => {
    const { harness, change } = await removed({ env });
    const { result } = await harness.ok('anypoint_undo_change', {
      change,
      secretsFrom: [`ANYPOINT_APP_ORDERS for ${name}`],
    });
    expect(JSON.stringify(result)).not.toContain(password);
    expect(passwordOf(harness)).toBe(password);
  });

  it('is not taken twice: which one it should be is not known', async () => {
    const { harness, change } = await removed({ env: { ...env, ANYPOINT_APP_OTHER: 'An0ther-one!' } });
    const secretsFrom = [`ANYPOINT_APP_ORDERS for ${name}`, `ANYPOINT_APP_OTHER for ${name}`];
    const text = await harness.fails('anypoint_undo_change', { change, secretsFrom });
    expect(text).toContain(`names "${name}" twice; nothing was changed.`);
    expect(passwordOf(harness)).toBeUndefined();
  });

  it.each([
    [`OTHER for ${name}`, /takes names of variables of this server that begin with ANYPOINT_APP_, and no secrets/],
    [`${password} for ${name}`, /and no secrets/],
    [`ANYPOINT_APP_NONE for ${name}`, /ANYPOINT_APP_NONE is not set/],
    ['ANYPOINT_APP_ORDERS for password', /It needs "configuration\.password"/],
    [password, /names a secret that this way back does not need/],
  ])('is refused as %j', async (reference, expected) => {
    const { harness, change } = await removed({ env });
    const text = await harness.fails('anypoint_undo_change', { change, secretsFrom: [reference] });
    expect(text).toMatch(expected);
    expect(text).not.toContain(password);
    expect(passwordOf(harness)).toBeUndefined();
  });

  it('is taken for a password that was changed', async () => {
    const harness = await startHarness({ env });
    const configuration = { password: 'An0ther-one-than-before' };
    const { changeId: change } = await harness.ok('anypoint_update_policy', { ...removal, configuration });
    expect(passwordOf(harness)).not.toBe(password);
    await harness.ok('anypoint_undo_change', { change, secretsFrom: [`ANYPOINT_APP_ORDERS for ${name}`] });
    expect(passwordOf(harness)).toBe(password);
  });

  it('is taken for a protected property, named as it is', async () => {
    const harness = await startHarness({ env });
    const args = { application: 'orders-app', secureProperties: { 'db.password': 'An0ther-one' } };
    await harness.ok('anypoint_update_application', args);
    const { changeId: change } = await harness.ok('anypoint_update_application', {
      ...args,
      secureProperties: { 'db.password': 'A-third-one!' },
    });
    const { text } = await harness.call('anypoint_undo_change', { change });
    const [, needed = ''] = /secretsFrom \["ANYPOINT_APP_… for (.*)"\]/.exec(text) ?? [];
    expect(needed).toBe('secureProperties.db.password');
    await harness.ok('anypoint_undo_change', { change, secretsFrom: [`ANYPOINT_APP_ORDERS for ${needed}`] });
  });
});
