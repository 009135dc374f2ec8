import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every file of the repository, from its root, without what is installed or built. */
export const filePaths: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => file !== '' && existsSync(path.join(root, file)));

/** The text of a file of the repository. */
export function textOf(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** The line in which a position of a text is; the first one is 1. */
export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Fails with the list of problems, one per line. */
export function expectNone(problems: readonly string[]): void {
  if (problems.length > 0) expect.fail(problems.join('\n'));
}
