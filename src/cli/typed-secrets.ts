import { escaped, inData } from '../platform/text.ts';
import type { Terminal } from './terminal.ts';

/** How often a person may type a secret, twice each time. */
const maxAttempts = 3;

/** Takes each of these secrets, without an echo and twice; undefined when one is left out. */
export async function typedSecrets(
  terminal: Terminal,
  names: readonly string[],
): Promise<Record<string, string> | undefined> {
  const typed: [string, string][] = [];
  for (const name of names) {
    const value = await typedTwice(terminal, inData(escaped(name)));
    if (value === undefined) return undefined;
    typed.push([name, value]);
  }
  return Object.fromEntries(typed);
}

/** Nobody sees what they type here, and on the platform nobody could read it back. */
async function typedTwice(terminal: Terminal, name: string): Promise<string | undefined> {
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const value = await terminal.ask(`Secret ${name} (what you type is not shown): `, { hidden: true });
    if (value === undefined || value === '') return undefined;
    const again = await terminal.ask(`Secret ${name} once more, to be sure: `, { hidden: true });
    if (again === value) return value;
    terminal.print(
      attempt < maxAttempts ? 'These two are not the same. Type it again.' : 'These two are not the same either.',
    );
  }
  return undefined;
}
