import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { approveIn } from '../../src/cli/approve.ts';
import { PendingApprovals } from '../../src/safety/approvals/pending.ts';
import { keyPair, openKeyPair, passphrase } from '../safety/approvals/key-pair.ts';
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
    expect((await again()).text).toMatch(/was applied already; nothing was changed again/);
  });

  it.each([[], [''], ['y'], ['YES'], ['no'], ['yes please'], ['mule-legacy-1']])(
    'takes anything but yes for a no: %j',
    async (...lines) => {
      const { approve, again } = await waiting();
      const terminal = terminalWith(...lines);
      expect(await approve(terminal)).toBe(1);
      expect(terminal.screen).toContain('Not agreed: nothing changes.');
      expect(terminal.screen).toContain('If you meant to agree, run the same command again within 1 min.');
      expect((await again()).isError).toBe(true);
    },
  );

  it('takes the name of what production loses, and no yes', async () => {
    const { approve, again } = await waiting(['anypoint_delete_gateway', production]);
    for (const line of ['yes', 'orders-gateway', 'Payments-Gateway', '']) {
      const wrong = terminalWith(line);
      expect(await approve(wrong)).toBe(1);
      expect(wrong.screen).toContain('run the same command again within 1 min');
      expect(wrong.screen.includes('That is not the name "payments-gateway"')).toBe(line !== '');
    }
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
    expect(late.screen).toMatch(/No plan "\w+" waits/);
  });

  it('names the plan that a mistyped id means', async () => {
    const { pending, id, time } = await waiting();
    const terminal = terminalWith('yes');
    expect(await approveIn(terminal, { id: `${id}x`, keyFile: undefined, pending, now: () => time.now })).toBe(1);
    expect(terminal.screen).toContain(`(did you mean ${id}?)`);
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

  describe('where the policy asks for a signature', () => {
    /** A plan that waits for a signature, and the files that a person could name. */
    async function signed(keys = keyPair()) {
      const call = await waiting(deletion, policyFile({ approvalKey: keys.publicKey }));
      const fileOf = (name: string, text: string): string => {
        const file = path.join(path.dirname(call.folder), name);
        writeFileSync(file, text);
        return file;
      };
      return {
        ...call,
        fileOf,
        keyFile: fileOf('key.pem', keys.privateKey),
        publicFile: fileOf('pub', keys.publicKey),
      };
    }

    it('takes a key that a passphrase opens, asked for before the plan is shown', async () => {
      const { approve, again, keyFile } = await signed();
      const terminal = terminalWith(passphrase, 'yes');
      expect(await approve(terminal, keyFile)).toBe(0);
      expect(terminal.hidden).toEqual([`Passphrase of the key in ${JSON.stringify(keyFile)} (not shown): `]);
      expect(terminal.screen).not.toContain(passphrase);
      expect((await again()).structured?.['outcome']).toBe('done');
    });

    it('asks for no passphrase of a key that has none', async () => {
      const { approve, again, keyFile } = await signed(openKeyPair());
      const terminal = terminalWith('yes');
      expect(await approve(terminal, keyFile)).toBe(0);
      expect(terminal.hidden).toEqual([]);
      expect((await again()).structured?.['outcome']).toBe('done');
    });

    it('lets a person type the passphrase again, three times in all', async () => {
      const { approve, keyFile } = await signed();
      const guessed = terminalWith('one', 'two', 'three', passphrase, 'yes');
      expect(await approve(guessed, keyFile)).toBe(1);
      expect(guessed.hidden).toHaveLength(3);
      expect(guessed.screen).toContain('the passphrase does not open it. Nothing was agreed to');
      expect(await approve(terminalWith(), keyFile)).toBe(1);
      expect(await approve(terminalWith('one', passphrase, 'yes'), keyFile)).toBe(0);
    });

    it('asks nothing about the plan before it has the key of the policy', async () => {
      const { approve, again, fileOf, publicFile, question } = await signed();
      const otherFile = fileOf('other.pem', openKeyPair().privateKey);
      const textFile = fileOf('text', 'no key');
      const refusals: [string | undefined, string][] = [
        [undefined, 'run the same command with --key FILE'],
        ['/no/such/key', 'there is no such file'],
        [textFile, 'it is not a private key in PEM form'],
        [publicFile, 'it is a public key'],
        [otherFile, 'its public half is not the approvalKey of the policy'],
      ];
      for (const [file, expected] of refusals) {
        const terminal = terminalWith('yes', 'yes');
        expect(await approve(terminal, file)).toBe(1);
        expect(terminal.screen).toContain(expected);
        expect(terminal.screen).not.toContain(question.text);
        expect(terminal.hidden).toEqual([]);
      }
      const encrypted = fileOf('encrypted.pem', keyPair().privateKey);
      const terminal = terminalWith(passphrase, 'yes');
      expect(await approve(terminal, encrypted)).toBe(1);
      expect(terminal.screen).toContain('its public half is not the approvalKey of the policy');
      expect((await again()).isError).toBe(true);
    });
  });

  it('says that a key is not needed where the policy asks for no signature', async () => {
    const { approve } = await waiting();
    const terminal = terminalWith('yes');
    expect(await approve(terminal, '/no/such/key')).toBe(0);
    expect(terminal.screen).toContain('The policy asks for no signature, so --key is not used.');
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
    expect(printed).toContain(`${id}  waits for a person, 1 min left\n    Delete\n`);
    expect(printed).toContain('anypoint-mcp approve ID shows one and takes your answer.');
    expect(printed.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('shows the command that a signature needs, and only where one is needed', async () => {
    const { folder, env, id, pending } = await waiting();
    const found = { ...pending.find(id, 0), expiresAt: Date.now() + 60_000 };
    const write = (plan: { id: string; approvalKey?: string | undefined }) =>
      writeFileSync(path.join(folder, 'approvals', `${plan.id}.json`), JSON.stringify(plan));
    write({ ...found, id, approvalKey: openKeyPair().publicKey });
    const { printed } = await command(['approvals'], env);
    expect(printed).toContain(`${id}  waits for a signature, 1 min left\n`);
    expect(printed).toContain('anypoint-mcp approve ID --key FILE shows one');
    expect(printed).not.toContain('approve ID shows');
    write({ ...found, id: 'bcdfghjkmnpq' });
    const both = (await command(['approvals'], env)).printed;
    expect(both).toContain('anypoint-mcp approve ID shows one and takes your answer.');
    expect(both).toContain('anypoint-mcp approve ID --key FILE shows one that waits for a signature');
  });

  it('lists what was agreed to and waits for the call of the assistant, with who agreed', async () => {
    const { folder, env, id, pending } = await waiting();
    const file = path.join(folder, 'approvals', `${id}.json`);
    writeFileSync(file, JSON.stringify({ ...pending.find(id, 0), expiresAt: Date.now() + 60_000 }));
    expect(await approveIn(terminalWith('yes'), { id, keyFile: undefined, pending, now: Date.now })).toBe(0);
    const { printed } = await command(['approvals'], env);
    const state = `${userInfo().username} has agreed, the assistant has not made the call yet, 1 min left`;
    expect(printed).toContain(`${id}  ${state}\n    `);
    expect(printed).not.toContain('approve ID');
  });

  it('says when nothing waits', async () => {
    const env = { XDG_STATE_HOME: path.dirname(stateFolder()) };
    expect(await command(['approvals'], env)).toEqual({ code: 0, printed: 'No plan waits for a person.\n' });
  });
});
