import { describe, expect, it } from 'vitest';
import { allTools } from '../../src/services/tools.ts';
import { apiCalls } from './calls-apis.ts';
import { runtimeCalls } from './calls-runtime.ts';

/** Tools that need no call of their own here, each with the reason: one that sends nothing to the platform. */
const withoutCall: Readonly<Record<string, string>> = {};

// The tour of the protocol tests takes every tool, too, but for what it shows: what a tool sends is for these tables.
describe('the calls whose requests are checked', () => {
  const accepted = new Set(
    [...runtimeCalls, ...apiCalls].filter(({ refused }) => refused !== true).map(({ tool }) => tool),
  );
  const known: string[] = allTools.map(({ name }) => name);

  it.each(known)('have one of %s that is not refused', (name) => {
    expect(accepted.has(name) !== name in withoutCall, withoutCall[name]).toBe(true);
  });

  it('name no tool that is not there', () => {
    expect([...accepted, ...Object.keys(withoutCall)].filter((name) => !known.includes(name))).toEqual([]);
  });
});
