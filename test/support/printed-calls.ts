import { expect } from 'vitest';
import { allTools } from '../../src/services/tools.ts';
import type { Found } from './fixes.ts';
import type { Harness } from './harness.ts';

/** A call as a text prints it. */
export interface PrintedCall {
  tool: string;
  arguments: Record<string, unknown>;
}

export type Intercept = (request: Request, harness: Harness) => Response | undefined;

/** Something that is asked for, and that is answered with calls. */
export interface Situation {
  /** What is so, and what the caller does. */
  when: string;
  scenario?: Record<string, unknown>;
  /** The platform takes its time. */
  slow?: true;
  /** Answers in place of the platform. */
  intercept?: Intercept;
  prepare?: (harness: Harness) => Promise<unknown>;
  call:
    | readonly [tool: string, args: Record<string, unknown>]
    | ((harness: Harness) => readonly [string, Record<string, unknown>]);
  /** Values for what only the caller knows: `{ '<server>': 'mule-orders-1' }`. */
  fill?: Readonly<Record<string, string>>;
  /** The number of the printed call that makes the refused one possible: it is made, and then the refused one goes through. */
  repairedBy?: number;
}

/** The calls in a text, in order, but for those of the way back, which has tests of its own. A write that is only mentioned is no call. */
export function callsIn(text: string): PrintedCall[] {
  const words = text.replaceAll(/^to take it back: .*$/gm, '');
  return [...words.matchAll(/\b(anypoint_\w+)( (?=\{))?/g)].flatMap(
    ({ 0: whole, 1: tool = '', 2: withArguments, index }) => {
      if (withArguments !== undefined) return [{ tool, arguments: objectAt(words, index + whole.length) }];
      return tool.startsWith('anypoint_list_') ? [{ tool, arguments: {} }] : [];
    },
  );
}

function objectAt(text: string, start: number): Record<string, unknown> {
  for (let end = text.indexOf('}', start); end !== -1; end = text.indexOf('}', end + 1)) {
    try {
      return JSON.parse(text.slice(start, end + 1));
    } catch {
      // A brace within the object.
    }
  }
  throw new Error(`No whole call: ${text.slice(start)}`);
}

/**
 * Makes the call of a situation, and then each call that its answer prints: reads as they are, writes with dryRun. All
 * have to be taken. Gives back what {@link uncovered} compares with the source.
 */
export async function carryOut(harness: Harness, situation: Situation): Promise<Found> {
  const { call, fill = {}, repairedBy } = situation;
  const [tool, args] = typeof call === 'function' ? call(harness) : call;
  const { isError, text } = await harness.call(tool, args);
  const calls = callsIn(text);
  expect(calls, `prints no call: ${text}`).not.toEqual([]);
  for (const printed of calls) await make(harness, filled(printed, fill), { dryRun: true });
  const repair = repairedBy === undefined ? undefined : calls[repairedBy];
  if (repair !== undefined) {
    expect(isError, `is refused: ${text}`).toBe(true);
    await make(harness, filled(repair, fill), {});
    await harness.ok(tool, { ...args, dryRun: true });
  }
  return { severity: 'cause', what: situation.when, evidence: text, fix: text, calls };
}

function filled({ tool, arguments: args }: PrintedCall, fill: Readonly<Record<string, string>>): PrintedCall {
  const values = Object.entries(args).map(([name, value]) => [name, fill[String(value)] ?? value]);
  return { tool, arguments: Object.fromEntries(values) };
}

async function make(harness: Harness, { tool: name, arguments: args }: PrintedCall, how: { dryRun?: true }) {
  const tool = allTools.find((one) => one.name === name);
  if (tool === undefined) throw new Error(`${name} is printed, which is no tool`);
  const { isError, text } = await harness.call(name, tool.effect === 'read' ? args : { ...args, ...how });
  expect(isError, `${name} ${JSON.stringify(args)}: ${text}`).toBe(false);
}
