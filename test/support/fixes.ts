import { expect } from 'vitest';
import { allTools } from '../../src/services/tools.ts';
import type { Harness } from './harness.ts';

/** A finding as diagnoses give it back. */
export interface Found {
  severity: string;
  what: string;
  evidence: string;
  fix: string;
  calls?: { tool: string; arguments: Record<string, unknown> }[];
}

/** `<name of the API>`: what only the caller knows. */
const blank = /<[^<>"]+>/;

/** Every finding whose fix was carried out in this file, for a guard at its end. */
export const checkedFindings: Found[] = [];

/**
 * Checks that every call of every fix can be copied: the text holds it as it is, the tool takes its arguments, and it
 * names its place. With `plan`, those that do not wait for an earlier call or for the caller are carried out: reads as
 * they are, writes with dryRun.
 */
export async function checkFixes(harness: Harness, findings: readonly Found[], plan = true): Promise<void> {
  for (const found of findings) {
    const { fix, calls = [] } = found;
    expect(fix, fix).toMatch(/^[A-Za-z].*[.)]$/s);
    expect(fix).not.toContain('undefined');
    // Every tool that is spoken of is a call, but for the one in words about arguments that only the platform names.
    let deleted = false;
    for (const { tool: name, arguments: args } of calls) {
      expect(fix).toContain(`${name} ${JSON.stringify(args)}`);
      const tool = allTools.find((one) => one.name === name);
      if (tool === undefined) throw new Error(`a fix names ${name}, which is no tool`);
      expect(() => tool.accept(args), fix).not.toThrow();
      expect(args).toHaveProperty('organization');
      if (tool.scope === 'environment') expect(args).toHaveProperty('environment');
      if (!plan || deleted || blank.test(JSON.stringify(args))) continue;
      const { isError, text } = await harness.call(name, tool.effect === 'read' ? args : { ...args, dryRun: true });
      expect(isError, `${name} ${JSON.stringify(args)}: ${text}`).toBe(false);
      deleted = tool.effect === 'delete';
    }
    if (plan) checkedFindings.push(found);
  }
}
