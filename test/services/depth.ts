import type { Tool } from '../../src/core/tools/tool.ts';
import { type Round, roundsText } from '../support/rounds.ts';

/** A tool, and the rounds of requests that its example needs. */
export interface MeasuredTool {
  tool: Pick<Tool, 'name' | 'effect' | 'operation'>;
  rounds: readonly Round[];
}

/** How many rounds a call may need by what it does; of a write, its plan. */
const ceilings = { read: 2, plan: 3, diagnosis: 4 } as const;
type Kind = keyof typeof ceilings;

/** Verbs of operations that read everything around a thing, or that look for it everywhere. */
const wideReads = ['diagnose', 'find'];

/**
 * Tools that need more than their kind may, with the rounds that they need today. A tool that gets faster fails the test
 * until its number here is lowered, or its line removed. No line is ever added, and no number raised.
 */
export const exceptions: Readonly<Record<string, number>> = {
  anypoint_diagnose_api: 13,
  anypoint_diagnose_gateway: 5,
  anypoint_get_application: 3,
  anypoint_get_application_logs: 5,
  anypoint_get_autodiscovery_properties: 3,
  anypoint_verify_api_access: 3,
};

function kindOf({ effect, operation }: MeasuredTool['tool']): Kind {
  if (effect !== 'read') return 'plan';
  return wideReads.some((verb) => operation.endsWith(`.${verb}`)) ? 'diagnosis' : 'read';
}

/** What is wrong with the number of rounds of a tool, and what to do; undefined when nothing is. */
export function complaintOf({ tool, rounds }: MeasuredTool, exception: number | undefined): string | undefined {
  const depth = rounds.length;
  const kind = kindOf(tool);
  const ceiling = ceilings[kind];
  const lines = (advice: string): string =>
    `${tool.name} needs ${depth} rounds of requests, one after the other. ${advice}\n${roundsText(rounds)}`;
  if (exception === undefined) {
    if (depth <= ceiling) return undefined;
    return lines(`A ${kind} may need ${ceiling}: send at once what needs no earlier answer.`);
  }
  if (depth <= ceiling) return lines(`Remove its exception: a ${kind} may need ${ceiling}.`);
  if (depth < exception) return lines(`Lower the exception of ${tool.name} from ${exception} to ${depth}.`);
  if (depth > exception) return lines(`Its exception is ${exception}: send at once what needs no earlier answer.`);
  return undefined;
}

/** All tools, deepest first, and the rounds of those above the ceiling of their kind. */
export function depthTable(measured: readonly MeasuredTool[]): string {
  const deepestFirst = [...measured].sort((a, b) => b.rounds.length - a.rounds.length);
  const rows = deepestFirst.map(({ tool, rounds }) => {
    const kind = kindOf(tool);
    const numbers = [rounds.length, ceilings[kind], rounds.flat().length].map((number) => String(number).padStart(10));
    return `${numbers.join('')}  ${kind.padEnd(9)}  ${tool.name}`;
  });
  const above = deepestFirst.filter(({ tool, rounds }) => rounds.length > ceilings[kindOf(tool)]);
  return [
    `${['rounds', 'allowed', 'requests'].map((title) => title.padStart(10)).join('')}  kind       tool`,
    ...rows,
    ...above.map(({ tool, rounds }) => `\n${tool.name}\n${roundsText(rounds)}`),
  ].join('\n');
}
