import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { changesIn, readJournalFiles } from '../../src/safety/journal/read-journal.ts';
import { settingsFor } from '../support/mcp-client.ts';
import { SpawnedServer } from '../support/spawned.ts';

/** The ways in which a host ends a server. */
const ends: [string, (server: SpawnedServer) => void][] = [
  ['its input ends', (server) => void server.process.stdin.end()],
  ['it gets SIGTERM', (server) => void server.process.kill('SIGTERM')],
  ['it gets SIGINT', (server) => void server.process.kill('SIGINT')],
];

describe.each(ends)('the executable when %s', async (_what, end) => {
  let release = (): void => undefined;
  let reached = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const asked = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const emulator = await startEmulator({
    clock: 'instant',
    async intercept(request) {
      if (!request.url.includes('/gateways')) return undefined;
      reached();
      await held;
      return undefined;
    },
  });
  afterAll(() => emulator.close());

  it('answers what it has accepted, then ends', async () => {
    const server = new SpawnedServer([], settingsFor(emulator.baseUrl, emulator.access));
    await server.initialize();
    const answer = server.callTool('anypoint_list_gateways');
    await asked;
    end(server);
    release();
    expect((await answer).text).toContain('orders-gateway');
    expect(await server.exited).toBe(0);
  });

  it('ends although it never had a session', async () => {
    const server = new SpawnedServer();
    await server.request('ping');
    end(server);
    expect(await server.exited).toBe(0);
  });

  it('writes the state of its embedded platform', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'anypoint-mcp-state-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const state = join(folder, 'state.json');
    const server = new SpawnedServer(['--emulator', '--state', state]);
    await server.initialize();
    const { text, isError } = await server.callTool('anypoint_create_gateway', { name: 'kept-gateway', wait: false });
    expect(isError, text).toBe(false);
    end(server);
    expect(await server.exited).toBe(0);
    expect(readFileSync(state, 'utf8')).toContain('kept-gateway');
  });
});

describe.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'the executable that gets %s while it changes something',
  (signal) => {
    /** A server whose write the platform has received, and does not answer until it is released. */
    async function changing() {
      let release = (): void => undefined;
      let reached = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      const asked = new Promise<void>((resolve) => (reached = resolve));
      const emulator = await startEmulator({
        clock: 'instant',
        async intercept({ method }) {
          if (method !== 'PATCH') return undefined;
          reached();
          await held;
          return undefined;
        },
      });
      const state = mkdtempSync(join(tmpdir(), 'anypoint-mcp-ended-'));
      onTestFinished(async () => {
        release();
        await emulator.close();
        rmSync(state, { recursive: true, force: true });
      });
      const env = {
        ...settingsFor(emulator.baseUrl, emulator.access),
        XDG_STATE_HOME: state,
        ANYPOINT_LOG_LEVEL: 'info',
      };
      const server = new SpawnedServer([], env);
      await server.initialize();
      const answer = server.callTool('anypoint_rename_server', { server: 'mule-legacy-1', newName: 'mule-legacy-7' });
      await asked;
      server.process.kill(signal);
      await expect.poll(() => server.stderr).toContain('"message":"ending"');
      return { server, answer, release, changes: () => changesIn(readJournalFiles(join(state, 'anypoint-mcp'))) };
    }

    it('writes down that the outcome is unknown when a second one ends it at once', async () => {
      const { server, changes } = await changing();
      const ended = once(server.process, 'exit');
      server.process.kill(signal);
      expect(await ended).toEqual([null, signal]);
      expect(changes()).toMatchObject([
        {
          intent: { tool: 'anypoint_rename_server' },
          outcome: {
            outcome: 'unknown',
            note: expect.stringContaining(`by a second ${signal}, before this was answered`),
          },
        },
      ]);
    });

    it('is not ended at once by a signal of another kind', async () => {
      const { server, answer, release, changes } = await changing();
      server.process.kill(signal === 'SIGTERM' ? 'SIGINT' : 'SIGTERM');
      await expect.poll(() => server.stderr.split('"message":"ending"')).toHaveLength(3);
      release();
      expect(await answer).toMatchObject({ isError: false });
      expect(await server.exited).toBe(0);
      expect(changes()).toMatchObject([{ outcome: { outcome: 'done' } }]);
    });
  },
);

describe('the executable whose client has gone', async () => {
  const emulator = await startEmulator({ clock: 'instant' });
  afterAll(() => emulator.close());

  it('ends without anybody to read its answer', async () => {
    const server = new SpawnedServer([], settingsFor(emulator.baseUrl, emulator.access));
    await server.initialize();
    server.process.stdout.destroy();
    void server.request('tools/list');
    expect(await server.exited).toBe(0);
  });
});
