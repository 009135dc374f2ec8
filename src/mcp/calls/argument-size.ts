import { inputFailure } from '../../platform/errors.ts';

/** Far above what any tool needs, characters: a policy's configuration has a few thousand. */
const maxCharacters = 500_000;
/** Far above the longest list that a tool takes. */
const maxMembers = 5_000;

/**
 * Refuses arguments whose checking alone would keep the server busy. It counts without following how deep they are nested, and
 * stops at the limit.
 * @throws Failure (input)
 */
export function refuseOversized(args: unknown, tool: string): void {
  const left: unknown[] = [args];
  let characters = 0;
  let members = 0;
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') characters += value.length;
    if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        if (!Array.isArray(value)) characters += name.length;
        members++;
        left.push(member);
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
