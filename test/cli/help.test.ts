import { describe, expect, it } from 'vitest';
import { commandHelp, commandHelpText, emulatorFlags, helpText } from '../../src/cli/help.ts';
import { journalFlags } from '../../src/cli/journal.ts';
import { policyFlags } from '../../src/cli/policy.ts';
import { settingRows } from '../../src/config/settings.ts';
import { command } from '../support/printed.ts';

describe('the help of a command', () => {
  it.each([
    ['approve', ['anypoint-mcp approve ID [--key FILE]']],
    ['approvals', ['anypoint-mcp approvals']],
    ['demo', ['anypoint-mcp demo']],
    ['doctor', ['anypoint-mcp doctor [flags]']],
    ['emulator', ['anypoint-mcp emulator [flags]']],
    ['journal', ['anypoint-mcp journal [flags]', 'anypoint-mcp journal ID [--json]', 'anypoint-mcp journal --verify']],
    ['policy', ['anypoint-mcp policy check [--policy FILE] [--tool NAME [flags]]', 'anypoint-mcp policy reset']],
    ['serve', ['anypoint-mcp serve [flags]']],
    ['tools', ['anypoint-mcp tools [flags]']],
  ] as const)('%s says how it is called, in full', (name, lines) => {
    expect(commandHelpText(name)).toContain(`\nUsage: ${lines.join('\n       ')}\n\n`);
  });

  it.each([
    ['emulator', emulatorFlags],
    ['journal', journalFlags],
    ['policy', policyFlags],
  ] as const)('%s has every flag that it takes, and no other', (name, flags) => {
    const shown = commandHelp[name].flags.map(([flag]) => flag.split(' ')[0]);
    expect(shown.sort()).toEqual(
      Object.keys(flags)
        .map((flag) => `--${flag}`)
        .sort(),
    );
  });

  it('of all has what each needs behind its name', () => {
    for (const words of ['approve ID', 'journal [ID]', 'policy check|reset']) {
      expect(helpText()).toContain(`\n  ${words} `);
    }
  });
});

describe('the settings in --help', () => {
  const taken = settingRows().filter(({ flag, secret }) => flag !== undefined && !secret);

  it.each(taken.map(({ flag = '', placeholder }) => [placeholder === undefined ? flag : `${flag} ${placeholder}`]))(
    '%s is a flag of every command that takes settings',
    async (flag) => {
      expect(helpText()).toContain(flag);
      // Its placeholder may be no value, which is said of the flag; an unknown flag would be said to be none.
      const { printed } = await command(['doctor', ...flag.split(' '), '--no-such-flag']);
      expect(printed).toContain('--no-such-flag is not a flag');
      expect(printed).not.toContain(`${flag.split(' ')[0]} is not a flag`);
    },
  );
});
