import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { approveIn } from '../../src/cli/approve.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { PendingApprovals } from '../../src/safety/approvals/pending.ts';
import type { Gate, GatedWrite } from '../../src/safety/gate.ts';
import { openGate } from '../../src/safety/open-gate.ts';
import { loadPolicy } from '../../src/safety/policy/policy-file.ts';
import { caller } from '../support/safety.ts';
import { runCommand } from '../support/spawned.ts';

// What docs/safety.md tells people to type does what it says.

const page = readFileSync(new URL('../../docs/safety.md', import.meta.url), 'utf8');
const commands = [...page.matchAll(/^```console\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
  block.split('\n').filter((line) => line !== ''),
);
const ofProgram = (name: string): string[][] =>
  commands.filter((line) => line.startsWith(`${name} `)).map((line) => line.split(' ').slice(1));

const folder = mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-safety-page-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the commands of docs/safety.md', () => {
  it.each(commands.filter((line) => line.startsWith('anypoint-mcp ')))('%s', async (line) => {
    const [, ...args] = line.split(' ');
    const { code, stderr } = await runCommand(args);
    // The plan and the change are not there, and no person is at a terminal; what is called wrongly exits with 2.
    const isAboutOne = /^anypoint-mcp (approve|journal) [^-]/.test(line);
    expect(code).toBe(isAboutOne ? 1 : 0);
    expect(stderr).toMatch(
      args[0] === 'journal' && isAboutOne ? /^anypoint-mcp: There is no change "\w+"; .*\n$/ : /^$/,
    );
  });

  it('are found', () => {
    expect(ofProgram('anypoint-mcp').length).toBeGreaterThan(8);
    expect(ofProgram('openssl')).toHaveLength(2);
  });
});

const passphrase = 'a passphrase only a person knows';

/** The key as the page makes it; with Node's own means where there is no openssl. */
function makeKey(): void {
  if (spawnSync('openssl', ['version']).status === 0) {
    for (const args of ofProgram('openssl')) {
      // A person types the passphrase.
      const typed = [args[0] === 'genpkey' ? '-pass' : '-passin', `pass:${passphrase}`];
      const { status, stderr } = spawnSync('openssl', [...args, ...typed], { cwd: folder, encoding: 'utf8' });
      expect(status, stderr).toBe(0);
    }
    return;
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writeFileSync(path.join(folder, 'approval-key.pem'), privateKey);
  writeFileSync(path.join(folder, 'approval-key.pub.pem'), publicKey);
}

/** A terminal in which these lines are typed one after the other. */
function terminalWith(...typed: string[]): Terminal {
  return { isInteractive: true, print: () => undefined, ask: async () => typed.shift() };
}

describe('the key of docs/safety.md', async () => {
  makeKey();
  const stateFolder = path.join(folder, 'state');
  const file = path.join(folder, 'policy.yaml');
  const publicKey = readFileSync(path.join(folder, 'approval-key.pub.pem'), 'utf8');
  writeFileSync(file, `approvalKey: |\n${publicKey.trim().replace(/^/gm, '  ')}\n`);
  const gate: Gate = openGate({
    settings: { approvalKey: undefined, planMinutes: 10, journal: 'off' },
    policy: await loadPolicy(file),
    ...{ stateFolder, platform: 'http://localhost', now: Date.now, knowsPeople: false },
  });
  const write: GatedWrite = {
    tool: { name: 'anypoint_delete_server', title: 'Delete a server', toolset: 'runtime' },
    accepted: { dryRun: false, planId: undefined },
    caller,
    planned: {
      plan: {
        summary: 'delete it',
        steps: [
          { kind: 'remove', thing: { kind: 'server', name: 'mule-1' }, action: 'Delete the server.', changes: [] },
        ],
        warnings: [],
      },
      ...{ arguments: {}, basis: { arguments: {}, ground: {} }, undo: [] },
      apply: () => Promise.reject(new Error('not here')),
    },
  };
  const pending = new PendingApprovals(stateFolder);
  const keyFile = path.join(folder, 'approval-key.pem');
  const asked = (): string => {
    const decision = gate.decide(write);
    if (decision.decision !== 'ask') throw new Error('Nobody was asked.');
    expect(decision.outside).toBe(true);
    return decision.plan.id;
  };

  it('cannot be done without: not in the client, not unsigned, not with another passphrase', async () => {
    const id = asked();
    const consent = { planId: id, approve: true, typedName: 'mule-1', by: 'the client' };
    expect(gate.decide({ ...write, consent }).decision).toBe('ask');
    const options = { id, pending, now: Date.now };
    expect(await approveIn(terminalWith('mule-1'), { ...options, keyFile: undefined })).toBe(1);
    expect(await approveIn(terminalWith('guessed', 'guessed', 'guessed'), { ...options, keyFile })).toBe(1);
    expect(gate.decide(write).decision).toBe('ask');
  });

  it('lets the plan pass once', async () => {
    const id = asked();
    expect(await approveIn(terminalWith(passphrase, 'mule-1'), { id, pending, now: Date.now, keyFile })).toBe(0);
    expect(gate.decide(write).decision).toBe('go');
    expect(gate.decide(write).decision).toBe('ask');
  });
});
