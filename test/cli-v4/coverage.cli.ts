import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { covered, leftOut } from './commands.ts';

const plugins = ['account', 'api-mgr', 'cloudhub', 'exchange', 'runtime-mgr'];

/** The commands that the CLI has, from the files of its plugins: `lib/commands/a/b/c.js` is `a b c`. */
function commandsOfCli(): string[] {
  return plugins
    .flatMap((plugin) => {
      const folder = join(inject('cliFolder'), 'node_modules', `anypoint-cli-${plugin}-plugin`, 'lib', 'commands');
      return readdirSync(folder, { recursive: true, encoding: 'utf8' });
    })
    .filter((file) => file.endsWith('.js') && !file.includes('abstract-'))
    .map((file) => file.replace(/\.js$/, '').split(/[\\/]/).join(' '))
    .sort();
}

const isLeftOut = (command: string): boolean => Object.keys(leftOut).some((start) => command.startsWith(start));

it('covers every command of the CLI, or says why not', () => {
  expect([...covered].sort()).toEqual(commandsOfCli().filter((command) => !isLeftOut(command)));
});

it('leaves nothing out that the CLI does not have', () => {
  const commands = commandsOfCli();
  const unknown = Object.keys(leftOut).filter((start) => !commands.some((command) => command.startsWith(start)));
  expect(unknown).toEqual([]);
});

it('runs what it says it covers', () => {
  const sources = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.cli.ts'))
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
    .join('\n');
  expect(covered.filter((command) => !sources.includes(`'${command}'`))).toEqual([]);
});
