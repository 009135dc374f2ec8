import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { approveIn } from '../../src/cli/approve.ts';
import { PendingApprovals } from '../../src/safety/approvals/pending.ts';
import { keyPair, passphrase } from '../safety/approvals/key-pair.ts';
import { startHarness } from '../support/harness.ts';
import { command } from '../support/printed.ts';
import { policyFile, stateFolder } from '../support/safety.ts';
import { terminalWith } from '../support/terminal.ts';

const deletion = ['anypoint_delete_server', { server: 'mule-legacy-1' }] as const;
const production = { gateway: 'payments-gateway', environment: 'Production' };

/** A write that waits for a person: its plan's id, and the command in a terminal. */
async function waiting(call: readonly [string, Record<string, unknown>] = deletion, policy?: string) {
  const folder = stateFolder();
  const harness = await startHarness({ person: () => undefined, gate: { folder, policy: policy ?? 'default' } });
  const [tool, args] = call;
  const { approval } = await harness.call(tool, args);
  if (approval === undefined) throw new Error('nobody is asked');
  const { id, expiresAt } = approval.plan;
  const pending = new PendingApprovals(folder);
  const time = { now: expiresAt - 60_000 };
  return {
    ...{ id, pending, folder, time, env: { XDG_STATE_HOME: path.dirname(folder) } },
    question: approval.question,
    approve: (terminal: ReturnType<typeof terminalWith>, keyFile?: string) =>
      approveIn(terminal, { id, keyFile, pending, now: () => time.now }),
    again: () => harness.call(tool, { ...args, planId: id }),
  };
}

describe('anypoint-mcp approve', () => {
  it('shows the plan as the client does, and lets it pass once', async () => {
    const { approve, again, question } = await waiting();
    const terminal = terminalWith('yes');
    expect(await approve(terminal)).toBe(0);
    expect(terminal.screen).toContain(question.text);
    expect(terminal.screen).toContain('It can be agreed to for 1 min.');
    const { structured, text } = await again();
    expect(structured?.['outcome'], text).toBe('done');
    expect((await again()).text).toMatch(/^No change: .* is gone/);
  });

  it.each([[], [''], ['y'], ['YES'], ['no'], ['yes please'], ['mule-legacy-1']])(
    'takes anything but yes for a no: %j',
    async (...lines) => {
      const { approve, again } = await waiting();
      const terminal = terminalWith(...lines);
      expect(await approve(terminal)).toBe(1);
      expect(terminal.screen).toContain('Not agreed: nothing changes.');
      expect((await again()).isError).toBe(true);
    },
  );

  it('takes the name of what production loses, and no yes', async () => {
    const { approve, again } = await waiting(['anypoint_delete_gateway', production]);
    for (const line of ['yes', 'orders-gateway', '']) expect(await approve(terminalWith(line))).toBe(1);
    expect((await again()).isError).toBe(true);
    const terminal = terminalWith('payments-gateway');
    expect(await approve(terminal)).toBe(0);
    expect(terminal.screen).toContain('"Production" is PRODUCTION.');
    expect((await again()).structured?.['outcome']).toBe('done');
  });

  it('takes no answer through a pipe', async () => {
    const { approve, again } = await waiting();
    const terminal = { ...terminalWith('yes'), isInteractive: false };
    let printed = '';
    terminal.print = (text) => {
      printed += text;
    };
    expect(await approve(terminal)).toBe(1);
    expect(printed).toContain('run this command in a terminal, without pipes');
    expect((await again()).isError).toBe(true);
  });

  it('says when it has expired, also while the person was reading', async () => {
    const { approve, time } = await waiting();
    const terminal = terminalWith();
    terminal.ask = async () => {
      time.now += 60_000;
      return 'yes';
    };
    expect(await approve(terminal)).toBe(1);
    expect(terminal.screen).toContain('It has expired meanwhile.');
    const late = terminalWith('yes');
    expect(await approve(late)).toBe(1);
    expect(late.screen).toContain('No plan with this id waits');
  });

  it('agrees to nothing but what it has shown: a changed file does not count', async () => {
    const { approve, again, pending, folder, id } = await waiting();
    const found = pending.find(id, 0);
    writeFileSync(path.join(folder, 'approvals', `${id}.json`), JSON.stringify({ ...found, text: 'Something small?' }));
    const terminal = terminalWith('yes');
    expect(await approve(terminal)).toBe(0);
    expect(terminal.screen).toContain('Something small?');
    expect((await again()).isError).toBe(true);
  });

  it('prints nothing that a terminal obeys', async () => {
    const { approve, pending, folder, id } = await waiting();
    const found = pending.find(id, 0);
    const changed = { ...found, text: 'a\u001b[2Jb\u009b31mc\u202ed', typedName: 'x\u009b2J' };
    writeFileSync(path.join(folder, 'approvals', `${id}.json`), JSON.stringify(changed));
    const terminal = terminalWith('x');
    await approve(terminal);
    expect(terminal.screen.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('signs where the policy asks for it, with a key that a passphrase opens', async () => {
    const { publicKey, privateKey } = keyPair();
    const call = await waiting(deletion, policyFile({ approvalKey: publicKey }));
    const keyFile = path.join(path.dirname(call.folder), 'key.pem');
    const otherFile = path.join(path.dirname(call.folder), 'other.pem');
    writeFileSync(keyFile, privateKey);
    writeFileSync(otherFile, keyPair().privateKey);
    const without = terminalWith('yes');
    expect(await call.approve(without)).toBe(1);
    expect(without.screen).toContain('name the file of your private key with --key');
    const guessed = terminalWith('yes', 'guessed');
    expect(await call.approve(guessed, keyFile)).toBe(1);
    expect(guessed.screen).toContain('cannot be opened with this passphrase');
    expect(await call.approve(terminalWith('yes', passphrase), '/no/such/key')).toBe(1);
    // Another key signs, and the server does not take it.
    await call.approve(terminalWith('yes', passphrase), otherFile);
    expect((await call.again()).isError).toBe(true);
    const right = terminalWith('yes', passphrase);
    expect(await call.approve(right, keyFile)).toBe(0);
    expect(right.hidden).toEqual(['Passphrase of the key: ']);
    expect(right.screen).not.toContain(passphrase);
    expect((await call.again()).structured?.['outcome']).toBe('done');
  });

  it.each([[[]], [['a', 'b']], [['--no-such']], [['--key']]])(
    'called wrongly with %j says what it takes',
    async (argv) => {
      const { code, printed } = await command(['approve', ...argv], { XDG_STATE_HOME: path.dirname(stateFolder()) });
      expect(code).toBe(2);
      expect(printed).toContain('takes the id of a plan');
    },
  );
});

describe('anypoint-mcp approvals', () => {
  it('lists what waits, as a person reads it', async () => {
    const { folder, env, id, pending } = await waiting();
    // Its time is the driven one; the command has the time of the machine.
    const found = pending.find(id, 0);
    const file = path.join(folder, 'approvals', `${id}.json`);
    writeFileSync(file, JSON.stringify({ ...found, text: 'Delete\n\u009b2Jit?', expiresAt: Date.now() + 60_000 }));
    const { code, printed } = await command(['approvals'], env);
    expect(code).toBe(0);
    expect(printed).toContain(`${id}  (for 1 min)\n    Delete\n`);
    expect(printed.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('says when nothing waits', async () => {
    const env = { XDG_STATE_HOME: path.dirname(stateFolder()) };
    expect(await command(['approvals'], env)).toEqual({ code: 0, printed: 'Nothing waits for a person.\n' });
  });
});
