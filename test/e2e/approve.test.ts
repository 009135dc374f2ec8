import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { settingsFor } from '../support/mcp-client.ts';
import { runCommand, SpawnedServer } from '../support/spawned.ts';

/** The `script` of util-linux gives a command a terminal of its own; that of BSD and macOS takes other flags. */
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

const home = mkdtempSync(path.join(tmpdir(), 'anypoint-mcp-state-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const env = { XDG_STATE_HOME: home };

const args = { server: 'mule-legacy-1' };

/** Runs a command in a terminal, where a person types a line once they are asked. */
async function inTerminal(args: readonly string[], line: string): Promise<{ code: number | null; screen: string }> {
  const words = [process.execPath, inject('serverFile'), ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', words, '/dev/null'], {
    env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm', SHELL: '/bin/sh', ...env },
  });
  let screen = '';
  let isAnswered = false;
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString();
    if (isAnswered || !/to agree: /.test(screen)) return;
    isAnswered = true;
    child.stdin.write(`${line}\r`);
  });
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, screen };
}

describe.skipIf(!hasScript)(
  'approve in a real terminal (skipped without the script command of util-linux)',
  async () => {
    const emulator = await startEmulator({ clock: 'instant' });
    afterAll(() => emulator.close());
    const settings = { ...settingsFor(emulator.baseUrl, emulator.access), ...env };

    it('is how a person agrees past the model', async () => {
      const server = new SpawnedServer([], settings);
      await server.initialize();
      const asked = await server.callTool('anypoint_delete_server', args);
      expect(asked.isError).toBe(true);
      const [, line = '', id = ''] = /on the machine of this server: (.+ approve (\w+))$/m.exec(asked.text) ?? [];
      expect(line).toBe(`XDG_STATE_HOME=${home} node ${inject('serverFile')} approve ${id}`);
      // A model with a shell has no terminal.
      expect(await runCommand(['approve', id], env)).toMatchObject({ code: 1 });
      const no = await inTerminal(['approve', id], 'no');
      expect(no).toMatchObject({ code: 1, screen: expect.stringContaining('Not agreed: nothing changes.') });
      expect((await server.callTool('anypoint_delete_server', { ...args, planId: id })).isError).toBe(true);
      const yes = await inTerminal(['approve', id], 'yes');
      expect(yes, yes.screen).toMatchObject({ code: 0 });
      expect(yes.screen).toContain('mule-legacy-1');
      const done = await server.callTool('anypoint_delete_server', { ...args, planId: id });
      expect(done.isError, done.text).toBe(false);
      expect((await runCommand(['journal', '--verify'], env)).code).toBe(0);
    });
  },
);

describe('a server that is killed', () => {
  it('leaves a journal that is whole, in which a write that was on its way is unknown', async () => {
    const folder = mkdtempSync(path.join(home, 'killed-'));
    let server: SpawnedServer | undefined;
    const emulator = await startEmulator({
      clock: 'instant',
      // Nothing of the process runs any more when the platform has the request.
      intercept: async ({ method, url }) => {
        if (method !== 'PATCH' || !url.includes('/servers/')) return undefined;
        server?.process.kill('SIGKILL');
        await server?.exited;
        return undefined;
      },
    });
    const own = { ...settingsFor(emulator.baseUrl, emulator.access), XDG_STATE_HOME: folder };
    server = new SpawnedServer([], own);
    await server.initialize();
    void server.callTool('anypoint_rename_server', { ...args, newName: 'mule-x' });
    await server.exited;
    const { stdout } = await runCommand(['journal'], { XDG_STATE_HOME: folder });
    expect(stdout).toMatch(/unknown, check .*rename server/);
    expect(await runCommand(['journal', '--verify'], { XDG_STATE_HOME: folder })).toMatchObject({ code: 0 });
    await emulator.close();
  });
});
