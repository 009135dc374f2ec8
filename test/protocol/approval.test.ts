import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { PendingApprovals, questionDigest } from '../../src/safety/approvals/pending.ts';
import { changesIn, readJournalFiles } from '../../src/safety/journal/read-journal.ts';
import { type Answering, eras, settingsFor, type ToolAnswer } from '../support/mcp-client.ts';
import type { FormAnswer } from '../support/person.ts';
import { stateOf } from '../support/platform-state.ts';
import { policyFile, stateFolder } from '../support/safety.ts';
import { connect } from '../support/served.ts';

// Hosts declare that they ask their users, and then answer for them, answer never, or fail. Only a clear yes is one.

const deletion = ['anypoint_delete_server', { server: 'mule-legacy-1' }] as const;

/** A server in production, whose name has to be typed. */
const inProduction = ['anypoint_delete_gateway', { gateway: 'payments-gateway', environment: 'Production' }] as const;

interface AskedForm {
  message: string;
  requestedSchema: { properties: Record<string, { type: string; title: string; default?: unknown }> };
}

/** A client of an era on a platform of its own. */
async function served(
  era: (typeof eras)[number],
  answer?: (form: AskedForm) => FormAnswer | Promise<FormAnswer>,
  env: Record<string, string> = {},
) {
  const emulator = await startEmulator({ clock: 'instant' });
  const folder = stateFolder();
  const forms: AskedForm[] = [];
  const person: Answering | undefined = answer && {
    async answer(params) {
      // The server's own form.
      const form = params as AskedForm;
      forms.push(form);
      return answer(form);
    },
  };
  const settings = { ...settingsFor(emulator.baseUrl, emulator.access), ANYPOINT_WAIT_SECONDS: '1', ...env };
  const client = await connect(era, settings, { folder, ...(person === undefined ? {} : { person }) });
  const before = stateOf(emulator);
  return {
    ...{ client, emulator, folder, forms },
    pending: new PendingApprovals(folder),
    isUnchanged: () => JSON.stringify(stateOf(emulator)) === JSON.stringify(before),
    changes: () => changesIn(readJournalFiles(folder)),
    async close() {
      await client.close();
      await emulator.close();
    },
  };
}

/** The pending plan with the command that approves it. */
function expectPending({ isError, text, structured }: ToolAnswer): string {
  const [, id = ''] = /: anypoint-mcp approve (\w+)$/m.exec(text) ?? [];
  expect({ isError, structured, id }).toEqual({
    isError: true,
    structured: undefined,
    id: expect.stringMatching(/^\w{12}$/),
  });
  expect(text).toContain('Nothing was changed');
  expect(text).toContain('mule-legacy-1');
  expect(text).toContain(`planId ${JSON.stringify(id)}`);
  return id;
}

const accepts = (): FormAnswer => ({ action: 'accept', content: { approve: true } });

/** A client that never answers is gone with the test. */
const never = () => new Promise<FormAnswer>(() => undefined);

