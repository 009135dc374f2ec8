import { vi } from 'vitest';
import { main } from '../../src/cli/main.ts';

/** Runs a command in this process, and what it printed. */
export async function command(
  argv: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | undefined; printed: string }> {
  let printed = '';
  const take = (text: unknown): boolean => {
    printed += String(text);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(take));
  try {
    return { code: await main(argv, env), printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
