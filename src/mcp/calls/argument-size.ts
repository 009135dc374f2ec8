import { inputFailure } from '../../platform/errors.ts';

/** Far above what any tool needs, characters: a policy's configuration has a few thousand. */
const maxCharacters = 500_000;
/** Far above the longest list that a tool takes. */
const maxMembers = 5_000;
/** Far deeper than any argument; checks that go into a value need a stack for it. */
const maxDepth = 100;

/**
 * Refuses arguments whose checking alone would keep the server busy. It counts level by level without a stack, and
 * stops at the limit.
 * @throws Failure (input)
 */
export function refuseOversized(args: unknown, tool: string): void {
  const left: { value: unknown; depth: number }[] = [{ value: args, depth: 0 }];
  let characters = 0;
  let members = 0;
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, depth } = next;
    if (depth > maxDepth) throw oversized(tool, `${maxDepth} levels`);
    if (typeof value === 'string') characters += value.length;
    if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        if (!Array.isArray(value)) characters += name.length;
        members++;
        left.push({ value: member, depth: depth + 1 });
      }
    }
    if (characters > maxCharacters) throw oversized(tool, `${maxCharacters} characters`);
    if (members > maxMembers) throw oversized(tool, `${maxMembers} values`);
  }
}

function oversized(tool: string, limit: string) {
  return inputFailure({
    what: `${tool} was not called: its arguments have more than ${limit}.`,
    next: 'Send less in one call.',
  });
}
