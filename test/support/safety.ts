import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { Caller } from '../../src/core/changes.ts';
import type { SafetyOptions } from '../../src/mcp/parts.ts';
import type { Ask, Consent, Gate } from '../../src/safety/gate.ts';
import { openGate } from '../../src/safety/open-gate.ts';
import { loadPolicy } from '../../src/safety/policy/policy-file.ts';

/** Who calls in tests that have no client. */
export const caller: Caller = { client: 'test 1', session: 'test' };

/** A state folder of its own, removed after the tests of the file. */
export function stateFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-state-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'anypoint-mcp');
}

/** A policy as a file, removed after the tests of the file; its path. */
export function policyFile(policy: object): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-policy-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'policy.json');
  writeFileSync(file, JSON.stringify(policy));
  return file;
}

/** What the parts of a server in this process are kept safe with. */
export function safety(folder = stateFolder()): SafetyOptions {
  return { stateFolder: folder };
}

export interface TestGateOptions {
  /** As ANYPOINT_POLICY; undefined for the default policy. */
  policy?: string | undefined;
  folder?: string;
  now?: () => number;
  journal?: 'required' | 'off';
}

/** What a pipeline needs to write: a gate, by default one that lets everything pass. */
export function gating({
  policy = 'allow',
  folder = stateFolder(),
  now = Date.now,
  journal = 'off',
}: TestGateOptions = {}): {
  gate: () => Promise<Gate>;
} {
  let opened: Promise<Gate> | undefined;
  const open = async () =>
    openGate({
      settings: { approvalKey: undefined, planMinutes: 10, journal },
      policy: await loadPolicy(policy === 'default' ? undefined : policy),
      stateFolder: folder,
      platform: 'http://localhost',
      now,
      knowsPeople: false,
    });
  return {
    gate: () => {
      opened ??= open();
      return opened;
    },
  };
}

/** A person who reads every question and agrees. */
export function agrees({ plan, question }: Ask): Consent {
  return { planId: plan.id, approve: true, typedName: question.typedName, by: 'a person' };
}
