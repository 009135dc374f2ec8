import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../src/config/load.ts';
import { settingRows } from '../../src/config/settings.ts';

interface Entry {
  command: string;
  args: string[];
  env?: Record<string, string>;
}

describe('mcp.json.example', () => {
  const text = readFileSync(new URL('../../mcp.json.example', import.meta.url), 'utf8');
  // The shape that Claude Desktop, Claude Code and Cursor read.
  const { mcpServers } = JSON.parse(text) as { mcpServers: Record<string, Entry> };
  const variables = settingRows().flatMap(({ env }) => env);

  it.each(Object.entries(mcpServers))(
    'has flags and variables in %s that this server knows',
    (_name, { command, args, env = {} }) => {
      const [file, ...flags] = args;
      expect([command, file?.endsWith('/dist/index.js')]).toEqual(['node', true]);
      expect(() => loadConfiguration(flags, env)).not.toThrow();
      for (const variable of Object.keys(env)) expect(variables).toContain(variable);
    },
  );

  it('holds an entry for the embedded platform and one for a real account that starts read-only', () => {
    const settings = Object.values(mcpServers).map(
      ({ args, env }) => loadConfiguration(args.slice(1), env ?? {}).settings,
    );
    expect(settings.filter(({ emulator }) => emulator)).toHaveLength(1);
    expect(settings.filter(({ emulator, readOnly, clientId }) => !emulator && readOnly && clientId)).toHaveLength(1);
  });
});