describe.each(eras)('a client of %s that is asked about a plan', (era) => {
  it('and accepts: it goes through, once, and the journal says who agreed', async () => {
    const { client, isUnchanged, changes, forms, close } = await served(era, accepts);
    const answer = await client.callTool(...deletion);
    expect(answer.isError, answer.text).toBe(false);
    expect(isUnchanged()).toBe(false);
    expect(forms).toHaveLength(1);
    expect(forms[0]?.message).toContain('In sandbox environment "Sandbox"');
    expect(forms[0]?.message).toContain('This cannot be taken back.');
    expect(forms[0]?.requestedSchema.properties).toEqual({
      approve: { type: 'boolean', title: 'Do it', default: false },
    });
    expect(changes()).toMatchObject([
      { intent: { approvals: [{ by: 'test 1.0.0', how: 'client' }] }, outcome: { outcome: 'done' } },
    ]);
    await close();
  });

  it.each<[string, FormAnswer]>([
    ['declines at once', { action: 'decline' }],
    ['closes the question', { action: 'cancel' }],
    ['sends the form off as it is', { action: 'accept', content: { approve: false } }],
    ['sends off nothing', { action: 'accept', content: {} }],
    ['answers in words', { action: 'accept', content: { approve: 'true' } }],
    ['answers another question', { action: 'accept', content: { yes: true, confirm: true, name: 'mule-legacy-1' } }],
  ])('and %s: nothing changes', async (_what, reply) => {
    const { client, isUnchanged, changes, forms, pending, close } = await served(era, () => reply);
    const id = expectPending(await client.callTool(...deletion));
    expect([isUnchanged(), changes(), forms.length]).toEqual([true, [], 1]);
    expect(pending.list(0).map((one) => one.id)).toEqual([id]);
    await close();
  });

  it.each<[string, FormAnswer, number]>([
    ['declines', { action: 'decline' }, 1],
    ['says no in the form', { action: 'accept', content: { approve: false } }, 1],
    ['closes the form', { action: 'cancel' }, 2],
    ['sends off nothing', { action: 'accept', content: {} }, 2],
  ])('and %s: a no is remembered, and nothing else', async (_what, reply, asked) => {
    const { client, isUnchanged, forms, pending, close } = await served(era, () => reply);
    const id = expectPending(await client.callTool(...deletion));
    for (const more of [{}, { planId: id }]) {
      const again = await client.callTool(deletion[0], { ...deletion[1], ...more });
      expect(expectPending(again)).toBe(id);
      if (asked === 1)
        expect(again.text).toMatch(/^The person said no to exactly this at \d{4}-\d\d-\d\dT[\d:.]+Z, so/);
      else expect(again.text).not.toContain('said no');
    }
    expect([isUnchanged(), forms.length]).toEqual([true, asked === 1 ? 1 : 3]);
    const shown = pending.find(id, 0);
    if (shown === undefined) throw new Error('nothing waits');
    pending.agree(id, { by: 'ada', at: '2026-11-29T07:00:00.000Z', question: questionDigest(shown) });
    const done = await client.callTool(deletion[0], { ...deletion[1], planId: id });
    expect(done.isError, done.text).toBe(false);
    await close();
  });

  it('and says no: another call that comes to the same is not asked about', async () => {
    const { client, isUnchanged, emulator, forms, close } = await served(era, () => ({ action: 'decline' }));
    const first = expectPending(await client.callTool(...deletion));
    const server = [...emulator.store.servers.values()].find(({ name }) => name === 'mule-legacy-1');
    const other = await client.callTool(deletion[0], { server: String(server?.id) });
    expect(expectPending(other)).not.toBe(first);
    expect(other.text).toMatch(/The person said no to exactly this at \d{4}-/);
    const planned = await client.callTool(deletion[0], { server: String(server?.id), dryRun: true });
    expect(planned.text).toContain('They said no to exactly this at');
    expect([forms.length, isUnchanged()]).toEqual([1, true]);
    await close();
  });

  it('and says no: it is asked about another plan', async () => {
    const { client, emulator, forms, close } = await served(era, () => ({ action: 'decline' }));
    const call = ['anypoint_delete_cluster', { cluster: 'catalog-cluster' }] as const;
    await client.callTool(...call);
    for (const cluster of emulator.store.clusters.values()) cluster.name = cluster.name.toUpperCase();
    await client.callTool(...call);
    await client.callTool(...call);
    expect(forms).toHaveLength(2);
    await close();
  });

  it('and fails: nothing changes', async () => {
    const { client, isUnchanged, changes, close } = await served(era, () => {
      throw new Error('no user interface');
    });
    // The newer library gives the request up, the older one tells the server.
    const answer = await client.callTool(...deletion).catch((error: unknown) => String(error));
    if (typeof answer === 'string') expect(answer).toContain('no user interface');
    else expectPending(answer);
    expect([isUnchanged(), changes()]).toEqual([true, []]);
    await close();
  });

  it('and never answers: nothing changes', async () => {
    const { client, isUnchanged, changes, pending, forms, close } = await served(era, never);
    const giving = new AbortController();
    const calling = client.callTool(...deletion, { signal: giving.signal }).catch((error: unknown) => String(error));
    if (era === '2025-11-25') {
      const answer = await calling;
      if (typeof answer === 'string') throw new Error(answer);
      expectPending(answer);
      expect(answer.text).toContain('The person was asked and did not answer in time.');
    } else {
      // There the question was the whole answer.
      await expect.poll(() => forms.length).toBe(1);
      expect(pending.list(0)).toHaveLength(1);
      // The library goes on waiting for its user when the call is given up.
      giving.abort();
    }
    expect([isUnchanged(), changes()]).toEqual([true, []]);
    await close();
  });

  it('and cannot ask: nothing changes until a person agrees in a terminal, and then once', async () => {
    const { client, isUnchanged, changes, pending, close } = await served(era);
    const id = expectPending(await client.callTool(...deletion));
    expect(isUnchanged()).toBe(true);
    expectPending(await client.callTool(deletion[0], { ...deletion[1], planId: id }));
    const shown = pending.find(id, 0);
    if (shown === undefined) throw new Error('nothing waits');
    pending.agree(id, { by: 'ada', at: '2026-11-29T07:00:00.000Z', question: questionDigest(shown) });
    const done = await client.callTool(deletion[0], { ...deletion[1], planId: id });
    expect(done.isError, done.text).toBe(false);
    expect(changes()).toMatchObject([{ intent: { planId: id, approvals: [{ by: 'ada', how: 'terminal' }] } }]);
    expect(pending.list(0)).toEqual([]);
    const again = await client.callTool(deletion[0], { ...deletion[1], planId: id });
    expect(again.text).toContain('was applied already; nothing was changed again.');
    const { planId: _used, ...anew } = { ...deletion[1], planId: undefined };
    expect((await client.callTool(deletion[0], anew)).text).toMatch(/^No change: .* is gone/);
    expect(changes()).toHaveLength(1);
    await close();
  });

  it('is not asked where the policy wants an approval outside', async () => {
    const policy = policyFile({ rules: [{ name: 'not in the client', answer: 'ask', approval: 'outside' }] });
    const { client, isUnchanged, forms, close } = await served(era, accepts, { ANYPOINT_POLICY: policy });
    const answer = await client.callTool(...deletion);
    expectPending(answer);
    expect(answer.text).toContain('Why: the rule "not in the client" of the policy says that a person decides');
    expect([isUnchanged(), forms]).toEqual([true, []]);
    await close();
  });

  it('is not asked where the policy denies it', async () => {
    const policy = policyFile({ rules: [{ name: 'hands off', steps: ['remove'], answer: 'deny' }] });
    const { client, isUnchanged, forms, pending, close } = await served(era, accepts, { ANYPOINT_POLICY: policy });
    const { isError, text } = await client.callTool(...deletion);
    expect(isError).toBe(true);
    expect(text).toContain('by its rule "hands off"; nothing was changed');
    expect([isUnchanged(), forms, pending.list(0)]).toEqual([true, [], []]);
    await close();
  });

  it('is not asked about a plan, only told about it', async () => {
    const { client, isUnchanged, forms, close } = await served(era, accepts);
    const { structured } = await client.callTool(deletion[0], { ...deletion[1], dryRun: true });
    expect(structured).toMatchObject({ outcome: 'planned', planId: expect.any(String) });
    expect([isUnchanged(), forms]).toEqual([true, []]);
    const done = await client.callTool(deletion[0], { ...deletion[1], planId: structured?.['planId'] });
    expect([done.isError, forms.length]).toEqual([false, 1]);
    await close();
  });

  it('has the name typed of what production loses', async () => {
    const answers: FormAnswer[] = [
      { action: 'accept', content: { name: 'orders-gateway' } },
      { action: 'accept', content: { name: '' } },
      { action: 'accept', content: { name: 'yes' } },
      { action: 'accept', content: { approve: true } },
      { action: 'accept', content: { name: ' payments-gateway ' } },
    ];
    const { client, isUnchanged, forms, changes, close } = await served(
      era,
      () => answers[forms.length - 1] as FormAnswer,
    );
    for (const _ of answers.slice(0, -1)) {
      const { isError, text } = await client.callTool(...inProduction);
      expect(isError, text).toBe(true);
      expect(text).toContain('Nothing was changed');
      expect(isUnchanged()).toBe(true);
      // What now is said once, and not in two ways.
      const isOther = !text.includes('a person has to agree first');
      expect(text.includes('typed another name. Tell them')).toBe(isOther);
      expect(text.includes('did not agree')).toBe(!isOther);
    }
    const done = await client.callTool(...inProduction);
    expect(done.isError, done.text).toBe(false);
    expect(changes()).toHaveLength(1);
    expect(forms[0]?.message).toContain('"Production" is PRODUCTION.');
    expect(forms[0]?.requestedSchema.properties).toMatchObject({
      name: { type: 'string', title: 'To agree, type the name "payments-gateway"' },
    });
    await close();
  });

  it('is asked about the new plan when the ground has moved under a yes, and not again under a no', async () => {
    for (const approve of [true, false]) {
      const { client, emulator, forms, changes, close } = await served(era, () => {
        if (forms.length === 1) {
          const cluster = [...emulator.store.clusters.values()].find(({ name }) => name === 'catalog-cluster');
          Object.assign(cluster ?? {}, { name: 'Catalog-Cluster' });
        }
        return { action: 'accept', content: { approve } };
      });
      const { isError, text } = await client.callTool('anypoint_delete_cluster', { cluster: 'catalog-cluster' });
      expect(isError, text).toBe(!approve);
      expect(forms.map(({ message }) => message.includes('Catalog-Cluster'))).toEqual(
        approve ? [false, true] : [false],
      );
      expect(changes()).toHaveLength(approve ? 1 : 0);
      await close();
    }
  });
});
