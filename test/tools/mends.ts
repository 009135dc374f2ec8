import { expect } from 'vitest';
import { allTools } from '../../src/services/tools.ts';
import type { Harness } from '../support/harness.ts';

/** A finding as diagnoses give it back. */
export interface Found {
  weight: string;
  what: string;
  evidence: string;
  mend: string;
  calls?: { tool: string; args: Record<string, unknown> }[];
}

/** `<name of the API>`: what only the caller knows. */
const blank = /<[^<>"]+>/;

/**
 * Checks that every call of every mend can be copied: the text holds it as it is, the tool takes its arguments, and it
 * names its place. With `plan`, those that do not wait for an earlier call or for the caller are carried out: reads as
 * they are, writes with dryRun.
 */
export async function checkMends(harness: Harness, findings: readonly Found[], plan = true): Promise<void> {
  for (const { mend, calls = [] } of findings) {
    expect(mend, mend).toMatch(/^[A-Za-z].*[.)]$/s);
    expect(mend).not.toContain('undefined');
    // Every tool that is spoken of is a call, but for the one in words about arguments that only the platform names.
    let deleted = false;
    for (const { tool: name, args } of calls) {
      expect(mend).toContain(`${name} ${JSON.stringify(args)}`);
      const tool = allTools.find((one) => one.name === name);
      if (tool === undefined) throw new Error(`a mend names ${name}, which is no tool`);
      expect(() => tool.accept(args), mend).not.toThrow();
      expect(args).toHaveProperty('organization');
      if (tool.scope === 'environment') expect(args).toHaveProperty('environment');
      if (!plan || deleted || blank.test(JSON.stringify(args))) continue;
      const { isError, text } = await harness.call(name, tool.effect === 'read' ? args : { ...args, dryRun: true });
      expect(isError, `${name} ${JSON.stringify(args)}: ${text}`).toBe(false);
      deleted = tool.effect === 'delete';
    }
  }
}
